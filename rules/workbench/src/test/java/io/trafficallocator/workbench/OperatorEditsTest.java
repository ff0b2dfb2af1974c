package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator may want to change, done as the guide says: edit, check, test, edit the test, test, plan. */
class OperatorEditsTest {
    private static final Path PACKS = Path.of("../packs/src/main/resources/io/trafficallocator/packs");

    @TempDir
    Path folder;

    /** What is replaced in a pack, and what in its test after that, in pairs. */
    private record Edit(String pack, String from, String to, List<String> inTest) {
        @Override
        public String toString() {
            return pack + ": " + from + " becomes " + to;
        }
    }

    private static Edit edit(String pack, String from, String to, String... inTest) {
        return new Edit(pack, from, to, List.of(inTest));
    }

    static Stream<Edit> edits() {
        return Stream.of(
                edit("launch", "\"first_week\", 10000", "\"first_week\", 12000", "launch 10000", "launch 12000"),
                edit("launch", "\"second_week\", 800", "\"second_week\", 900", "launch 800", "launch 900"),
                edit("launch", "\"third_week\", 400", "\"third_week\", 500", "launch 400", "launch 500"),
                edit("launch", "\"fourth_week\", 200", "\"fourth_week\", 100", "launch 200", "launch 100"),
                edit("launch", "\"least_quality\", 0.5", "\"least_quality\", 0.4", "0.49", "0.39"),
                edit(
                        "launch",
                        "\"fourth_from\", 21) )",
                        "\"fourth_from\", 20) )",
                        "20  | guarantee launch 400",
                        "20  | guarantee launch 200"),
                edit(
                        "deposits",
                        "\"full_deposit\", 1000",
                        "\"full_deposit\", 2000",
                        "59  | 1000 ",
                        "59  | 2000 ",
                        "deposit 1000 gmv",
                        "deposit 2000 gmv"),
                edit("upward", "\"growing\", 1.1", "\"growing\", 1.12", "upward 1.1", "upward 1.12"),
                edit("upward", "\"quarter\", 1.25", "\"quarter\", 1.3", "upward 1.25", "upward 1.3"),
                edit("upward", "\"tenth\", 1.5", "\"tenth\", 1.6", "upward 1.5", "upward 1.6"),
                edit(
                        "upward",
                        "\"leap\", 2)",
                        "\"leap\", 2.5)",
                        "upward 2 ",
                        "upward 2.5 ",
                        "upward 2\n",
                        "upward 2.5\n"),
                edit("upward", "\"cooling_off\", 30", "\"cooling_off\", 45", "2024-10-12", "2024-09-27"),
                edit("upward", "\"welcome\", 14", "\"welcome\", 21", "2024-10-28", "2024-10-21"),
                edit(
                        "festivals",
                        "\"floor\", 200",
                        "\"floor\", 300",
                        "mink 200",
                        "mink 300",
                        "warmth 200",
                        "warmth 300",
                        "luggage 200",
                        "luggage 300"),
                edit(
                        "festivals",
                        "\"encore\", 1.3",
                        "\"encore\", 1.6",
                        "11-15 | boost mink 1.3",
                        "11-15 | boost mink 1.6",
                        "11-16 | boost mink 1.2",
                        "11-16 | boost mink 1.4",
                        "11-17 | boost mink 1.1",
                        "11-17 | boost mink 1.2",
                        "warmth 1.3",
                        "warmth 1.6",
                        "22 | boost clothing-warmth 1.1",
                        "22 | boost clothing-warmth 1.2",
                        "luggage 1.3",
                        "luggage 1.6",
                        "luggage 1.1",
                        "luggage 1.2"),
                edit("origin", "Zhengzhou;Wuhan", "Zhengzhou;Wuhan;Beijing", "Beijing  |", "Urumqi   |"),
                edit("origin", "\"boost\", 1.3", "\"boost\", 1.4", "origin 1.3", "origin 1.4"),
                edit("origin", "\"field\", \"mall\"", "\"field\", \"live\"", "placement:mall-1", "placement:live-1"),
                edit(
                        "growth",
                        "\"bonus\", 500",
                        "\"bonus\", 600",
                        "growth 500",
                        "growth 600",
                        "growth 3500",
                        "growth 4200"),
                edit("growth", "\"half\", 1.05", "\"half\", 1.06", "growth 1.05", "growth 1.06"),
                edit("growth", "\"fifth\", 1.15", "\"fifth\", 1.2", "growth 1.15", "growth 1.2"),
                edit("growth", "\"milestone\", 2", "\"milestone\", 3", "  2      | 0", "  3      | 0"),
                edit("long-tail", "\"floor\", 20", "\"floor\", 25", "long-tail 20", "long-tail 25"),
                edit(
                        "long-tail",
                        "\"top_share\", 0.05",
                        "\"top_share\", 0.1",
                        "tail 51",
                        "tail 101",
                        "<= 51",
                        "<= 101"),
                edit(
                        "long-tail",
                        "small;medium\"",
                        "small;medium;large\"",
                        "large  | 0          | nothing",
                        "large  | 0          | guarantee long-tail 20"),
                edit(
                        "new-star",
                        "\"floor\", 300",
                        "\"floor\", 400",
                        "new-star 300",
                        "new-star 400",
                        "new-star 150",
                        "new-star 200"),
                edit("new-star", "\"days\", 30", "\"days\", 31", "2024-10-12", "2024-10-11"),
                edit(
                        "explosion",
                        "\"boost\", 2",
                        "\"boost\", 3",
                        "explosion 2",
                        "explosion 3",
                        "explosion 1.5",
                        "explosion 2"),
                edit("doujin", "\"reward_1\", 200", "\"reward_1\", 250", "doujin 200", "doujin 250"),
                edit("doujin", "\"final\", 3000", "\"final\", 4000", "doujin 3000", "doujin 4000"),
                edit("deposits", "\"floor\", 50", "\"floor\", 60", "guarantee deposits 50", "guarantee deposits 60"),
                edit(
                        "deposits",
                        "\"most\", 200",
                        "\"most\", 150",
                        "deposits 200",
                        "deposits 150",
                        "deposits 199.99",
                        "deposits 150"),
                edit("red-envelopes", "\"envelope\", 8.88", "\"envelope\", 9.99", "8.88", "9.99", "1.12", "0.01"),
                edit(
                        "red-envelopes",
                        "\"cash\", 100",
                        "\"cash\", 120",
                        "red-envelopes 100",
                        "red-envelopes 120",
                        "= 100",
                        "= 120"),
                edit(
                        "lifecycle",
                        "\"bridge\", 150",
                        "\"bridge\", 300",
                        "lifecycle 150",
                        "lifecycle 300",
                        "lifecycle 100",
                        "lifecycle 200",
                        "lifecycle 50",
                        "lifecycle 100"),
                edit(
                        "gates",
                        "\"violations\", 3",
                        "\"violations\", 5",
                        "  3          |",
                        "  5          |",
                        "violations 3 demand",
                        "violations 5 demand"),
                edit("gates", "\"low_cap\", 1000", "\"low_cap\", 2000", "gates 1000", "gates 2000"),
                edit("fraud", "\"risk\", 0.9", "\"risk\", 0.8", "0.899", "0.799"),
                edit("domains", "\"mall\", 1.2", "\"mall\", 1.3", "1.2 in field:mall", "1.3 in field:mall"));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void an_edit_is_checked_noticed_by_the_tests_and_planned(Edit edit) throws IOException {
        Path rules = folder.resolve("rules");
        for (String end : List.of(".drl", ".test")) {
            ScenarioFiles.write(rules, edit.pack() + end, Files.readString(PACKS.resolve(edit.pack() + end)));
        }
        ScenarioFiles.replace(rules, edit.pack() + ".drl", edit.from(), edit.to());
        assertThat(Traffic.run("check", rules).status()).isZero();
        assertThat(Traffic.run("test", rules).status()).as("the test notices").isEqualTo(1);
        for (int at = 0; at < edit.inTest().size(); at += 2) {
            ScenarioFiles.replace(
                    rules,
                    edit.pack() + ".test",
                    edit.inTest().get(at),
                    edit.inTest().get(at + 1));
        }
        Traffic tested = Traffic.run("test", rules, "--threshold", "100");
        assertThat(tested.status()).as(tested.out() + tested.err()).isZero();
        Traffic planned = Traffic.run(
                "plan",
                scenario("id,tier\n" + edit.pack() + ",1\n"),
                "--rules",
                rules,
                "--out",
                folder.resolve("out"),
                "--as-of",
                "2024-11-11");
        assertThat(planned.status()).as(planned.err()).isZero();
    }

    private Path scenario(String programmes) {
        Path scenario = folder.resolve("scenario");
        ScenarioFiles.write(scenario, "merchants.csv", "id,joined_on\nm,2024-11-09\n");
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\nhome,mall,20000\n");
        ScenarioFiles.write(scenario, "demand.csv", "merchant,placement,weight\n");
        ScenarioFiles.write(scenario, "programmes.csv", programmes);
        return scenario;
    }

    @Test
    void parameters_change_amounts_from_a_day_on_without_a_rule() throws IOException {
        Path scenario = scenario("id,tier\nlaunch,1\n");
        ScenarioFiles.write(
                scenario,
                "parameters.csv",
                "programme,name,value,starts,ends\nlaunch,first_week,7000,2024-11-11,2024-11-11\n");
        Path out = folder.resolve("out");
        for (String day : List.of("2024-11-10", "2024-11-11", "2024-11-12")) {
            Traffic done = Traffic.run("plan", scenario, "--pack", "launch", "--out", out, "--as-of", day);
            assertThat(done.status()).as(done.err()).isZero();
            // Nothing was delivered yet, so the whole promise is spread over the days that are left.
            long left = java.time.temporal.ChronoUnit.DAYS.between(
                    java.time.LocalDate.parse(day), java.time.LocalDate.of(2024, 11, 16));
            long promise = day.endsWith("11") ? 7000 : 10000;
            assertThat(Files.readString(out.resolve("entitlements.csv")))
                    .as(day)
                    .contains("m,launch,guarantee,everything," + (promise + left - 1) / left + ",");
        }
    }

    @Test
    void mistakes_in_parameters_are_told_at_the_cell() {
        Path scenario = scenario("id,tier\nlaunch,1\n");
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\nlanch,first_week,7000\n");
        Traffic wrong = Traffic.run(
                "plan", scenario, "--pack", "launch", "--out", folder.resolve("out"), "--as-of", "2024-11-11");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("parameters.csv:2:1: programme is 'lanch'")
                .contains("Maybe 'launch'");
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\nlaunch,first_week,seven\n");
        Traffic text = Traffic.run(
                "plan", scenario, "--pack", "launch", "--out", folder.resolve("out"), "--as-of", "2024-11-11");
        assertThat(text.status()).isEqualTo(2);
        assertThat(text.err())
                .contains("parameters.csv:2:19: value of parameter 'first_week' is 'seven', but must be a number");
    }

    @Test
    void a_new_programme_needs_two_files_and_a_row() {
        Path rules = folder.resolve("rules");
        ScenarioFiles.write(rules, "seniors.drl", """
                package seniors
                rule "Seniors: a floor"
                when
                    Programme( id == "seniors", $floor : number("floor", 40) )
                    Merchant( ageDays >= 3650, violations == 0 )
                then
                    grant.guarantee("seniors", $floor);
                end
                """);
        ScenarioFiles.write(rules, "seniors.test", """
                day 2024-11-11
                programme seniors
                table m
                  age  | expect
                  3649 | nothing
                  3650 | guarantee seniors 40
                """);
        Traffic tested = Traffic.run("test", rules, "--threshold", "100");
        assertThat(tested.status()).as(tested.out() + tested.err()).isZero();
    }

    @Test
    void why_not_names_the_condition_and_the_value() {
        Path scenario = scenario("id,tier\nlaunch,1\n");
        Traffic done = Traffic.run(
                "explain",
                scenario,
                "--pack",
                "launch",
                "--merchant",
                "m",
                "--as-of",
                "2024-11-16",
                "--why-not",
                "Launch: first week");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out())
                .startsWith("rule \"Launch: first week\" at launch.drl:")
                .contains("does not grant to merchant m")
                .contains("FAILS  Merchant( ageDays < $until ): ageDays is 7, $until is 7.0\n")
                .contains("holds  Merchant( violations == 0 ): violations is 0\n");
        Traffic unknown = Traffic.run(
                "explain",
                scenario,
                "--pack",
                "launch",
                "--merchant",
                "m",
                "--as-of",
                "2024-11-16",
                "--why-not",
                "Launch: frist week");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("Maybe 'Launch: first week' was meant");
    }
}
