package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gains and who loses by a change of rules or facts. */
class DiffCommandTest {
    @TempDir
    Path folder;

    private Path scenario = Path.of("");
    private Path before = Path.of("");
    private Path after = Path.of("");

    @BeforeEach
    void write() {
        scenario = folder.resolve("scenario");
        ScenarioFiles.write(
                scenario, "merchants.csv", "id,joined_on\nnew,2024-11-09\nold,2020-01-01\nolder,2019-01-01\n");
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\nhome,mall,1000\nroom,live,500\n");
        ScenarioFiles.write(scenario, "demand.csv", "merchant,placement,weight\nold,home,1\nolder,room,1\n");
        // What nobody asked for before stays small.
        ScenarioFiles.write(scenario, "settings.csv", "name,value\nprior_weight,0.0001\n");
        ScenarioFiles.write(scenario, "programmes.csv", "id,tier,pool\nstart,1,400\n");
        ScenarioFiles.write(
                scenario, "parameters.csv", "programme,name,value,starts,ends\nstart,floor,300,2024-11-12,\n");
        before = folder.resolve("before");
        after = folder.resolve("after");
        ScenarioFiles.write(before, "start.drl", start(100));
        ScenarioFiles.write(after, "start.drl", start(250));
    }

    private static String start(int amount) {
        return """
                package start
                rule "Start: a floor"
                when
                    Programme( id == "start", $floor : number("floor", %d) )
                    Merchant( ageDays < 7 )
                then
                    grant.guarantee("start", $floor).inPlacement("home");
                end
                """.formatted(amount);
    }

    private Traffic diff(Object... more) {
        Object[] start = {"diff", scenario, "--rules", before, "--as-of", "2024-11-11"};
        return Traffic.run(Stream.concat(Stream.of(start), Stream.of(more)).toArray());
    }

    @Test
    void shows_who_gains_and_who_loses() {
        Traffic done = diff("--against", after);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "merchants: 1 gain 150 impressions, 1 lose 150, 1 as before",
                        "start 1 1 100 250 0 0 100.00 250.00 impressions",
                        "home 1,000 1,000 150",
                        "room 500 500 0",
                        "new 100 250 +150 start guarantee in placement:home: 100 -> 250",
                        "old 900 750 -150 nothing: others did");
    }

    @Test
    void the_same_rules_change_nothing() {
        Traffic done = diff("--against", before);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out())
                .startsWith("merchants: 0 gain 0 impressions, 0 lose 0, 3 as before\n")
                .doesNotContain("gain most")
                .doesNotContain("lose most");
    }

    @Test
    void a_parameter_is_compared_by_a_copy_of_the_scenario() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.list(scenario)) {
            for (Path file : files.toList()) {
                ScenarioFiles.write(copy, String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        ScenarioFiles.replace(copy, "parameters.csv", "300,2024-11-12", "450,2024-11-11");
        Traffic done = diff("--against-scenario", copy);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .as("450 are promised, the pool pays for 400")
                .contains(
                        "start 1 1 100 450 0 50 100.00 400.00 impressions",
                        "new 100 400 +300 start guarantee in placement:home: 100 -> 450");
    }

    @Test
    void the_day_decides_which_parameters_are_compared() {
        Traffic done = Traffic.run(
                "diff", scenario, "--rules", before, "--as-of", "2024-11-12", "--against", after, "--top", 0);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out()).as("the parameter holds in both").startsWith("merchants: 0 gain");
    }

    @Test
    void tells_programs_everything() {
        Traffic done = diff("--against", after, "--json", "--top", "1");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("\"merchants_gaining\" : 1")
                .contains("\"impressions_lost\" : 150")
                .contains("\"merchant\" : \"old\"")
                .contains("\"moved\" : 150");
    }

    @Test
    void what_is_wrong_with_the_changed_rules_is_told_at_their_place() throws IOException {
        ScenarioFiles.replace(after, "start.drl", "ageDays", "agDays");
        Traffic done = diff("--against", after);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains(after.resolve("start.drl") + ":5:15: field 'agDays'");
        assertThat(done.out()).isEmpty();
    }

    @Test
    void something_must_be_changed() {
        Traffic done = diff();
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains("--against");
    }

    @Test
    void packs_stand_on_either_side() {
        ScenarioFiles.write(scenario, "programmes.csv", "id,tier,pool\nlaunch,1,400\n");
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\n");
        Path quiet = Rules.write(folder, "quiet.drl", start(100));
        Object[] start = {"diff", scenario, "--as-of", "2024-11-11", "--rules", quiet, "--top", "1"};
        Traffic done =
                Traffic.run(Stream.concat(Stream.of(start), Stream.of("--against-pack", "launch", "--against", quiet))
                        .toArray());
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .as("the pack grants only on the new side")
                .anyMatch(line -> line.matches("new 0 [1-9][0-9]* [+].*launch guarantee.*"));
        Traffic same =
                Traffic.run("diff", scenario, "--as-of", "2024-11-11", "--pack", "launch", "--against-pack", "launch");
        assertThat(same.status()).as(same.err()).isZero();
        assertThat(same.out()).startsWith("merchants: 0 gain 0 impressions, 0 lose 0");
        Traffic misspelt = diff("--against-pack", "lunch");
        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.err()).startsWith("--against-pack: pack is 'lunch'").contains("Maybe 'launch' was meant.");
    }
}
