package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private Traffic planOf(Path rules, String programmes, String parameters) {
        plan(programmes, parameters);
        return Traffic.run(
                "plan",
                folder.resolve("scenario"),
                "--rules",
                rules,
                "--as-of",
                "2024-11-11",
                "--out",
                folder.resolve("out"));
    }

    /** The scenario as it stands by now, under the launch plan. */
    private Traffic planAgain() {
        return planAgain("--pack", "launch");
    }

    private Traffic planAgain(String option, Object rules) {
        return Traffic.run(
                "plan",
                folder.resolve("scenario"),
                option,
                rules,
                "--out",
                folder.resolve("out"),
                "--as-of",
                "2024-11-11");
    }

    /** Of two parameters that are multiplied, neither alone says what is granted. */
    private Path product() {
        ScenarioFiles.write(folder.resolve("product"), "product.drl", """
                package product
                rule "Product"
                when
                    Programme( id == "product", $a : number("floor_a", 5), $b : number("floor_b", 10) )
                    Merchant( )
                then
                    grant.guarantee("product", $a * $b);
                end

                rule "Product: another"
                when
                    Programme( id == "product", $c : number("cap_c", 5) )
                    Merchant( )
                then
                    grant.cap("product", $c);
                end
                """);
        return folder.resolve("product");
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
    void a_value_that_a_rule_fails_at_is_told_at_its_cell() {
        Traffic done = planOf(product(), "product,1\n", "product,cap_c,900\nproduct,floor_a,-5\n");
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains("product.drl:")
                .contains("parameters.csv:3:17: the rule that failed reads parameter 'floor_a' of programme 'product',"
                        + " which is '-5' here. Maybe another value was meant.")
                .doesNotContain("cap_c");
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
    }

    @Test
    void a_parameter_like_no_other_is_a_warning() {
        Traffic done = plan("launch,1\n", "launch,colour,7000\n", "launch");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "parameters.csv:2:8: warning: parameter 'colour' of programme 'launch' is read by no rule. Maybe one of"
                                + " first_month, first_week, fourth_from, fourth_week, least_quality, second_from, second_week, third_from, third_week was meant.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000d", "1f", "0x1p3", "NaN", "1e999"})
    void what_only_java_takes_for_a_number_is_refused(String value) {
        Traffic done = plan("launch,1\n", "launch,first_week," + value + "\n", "launch");
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains("parameters.csv:2:19: value of parameter 'first_week' is '" + value
                        + "', but must be a number. Maybe ");
    }

    @Test
    void a_programme_that_no_rule_speaks_of_is_a_warning() {
        Traffic done = plan("lanch,1\nupward,2\n", "upward,tenht,1.6\n", "launch");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "programmes.csv:2:1: warning: no rule speaks of programme 'lanch', so it does nothing. Maybe 'launch'"
                                + " was meant.")
                .contains(
                        "programmes.csv:3:1: warning: no rule speaks of programme 'upward', so it does nothing. Maybe its rules"
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
                .contains("parameters.csv:2:8: warning: parameter 'warm_up' of programme 'launch' is read by no rule");
    }

    /** {@code $p.number(...)}, in another pattern and in what is granted. */
    @Test
    void parameters_are_read_through_a_programmes_name_too() {
        Path rules = folder.resolve("named");
        ScenarioFiles.write(rules, "named.drl", """
                package named
                rule "Named"
                when
                    $p : Programme( id == "named", number("floor_a", 5) > 0 )
                    Merchant( gmv >= $p.number("from_b", 0) )
                then
                    grant.guarantee("named", $p.number("floor_a", 5) * $p.number("floor_b", 500));
                end
                """);
        String rows = "named,floor_b,700\nnamed,from_b,0\nnamed,floor_a,1\n";
        Traffic done = planOf(rules, "named,1\n", rows);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
        Traffic wrong = planOf(rules, "named,1\n", rows + "named,florr_b,700\n");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("parameters.csv:5:7: ").contains("Maybe 'floor_b' was meant");
        assertThat(planOf(rules, "named,1\n", rows.replace("700", "-700")).err())
                .contains("parameters.csv:2:15: the rule that failed reads parameter 'floor_b' of programme 'named'");
    }

    @Test
    void a_cell_that_is_not_in_force_is_not_told_beside_a_rule_that_failed() {
        plan("product,1\n", "", "launch");
        ScenarioFiles.write(folder.resolve("scenario"), "parameters.csv", """
                programme,name,value,starts,ends
                product,floor_a,-5,,2024-11-10
                product,floor_a,-5,2024-11-11,2024-11-11
                product,floor_a,-5,2024-11-12,
                """);
        Traffic done = planAgain("--rules", product());
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains("parameters.csv:3:17: the rule that failed reads")
                .doesNotContain("parameters.csv:2:")
                .doesNotContain("parameters.csv:4:");
    }

    @Test
    void a_value_that_no_grant_takes_is_refused_at_its_cell() {
        Map.of(
                        "origin,boost,0.3",
                        "3:14: value of parameter 'boost' is '0.3', but rules grant it as boost, which must be a factor from"
                                + " 1 to 1,000,000. Maybe it was written as an increase: a boost of 50 % is 1.5.",
                        "origin,boost,0.99",
                        "3:14: value of parameter 'boost' is '0.99', but rules grant it as boost",
                        "launch,first_week,-5",
                        "3:19: value of parameter 'first_week' is '-5', but rules grant it as guarantee, which must be a"
                                + " whole number of impressions from 0 to 1e12. Maybe another value was meant.",
                        "launch,first_week,2e12",
                        "3:19: value of parameter 'first_week' is '2e12', but rules grant it as guarantee")
                .forEach((row, message) -> {
                    Traffic done = plan(
                            "mink,1\nlaunch,1\norigin,1\n",
                            "launch,first_month,0\n" + row + "\n",
                            "festivals",
                            "launch",
                            "origin");
                    assertThat(done.status()).as(row).isEqualTo(2);
                    assertThat(done.err()).as(row).contains("parameters.csv:" + message);
                });
    }

    @Test
    void a_value_that_is_compared_in_vain_is_a_warning() {
        Traffic done = plan(
                "launch,1\nupward,2\n",
                "launch,least_quality,70\nupward,quarter_from,75\nupward,tenth_tier,-1\nupward,leap_from,75\n",
                "launch",
                "upward");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "parameters.csv:2:22: warning: value of parameter 'least_quality' is '70', but rules compare it with"
                                + " quality, which is 0 to 1. Maybe 0.7 was meant.")
                .contains(
                        "parameters.csv:3:21: warning: value of parameter 'quarter_from' is '75', but rules compare it with")
                .contains(
                        "parameters.csv:4:19: warning: value of parameter 'tenth_tier' is '-1', but rules compare it with tier,"
                                + " which is 0 or more. Maybe another value was meant.")
                .doesNotContain("leap_from");
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

    @Test
    void a_value_that_is_no_number_is_told_at_its_cell() {
        Traffic done = plan("launch,1\n", "launch,first_week,\"12,000\"\n", "launch");
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains(
                        "parameters.csv:2:19: value of parameter 'first_week' is '12,000', but must be a number. Maybe it"
                                + " has a unit, a decimal comma or a thousands separator.");
    }

    @Test
    void a_point_that_may_separate_thousands_is_a_warning() {
        Traffic done = plan("launch,1\n", "launch,first_week,12.000\n", "launch");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "parameters.csv:2:19: warning: value of parameter 'first_week' is '12.000', which is 12. Maybe '12000' was"
                                + " meant.");
    }

    @Test
    void a_list_of_cities_is_no_number() {
        Traffic done = plan("origin,1\n", "origin,cities,Wuhan;Beijing\n", "origin");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
    }

    @Test
    void rows_whose_days_overlap_are_refused_on_any_day() {
        Traffic done = plan("launch,1\n", "", "launch");
        assertThat(done.status()).as(done.err()).isZero();
        ScenarioFiles.write(
                folder.resolve("scenario"),
                "parameters.csv",
                "programme,name,value,starts,ends\nlaunch,first_week,5,,2024-12-20\nlaunch,first_week,6,2024-12-20,\n");
        Traffic wrong = planAgain();
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .contains(
                        "parameters.csv:3:8: parameter 'first_week' of programme 'launch' has two values on 2024-12-20, the"
                                + " other in line 2, but must have one. Maybe the days of the two rows overlap.");
    }

    @Test
    void a_festival_without_a_programme_of_its_id_is_a_warning() {
        Traffic done = plan("launch,1\n", "", "launch", "festivals");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "festivals.csv:2:1: warning: festival 'mink' is not listed as a programme, so that rules for festivals grant"
                                + " nothing in it. Maybe add a row of the same id to programmes.csv.");
        assertThat(plan("launch,1\n", "", "launch").err())
                .as("no rule asks for it")
                .isEmpty();
    }

    @Test
    void an_attribute_that_is_nearly_a_column_is_a_warning() {
        ScenarioFiles.write(folder.resolve("rules"), "x.drl", """
                package x
                rule "X"
                when
                    Merchant( attribute("chanel") == "agency", number("score") != null )
                then
                    grant.boost("launch", 2);
                end
                """);
        plan("launch,1\n", "", "launch");
        ScenarioFiles.write(folder.resolve("scenario"), "merchants.csv", "id,joined_on,channel\nm,2024-11-09,agency\n");
        Traffic done = Traffic.run(
                "plan",
                folder.resolve("scenario"),
                "--rules",
                folder.resolve("rules"),
                "--out",
                folder.resolve("out"),
                "--as-of",
                "2024-11-11");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "merchants.csv:1:1: warning: a rule reads attribute 'chanel', but there is no such column. Maybe 'channel'"
                                + " was meant.")
                .doesNotContain("score");
    }

    @Test
    void an_expectation_that_no_grant_could_meet_is_told_where_it_stands() {
        ScenarioFiles.write(folder, "first.drl", """
                package first
                rule "First: a floor"
                when
                    Merchant( )
                then
                    grant.guarantee("first", 5000);
                end
                """);
        String start = "day 2024-11-11\nprogramme first\nmerchant m age 3\ntest a floor\n";
        Map.of(
                        "expect m guarante first 5000",
                        "first.test:5:10: kind of grant is 'guarante', but must be nothing or one of [guarantee, boost, cap,"
                                + " access, exclusion, subsidy]. Maybe 'guarantee' was meant.",
                        "expect m guarantee first 5,000",
                        "first.test:5:26: amount is '5,000', but must be a number. Maybe it has a unit or a thousands"
                                + " separator.",
                        "expect m guarantee first 5000 in live",
                        "first.test:5:34: scope is 'live', but must be field: or placement: and a name. Maybe 'field:live' was"
                                + " meant.",
                        "expect m guarantee 5000",
                        "first.test:5:10: a guarantee must say its programme and its amount. Maybe: guarantee launch 300")
                .forEach((line, message) -> {
                    ScenarioFiles.write(folder, "first.test", start + line + "\n");
                    Traffic done = Traffic.run("test", folder);
                    assertThat(done.status()).as(line).isEqualTo(2);
                    assertThat(done.err()).as(line).contains(message);
                });
    }
}
