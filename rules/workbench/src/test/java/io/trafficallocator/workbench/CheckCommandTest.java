package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    @Test
    void good_rules_pass() {
        Rules.write(folder, "launch.drl", Rules.GUARANTEE);
        Rules.write(folder.resolve("more"), "upward.drl", Rules.BOOST);
        Traffic done = Traffic.run("check", folder);
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).isEqualTo("2 files, 2 rules: no problems\n");
        assertThat(done.status()).isZero();
    }

    @Test
    void one_file_passes_too() {
        Path file = Rules.write(folder, "launch.drl", Rules.GUARANTEE);
        Traffic done = Traffic.run("check", file);
        assertThat(done.out()).isEqualTo("1 file, 1 rule: no problems\n");
        assertThat(done.status()).isZero();
    }

    @Test
    void every_problem_is_printed_with_its_place() {
        Path unknown = Rules.write(folder, "a.drl", Rules.GUARANTEE.replace("ageDays", "agedays"));
        Path syntax = Rules.write(folder, "b.drl", Rules.BOOST.replace("then", "than"));
        Traffic done = Traffic.run("check", folder);
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.err())
                .contains(unknown + ":4:")
                .contains("agedays")
                .contains("'ageDays' was meant")
                .contains(syntax + ":");
        assertThat(done.out()).isEmpty();
    }

    @Test
    void problems_come_as_json_too() throws IOException {
        Path file = Rules.write(folder, "a.drl", Rules.GUARANTEE.replace("ageDays", "agedays"));
        Traffic done = Traffic.run("check", "--json", file);
        assertThat(done.status()).isEqualTo(1);
        Map<String, Object> json = JSON.std.mapFrom(done.out());
        assertThat(json).containsEntry("files", 1);
        assertThat(json.get("problems"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1)
                .first()
                .asString()
                .contains("line=4", file.toString());
    }

    @Test
    void a_missing_path_is_unusable_input() {
        Traffic done = Traffic.run("check", folder.resolve("nowhere"));
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .startsWith(folder.resolve("nowhere") + ":1:1: does not exist")
                .contains("Maybe ");
    }

    @Test
    void a_folder_without_rules_is_unusable_input() {
        Traffic done = Traffic.run("check", folder);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).startsWith(folder + ":1:1: holds no rules").contains("Maybe ");
    }

    @Test
    void another_encoding_is_unusable_input() {
        byte[] text = Rules.GUARANTEE.replace("first week", "\u9996\u5468").getBytes(Charset.forName("GB18030"));
        ScenarioFiles.write(folder, "a.drl", text);
        Traffic done = Traffic.run("check", folder);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .startsWith(folder.resolve("a.drl") + ":2:7: text is not UTF-8")
                .contains("Maybe ");
    }

    private static String boost(String name, String conditions) {
        return "package a\nrule \"" + name + "\" when\n    Merchant( " + conditions
                + " )\nthen grant.boost(\"upward\", 1.5); end\n";
    }

    @Test
    void the_line_is_shown_with_a_caret_below_what_is_wrong() {
        Path file = Rules.write(folder, "a.drl", boost("x", "\ttier = 3"));
        Traffic done = Traffic.run("check", file);
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.err())
                .isEqualToNormalizingNewlines(file
                        + ":3:21: '=' is no operator of a condition. Maybe '==' was meant.\n"
                        + "        Merchant( \ttier = 3 )\n"
                        + "                  \t     ^\n"
                        + "1 problem in 1 file\n");
    }

    @Test
    void warnings_are_told_but_only_fail_a_strict_check() {
        Path file = Rules.write(folder, "a.drl", boost("x", "tier >= 0"));
        Traffic done = Traffic.run("check", file);
        assertThat(done.status()).isZero();
        assertThat(done.out()).isEqualTo("1 file, 1 rule: 1 warning\n");
        assertThat(done.err())
                .isEqualToNormalizingNewlines(
                        file + ":3:15: warning: condition 'tier >= 0' always holds: tier is 0 or more."
                                + " Maybe delete it, or another value was meant.\n"
                                + "        Merchant( tier >= 0 )\n"
                                + "                  ^^^^\n");
        Traffic strict = Traffic.run("check", "--strict", file);
        assertThat(strict.status()).isEqualTo(1);
        assertThat(strict.err()).isEqualTo(done.err());
    }

    @Test
    void warnings_stand_apart_in_json() throws IOException {
        Path file = Rules.write(folder, "a.drl", boost("x", "tier >= 0"));
        Traffic done = Traffic.run("check", "--json", file);
        assertThat(done.status()).isZero();
        Map<String, Object> json = JSON.std.mapFrom(done.out());
        assertThat(json).containsEntry("rules", 1).containsEntry("problems", List.of());
        assertThat(json.get("warnings"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("file", file.toString())
                .containsEntry("line", 3)
                .containsEntry("column", 15)
                .containsEntry("length", 4)
                .containsEntry("severity", "warning")
                .containsEntry("text", "    Merchant( tier >= 0 )");
    }

    @Test
    void a_scenario_says_which_names_there_are_and_which_day_it_is() {
        Path scenario = ScenarioFiles.writeGood(folder.resolve("scenario"));
        Path file = Rules.write(folder, "a.drl", """
                package a
                rule "x" date-expires "2024-11-01" when
                    Merchant( enrolledIn("coat-days") )
                then
                    grant.boost("upwards", 1.5).inField("live");
                end
                """);
        assertThat(Traffic.run("check", file).status()).isZero();
        Traffic done = Traffic.run("check", "--scenario", scenario, file);
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.err())
                .contains(file
                        + ":5:17: programme is 'upwards', but must be one that is listed. Maybe 'upward' was meant.")
                .contains(file + ":2:1: warning: rule 'x' is no more in force: it expired on 2024-11-01, and the day is"
                        + " 2024-11-11.")
                .contains(
                        file + ":3:26: warning: programme or festival 'coat-days' is not listed, so no fact fits. Maybe"
                                + " 'coat-day' was meant.");
        assertThat(Traffic.run("check", "--scenario", scenario, "--as-of", "2024-10-31", file)
                        .err())
                .contains("upwards", "coat-days")
                .doesNotContain("no more in force");
        assertThat(Traffic.run("check", "--as-of", "2024-11-11", file).err())
                .contains("no more in force")
                .doesNotContain("upwards", "coat-days");
    }

    @Test
    void the_parameters_of_a_scenario_are_held_against_the_rules() throws IOException {
        Path scenario = ScenarioFiles.writeGood(folder.resolve("scenario"));
        Path file = Rules.write(folder, "a.drl", """
                package a
                rule "x" when
                    Programme( id == "upward", $factor : number("factor", 1.5) )
                    Merchant( tier >= 3 )
                then
                    grant.boost("upward", $factor);
                end
                """);
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\nupward,factr,2\n");
        Traffic misspelt = Traffic.run("check", "--scenario", scenario, file);
        assertThat(misspelt.status()).isEqualTo(1);
        assertThat(misspelt.err())
                .contains(scenario.resolve("parameters.csv")
                        + ":2:8: parameter 'factr' of programme 'upward' is read by no"
                        + " rule, but a parameter must be. Maybe 'factor' was meant.")
                .contains("1 problem in 1 file");
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\nupward,factor,much\n");
        Traffic text = Traffic.run("check", "--json", "--scenario", scenario, file);
        assertThat(text.status()).isEqualTo(1);
        assertThat(JSON.std.mapFrom(text.out()).toString())
                .contains("value of parameter 'factor' is 'much', but must be a number.");
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\nupward,factor,2\n");
        assertThat(Traffic.run("check", "--scenario", scenario, file).status()).isZero();
    }

    @Test
    void a_pack_whose_programme_is_not_listed_does_nothing_and_is_warned_of_once() {
        Path scenario = ScenarioFiles.writeGood(folder.resolve("scenario"));
        String rule = """
                rule "NAME" when
                    Programme( id == "weekend" )
                    Merchant( tier >= 3, enrolledIn("weekend") )
                then
                    grant.boost("weekend", 1.5).inField("search");
                end
                """;
        Path file = Rules.write(
                folder,
                "a.drl",
                "package a\n" + rule + rule.replace("NAME", "other").replace("3", "2"));
        Traffic done = Traffic.run("check", "--scenario", scenario, file);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err().lines().filter(line -> line.contains("'weekend' is not listed")))
                .singleElement()
                .asString()
                .startsWith(file + ":3:22: warning: programme 'weekend' is not listed, so no fact fits.");
    }

    @Test
    void packs_are_checked_with_and_without_files() {
        Object[] all = Stream.concat(
                        Stream.of("check", "--strict"), Packs.NAMES.stream().flatMap(pack -> Stream.of("--pack", pack)))
                .toArray();
        Traffic packs = Traffic.run(all);
        assertThat(packs.status()).as(packs.err()).isZero();
        assertThat(packs.out()).startsWith(Packs.NAMES.size() + " files, ");
        Path file = Rules.write(folder, "launch.drl", Rules.GUARANTEE.replace("package launch", "package mine"));
        Path scenario = ScenarioFiles.writeGood(folder.resolve("scenario"));
        for (Traffic both : List.of(
                Traffic.run("check", "--scenario", scenario, "--pack", "gates", file, "--pack", "launch"),
                Traffic.run("check", "--scenario", scenario, file, "--pack", "launch", "--pack", "gates"))) {
            assertThat(both.status()).as(both.err()).isZero();
            assertThat(both.out()).startsWith("3 files, ");
            assertThat(both.err()).contains("gates.drl:").contains("warning: programme 'gates' is not listed");
        }
    }

    @Test
    void at_least_one_file_or_pack_is_needed_and_its_name_must_be_right() {
        Traffic nothing = Traffic.run("check", "--strict");
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("RULES", "--pack", "Maybe ");
        Traffic misspelt = Traffic.run("check", "--pack", "lunch");
        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.err()).startsWith("--pack: pack is 'lunch'").contains("Maybe 'launch' was meant.");
    }
}
