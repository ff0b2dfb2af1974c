package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that may stand where they do, but would quietly let through or leave out whom nobody meant. */
class DoubtfulValuesTest {
    @TempDir
    Path folder;

    private String warnings(String pack, String merchants, String parameters) {
        Path scenario = folder.resolve("scenario");
        ScenarioFiles.write(scenario, "merchants.csv", merchants);
        ScenarioFiles.write(scenario, "placements.csv", "id,field,impressions\nhome,mall,20000\n");
        ScenarioFiles.write(scenario, "demand.csv", "merchant,placement,weight\n");
        ScenarioFiles.write(scenario, "programmes.csv", "id,tier\n" + pack + ",1\n");
        ScenarioFiles.write(scenario, "parameters.csv", "programme,name,value\n" + parameters);
        Traffic done =
                Traffic.run("plan", scenario, "--as-of", "2024-11-11", "--out", folder.resolve("out"), "--pack", pack);
        assertThat(done.status()).as(done.err()).isZero();
        return done.err();
    }

    @Test
    void a_date_that_cannot_be_read_would_hold_nobody() {
        String told = warnings(
                "fraud",
                "id,joined_on,held_until,risk\na,2024-11-01,,0.1\nb,2024-11-01,2024/12/01,95%\nc,2024-11-01,1.12.2024,\n",
                "");
        assertThat(told)
                .contains(
                        "merchants.csv:1:1: warning: attribute 'held_until' of merchant 'b' is '2024/12/01' (and 1 more are like"
                                + " it), but rules read a date, so it counts as unknown. Maybe write year-month-day")
                .contains(
                        "attribute 'risk' of merchant 'b' is '95%', but rules read a number, so it counts as unknown.");
    }

    @Test
    void dates_and_numbers_that_can_be_read_are_not_spoken_of() {
        assertThat(warnings("fraud", "id,joined_on,held_until,risk\na,2024-11-01,2024-12-01,0.1\nb,2024-11-01,,\n", ""))
                .isEmpty();
    }

    @Test
    void a_list_with_another_separator_is_one_part() {
        String merchants = "id,joined_on,origin,categories\na,2024-11-01,Wuhan,women's wear\n";
        for (String cities :
                new String[] {"Wuhan；Shenzhen", "Wuhan，Shenzhen", "Wuhan、Shenzhen", "\"Wuhan,Shenzhen\""}) {
            assertThat(warnings("origin", merchants, "origin,cities," + cities + "\n"))
                    .as(cities)
                    .contains("parameters.csv:2:15: warning: value of parameter 'cities' is 'Wuhan")
                    .contains("a list whose parts only ';' separates. Maybe ';' was meant.");
        }
    }

    @Test
    void a_part_that_is_nearly_a_merchants_is_told_and_one_like_none_is_not() {
        String merchants = "id,joined_on,origin,categories\na,2024-11-01,Wuhan,women's wear\n";
        assertThat(warnings("origin", merchants, "origin,cities,Beijing;Wuhna\n"))
                .contains("but no merchant has 'Wuhna'. Maybe 'Wuhan' was meant.")
                .doesNotContain("'Beijing'. Maybe");
        assertThat(warnings("origin", merchants, "origin,categories,women’s wear\n"))
                .contains("no merchant has 'women’s wear'. Maybe 'women's wear' was meant.");
    }

    @Test
    void a_rule_asked_for_by_a_part_of_its_name_is_found() {
        warnings("upward", "id,joined_on\na,2024-11-01\n", "");
        Traffic done = Traffic.run(
                "explain",
                folder.resolve("scenario"),
                "--as-of",
                "2024-11-11",
                "--pack",
                "upward",
                "--merchant",
                "a",
                "--why-not",
                "upper");
        assertThat(done.status()).isEqualTo(2);
        assertThat(done.err())
                .contains(
                        "Maybe one of [Upward: in the upper quarter of its category, Upward: in the upper tenth of its"
                                + " category] was meant.");
    }

    @Test
    void a_rule_that_is_not_in_force_says_from_when_or_until_when() {
        warnings("upward", "id,joined_on\na,2024-11-01\n", "");
        Path rules = folder.resolve("rules");
        ScenarioFiles.write(rules, "days.drl", """
                package days
                rule "later" date-effective "2024-11-12" when Merchant() then grant.boost("upward", 2); end
                rule "over" date-expires "2024-11-11" when Merchant() then grant.boost("upward", 2); end
                """);
        Traffic later = Traffic.run(
                "explain",
                folder.resolve("scenario"),
                "--as-of",
                "2024-11-11",
                "--rules",
                rules,
                "--merchant",
                "a",
                "--why-not",
                "later");
        assertThat(later.out()).contains("FAILS  in force from 2024-11-12: the plan's day is 2024-11-11");
        Traffic over = Traffic.run(
                "explain",
                folder.resolve("scenario"),
                "--as-of",
                "2024-11-11",
                "--rules",
                rules,
                "--merchant",
                "a",
                "--why-not",
                "over");
        assertThat(over.out())
                .contains("FAILS  in force until the day before 2024-11-11: the plan's day is 2024-11-11");
    }

    @Test
    void categories_of_festivals_placements_and_merchants_are_lists_too() {
        warnings("festivals", "id,joined_on,categories\na,2024-11-01,fur;apparel\n", "");
        Path scenario = folder.resolve("scenario");
        ScenarioFiles.write(scenario, "festivals.csv", """
                id,categories,starts,ends
                mink,"fur,apparel",2024-11-11,2024-11-12
                x,fur；apparel,2024-11-11,2024-11-12
                y,bags;fur;apperal,2024-11-11,2024-11-12
                z,bags,2024-11-11,2024-11-12
                """);
        ScenarioFiles.write(
                scenario, "placements.csv", "id,field,impressions,categories\nhome,mall,20000,fur、apparel\n");
        ScenarioFiles.write(scenario, "merchants.csv", """
                id,joined_on,categories
                a,2024-11-01,fur;apparel
                b,2024-11-01,fur；bags
                c,2024-11-01,"home, garden"
                """);
        String told = Traffic.run(
                        "plan",
                        scenario,
                        "--as-of",
                        "2024-11-11",
                        "--out",
                        folder.resolve("out"),
                        "--pack",
                        "festivals")
                .err();
        assertThat(told)
                .contains(
                        "festivals.csv:2:6: warning: categories is 'fur,apparel', a list whose parts only ';' separates.")
                .contains("festivals.csv:3:3: warning: categories is 'fur；apparel', a list")
                .contains(
                        "festivals.csv:4:3: warning: categories is 'bags;fur;apperal', but no merchant has 'apperal'. Maybe"
                                + " 'apparel' was meant.")
                .contains("placements.csv:2:17: warning: categories is 'fur、apparel', a list")
                .contains("merchants.csv:1:1: warning: categories of merchant 'b' is 'fur；bags', a list")
                .doesNotContain("festivals.csv:5:3")
                .doesNotContain("garden");
    }

    @Test
    void a_festivals_year_that_is_wrong_is_told_at_its_cell() {
        warnings("festivals", "id,joined_on\na,2024-11-01\n", "");
        for (String[] each : new String[][] {
            {"warm_up", "2014-11-01", "warm_up of festival 'mink' is 2014-11-01, but must be at most 366 days before"},
            {"encore", "2042-11-13", "encore of festival 'mink' is 2042-11-13, but must be at most 366 days after"},
        }) {
            ScenarioFiles.write(
                    folder.resolve("scenario"),
                    "festivals.csv",
                    "id,categories,starts,ends," + each[0] + "\nmink,,2024-11-11,2024-11-12," + each[1] + "\n");
            Traffic done = Traffic.run(
                    "plan",
                    folder.resolve("scenario"),
                    "--as-of",
                    "2024-11-11",
                    "--out",
                    folder.resolve("out"),
                    "--pack",
                    "festivals");
            assertThat(done.status()).isEqualTo(2);
            assertThat(done.err()).contains("festivals.csv:2:29: " + each[2]);
        }
    }
}
