package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.workbench.scenario.BrokenScenarios;
import io.trafficallocator.workbench.scenario.BrokenScenarios.Broken;
import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanCommandTest {
    @TempDir
    Path folder;

    private Path scenario = Path.of("");
    private Path rules = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeGoodInput() {
        scenario = ScenarioFiles.writeGood(folder.resolve("scenario"));
        rules = folder.resolve("rules");
        Rules.write(rules, "launch.drl", Rules.GUARANTEE);
        Rules.write(rules.resolve("growth"), "upward.drl", Rules.BOOST);
        out = folder.resolve("out");
    }

    private Traffic plan(Object... more) {
        Object[] arguments = Stream.concat(Stream.of("plan", scenario, "--rules", rules, "--out", out), Stream.of(more))
                .toArray();
        return Traffic.run(arguments);
    }

    private static Map<String, String> contents(Path of) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(of)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** All but the seconds, which differ from run to run. */
    private Map<String, String> contentsWithoutSeconds() throws IOException {
        Map<String, String> contents = contents(out);
        contents.computeIfPresent("summary.json", (name, text) -> text.replaceAll("(?s)\"seconds\".*", ""));
        return contents;
    }

    private void assertRefused(Traffic refused, String place, List<String> words) throws IOException {
        assertThat(refused.status()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err().lines()).as("one error").hasSize(1);
        assertThat(refused.err()).startsWith(place).contains("Maybe ").contains(words);
        assertThat(refused.out()).isEmpty();
        assertThat(contents(out)).as("the earlier plan").isEqualTo(Map.of("plan.csv", "an earlier plan\n"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .as("litter")
                    .isEmpty();
        }
    }

    static Stream<Broken> broken() {
        return BrokenScenarios.all().stream();
    }

    @ParameterizedTest
    @MethodSource
    void broken(Broken broken) throws IOException {
        Rules.write(out, "plan.csv", "an earlier plan\n");
        broken.damage().accept(scenario);
        assertRefused(plan(), scenario.resolve(broken.place()).toString(), broken.words());
    }

    /** Rules that break a good scenario: the name, the text, the place and the words of the one error. */
    record BrokenRule(String name, String text, String place, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<BrokenRule> brokenRules() {
        return Stream.of(
                new BrokenRule(
                        "syntax error", Rules.GUARANTEE.replace("then", "than"), ":6:5", List.of("syntax error")),
                new BrokenRule(
                        "unknown field",
                        Rules.GUARANTEE.replace("ageDays", "agedays"),
                        ":4:",
                        List.of("'ageDays' was meant")),
                new BrokenRule(
                        "unknown programme",
                        Rules.GUARANTEE.replace("\"launch\", 300", "\"lunch\", 300"),
                        ":2:1: rule 'first week' for merchant 'm1': ",
                        List.of("'launch' was meant")),
                new BrokenRule(
                        "unknown field of placements",
                        Rules.GUARANTEE.replace("300)", "300).inField(\"life\")"),
                        ":2:1: rule 'first week' for merchant 'm1': ",
                        List.of("'live' was meant")),
                new BrokenRule(
                        "unknown placement",
                        Rules.GUARANTEE.replace("300)", "300).inPlacement(\"live-11\")"),
                        ":2:1: rule 'first week' for merchant 'm1': ",
                        List.of("'live-1' was meant")),
                new BrokenRule(
                        "negative guarantee",
                        Rules.GUARANTEE.replace("300", "0 - 300"),
                        ":6:31: guarantee is -300, but must be ",
                        List.of("0 to 1e12")),
                new BrokenRule(
                        "guarantee that is negative for one merchant",
                        Rules.GUARANTEE.replace("300", "$m.getTier() - 300"),
                        ":2:1: rule 'first week' for merchant 'm1': ",
                        List.of("-300")),
                new BrokenRule(
                        "rule that throws",
                        Rules.GUARANTEE.replace("300", "300 / ($m.getTier() - $m.getTier())"),
                        ":2:1: rule 'first week' for merchant 'm1': ",
                        List.of("first week")),
                new BrokenRule(
                        "rule that never stops firing",
                        Rules.GUARANTEE.replace("then", "then\n    update($m);"),
                        ":6:",
                        List.of("update")));
    }

    @ParameterizedTest
    @MethodSource
    void brokenRules(BrokenRule broken) throws IOException {
        Rules.write(out, "plan.csv", "an earlier plan\n");
        Path file = Rules.write(rules, "launch.drl", broken.text());
        assertRefused(plan(), file + broken.place(), broken.words());
    }

    @Test
    void no_rules_at_all() throws IOException {
        Rules.write(out, "plan.csv", "an earlier plan\n");
        rules = Files.createDirectories(folder.resolve("empty"));
        assertRefused(plan(), rules + ":1:1: holds no rules", List.of("another folder"));
        rules = folder.resolve("nowhere");
        assertRefused(plan(), rules + ":1:1: does not exist", List.of("typing error"));
    }

    @Test
    void no_scenario_at_all() throws IOException {
        Rules.write(out, "plan.csv", "an earlier plan\n");
        scenario = folder.resolve("nowhere");
        assertRefused(plan(), scenario + ":1:1: does not exist", List.of("typing error"));
        scenario = Rules.write(folder, "file", "");
        assertRefused(plan(), scenario + ":1:1: is a file", List.of("folder of CSV files"));
    }

    @Test
    void arguments_that_make_no_sense() throws IOException {
        Rules.write(out, "plan.csv", "an earlier plan\n");
        assertRefused(
                plan("--as-of", "11.11.2024"), "traffic plan: ", List.of("'11.11.2024' is no date", "2024-11-11"));
        assertRefused(plan("--threads", "0"), "traffic plan: ", List.of("at least 1"));
        assertRefused(plan("--thread", "1"), "traffic plan: Unknown option", List.of("'--threads' was meant"));
        assertRefused(
                Traffic.run("plan", scenario, "--out", out),
                "traffic plan: Error: Missing required",
                List.of("--rules"));
        assertRefused(Traffic.run("plam"), "traffic: ", List.of("'plan'", "was meant"));
    }

    @Test
    void an_output_folder_that_is_not_ours() throws IOException {
        Rules.write(out, "plan.csv", "an earlier plan\n");
        Path own = out;
        out = scenario;
        Map<String, String> before = contents(scenario);
        Traffic refused = plan();
        assertThat(contents(scenario)).isEqualTo(before);
        out = own;
        assertRefused(refused, scenario + ":1:1: holds 'delivered.csv'", List.of("Maybe choose another folder"));
    }

    @Test
    void writes_a_plan() throws IOException {
        Traffic done = plan();
        assertThat(done.err()).isEmpty();
        assertThat(done.status()).isZero();
        assertThat(done.out()).startsWith("2024-11-11, 1 day: ").contains("written to " + out);
        Map<String, String> contents = contents(out);
        assertThat(contents)
                .containsOnlyKeys(
                        "plan.csv",
                        "entitlements.csv",
                        "shortfalls.csv",
                        "pools.csv",
                        "multipliers.csv",
                        "summary.json");
        // m1 joined six days before, and 120 of its 300 impressions may have come earlier: the period is all of it.
        assertThat(contents.get("entitlements.csv")).isEqualTo("""
                        merchant,programme,kind,scope,amount,rule,source
                        m1,launch,guarantee,everything,300,first week,launch.drl:2
                        m2,upward,boost,field:live,1.5,grown by agencies,growth/upward.drl:2
                        """);
        assertThat(contents.get("shortfalls.csv")).isEqualTo("merchant,programme,scope,due,planned,reason\n");
        long sum = Files.readString(out.resolve("plan.csv"))
                .lines()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
                .sum();
        Map<String, Object> summary = JSON.std.mapFrom(contents.get("summary.json"));
        assertThat(summary.get("totals"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("planned", (int) sum)
                .containsEntry("supply", 15800);
        assertThat(summary).containsKeys("coverage", "input_digest", "rules_digest", "seconds");
    }

    @Test
    void the_same_input_gives_the_same_bytes() throws IOException {
        assertThat(plan("--threads", "1").status()).isZero();
        Map<String, String> first = contentsWithoutSeconds();
        ScenarioFiles.compress(scenario, "demand.csv");
        ScenarioFiles.write(scenario, "delivered.csv", "impressions,programme,merchant\n120,launch,m1\n");
        assertThat(plan("--threads", "3").status()).isZero();
        assertThat(contentsWithoutSeconds()).isEqualTo(first);
    }

    @Test
    void a_rule_reads_an_attribute_and_the_day_of_the_command() throws IOException {
        Traffic done = plan("--as-of", "2024-11-30");
        assertThat(done.err()).isEmpty();
        assertThat(contents(out).get("entitlements.csv"))
                .contains("m2,upward,boost")
                .doesNotContain("guarantee");
    }

    @Test
    void json_is_the_summary() throws IOException {
        Traffic done = plan("--json");
        assertThat(done.status()).isZero();
        assertThat(JSON.std.mapFrom(done.out()))
                .isEqualTo(JSON.std.mapFrom(contents(out).get("summary.json")));
        ScenarioFiles.delete(scenario, "demand.csv");
        Traffic refused = plan("--json");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(JSON.std.mapFrom(refused.out()).get("problems"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .asString()
                .contains("demand.csv", "line=1", "column=1", "is missing");
    }

    @Test
    void progress_is_shown_on_a_terminal_only_and_then_taken_away() {
        Object[] arguments = {"plan", scenario, "--rules", rules, "--out", out};
        Traffic watched = Traffic.runWatched(arguments);
        assertThat(watched.err())
                .contains("compiling rules", "reading " + scenario, "planning for 3 merchants", "writing " + out)
                .endsWith("\r\u001b[K");
        assertThat(Traffic.run(arguments).err()).isEmpty();
        assertThat(Traffic.runWatched("plan", scenario, "--rules", rules, "--out", out, "--json")
                        .err())
                .isEmpty();
    }

    @Test
    void packs_with_commas_between_them_are_told_how_to_be_named() {
        Traffic refused = Traffic.run("plan", scenario, "--pack", "launch,upward", "--out", out);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("--pack: pack is 'launch,upward', but must be one of ")
                .contains("Maybe repeat the option: --pack launch --pack upward.");
    }

    @Test
    void a_merchants_column_like_a_known_one_is_an_error_unless_a_rule_reads_it() {
        ScenarioFiles.replace(scenario, "merchants.csv", "quality", "qualty");
        Traffic refused = plan();
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains(scenario.resolve("merchants.csv")
                        + ":1:42: column 'qualty' is not known and no rule reads it as"
                        + " an attribute, but one must. Maybe 'quality' was meant.");
        Rules.write(
                rules,
                "read.drl",
                "package r rule \"r\" when Merchant( attribute(\"qualty\") == \"x\" ) then grant.boost(\"upward\", 2); end");
        assertThat(plan().status()).isZero();
    }

    @Test
    void packs_are_found_by_name() throws IOException {
        Traffic done = Traffic.run(
                "plan", scenario, "--pack", "launch", "--pack", "upward", "--pack", "festivals", "--out", out);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err().lines())
                .singleElement()
                .asString()
                .contains("festivals.csv:2:1: warning: festival 'coat-day' is not listed as a programme");
        assertThat(contents(out).get("entitlements.csv"))
                .contains("m1,launch,guarantee,")
                .contains(",launch.drl:");
        Traffic refused = Traffic.run("plan", scenario, "--pack", "lunch", "--out", out);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("pack is 'lunch'").contains("Maybe 'launch' was meant");
    }

    @Test
    void keeps_going_past_a_rule_that_fails_when_told_so() throws IOException {
        Rules.write(
                rules,
                "odd.drl",
                "package odd rule \"odd\" when $m : Merchant() then grant.boost(\"odd\", $m.getGrowth()); end");
        Traffic strict = plan();
        assertThat(strict.status()).isEqualTo(2);
        assertThat(strict.err()).startsWith(rules.resolve("odd.drl") + ":1:13: rule 'odd' for merchant '");
        assertThat(out).doesNotExist();

        Traffic told = plan("--keep-going");
        assertThat(told.status()).as(told.err()).isEqualTo(1);
        assertThat(told.err()).startsWith(rules.resolve("odd.drl") + ":1:13: warning: rule 'odd' for merchant '");
        assertThat(told.err().lines()).allMatch(line -> line.contains(": warning: "));
        assertThat(told.out()).contains("INCOMPLETE: rule 'odd' (odd.drl:1) failed at ");
        assertThat(JSON.std.mapFrom(Files.readString(out.resolve("summary.json"))))
                .containsEntry("incomplete", true)
                .extractingByKey("rule_failures", InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("rule", "odd")
                .containsEntry("source", "odd.drl:1");

        Files.delete(rules.resolve("odd.drl"));
        assertThat(plan("--keep-going").status()).isZero();
        assertThat(JSON.std.mapFrom(Files.readString(out.resolve("summary.json"))))
                .containsEntry("incomplete", false);
    }
}
