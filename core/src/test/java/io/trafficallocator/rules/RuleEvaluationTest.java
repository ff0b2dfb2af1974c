package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.DAY;
import static io.trafficallocator.rules.Marketplace.grants;
import static io.trafficallocator.rules.Marketplace.merchant;
import static io.trafficallocator.rules.Marketplace.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Programme;
import io.trafficallocator.parallel.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleEvaluationTest {
    private static final String EVERYBODY = "rule 'all' when Merchant() then %s end";

    private static List<String> granted(String consequence) {
        return grants(EVERYBODY.formatted(consequence), merchant("m", 3).build());
    }

    @Test
    void every_kind_can_be_granted() {
        assertThat(granted("grant.guarantee('launch', 10_000);".replace('\'', '"')))
                .containsExactly("m GUARANTEE launch 10000.0 everything");
        assertThat(granted("grant.boost(\"launch\", 1.5);")).containsExactly("m BOOST launch 1.5 everything");
        assertThat(granted("grant.cap(\"launch\", 7L);")).containsExactly("m CAP launch 7.0 everything");
        assertThat(granted("grant.exclude(\"launch\", \"update: fake orders\");"))
                .containsExactly("m EXCLUSION launch everything because update: fake orders");
        assertThat(granted("grant.access(\"launch\", \"inlet-2\");"))
                .containsExactly("m ACCESS launch placement:inlet-2");
        assertThat(granted("grant.accessToFestival(\"launch\", \"mink\");"))
                .containsExactly("m ACCESS launch placement:inlet-1", "m ACCESS launch placement:inlet-2");
    }

    @Test
    void scopes_narrow_a_grant() {
        assertThat(granted(
                        "grant.guarantee(\"launch\", 1).inField(\"live\"); grant.cap(\"launch\", 0).inField(\"mall\");"
                                + " grant.boost(\"upward\", 2).inPlacement(\"home\");"
                                + " grant.exclude(\"upward\", \"why\").inPlacement(\"room\");"))
                .containsExactly(
                        "m BOOST upward 2.0 placement:home",
                        "m CAP launch 0.0 field:mall",
                        "m EXCLUSION upward placement:room because why",
                        "m GUARANTEE launch 1.0 field:live");
    }

    @Test
    void windows_say_over_which_days_a_guarantee_is_due() {
        assertThat(granted("grant.guarantee(\"launch\", 1).overFirstDays(7);"
                        + " grant.guarantee(\"launch\", 2).inField(\"live\").overDays(\"2024-11-11\", 2);"
                        + " grant.guarantee(\"launch\", 3).overDays(LocalDate.of(2024, 12, 12), 1).inPlacement(\"home\");"
                        + " grant.guarantee(\"launch\", 4).overFestival(\"mink\");"))
                .containsExactly(
                        "m GUARANTEE launch 1.0 everything from 2024-10-29 for 7",
                        "m GUARANTEE launch 2.0 field:live from 2024-11-11 for 2",
                        "m GUARANTEE launch 3.0 placement:home from 2024-12-12 for 1",
                        "m GUARANTEE launch 4.0 everything from 2024-11-01 for 3");
    }

    @Test
    void a_guarantee_of_nothing_is_dropped_with_its_scope_and_window() {
        assertThat(
                        granted(
                                "grant.boost(\"upward\", 2); grant.guarantee(\"launch\", 0).inField(\"live\").overFirstDays(7);"))
                .containsExactly("m BOOST upward 2.0 everything");
    }

    @ParameterizedTest
    @CsvSource({"-1,false", "0,true", "6,true", "7,false"})
    void a_condition_holds_from_its_first_day_to_its_last(int ageDays, boolean holds) {
        List<String> granted = grants(
                "rule 'week' when Merchant( ageDays >= 0, ageDays < 7 ) then grant.boost(\"launch\", 2); end",
                merchant("m", ageDays).build());
        assertThat(granted).hasSize(holds ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "quality < 0.5                              ; poor",
                "quality >= 0.5                             ; good",
                "quality == null || quality >= 0.5          ; good,unknown",
                "qualityKnown == false || quality >= 0.5    ; good,unknown",
                "!( quality < 0.5 )                         ; good,unknown",
                "growth > 1                                 ; good",
                "growth <= 1                                ; poor",
                "growthPercentile > 0.5                     ; good",
                "growthPercentile <= 0.5                    ; poor",
            })
    void no_comparison_with_an_unknown_value_holds(String condition, String holds) {
        // More of them than the engine needs to compile a condition.
        MerchantProfile[] merchants = new MerchantProfile[90];
        for (int index = 0; index < merchants.length; index += 3) {
            merchants[index] = MerchantProfile.builder("unknown" + index, DAY).build();
            merchants[index + 1] = MerchantProfile.builder("poor" + index, DAY)
                    .quality(0.1)
                    .growth(0.5)
                    .build();
            merchants[index + 2] = MerchantProfile.builder("good" + index, DAY)
                    .quality(0.9)
                    .growth(2)
                    .build();
        }
        List<String> kinds =
                grants("rule 'x' when Merchant( " + condition + " ) then grant.boost(\"launch\", 2); end", merchants)
                        .stream()
                        .map(line -> line.replaceAll("\\d* .*", ""))
                        .distinct()
                        .toList();
        assertThat(kinds).containsExactlyInAnyOrder(holds.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Today( date == LocalDate.of(2024, 11, 1), periodDays == 1, dayOfWeek == DayOfWeek.FRIDAY )",
                "Programme( id == \"upward\", tier == 2, pool == null, poolUnit == PoolUnit.IMPRESSIONS )",
                "FestivalDay( id == \"mink\", phase == \"main\", day == 1, daysToStart == 0, daysSinceEnd == -2 )",
                "$f : FestivalDay( categories contains \"fur\" ) exists FestivalDay( this == $f )",
                "not FestivalDay( phase == \"over\" ) not Programme( id == \"other\" )",
                "$c : FestivalDay( startsOn <= LocalDate.of(2024, 11, 1), endsOn > LocalDate.of(2024, 11, 2) )",
            })
    void the_days_facts_can_be_read(String pattern) {
        assertThat(grants(
                        "rule 'x' when " + pattern + " Merchant() then grant.boost(\"launch\", 2); end",
                        merchant("m", 0).build()))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "id == \"m\", joinedOn == LocalDate.of(2024, 10, 30), ageDays == 2",
                "categories contains \"fur\", categories contains \"hats\", mainCategory == \"hats\"",
                "origin == \"Panjin\", size in (\"small\", \"medium\"), tier == 3, violations == 1, deposit > 99",
                "gmv >= 12.5 && gmv < 13, gmvPercentile == 0.5",
                "enrolments contains \"mink\", enrolledIn(\"mink\"), !enrolledIn(\"launch\")",
                "enrolments.size() == 2, attribute(\"colour\") == \"red\", attribute(\"none\") == \"\"",
                "attribute(\"colour\").startsWith(\"r\"), origin matches \"Pan.*\"",
                "ageDays == 9 || ( tier > 2 && tier < 4 ), Math.max(tier, 2) == 3",
            })
    void a_merchants_facts_can_be_read(String conditions) {
        MerchantProfile merchant = merchant("m", 2)
                .categories("hats", "fur")
                .origin("Panjin")
                .size("small")
                .tier(3)
                .violations(1)
                .deposit(100)
                .gmv(12.5)
                .enrolled("mink")
                .enrolled("other")
                .attribute("colour", "red")
                .build();
        assertThat(grants(
                        "rule 'x' when Merchant( " + conditions + " ) then grant.boost(\"launch\", 2); end", merchant))
                .hasSize(1);
    }

    @Test
    void values_of_bindings_can_be_granted() {
        List<String> granted =
                grants("""
                rule "x"
                when
                    Today( $days : periodDays )
                    $m : Merchant( $g : growth > 1, $q : quality )
                then
                    // A third of what it sold, and half its growth on top.
                    grant.guarantee("launch", Math.floor($m.getGmv() / 3) * $days)
                         .inField($q > 0.5 ? "live" : "mall");
                    grant.boost("upward", 1 + ($g - 1) / 2);
                end
                """, merchant("m", 3).gmv(100).growth(2).quality(0.7).build());
        assertThat(granted).containsExactly("m BOOST upward 1.5 everything", "m GUARANTEE launch 33.0 field:live");
    }

    @Test
    void a_rules_dates_follow_the_day_of_the_plan() {
        String rules = """
                rule "from today" date-effective "01-Nov-2024" date-expires "02-Nov-2024"
                when Merchant() then grant.boost("launch", 2); end
                rule "from tomorrow" date-effective "02-Nov-2024" when Merchant() then grant.boost("launch", 3); end
                rule "until yesterday" date-expires "01-Nov-2024" when Merchant() then grant.boost("launch", 4); end
                """;
        assertThat(grants(rules, merchant("m", 3).build())).containsExactly("m BOOST launch 2.0 everything");
        AllocationRequest tomorrow =
                request(merchant("m", 3).build()).asOf(DAY.plusDays(1)).build();
        assertThat(grants(rules, tomorrow)).containsExactly("m BOOST launch 3.0 everything");
    }

    @Test
    void programmes_come_into_being_when_none_is_listed_or_a_festival_has_that_name() {
        String rules = """
                rule "x" when Merchant() then grant.boost("mink", 2); grant.boost("launch", 3); end
                rule "w" when Merchant( id == "w" ) then grant.boost("early", 3); end
                """;
        AllocationRequest none = request(
                        merchant("m", 3).build(), merchant("w", 3).build())
                .programmes(List.of())
                .build();
        Grants grants = RuleEvaluation.evaluate(Marketplace.book(rules), none, Workers.of(1));
        assertThat(grants.programmes())
                .containsExactly(Programme.of("early", 1), Programme.of("launch", 1), Programme.of("mink", 1));
        assertThat(Marketplace.describe(grants, none))
                .containsExactly(
                        "m BOOST launch 3.0 everything",
                        "m BOOST mink 2.0 everything",
                        "w BOOST early 3.0 everything",
                        "w BOOST launch 3.0 everything",
                        "w BOOST mink 2.0 everything");
        assertThat(grants(
                        "rule 'x' when Merchant() then grant.boost(\"mink\", 2); end",
                        merchant("m", 3).build()))
                .containsExactly("m BOOST mink 2.0 everything");
    }

    @Test
    void nothing_comes_of_no_rules_or_no_merchants() {
        AllocationRequest request = request(merchant("m", 3).build()).build();
        assertThat(RuleEvaluation.evaluate(RuleBook.compile(List.of()), request, Workers.of(2))
                        .count())
                .isZero();
        assertThat(grants(EVERYBODY.formatted("grant.boost(\"launch\", 2);"))).isEmpty();
    }
}
