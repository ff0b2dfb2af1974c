package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.DAY;
import static io.trafficallocator.rules.Marketplace.book;
import static io.trafficallocator.rules.Marketplace.merchant;
import static io.trafficallocator.rules.Marketplace.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.explain.Explanation;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.Programme;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a rule does not fire, also where it cannot be fired at all. */
class RuleProbeTest {
    private static final AllocationRequest MARKET = request(
                    merchant("odd", 3).attribute("age", "x").tier(2).build(),
                    merchant("plain", 3).attribute("age", "7").tier(2).build(),
                    merchant("zero", 3).tier(0).build())
            .build();

    private static WhyNot probe(String rules, String merchant) {
        RuleBook book = book(rules);
        return RuleProbe.probe(book, book.rules().get(0), MARKET, merchant);
    }

    @Test
    void a_condition_that_throws_fails_and_says_what_it_threw() {
        String rules = "rule 'x' when Merchant( tier > 1, attribute(\"age\").length() > 0,"
                + " LocalDate.parse(attribute(\"age\")) > LocalDate.of(2024, 1, 1) )"
                + " then grant.boost(\"launch\", 2); end";
        WhyNot odd = probe(rules, "odd");
        assertThat(odd.fires()).isFalse();
        assertThat(odd.failure())
                .startsWith("'x' is no date that is written year-month-day, so a condition throws ")
                .contains("'x' could not be parsed", "Maybe ");
        assertThat(odd.conditions()).hasSize(3);
        assertThat(odd.conditions().get(0).holds()).isTrue();
        assertThat(odd.conditions().get(1).holds()).isTrue();
        assertThat(odd.conditions().get(2).holds()).isFalse();
        assertThat(odd.conditions().get(2).found()).contains("could not be parsed");
        assertThat(odd.toText())
                .startsWith("rule \"x\" at test.drl:2 fails at merchant odd\n")
                .contains("\n  FAILS  Merchant( LocalDate.parse")
                .contains(
                        "\n  it is left out there: 'x' is no date that is written year-month-day, so a condition throws ")
                .doesNotContain("org.drools", "mvel", "\tat ");
    }

    @Test
    void a_grant_that_is_impossible_is_told() {
        WhyNot zero = probe("rule 'x' when Merchant( $t : tier ) then grant.boost(\"launch\", $t); end", "zero");
        assertThat(zero.fires()).isFalse();
        assertThat(zero.failure()).startsWith("boost is 0.0, but must be a factor from 1");
        WhyNot plain = probe("rule 'x' when Merchant( $t : tier ) then grant.boost(\"launch\", $t); end", "plain");
        assertThat(plain.fires()).isTrue();
        assertThat(plain.failure()).isEmpty();
    }

    @Test
    void an_unknown_merchant_is_refused() {
        assertThatThrownBy(() -> probe("rule 'x' when Merchant( ) then grant.boost(\"launch\", 2); end", "nobody"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("merchant 'nobody' is unknown");
    }

    @Test
    void an_explanation_names_the_rules_that_were_left_out() {
        TrafficAllocator allocator =
                TrafficAllocator.builder().rules("a.drl", """
                        package a
                        rule 'x' when Merchant( $t : tier ) then grant.boost("launch", $t); end
                        rule 'y' when Merchant( ) then grant.guarantee("launch", 5); end
                        """).build();
        Explanation zero = allocator.explain(MARKET, "zero");
        assertThat(zero.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.rule().rule()).isEqualTo("x");
            assertThat(failure.merchant()).isEqualTo("zero");
        });
        assertThat(zero.toText())
                .contains(
                        "\nrules that failed here and were left out:\n  rule \"x\" at a.drl:2: boost is 0.0, but must be");
        assertThat(zero.toJson())
                .contains("\"failures\":[{\"rule\":\"x\",\"source\":\"a.drl:2\",\"message\":\"boost is");
        Explanation plain = allocator.explain(MARKET, "plain");
        assertThat(plain.failures()).isEmpty();
        assertThat(plain.toText()).doesNotContain("left out");
    }

    /** Two festivals are on; the merchant takes part in the second, which its categories do not fit. */
    @Test
    void values_and_verdicts_are_of_one_combination_of_facts() {
        Festival tea =
                new Festival("tea", "Tea", ImmutableSet.of("green", "oolong"), DAY.minusDays(1), DAY, DAY.plusDays(5));
        AllocationRequest market = request(
                        merchant("shoes", 3).categories("shoes").enrolled("tea").build())
                .festivals(List.of(Marketplace.MINK, tea))
                .programmes(List.of(Programme.of("mink", 1), Programme.of("tea", 1)))
                .build();
        RuleBook book = book("""
                rule 'x' when
                    $festival : FestivalDay( phase == "main", $id : id )
                    Programme( id == $id )
                    Merchant( enrolments contains $id, $festival.fits(categories) )
                then grant.accessToFestival($id, $id); end
                """);
        assertThat(RuleProbe.probe(book, book.rules().get(0), market, "shoes").toText())
                .endsWith("""
                          holds  FestivalDay( phase == "main" ): FestivalDay tea (main): phase is "main"
                          holds  Programme( id == $id ): id is "tea", $id is "tea"
                          holds  Merchant( enrolments contains $id ): enrolments is [tea], $id is "tea"
                          FAILS  Merchant( $festival.fits(categories) ): $festival is FestivalDay tea (main) for green, oolong, categories is [shoes]
                        """);
    }

    @Test
    void the_placement_that_a_condition_was_held_against_is_named() {
        RuleBook book = book("""
                rule 'x' when
                    $home : Placement( $field : field )
                    Merchant( $m : tier == 2 )
                    Placement( id != $home.id, field == $field, impressions > 500 )
                then grant.boost("launch", 2); end
                """);
        assertThat(RuleProbe.probe(book, book.rules().get(0), MARKET, "odd").toText())
                .endsWith("""
                          holds  there is a Placement: Placement inlet-1
                          holds  Merchant( $m : tier == 2 ): $m is 2, tier is 2
                          holds  Placement( id != $home.id ): id is "inlet-2", $home is Placement inlet-1
                          holds  Placement( field == $field ): Placement inlet-2: field is "live", $field is "live"
                          FAILS  Placement( impressions > 500 ): Placement inlet-2: impressions is 100
                        """);
    }
}
