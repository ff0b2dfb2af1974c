package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of parameters that rules calculate with, and those that rules give themselves. */
class WorkedOutValuesTest {
    @TempDir
    Path folder;

    private Traffic plan(String programme, String value, int days, Object... rules) {
        Path scenario = folder.resolve("scenario");
        ScenarioFiles.write(scenario, "merchants.csv", "id,joined_on\nm,2020-11-09\n");
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\nhome,mall,20000\n");
        ScenarioFiles.write(scenario, "demand.csv", "merchant,placement,weight\n");
        ScenarioFiles.write(
                scenario,
                "festivals.csv",
                "id,categories,starts,ends,warm_up\nmink,fur,2024-11-21,2024-11-22,2024-11-01\n");
        ScenarioFiles.write(scenario, "programmes.csv", "id,tier\nmink,2\nlaunch,1\nexplosion,3\nown,4\n");
        ScenarioFiles.write(scenario, "settings.csv", "name,value\nas_of,2024-11-11\nperiod_days," + days + "\n");
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\n" + programme + "," + value + "\n");
        Object[] arguments = new Object[4 + rules.length];
        System.arraycopy(new Object[] {"plan", scenario, "--out", folder.resolve("out")}, 0, arguments, 0, 4);
        System.arraycopy(rules, 0, arguments, 4, rules.length);
        return Traffic.run(arguments);
    }

    private void refused(Traffic done, String message) {
        assertThat(done.status()).as(done.err()).isEqualTo(2);
        assertThat(done.err()).contains("parameters.csv:2:" + message);
    }

    private void taken(Traffic done) {
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).doesNotContain("parameters.csv");
    }

    @Test
    void what_is_multiplied_by_days_is_refused_before_a_plan() {
        refused(
                plan("launch", "second_week,-5", 3, "--pack", "launch"),
                "20: value of parameter 'second_week' is '-5', but the guarantee that rules work out with it is -15, and"
                        + " must be a whole number of impressions from 0 to 1e12. Maybe another value was meant.");
        refused(
                plan("launch", "second_week,400.5", 3, "--pack", "launch"),
                "20: value of parameter 'second_week' is '400.5', but the guarantee that rules work out with it is"
                        + " 1201.5, and must be a whole number of impressions from 0 to 1e12. Maybe round it.");
        taken(plan("launch", "second_week,400.5", 2, "--pack", "launch"));
        taken(plan("launch", "second_week,0", 1, "--pack", "launch"));
    }

    @Test
    void a_boost_that_is_worked_out_below_one_is_refused_before_a_plan() {
        refused(
                plan("mink", "warm_up,0.5", 1, "--pack", "festivals"),
                "14: value of parameter 'warm_up' is '0.5', but the boost that rules work out with it is 0.5, and must be a"
                        + " factor from 1 to 1,000,000. Maybe it was written as an increase: a boost of 50 % is 1.5.");
        refused(
                plan("mink", "warm_up,0.5", 10, "--pack", "festivals"),
                "14: value of parameter 'warm_up' is '0.5', but the boost that rules work out with it is 0.5 to 0.95, and");
        taken(plan("mink", "warm_up,1", 7, "--pack", "festivals"));
        taken(plan("mink", "warm_up,1.3", 7, "--pack", "festivals"));
    }

    private Path rule(String programme, String merchant, String grant) {
        return Rules.write(folder.resolve("rules"), "own.drl", """
                package own
                rule "Own"
                when
                    Programme( id == "own", %s )
                    $m : Merchant( %s )
                then
                    grant.%s;
                end
                """.formatted(programme, merchant, grant));
    }

    @Test
    void the_conditions_of_the_rule_say_what_fields_can_be() {
        Path above = rule("$rate : number(\"rate\", 1)", "gmv >= 100", "cap(\"own\", Math.floor($m.getGmv() * $rate))");
        refused(
                plan("own", "rate,-2", 1, "--rules", above),
                "10: value of parameter 'rate' is '-2', but the cap that rules work out with it is at most -200, and must");
        Path any = rule("$rate : number(\"rate\", 1)", "tier >= 0", "cap(\"own\", Math.floor($m.getGmv() * $rate))");
        taken(plan("own", "rate,-2", 1, "--rules", any));
        Path twice = rule(
                "$rate : number(\"rate\", 1), $twice : (number(\"rate\", 1) * 2)",
                "tier >= 0",
                "subsidy(\"own\", $twice)");
        refused(
                plan("own", "rate,0.0025", 1, "--rules", twice),
                "10: value of parameter 'rate' is '0.0025', but the subsidy that rules work out with it is 0.005, and must"
                        + " be an amount of yuan from 0 to 1e10 in whole fen. Maybe round it.");
    }

    @Test
    void what_is_compared_in_vain_after_calculating_is_a_warning() {
        Path rules = rule("$least : number(\"least\", 50)", "quality >= $least / 100", "boost(\"own\", 1.5)");
        Traffic done = plan("own", "least,700", 1, "--rules", rules);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err())
                .contains("parameters.csv:2:11: warning: value of parameter 'least' is '700', but what rules make of it"
                        + " is 7, and is compared with quality, which is 0 to 1. Maybe another value was meant.");
        taken(plan("own", "least,70", 1, "--rules", rules));
    }

    @Test
    void a_rule_that_tests_the_value_itself_may_be_given_any() {
        Path rules = rule("$floor : number(\"floor\", -1), $floor > 0", "tier >= 0", "guarantee(\"own\", $floor * 2)");
        taken(plan("own", "floor,-2", 1, "--rules", rules));
    }

    @Test
    void defaults_are_held_against_the_same_ranges() {
        Path granted = rule("$factor : number(\"factor\", 0.3)", "tier >= 0", "boost(\"own\", $factor)");
        assertThat(Traffic.run("check", granted).err())
                .contains(
                        "own.drl:4:56: default of parameter 'factor' is 0.3, but rules grant it as boost, which must be"
                                + " a factor from 1 to 1,000,000. Maybe it was written as an increase: a boost of 50 % is 1.5.");
        refusedRule(plan("own", "factor,1.3", 1, "--rules", granted), "own.drl:4:56: default of parameter 'factor'");
        Path made = rule("$floor : number(\"floor\", -5)", "tier >= 0", "guarantee(\"own\", 2 * $floor)");
        assertThat(Traffic.run("check", made).err())
                .contains(
                        "own.drl:4:54: default of parameter 'floor' is -5, but the guarantee that rules work out with it"
                                + " is -10, and must be");
        Path compared = rule("$least : number(\"least\", 70)", "quality >= $least", "boost(\"own\", 1.5)");
        Traffic warned = Traffic.run("check", compared);
        assertThat(warned.status()).isZero();
        assertThat(warned.err())
                .contains(
                        "own.drl:4:54: warning: default of parameter 'least' is 70, but rules compare it with quality,"
                                + " which is 0 to 1. Maybe 0.7 was meant.");
    }

    private static void refusedRule(Traffic done, String message) {
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err()).contains(message);
    }
}
