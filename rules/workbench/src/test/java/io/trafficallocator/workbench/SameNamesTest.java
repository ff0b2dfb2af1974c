package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.rules.RuleSource;
import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files of one name in several folders, and beside a pack. */
class SameNamesTest {
    @TempDir
    Path folder;

    private Path a = Path.of("");
    private Path b = Path.of("");
    private Path scenario = Path.of("");

    @BeforeEach
    void write() {
        scenario = ScenarioFiles.writeGood(folder.resolve("scenario"));
        a = folder.resolve("A");
        b = folder.resolve("B");
        Rules.write(a, "x.drl", "package a rule \"a\" when Merchant() then grant.guarantee(\"launch\", 7); end");
        Rules.write(b, "x.drl", "package b rule \"b\" when Merchant() then grant.boost(\"upward\", 1.25); end");
    }

    private String entitlements(Object... rules) throws IOException {
        Path out = folder.resolve("out");
        Object[] arguments = new Object[rules.length + 4];
        System.arraycopy(new Object[] {"plan", scenario, "--out", out}, 0, arguments, 0, 4);
        System.arraycopy(rules, 0, arguments, 4, rules.length);
        Traffic done = Traffic.run(arguments);
        assertThat(done.status()).as(done.err()).isZero();
        return Files.readString(out.resolve("entitlements.csv"));
    }

    @Test
    void both_grant_whatever_the_order_of_options() throws IOException {
        String plan = entitlements("--rules", a, "--rules", b);
        assertThat(plan).contains(",a,x.drl:1").contains(",b," + b.resolve("x.drl") + ":1");
        assertThat(entitlements("--rules", b, "--rules", a)).isEqualTo(plan);
        assertThat(entitlements("--rules", b, "--rules", a, "--rules", b.resolve("x.drl")))
                .isEqualTo(plan);
    }

    @Test
    void a_pack_is_not_lost_beside_a_file_of_its_name() throws IOException {
        Path c = folder.resolve("C");
        Rules.write(c, "launch.drl", "package c rule \"c\" when Merchant() then grant.boost(\"upward\", 1.25); end");
        String plan = entitlements("--rules", c, "--pack", "launch");
        assertThat(plan).contains(",c,launch.drl:1").contains(",io/trafficallocator/packs/launch.drl:");
        assertThat(entitlements("--pack", "launch", "--rules", c)).isEqualTo(plan);
    }

    @Test
    void one_file_by_several_paths_counts_once() throws IOException {
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("links")).resolve("x.drl"), a.resolve("x.drl"));
        for (int turn = 0; turn < 2; turn++) {
            RuleFiles files = new RuleFiles();
            files.add(turn == 0 ? a : link);
            files.add(turn == 0 ? link : folder.resolve("B/../A/x.drl"));
            files.add(folder);
            assertThat(files.sources()).extracting(RuleSource::file).containsExactly("B/x.drl", "x.drl");
        }
        Traffic checked = Traffic.run("check", a, link, a.resolve("x.drl"));
        assertThat(checked.out()).startsWith("1 file, 1 rule");
    }

    @Test
    void a_mistake_is_told_with_the_path_of_its_own_file() {
        Path broken = Rules.write(b, "x.drl", "package b rule \"b\" when Merchant( agge > 1 ) then end");
        Traffic done = Traffic.run("plan", scenario, "--rules", a, "--rules", b, "--out", folder.resolve("out"));
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).startsWith(broken + ":1:");
    }

    @Test
    void a_link_to_a_folder_is_followed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), a);
        assertThat(entitlements("--rules", link)).contains(",a,x.drl:1");
        Path holder = Files.createDirectory(folder.resolve("holder"));
        Files.createSymbolicLink(holder.resolve("inner"), b);
        assertThat(entitlements("--rules", holder)).contains(",b,inner/x.drl:1");
        Files.createSymbolicLink(holder.resolve("back"), holder);
        Traffic done = Traffic.run("check", holder);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains("a link in it leads back to a folder above it");
    }

    @Test
    void tests_behind_a_link_count_once_and_a_link_that_leads_back_is_told() throws IOException {
        Rules.write(a, "x.test", "day 2024-11-11\ntest a promise\n  merchant m age 7\n  expect m guarantee launch 7\n");
        Path holder = Files.createDirectory(folder.resolve("holder"));
        Files.createSymbolicLink(holder.resolve("one"), a);
        Files.createSymbolicLink(holder.resolve("two"), a);
        assertThat(Traffic.run("test", holder).out())
                .contains("1 tests in 1 files")
                .contains("of 1 rules");
        Files.createSymbolicLink(holder.resolve("back"), holder);
        Traffic done = Traffic.run("test", holder);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains("a link in it leads back to a folder above it");
    }
}
