package io.trafficallocator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import io.trafficallocator.RandomFacts;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Shortfall.Reason;
import io.trafficallocator.proof.PlanInvariants;
import io.trafficallocator.rules.Grants;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanningTest {
    private static final Workers ONE = Workers.of(1);
    private static final RuleReference RULE = new RuleReference("cold start", "launch.drl", 7);

    private final AllocationRequest request = AllocationRequest.builder()
            .asOf(RandomFacts.DAY)
            .merchants(List.of(merchant("a"), merchant("b"), merchant("new")))
            .placements(List.of(
                    Placement.of("live-1", "live", 1000),
                    Placement.of("mall-1", "mall", 500).priced(40),
                    Placement.of("mink-1", "mall", 100).forCategories("mink")))
            .demand(List.of(new Demand("a", "live-1", 3), new Demand("b", "live-1", 1), new Demand("a", "mall-1", 1)))
            .build();

    @Test
    void a_plan_without_grants_is_organic_demand() {
        Plan plan = plan(grants(Programme.of("launch", 1)));
        assertThat(plan.impressions("a", "live-1")).isEqualTo(750);
        assertThat(plan.impressions("b", "live-1")).isEqualTo(250);
        assertThat(plan.impressions("a", "mall-1")).isEqualTo(500);
        assertThat(plan.unallocated(2)).isEqualTo(100);
        assertThat(plan.summary().rewardShare()).isZero();
        assertThat(plan.shortfalls()).isEmpty();
    }

    @Test
    void a_guarantee_is_met_and_told() {
        Grants.Builder grants = grants(Programme.of("launch", 1).poolOfImpressions(400));
        grants.add(2, EntitlementKind.GUARANTEE, 0, 1, 400, 0);
        Plan plan = plan(grants);
        assertThat(plan.impressions("new", "live-1")).isEqualTo(400);
        assertThat(plan.total("a")).isEqualTo(500 + 450);
        assertThat(plan.entitlements())
                .containsExactly(
                        new Entitlement("new", "launch", EntitlementKind.GUARANTEE, "field:live", 400, 400, RULE, ""));
        assertThat(plan.pools()).containsExactly(new PoolSpend("launch", 400.0, 400, PoolUnit.IMPRESSIONS, 1));
        Summary summary = plan.summary();
        assertThat(summary.coverage()).containsOnlyKeys("launch");
        assertThat(summary.coverage().values()).first().isEqualTo(new Summary.Coverage(1, 1));
        assertThat(summary.rewardShare()).isCloseTo(400 / 1500.0, within(1e-9));
        assertThat(summary.exposureGini()).isCloseTo((2 * 950 - 2 * 150) / (3 * 1500.0), within(1e-9));
    }

    @Test
    void shortfalls_tell_their_true_reason() {
        Grants.Builder grants = grants(Programme.of("launch", 1).poolOfImpressions(2_000));
        grants.add(0, EntitlementKind.GUARANTEE, 0, 1, 900, 0);
        grants.add(0, EntitlementKind.CAP, 0, 1, 300, 0);
        grants.add(1, EntitlementKind.GUARANTEE, 0, 1, 900, 0);
        grants.setReason(grants.add(2, EntitlementKind.EXCLUSION, 0, 1, 0, 0), "counterfeit");
        grants.add(2, EntitlementKind.GUARANTEE, 0, 1, 50, 0);
        grants.add(2, EntitlementKind.GUARANTEE, 0, 5, 60, 0);
        Plan plan = plan(grants);
        assertThat(plan.shortfalls())
                .containsExactly(
                        shortfall("a", "field:live", 900, 300, Reason.CAPPED, "field:live"),
                        shortfall("b", "field:live", 900, 700, Reason.SUPPLY_EXHAUSTED, "live-1"),
                        shortfall("new", "field:live", 50, 0, Reason.EXCLUDED, "counterfeit"),
                        shortfall("new", "placement:mink-1", 60, 0, Reason.NO_PLACEMENT));
        assertThat(plan.shortfalls().get(1).sentence()).isEqualTo("supply exhausted: live-1");
    }

    @Test
    void a_pool_that_is_too_small_is_the_reason_only_when_it_is() {
        Grants.Builder grants = grants(Programme.of("launch", 1).poolOfYuan(8));
        grants.add(0, EntitlementKind.GUARANTEE, 0, 4, 300, 0);
        grants.add(2, EntitlementKind.GUARANTEE, 0, 4, 300, 0);
        Plan plan = plan(grants);
        assertThat(plan.impressions("new", "mall-1") + plan.impressions("a", "mall-1"))
                .isEqualTo(500);
        assertThat(plan.shortfalls())
                .allSatisfy(shortfall -> assertThat(shortfall.reason()).isEqualTo(Reason.POOL_EXHAUSTED));
        assertThat(plan.pools().get(0).committed()).isEqualTo(8);
    }

    @Test
    void random_plans_are_the_same_for_any_order_and_threads_and_break_nothing() {
        int shortfalls = 0;
        for (long seed = 0; seed < 400; seed++) {
            RandomFacts facts = new RandomFacts(seed);
            Planning planning = planning(facts.request(), facts.grants(), ONE);
            assertThat(PlanInvariants.violations(planning.problem(), planning.solution()))
                    .as("%s", facts)
                    .isEmpty();
            Plan plan = planning.plan("", ONE, times());
            Workers three = Workers.of(3);
            Plan shuffled =
                    planning(facts.request(), facts.shuffledGrants(seed), three).plan("", three, times());
            assertThat(shuffled).as("%s", facts).isEqualTo(plan).hasSameHashCodeAs(plan);
            shortfalls += plan.shortfalls().size();
            checkShortfalls(facts, planning, plan);
            for (PoolSpend pool : plan.pools()) {
                if (pool.pool() != null) {
                    assertThat(pool.committed()).as("%s", facts).isLessThanOrEqualTo(pool.pool());
                }
            }
            Summary summary = plan.summary();
            assertThat(summary.planned() + summary.unallocated()).isEqualTo(summary.supply());
            assertThat(summary.exposureGini()).isBetween(-1e-9, 1.0);
            assertThat(summary.rewardShare()).isBetween(0.0, 1.0);
        }
        assertThat(shortfalls).isGreaterThan(200);
    }

    /** A guarantee is listed if and only if less is planned than due, with what is needed to understand it. */
    private static void checkShortfalls(RandomFacts facts, Planning planning, Plan plan) {
        int listed = 0;
        for (Entitlement entitlement : plan.entitlements()) {
            if (entitlement.kind() != EntitlementKind.GUARANTEE) {
                continue;
            }
            long planned = 0;
            for (Placement placement : plan.placements().asList()) {
                if (covers(entitlement.scope(), placement)) {
                    planned += plan.impressions(entitlement.merchant(), placement.id());
                }
            }
            if (planned < entitlement.amount()) {
                Shortfall shortfall = plan.shortfalls().get(listed++);
                assertThat(shortfall.merchant()).as("%s", facts).isEqualTo(entitlement.merchant());
                assertThat(shortfall.programme()).as("%s", facts).isEqualTo(entitlement.programme());
                assertThat(shortfall.scope()).as("%s", facts).isEqualTo(entitlement.scope());
                assertThat(shortfall.planned()).as("%s", facts).isEqualTo(planned);
                assertThat((double) shortfall.due()).as("%s", facts).isEqualTo(entitlement.amount());
                if (shortfall.reason() != Reason.NO_PLACEMENT) {
                    assertThat(shortfall.by()).as("%s: %s", facts, shortfall).isNotEmpty();
                }
                if (shortfall.reason() == Reason.SUPPLY_EXHAUSTED) {
                    for (String id : shortfall.by()) {
                        assertThat(plan.unallocated(plan.placements().index(id)))
                                .as("%s: %s", facts, shortfall)
                                .isZero();
                    }
                }
                if (shortfall.reason() == Reason.POOL_EXHAUSTED) {
                    assertThat(planning.entitlements().programmes())
                            .anyMatch(programme ->
                                    programme.id().equals(shortfall.programme()) && programme.pool() != null);
                }
            }
        }
        assertThat(plan.shortfalls()).as("%s", facts).hasSize(listed);
    }

    private static boolean covers(String scope, Placement placement) {
        return scope.equals("everything")
                || scope.equals("field:" + placement.field())
                || scope.equals("placement:" + placement.id());
    }

    @Test
    void without_a_programme_its_grants_are_gone_and_nothing_else() {
        Grants.Builder grants =
                new Grants.Builder(List.of(Programme.of("launch", 1), Programme.of("upward", 1)), List.of(RULE));
        grants.add(2, EntitlementKind.GUARANTEE, 0, 1, 400, 0);
        grants.add(1, EntitlementKind.GUARANTEE, 1, 1, 300, 0);
        Planning without = planning(request, grants.build(), ONE).without(0, ONE, times());
        Plan plan = without.plan("", ONE, times());
        assertThat(plan.total("new")).isZero();
        assertThat(plan.total("b")).isEqualTo(300);
    }

    @Test
    void stages_are_timed_by_the_clock_that_is_handed_in() {
        long[] now = {0};
        StageTimes times = new StageTimes(new Ticker() {
            @Override
            public long read() {
                return now[0] += 1_500_000_000L;
            }
        });
        Grants grants = grants(Programme.of("launch", 1)).build();
        Plan plan = Planning.of(request, grants, ONE, times).plan("", ONE, times);
        assertThat(plan.header().seconds().keySet())
                .containsExactly("entitlements", "cells", "budget", "solve", "plan");
        assertThat(plan.header().seconds()).containsEntry("solve", 1.5).containsEntry("entitlements", 3.0);
        assertThat(plan).isEqualTo(plan(grants(Programme.of("launch", 1))));
    }

    private Plan plan(Grants.Builder grants) {
        return planning(request, grants.build(), ONE).plan("", ONE, times());
    }

    static Planning planning(AllocationRequest request, Grants grants, Workers workers) {
        return Planning.of(request, grants, workers, times());
    }

    static StageTimes times() {
        return new StageTimes(Ticker.systemTicker());
    }

    private static Grants.Builder grants(Programme programme) {
        return new Grants.Builder(List.of(programme), List.of(RULE));
    }

    private static Shortfall shortfall(
            String merchant, String scope, long due, long planned, Reason reason, String... by) {
        return new Shortfall(merchant, "launch", scope, due, planned, reason, ImmutableList.copyOf(by));
    }

    private static MerchantProfile merchant(String id) {
        return MerchantProfile.builder(id, RandomFacts.DAY).build();
    }
}
