package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parameter or a programme that no rule reads would do nothing, in silence. */
class ParameterNamesTest {
    private static final String HEADER = "programme,name,value\n";

    @TempDir
    Path folder;

    private Traffic plan(String programmes, String parameters, String... rules) {
        Path scenario = folder.resolve("scenario");
        ScenarioFiles.write(scenario, "merchants.csv", "id,joined_on\nm,2024-11-09\n");
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\nhome,mall,20000\n");
        ScenarioFiles.write(scenario, "demand.csv", "merchant,placement,weight\n");
        ScenarioFiles.write(scenario, "festivals.csv", "id,categories,starts,ends\nmink,fur,2024-11-11,2024-11-12\n");
        ScenarioFiles.write(scenario, "programmes.csv", "id,tier\n" + programmes);
        ScenarioFiles.write(scenario, "parameters.csv", HEADER + parameters);
        Object[] arguments = new Object[6 + 2 * rules.length];
        arguments[0] = "plan";
        arguments[1] = scenario;
        arguments[2] = "--as-of";
        arguments[3] = "2024-11-11";
        arguments[4] = "--out";
        arguments[5] = folder.resolve("out");
        for (int index = 0; index < rules.length; index++) {
            arguments[6 + 2 * index] = "--pack";
            arguments[7 + 2 * index] = rules[index];
        }
        return Traffic.run(arguments);
    }

    @Test
    void a_misspelt_parameter_is_refused_at_its_cell() {
        Traffic done = plan("launch,1\n", "launch,second_week,900\nlaunch,frist_week,7000\n", "launch");
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains("parameters.csv:3:8: parameter 'frist_week' of programme 'launch' is read by no rule, but a"
                        + " parameter must be. Maybe 'first_week' was meant.");
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
    }

    @Test
    void a_parameter_like_no_other_is_a_warning() {
        Traffic done = plan("launch,1\n", "launch,colour,7000\n", "launch");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "parameters.csv:2:8: parameter 'colour' of programme 'launch' is read by no rule. Maybe one of"
                                + " first_month, first_week, fourth_week, least_quality, second_week, third_week was meant.");
    }

    @Test
    void a_programme_that_no_rule_speaks_of_is_a_warning() {
        Traffic done = plan("lanch,1\nupward,2\n", "upward,tenht,1.6\n", "launch");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains("programmes.csv:2:1: no rule speaks of programme 'lanch', so it does nothing. Maybe 'launch'"
                        + " was meant.")
                .contains(
                        "programmes.csv:3:1: no rule speaks of programme 'upward', so it does nothing. Maybe its rules"
                                + " were not named.")
                .doesNotContain("tenht");
    }

    @Test
    void the_parameters_of_a_festival_are_those_that_rules_read_of_any() {
        Traffic good = plan("mink,1\n", "mink,floor,300\nmink,warm_up,1.3\n", "festivals");
        assertThat(good.status()).as(good.err()).isZero();
        assertThat(good.err()).isEmpty();
        Traffic wrong = plan("mink,1\n", "mink,flor,300\n", "festivals");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("parameters.csv:2:6: ").contains("Maybe 'floor' was meant");
    }

    @Test
    void a_programme_that_is_no_festival_does_not_borrow_a_festivals_parameters() {
        Traffic done = plan("mink,1\nlaunch,1\n", "launch,warm_up,1.3\n", "festivals", "launch");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains("parameters.csv:2:8: parameter 'warm_up' of programme 'launch' is read by no rule");
    }

    @Test
    void a_rule_that_names_no_programme_reads_for_all() {
        ScenarioFiles.write(folder, "all.drl", """
                package all
                rule "Any: a floor"
                when
                    Programme( $id : id, $floor : number("floor", 10) )
                    Merchant( )
                then
                    grant.guarantee($id, $floor);
                end
                """);
        ScenarioFiles.write(folder, "all.test", """
                day 2024-11-11
                programme any parameter.floor 12
                merchant m age 3
                test a floor
                  expect m guarantee any 12
                """);
        assertThat(Traffic.run("test", folder, "--threshold", "100").status()).isZero();
    }

    @Test
    void a_misspelt_parameter_of_a_test_is_refused_where_it_stands() {
        ScenarioFiles.write(folder, "first.drl", """
                package first
                rule "First: a floor"
                when
                    Programme( id in ("first", "second"), $floor : number("floor", 10) )
                    Merchant( )
                then
                    grant.guarantee("first", $floor);
                end
                """);
        ScenarioFiles.write(folder, "first.test", """
                day 2024-11-11
                programme first parameter.flor 12
                merchant m age 3
                test a floor
                  expect m guarantee first 10
                """);
        Traffic done = Traffic.run("test", folder);
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains(
                        "first.test:2:17: parameter 'flor' of programme 'first' is read by no rule, but a parameter must"
                                + " be. Maybe 'floor' was meant.");
    }
}
