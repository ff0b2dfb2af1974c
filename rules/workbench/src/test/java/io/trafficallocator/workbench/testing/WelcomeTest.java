package io.trafficallocator.workbench.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The author's guide shows this class: the rule it begins with, tested from Java. */
class WelcomeTest {
    private static final Path GUIDE = Path.of("..", "README.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "io", "trafficallocator", "workbench", "testing", "WelcomeTest.java");

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheRuleOfTheGuide() throws IOException {
        Matcher rule = Pattern.compile("(?s)```drl\n(.*?)```").matcher(Files.readString(GUIDE));
        assertThat(rule.find()).isTrue();
        Files.writeString(folder.resolve("welcome.drl"), rule.group(1));
    }

    // guide
    @Test
    void whoJustJoinedIsWelcome() {
        RuleBook rules = RuleBook.compile(RuleSource.fromFolder(folder));
        AllocationRequest facts = AllocationRequest.builder()
                .asOf(LocalDate.of(2024, 11, 11))
                .placements(List.of(Placement.of("home", "mall", 10_000)))
                .programmes(List.of(Programme.of("welcome", 1)))
                .merchants(List.of(
                        MerchantProfile.builder("new", LocalDate.of(2024, 11, 8))
                                .build(),
                        MerchantProfile.builder("old", LocalDate.of(2019, 1, 1)).build()))
                .build();
        RuleTest test = RuleTest.given(rules, facts);
        test.when("new").thenGranted("guarantee welcome 5000 over 7 days from 2024-11-08");
        test.when("old").thenGranted();
    }
    // end of guide

    @Test
    void aFailureSaysWhyARuleDidNotFire() {
        AllocationRequest facts = AllocationRequest.builder()
                .asOf(LocalDate.of(2024, 11, 11))
                .placements(List.of(Placement.of("home", "mall", 10_000)))
                .merchants(List.of(MerchantProfile.builder("old", LocalDate.of(2024, 11, 4))
                        .build()))
                .build();
        RuleTest test = RuleTest.given(RuleBook.compile(RuleSource.fromFolder(folder)), facts);
        assertThatThrownBy(() -> test.when("old").thenGranted("guarantee welcome 5000"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ageDays < 7")
                .hasMessageContaining("7");
    }

    @Test
    void theGuideShowsWhatRunsHere() throws IOException {
        String own = Files.readString(SOURCE).replaceAll("(?s).*?    // guide\n(.*?)    // end of guide\n.*", "$1");
        assertThat(Files.readString(GUIDE)).contains("```java\n" + own.replaceAll("(?m)^    ", "") + "```");
    }
}
