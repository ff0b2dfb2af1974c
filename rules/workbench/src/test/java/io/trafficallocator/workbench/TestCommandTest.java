package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Programme;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import io.trafficallocator.workbench.testing.RuleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCommandTest {
    private static final Path PACKS = Path.of("../packs/src/main/resources");
    private static final String RULE = """
            package p
            rule "welcome"
            when Merchant( ageDays >= 0, ageDays < 7 )
            then grant.guarantee("w", 50); end
            rule "never"
            when Merchant( tier > 8 )
            then grant.boost("w", 2); end
            """;

    @TempDir
    Path folder;

    private Traffic run(String tests, String... options) throws IOException {
        Files.writeString(folder.resolve("welcome.drl"), RULE);
        Files.writeString(folder.resolve("welcome.test"), tests);
        Object[] words = new Object[options.length + 2];
        words[0] = "test";
        words[1] = folder;
        System.arraycopy(options, 0, words, 2, options.length);
        return Traffic.run(words);
    }

    @Test
    void every_rule_of_every_pack_is_tested_and_every_test_passes() {
        Traffic done = Traffic.run("test", PACKS, "--coverage", "--threshold", "100");
        // One file is about packs together.
        assertThat(done.out() + done.err()).contains(" in " + (Packs.NAMES.size() + 1) + " files: all pass");
        assertThat(done.status()).isZero();
    }

    @Test
    void a_failure_shows_the_difference_and_the_condition_that_failed() throws IOException {
        Traffic done = run("day 2024-11-11\ntest late\n  merchant m age 7\n  expect m guarantee w 50\n");
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.out())
                .contains("welcome.test:2: late\n")
                .contains("- guarantee w 50  (expected, but not granted)")
                .contains("rule \"welcome\" at welcome.drl:2 does not grant to merchant m\n")
                .contains("holds  Merchant( ageDays >= 0 ): ageDays is 7\n")
                .contains("FAILS  Merchant( ageDays < 7 ): ageDays is 7\n")
                .contains("1 tests in 1 files: 1 fail; 0 of 2 rules");
    }

    @Test
    void warnings_are_told_and_stand_in_json() throws IOException {
        Files.writeString(folder.resolve("good.drl"), """
                package good
                rule "good" when
                    Programme( id == "w", $least : number("least", 0.5) )
                    Merchant( quality >= $least )
                then grant.boost("w", 2); end
                """);
        Files.writeString(folder.resolve("good.test"), """
                day 2024-11-11
                programme w parameter.least 50
                test nobody is so good
                  merchant m quality 0.9
                  expect m nothing
                """);
        String expected =
                "value of parameter 'least' is '50', but rules compare it with quality, which is 0 to 1. Maybe"
                        + " 0.5 was meant.";
        Traffic done = run("day 2024-11-11\ntest early\n  merchant m age 1\n  expect m guarantee w 50\n", "--json");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .isEqualToNormalizingNewlines(folder.resolve("good.test") + ":2:29: warning: " + expected + "\n");
        assertThat(JSON.std.mapFrom(done.out()).get("warnings"))
                .isEqualTo(List.of(Map.of(
                        "file", folder.resolve("good.test").toString(), "line", 2, "column", 29, "message", expected)));
    }

    @Test
    void what_was_not_expected_is_shown_with_its_rule() throws IOException {
        Traffic done = run("day 2024-11-11\ntest early\n  merchant m age 1\n  expect m nothing\n");
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.out()).contains("+ guarantee w 50  (not expected), by \"welcome\" at welcome.drl:2");
    }

    @Test
    void a_rule_that_fails_fails_its_test_and_no_other() throws IOException {
        Files.writeString(folder.resolve("weekend.drl"), """
                package w
                rule "weekend" when Merchant( tier > 0 )
                then grant.boost("w", 2).inField("search"); end
                """);
        Files.writeString(folder.resolve("weekend.test"), """
                day 2024-11-11
                test grants
                  merchant x tier 1
                  expect x boost w 2 in field:search
                test does not
                  merchant x tier 0
                  expect x nothing
                """);
        Traffic done = run("day 2024-11-11\ntest early\n  merchant m age 1\n  expect m guarantee w 50\n");
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.err()).isEmpty();
        assertThat(done.out())
                .contains(
                        "FAILED " + folder.resolve("weekend.test") + ":2: grants\n  weekend.drl:2:1: rule 'weekend' for"
                                + " merchant 'x': field of inField is 'search'")
                .contains("3 tests in 2 files: 1 fail; 1 of 3 rules");
    }

    @Test
    void what_is_most_like_the_expected_grant_is_explained_first() throws IOException {
        Files.writeString(folder.resolve("weekend.drl"), """
                package w
                rule "excluded" when Merchant( tier == 5, violations > 3 ) then grant.exclude("weekend", "x"); end
                rule "capped" when Merchant( tier == 5 ) then grant.cap("weekend", 2); end
                rule "other amount" when Merchant( tier == 5 ) then grant.boost("weekend", 1.25); end
                rule "other programme" when Merchant( tier == 5 ) then grant.boost("upward", 1.5); end
                rule "live" when Merchant( tier == 5, quality >= 0.5, gmv > 9 )
                then grant.boost("weekend", 1.50).inField("live"); end
                """);
        Files.writeString(folder.resolve("weekend.test"), """
                day 2024-11-11
                placement home field live
                test it
                  merchant m
                  expect m boost weekend 1.5 in field:live
                """);
        Traffic done = Traffic.run("test", folder);
        assertThat(done.out())
                .containsSubsequence(
                        "- boost weekend 1.5 in field:live  (expected, but not granted)",
                        "rule \"live\" at weekend.drl:6 does not grant to merchant m",
                        "rule \"other amount\" at weekend.drl:4 does not grant to merchant m",
                        "3 other rules grant merchant m nothing, and are left out here")
                .doesNotContain("\"excluded\"", "\"capped\"", "\"other programme\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "boost wekend 1.5~8:18: programme is 'wekend', but must be one that a rule speaks of. Maybe 'weekend' was meant.",
                "boost weekend 0.5~8:26: boost is '0.5', but must be a factor from 1 to 1,000,000. Maybe a boost of 50 % is 1.5.",
                "boost weekend 1.5 in field:liv~8:33: scope is 'field:liv', but must be a field of the test's placements. Maybe"
                        + " 'field:live' was meant.",
                "cap weekend 1.5~8:24: cap is '1.5', but must be a whole number of impressions. Maybe round it.",
                "guarantee weekend 0~8:30: guarantee is '0', but must be from 1 to 1e12 impressions. Maybe nothing is expected.",
            })
    void an_expectation_that_no_rule_can_fulfil_is_told_where_it_stands(String grant, String message)
            throws IOException {
        Path rules = folder.resolve("weekend.drl");
        Files.writeString(
                rules, "package w rule \"it\" when Merchant( tier > 1 ) then grant.boost(\"weekend\", 1.5); end");
        Path tests = folder.resolve("weekend.test");
        String good = """
                day 2024-11-11
                placement home field live
                test good
                  merchant m tier 2
                  expect m boost weekend 1.5
                test bad
                  merchant m
                """;
        Files.writeString(tests, good + "  expect m " + grant + "\n");
        Traffic done = Traffic.run("test", tests);
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.out())
                .contains("FAILED " + tests + ":6: bad", tests + ":" + message)
                .contains("2 tests in 1 files: 1 fail; 1 of 1 rules")
                .doesNotContain("does not grant to");
    }

    @Test
    void a_programme_that_the_test_does_not_list_is_told() throws IOException {
        Traffic done = run("day 2024-11-11\nprogramme w\ntest x\n  merchant m age 1\n  expect m guarantee ww 50\n");
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.out())
                .contains("welcome.test:5:22: programme is 'ww', but must be one that the test lists. Maybe 'w'");
    }

    @Test
    void a_text_where_rules_read_a_number_is_told() throws IOException {
        Files.writeString(folder.resolve("factor.drl"), """
                package f
                rule "f" when Programme( id == "f", $f : number("factor", 2) ) Merchant( tier > 0 )
                then grant.boost("f", $f); end
                """);
        Path tests = folder.resolve("factor.test");
        Files.writeString(
                tests, "day 2024-11-11\nprogramme f parameter.factor x\ntest x\nmerchant m\nexpect m nothing\n");
        Traffic done = Traffic.run("test", tests);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains(tests + ":2:30: value of parameter 'factor' is 'x', but must be a number. Maybe ");
    }

    @Test
    void coverage_counts_rules_that_fire_and_has_a_threshold() throws IOException {
        String tests = "day 2024-11-11\ntest early\n  merchant m age 1\n  expect m guarantee w 50\n";
        assertThat(run(tests, "--threshold", "50").status()).isZero();
        Traffic short50 = run(tests, "--threshold", "51");
        assertThat(short50.status()).isEqualTo(1);
        assertThat(short50.out()).contains("1 of 2 rules", "not covered: \"never\" at welcome.drl:5");
        Traffic json = run(tests, "--json");
        assertThat(JSON.std.mapFrom(json.out()))
                .containsEntry("tests", 1)
                .containsEntry("failures", List.of())
                .containsEntry("uncovered", List.of("\"never\" at welcome.drl:5"));
    }

    @Test
    void a_rule_file_without_a_test_lowers_the_coverage() throws IOException {
        Files.writeString(
                folder.resolve("bare.drl"), "package q rule \"bare\" when Merchant() then grant.boost(\"w\", 2); end");
        Traffic done = run("day 2024-11-11\ntest early\n  merchant m age 1\n  expect m guarantee w 50\n", "--coverage");
        assertThat(done.status()).isZero();
        assertThat(done.out()).contains("1 of 3 rules", "not covered: \"bare\" at bare.drl:1");
    }

    @Test
    void a_test_that_looks_at_the_plan_only_covers_no_rule() throws IOException {
        Traffic done = run("""
                day 2024-11-11
                placement home field mall impressions 40
                test plan
                  merchant m age 1
                  expect plan m >= 0
                test another merchant
                  merchant m age 1
                  merchant n age 9
                  expect n nothing
                """, "--coverage");
        assertThat(done.out()).contains("2 tests", "0 of 2 rules", "not covered: \"welcome\" at welcome.drl:2");
    }

    @Test
    void rules_of_the_same_name_in_two_folders_do_not_cover_each_other() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.writeString(inner.resolve("welcome.drl"), RULE.replace("package p", "package q"));
        String tests = "day 2024-11-11\ntest early\n  merchant m age 1\n  expect m guarantee w 50\n";
        Files.writeString(
                inner.resolve("welcome.test"), tests.replace("age 1", "age 9").replace("guarantee w 50", "nothing"));
        assertThat(run(tests).out()).contains("1 of 4 rules");
    }

    @Test
    void a_test_of_a_whole_folder_counts_the_rules_of_folders_inside_it_once() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.writeString(
                inner.resolve("bare.drl"), "package q rule \"bare\" when Merchant() then grant.boost(\"w\", 2); end");
        String tests = "day 2024-11-11\ntest early\n  merchant m age 1\n  expect m boost w 2\n";
        Files.writeString(inner.resolve("bare.test"), tests);
        Files.writeString(folder.resolve("story.test"), tests + "  expect m guarantee w 50\n");
        Traffic done = run(tests.replace("boost w 2", "guarantee w 50"));
        assertThat(done.out()).contains("3 tests in 3 files: all pass; 2 of 3 rules");
    }

    @Test
    void rules_and_a_sheet_of_one_name_are_tested_together() throws IOException {
        Files.writeString(folder.resolve("welcome.drl.csv"), """
                package,sheet
                name,merchant,grant
                ,tier == $param,"grant.boost(""w"", $param);"
                a tier,3,1.5
                """);
        Traffic done = run("""
                day 2024-11-11
                test early
                  merchant m age 1 tier 3
                  expect m guarantee w 50
                  expect m boost w 1.5
                """);
        assertThat(done.out()).contains("1 tests in 1 files: all pass; 2 of 3 rules");
    }

    @Test
    void a_test_that_is_named_twice_runs_once() throws IOException {
        run("day 2024-11-11\ntest early\n  merchant m age 1\n  expect m guarantee w 50\n");
        Traffic done = Traffic.run("test", folder, folder.resolve("../" + folder.getFileName() + "/welcome.test"));
        assertThat(done.out()).contains("1 tests in 1 files: all pass");
    }

    @Test
    void a_mistake_in_rules_without_a_test_is_told_with_its_path() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.writeString(inner.resolve("x.drl"), "package p rule \"x\" when Merchant( agge > 1 ) then end");
        Traffic done = run("day 2024-11-11\ntest early\n  merchant m age 1\n  expect m guarantee w 50\n");
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains(inner.resolve("x.drl") + ":1:").contains("'agge' of Merchant is unknown");
    }

    @Test
    void a_plan_is_expected_too() throws IOException {
        String start = """
                day 2024-11-11
                programme w pool 30
                placement home field mall impressions 40
                test plan
                  merchant m age 1
                  merchant n age 9 demand.home 1
                """;
        assertThat(run(start + "  expect pool w = 30\n  expect short m w = 20\n  expect plan m >= 30\n")
                        .status())
                .isZero();
        Traffic done = run(start + "  expect pool w = 31\n");
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.out()).contains("expected pool w = 31, but it is 30");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "test x\\n  merchant m agee 1\\n  expect m nothing~welcome.test:3:14: 'agee' of a merchant is unknown. Maybe 'age'",
                "test x\\n  merchant m age one\\n  expect m nothing~welcome.test:3:18: age is 'one', but must be a number",
                "test x\\n  merchant m age 1~welcome.test:2:1: test 'x' expects nothing at all",
                "table m\\n  age | expct\\n  1 | nothing~welcome.test:3:9: last column is 'expct', but must be expect. Maybe 'expect' was meant.",
                "expect m nothing~welcome.test:2:1: 'expect' cannot start a line here. Maybe a line 'test its name' is missing",
                "test x\\n  merchant m tier 0x1p3\\n  expect m nothing~welcome.test:3:19: tier is '0x1p3', but must be a number",
                "tset x~welcome.test:2:1: 'tset' cannot start a line here. Maybe 'test'",
                "test x\\n  expect m nothing~welcome.test:3:10: merchant is 'm', but must be one of the test's",
                "table m\\n  age | expect\\n  1 | 2 | nothing~welcome.test:4:3: row has 3 cells",
                "test x\\n  merchant m age 1\\n  expect plan m is 5~welcome.test:4:10: expectation of a plan",
            })
    void a_mistake_in_a_test_is_told_where_it_stands(String tests, String message) throws IOException {
        Traffic done = run("day 2024-11-11\n" + tests.replace("\\n", "\n") + "\n");
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains(message).contains("Maybe");
    }

    @Test
    void a_rule_that_cannot_be_compiled_is_unusable() throws IOException {
        Files.writeString(folder.resolve("x.drl"), "package p rule \"x\" when Merchant( agge > 1 ) then end");
        Files.writeString(folder.resolve("x.test"), "day 2024-11-11\ntest x\nexpect m nothing\n");
        Traffic done = Traffic.run("test", folder.resolve("x.test"));
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains("x.drl:1:").contains("'agge' of Merchant is unknown");
    }

    @Test
    void java_tests_in_the_same_words() {
        LocalDate day = LocalDate.of(2024, 11, 11);
        RuleBook book = RuleBook.compile(List.of(new RuleSource("welcome.drl", RULE)));
        RuleTest test = RuleTest.given(
                book,
                AllocationRequest.builder()
                        .asOf(day)
                        .merchants(List.of(
                                MerchantProfile.builder("new", day).build(),
                                MerchantProfile.builder("old", day.minusDays(7)).build()))
                        .programmes(List.of(Programme.of("w", 1)))
                        .build());
        test.when("new").thenGranted("guarantee w 50");
        test.when("old").thenGranted();
        assertThatThrownBy(() -> test.when("old").thenGranted("guarantee w 50"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FAILS  Merchant( ageDays < 7 ): ageDays is 7");
    }

    @Test
    void a_parameter_that_rules_can_do_nothing_with_is_told_at_its_line() throws IOException {
        Files.writeString(folder.resolve("p.drl"), """
                package q
                rule "p"
                when
                    Programme( id == "w", $f : number("factor", 2), $q : number("least", 0.5) )
                    Merchant( quality >= $q )
                then grant.boost("w", $f); end
                """);
        String tests = """
                day 2024-11-11
                programme w parameter.factor 1.5 parameter.least 0.5
                test one
                  merchant m quality 0.9
                  expect m boost w 1.5
                test two
                  merchant m quality 0.9
                  expect m boost w 1.5
                """;
        Path file = Files.writeString(folder.resolve("p.test"), tests);
        assertThat(Traffic.run("test", file).err()).isEmpty();

        Files.writeString(file, tests.replace("factor 1.5", "factor 0.3"));
        Traffic refused = Traffic.run("test", file);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith(file
                        + ":2:30: value of parameter 'factor' is '0.3', but rules grant it as boost, which must be");

        Files.writeString(file, tests.replace("least 0.5", "least 50"));
        Traffic doubted = Traffic.run("test", file);
        assertThat(doubted.status()).isEqualTo(1);
        assertThat(doubted.err().lines())
                .singleElement()
                .asString()
                .startsWith(
                        file + ":2:50: warning: value of parameter 'least' is '50', but rules compare it with quality")
                .endsWith("Maybe 0.5 was meant.");
    }
}
