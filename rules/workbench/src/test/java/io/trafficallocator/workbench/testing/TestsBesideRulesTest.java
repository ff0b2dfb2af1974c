package io.trafficallocator.workbench.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.LiveRules;
import io.trafficallocator.Reload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestsBesideRulesTest {
    private static final String RULES = """
            package launch
            rule "cold start" when Merchant( ageDays < 7 ) then grant.guarantee("launch", %d); end
            """;
    private static final String TEST = """
            day 2024-11-11
            merchant m joined_on 2024-11-10
            test a newcomer is promised traffic
            expect m guarantee launch %d
            """;

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.log." + LiveRules.class.getName();

    @TempDir
    Path folder;

    /** The refusals that these tests ask for; no other test of the module makes any. */
    @BeforeAll
    static void logNoRefusals() {
        System.setProperty(LOG_LEVEL, "off");
    }

    @AfterAll
    static void logAgain() {
        System.clearProperty(LOG_LEVEL);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void rules_come_into_force_only_when_their_tests_pass() throws IOException {
        write("launch.drl", RULES.formatted(100));
        write("launch.test", TEST.formatted(100));
        try (LiveRules rules =
                LiveRules.of(folder).trial(new TestsBesideRules()).build()) {
            write("launch.drl", RULES.formatted(200));
            Reload refused = rules.reload();
            assertThat(refused.outcome()).isEqualTo(Reload.Outcome.REFUSED);
            assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith("launch.test:3: a newcomer is promised traffic\n")
                    .contains("guarantee launch 100", "guarantee launch 200");

            write("launch.test", TEST.formatted(200));
            assertThat(rules.reload().outcome()).isEqualTo(Reload.Outcome.REPLACED);
            write("launch.test", "expect");
            assertThat(rules.reload().problems())
                    .singleElement()
                    .asString()
                    .startsWith("launch.test:1:1: 'expect' cannot start a line here.");
        }
    }

    @Test
    void a_test_without_a_rule_file_of_its_name_tests_its_whole_folder() throws IOException {
        write("launch.drl", RULES.formatted(100));
        Files.createDirectories(folder.resolve("other"));
        write("other/more.drl", RULES.replace("package launch", "package more").formatted(50));
        write("other/all.test", TEST.formatted(50));
        write("all.test", TEST.formatted(100) + "expect m guarantee launch 50\n");
        try (LiveRules rules =
                LiveRules.of(folder).trial(new TestsBesideRules()).build()) {
            assertThat(rules.health().good()).isTrue();
        }
    }
}
