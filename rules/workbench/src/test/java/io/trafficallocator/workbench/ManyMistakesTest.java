package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with one file is told at once, so that nobody mends it mistake by mistake. */
class ManyMistakesTest {
    @TempDir
    Path folder;

    private Path scenario() {
        return ScenarioFiles.writeGood(folder.resolve("scenario"));
    }

    private Traffic plan(Path scenario, String... options) {
        Rules.write(folder.resolve("rules"), "launch.drl", Rules.GUARANTEE);
        Object[] arguments = new Object[6 + options.length];
        System.arraycopy(
                new Object[] {"plan", scenario, "--rules", folder.resolve("rules"), "--out", folder.resolve("out")},
                0,
                arguments,
                0,
                6);
        System.arraycopy(options, 0, arguments, 6, options.length);
        return Traffic.run(arguments);
    }

    private static List<String> places(Traffic done) {
        return done.err()
                .lines()
                .map(line -> line.replaceFirst("^.*/([\\w.]+:\\d+:\\d+): .*$", "$1"))
                .toList();
    }

    @Test
    void one_mistake_of_each_row_is_told() throws IOException {
        Path scenario = scenario();
        ScenarioFiles.write(scenario, "merchants.csv", """
                id,joined_on,tier,quality
                a,2024-11-31,1,0.5
                b,2024-11-01,1.5,50
                c,2024-11-01,1
                d,2024-11-01,1,0.5
                d,2024-11-01,1,0.5
                ,2024-11-01,1,0.5
                """);
        Traffic done = plan(scenario);
        assertThat(done.status()).isEqualTo(2);
        assertThat(places(done))
                .containsExactly(
                        "merchants.csv:2:3",
                        "merchants.csv:3:14",
                        "merchants.csv:4:14",
                        "merchants.csv:6:1",
                        "merchants.csv:7:1");
        assertThat(done.err().lines()).allMatch(line -> line.contains(" Maybe "));
        assertThat(JSON.std.mapFrom(plan(scenario, "--json").out()).get("problems"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(5);
    }

    @Test
    void the_small_files_and_demand_are_told_alike() {
        Path scenario = scenario();
        ScenarioFiles.write(scenario, "settings.csv", "name,value\nas_of,soon\nperiod_days,0\nprior,1\n");
        assertThat(places(plan(scenario))).containsExactly("settings.csv:2:7", "settings.csv:3:13", "settings.csv:4:1");
        scenario = scenario();
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\nx,live,many\ny,,5\nz,live,-1\n");
        assertThat(places(plan(scenario)))
                .containsExactly("placements.csv:2:8", "placements.csv:3:3", "placements.csv:4:8");
        scenario = scenario();
        ScenarioFiles.write(scenario, "demand.csv", "merchant,placement,weight\nno,live-1,1\nno,no,1\nno,no,-1\n");
        assertThat(places(plan(scenario))).containsExactly("demand.csv:2:1", "demand.csv:3:1", "demand.csv:4:1");
    }

    @Test
    void ten_are_enough_and_what_cannot_be_read_further_ends_them() {
        Path scenario = scenario();
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\n" + "x,live,many\n".repeat(30));
        assertThat(places(plan(scenario))).hasSize(10);
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\nx,live,many\ny,\"live,5\nz,live,-1\n");
        assertThat(places(plan(scenario))).containsExactly("placements.csv:2:8", "placements.csv:3:3");
    }

    @Test
    void parameters_that_rules_cannot_use_are_told_together() {
        Path scenario = scenario();
        ScenarioFiles.write(
                scenario,
                "parameters.csv",
                "programme,name,value\nupward,growing,0.5\nupward,tenth,x\nupward,tnth,2\n");
        Traffic done = Traffic.run("plan", scenario, "--pack", "upward", "--out", folder.resolve("out"));
        assertThat(done.status()).isEqualTo(2);
        assertThat(places(done)).containsExactly("parameters.csv:2:16", "parameters.csv:3:14", "parameters.csv:4:8");
        assertThat(Traffic.run("check", "--pack", "upward", "--scenario", scenario)
                        .err())
                .contains("3 problems in 1 file");
    }

    private Traffic test(String text) {
        Rules.write(folder.resolve("tests"), "launch.drl", Rules.GUARANTEE);
        Rules.write(folder.resolve("tests"), "launch.test", text);
        return Traffic.run("test", folder.resolve("tests"));
    }

    @Test
    void mistakes_of_a_test_file_are_told_together_and_what_follows_from_them_is_not() {
        Traffic done = test("""
                day 2024-11-11
                merchant m agge 3
                tets one
                test two
                  expect m guarante launch 300
                test three
                test four
                  merchant m age 3
                  expect m guarantee launch 300
                table m
                  age | violations | expcet
                  3   | 0          | nothing
                  4   | 0          | nothing
                table
                  age | expect
                  3   | nothing
                table m
                  age | expect
                  3   | guarantee launch much
                  3   | 0 | nothing
                """);
        assertThat(done.status()).isEqualTo(2);
        assertThat(places(done))
                .containsExactly(
                        "launch.test:2:12",
                        "launch.test:3:1",
                        "launch.test:5:12",
                        "launch.test:6:1",
                        "launch.test:11:22",
                        "launch.test:14:1",
                        "launch.test:19:26",
                        "launch.test:20:3");
    }

    @Test
    void facts_that_cannot_be_are_told_of_all_tests_and_what_they_share_once() {
        Traffic done = test("""
                day 2024-11-11
                merchant m age 3 tier many
                test one
                  expect m guarantee launch 300
                test two
                  merchant m tier 1 quality 5
                  expect m guarantee launch 300
                test three
                  expect m nothing
                """);
        assertThat(done.status()).isEqualTo(2);
        assertThat(places(done)).containsExactly("launch.test:2:23", "launch.test:5:1");
    }
}
