package io.trafficallocator.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Ticker;
import io.trafficallocator.RandomFacts;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.StageTimes;
import io.trafficallocator.rules.Grants;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final Workers ONE = Workers.of(1);

    @Test
    void steps_add_up_and_every_one_names_its_rules() {
        int steps = 0;
        for (long seed = 0; seed < 300; seed++) {
            RandomFacts facts = new RandomFacts(seed);
            Planning planning = planning(facts.request(), facts.grants());
            Plan plan = planning.plan("", ONE, times());
            Explainer explainer = new Explainer(planning, plan, ONE);
            for (int row = 0; row < plan.merchants(); row++) {
                Explanation explanation = explainer.explain(plan.merchant(row));
                long planned = 0;
                for (CellExplanation cell : explanation.cells()) {
                    String name = facts + ", merchant " + plan.merchant(row) + ", " + cell;
                    assertThat(cell.planned())
                            .as(name)
                            .isEqualTo(plan.impressions(plan.merchant(row), cell.placement()));
                    planned += cell.planned();
                    BigDecimal sum = cell.organic();
                    for (Step step : cell.steps()) {
                        sum = sum.add(step.impressions());
                        steps++;
                        checkStep(name, step, facts.request().settings().concentrationLimit() < 1);
                    }
                    assertThat(sum).as(name).isEqualByComparingTo(BigDecimal.valueOf(cell.planned()));
                }
                assertThat(explanation.planned()).isEqualTo(planned).isEqualTo(plan.total(plan.merchant(row)));
                assertThat(explanation.toText()).contains(plan.merchant(row));
                assertThat(explanation.toJson()).startsWith("{\"merchant\":").endsWith("]}");
            }
            for (Placement placement : plan.placements().asList()) {
                PlacementExplanation explained = explainer.explainPlacement(placement.id());
                assertThat(explained.planned() + explained.unallocated()).isEqualTo(explained.supply());
                assertThat(explained.toText()).contains(placement.id());
            }
        }
        assertThat(steps).isGreaterThan(5_000);
    }

    @Test
    void boosts_of_one_cell_move_in_proportion_to_the_logarithms_of_their_factors() {
        List<Programme> programmes = List.of(
                Programme.of("large", 1),
                Programme.of("small", 1),
                Programme.of("void", 1).poolOfImpressions(0));
        AllocationRequest request = twoMerchants(programmes);
        Grants.Builder grants = new Grants.Builder(
                programmes,
                List.of(
                        new RuleReference("large", "f", 1),
                        new RuleReference("small", "f", 2),
                        new RuleReference("void", "f", 3)));
        grants.add(0, EntitlementKind.BOOST, 0, 0, 4, 0);
        grants.add(0, EntitlementKind.BOOST, 1, 0, 2, 1);
        grants.add(0, EntitlementKind.BOOST, 2, 0, 3, 2);
        Planning planning = planning(request, grants.build());
        Explainer explainer = new Explainer(planning, planning.plan("", ONE, times()), ONE);
        // 500 organic, boosted × 8: of the 3,500 two thirds are for × 4, one third for × 2, and an empty pool moves
        // nothing.
        assertThat(explainer.effects()).extracting(ProgrammeEffect::programme).containsExactly("large", "small");
        assertThat(explainer.effects().get(0).gained()).isCloseTo(3500 * 2 / 3.0, within(1e-6));
        assertThat(explainer.effects().get(1).gained()).isCloseTo(3500 / 3.0, within(1e-6));
        assertThat(explainer.explain("a").toText()).contains("boosted × 8 (large, ");
        assertThat(explainer.explain("a").cells().get(0).steps())
                .allSatisfy(step -> assertThat(step.programmes()).doesNotContain("void"));
    }

    @Test
    void a_guarantee_that_is_exceeded_anyway_lifts_nothing() {
        List<Programme> programmes = List.of(Programme.of("floor", 1), Programme.of("limit", 1));
        AllocationRequest request = twoMerchants(programmes);
        Grants.Builder grants = new Grants.Builder(
                programmes, List.of(new RuleReference("floor", "f", 1), new RuleReference("limit", "f", 2)));
        int placement = 2;
        grants.add(0, EntitlementKind.GUARANTEE, 0, placement, 100, 0);
        grants.add(0, EntitlementKind.CAP, 1, placement, 800, 1);
        grants.add(1, EntitlementKind.CAP, 1, placement, 200, 1);
        Planning planning = planning(request, grants.build());
        Explainer explainer = new Explainer(planning, planning.plan("", ONE, times()), ONE);
        assertThat(explainer.explain("a").planned()).isEqualTo(800);
        assertThat(explainer.explain("a").cells().get(0).steps())
                .extracting(Step::cause)
                .contains(Cause.PRICE)
                .doesNotContain(Cause.GUARANTEE);
    }

    /** Two merchants who share 1,000 impressions evenly. */
    private static AllocationRequest twoMerchants(List<Programme> programmes) {
        return AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .placements(List.of(Placement.of("p", "live", 1000)))
                .merchants(List.of(
                        MerchantProfile.builder("a", RandomFacts.DAY).build(),
                        MerchantProfile.builder("b", RandomFacts.DAY).build()))
                .demand(List.of(new Demand("a", "p", 1), new Demand("b", "p", 1)))
                .programmes(programmes)
                .build();
    }

    private static void checkStep(String name, Step step, boolean hasLimit) {
        if (step.cause() == Cause.ROUNDING) {
            assertThat(step.impressions().abs()).as(name).isLessThanOrEqualTo(BigDecimal.ONE);
        } else if (step.cause() != Cause.CONCENTRATION
                && !(hasLimit
                        && step.cause() == Cause.PRICE
                        && step.impressions().signum() > 0)) {
            assertThat(step.rules()).as("%s: %s", name, step).isNotEmpty();
            assertThat(step.programmes()).as("%s: %s", name, step).isNotEmpty();
        }
        switch (step.cause()) {
            case OPENED, BOOST, GUARANTEE ->
                assertThat(step.impressions()).as("%s: %s", name, step).isPositive();
            case EXCLUSION, CAP, CONCENTRATION, SHUT ->
                assertThat(step.impressions()).as("%s: %s", name, step).isNegative();
            default -> assertThat(step.sentence()).isNotBlank();
        }
    }

    @Test
    void without_a_programme_means_a_plan_of_its_own() {
        for (long seed = 0; seed < 40; seed++) {
            RandomFacts facts = new RandomFacts(seed);
            Planning planning = planning(facts.request(), facts.grants());
            Explainer explainer = new Explainer(planning, planning.plan("", ONE, times()), ONE);
            for (int programme = 0; programme < 3; programme++) {
                int without = programme;
                Plan other = planning(
                                facts.request(),
                                facts.grants(facts.calls().stream()
                                        .filter(grant -> grant.programme() != without)
                                        .toList()))
                        .plan("", ONE, times());
                String id = facts.grants().programmes().get(programme).id();
                for (int row = 0; row < other.merchants(); row++) {
                    String merchant = other.merchant(row);
                    Explanation explanation = explainer.explain(merchant);
                    explanation.without().stream()
                            .filter(counterfactual -> counterfactual.programme().equals(id))
                            .forEach(counterfactual -> {
                                assertThat(counterfactual.impressions())
                                        .as("%s without %s", facts, id)
                                        .isEqualTo(other.total(merchant));
                                assertThat(counterfactual.difference())
                                        .isEqualTo(explanation.planned() - other.total(merchant));
                            });
                }
            }
        }
    }

    @Test
    void a_merchant_and_a_placement_are_told_in_words() {
        AllocationRequest request = AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(List.of(merchant("new"), merchant("old")))
                .placements(List.of(Placement.of("live-1", "live", 1000)))
                .demand(List.of(new Demand("old", "live-1", 3)))
                .build();
        Grants.Builder grants = new Grants.Builder(
                List.of(Programme.of("launch", 1), Programme.of("upward", 2)),
                List.of(new RuleReference("cold start", "launch.drl", 5), new RuleReference("leap", "upward.drl", 9)));
        grants.add(0, EntitlementKind.GUARANTEE, 0, 0, 600, 0);
        grants.add(1, EntitlementKind.GUARANTEE, 1, 1, 500, 1);
        Planning planning = planning(request, grants.build());
        Explainer explainer = new Explainer(planning, planning.plan("", ONE, times()), ONE);

        assertThat(explainer.explain("old").toText()).isEqualTo("""
                merchant old: 400 planned, 1000.000 organic
                entitlements:
                  upward: guarantee of 500 in field:live, rule "leap" at upward.drl:9
                live-1 (live): 400 planned, 1000.000 organic
                      -500.000  room for merchants whom rules let in (launch, rule "cold start" at launch.drl:5)
                      -100.000  held, because guarantees and limits leave no more here (launch, rule "cold start" at launch.drl:5)
                shortfalls:
                  old of upward in field:live: 400 of 500 due, supply exhausted: live-1
                without each programme:
                  without launch: 1000 (-600 with it)
                  without upward: 400 (+0 with it)
                """);
        assertThat(explainer.explainPlacement("live-1").toText()).isEqualTo("""
                placement live-1 (live): 1000 of 1000 planned, 0 unallocated, price 1.0000
                programmes:
                  launch: 600.0 gained, 0.0 withheld
                lifted by guarantees:
                  new: +100.0 to 600
                scarce for:
                  old of upward in field:live: 400 of 500 due, supply exhausted: live-1
                """);
        assertThat(explainer.explain("new").toJson()).isEqualTo("""
                {"merchant":"new","planned":600,"organic":0.000,\
                "entitlements":[{"programme":"launch","kind":"guarantee","scope":"everything","amount":600.0,\
                "granted":600.0,"reason":"","rule":{"name":"cold start","file":"launch.drl","line":5}}],\
                "cells":[{"placement":"live-1","field":"live","planned":600,"organic":0.000,"steps":[\
                {"cause":"opened","impressions":500.000,\
                "sentence":"let in (launch, rule \\"cold start\\" at launch.drl:5)",\
                "programmes":["launch"],"rules":[{"name":"cold start","file":"launch.drl","line":5}]},\
                {"cause":"guarantee","impressions":100.000,\
                "sentence":"lifted to the guarantee of 600 in everything, × 1.200 (launch, rule \\"cold start\\" at \
                launch.drl:5)",\
                "programmes":["launch"],"rules":[{"name":"cold start","file":"launch.drl","line":5}]}]}],\
                "shortfalls":[],"without":[{"programme":"launch","impressions":0,"difference":600},\
                {"programme":"upward","impressions":600,"difference":0}],"failures":[]}""");
        assertThat(explainer.effects()).containsExactly(new ProgrammeEffect("launch", 600, 0));
    }

    @Test
    void an_unknown_merchant_or_placement_is_refused() {
        RandomFacts facts = new RandomFacts(1);
        Planning planning = planning(facts.request(), facts.grants());
        Explainer explainer = new Explainer(planning, planning.plan("", ONE, times()), ONE);
        assertThatThrownBy(() -> explainer.explain("nobody"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("merchant 'nobody' is unknown");
        assertThatThrownBy(() -> explainer.explainPlacement("nowhere"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("placement 'nowhere' is unknown");
    }

    private static Planning planning(AllocationRequest request, Grants grants) {
        return Planning.of(request, grants, ONE, times());
    }

    private static StageTimes times() {
        return new StageTimes(Ticker.systemTicker());
    }

    private static MerchantProfile merchant(String id) {
        return MerchantProfile.builder(id, RandomFacts.DAY).build();
    }
}
