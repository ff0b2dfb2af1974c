package io.trafficallocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Ticker;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficAllocatorTest {
    private static final String COLD_START = """
            package launch
            import io.trafficallocator.rules.Merchant
            global io.trafficallocator.rules.Grant grant

            rule "cold start"
            when
                $m : Merchant( ageDays < 7 )
            then
                grant.guarantee("launch", 600).inField("live");
            end
            """;

    private final AllocationRequest request = AllocationRequest.builder()
            .asOf(RandomFacts.DAY)
            .merchants(List.of(
                    MerchantProfile.builder("old", RandomFacts.DAY.minusDays(90))
                            .build(),
                    MerchantProfile.builder("new", RandomFacts.DAY.minusDays(2)).build()))
            .placements(List.of(Placement.of("live-1", "live", 1000)))
            .demand(List.of(new Demand("old", "live-1", 1)))
            .build();

    @Test
    void facts_and_rules_become_a_plan() {
        long[] now = {0};
        TrafficAllocator allocator = TrafficAllocator.builder()
                .rules("launch.drl", COLD_START)
                .threads(1)
                .ticker(new Ticker() {
                    @Override
                    public long read() {
                        return now[0] += 1_000_000_000L;
                    }
                })
                .build();
        Plan plan = allocator.allocate(request);
        assertThat(plan.impressions("new", "live-1")).isEqualTo(600);
        assertThat(plan.impressions("old", "live-1")).isEqualTo(400);
        assertThat(plan.header().seconds())
                .containsEntry("rules", 1.0)
                .containsKeys("entitlements", "cells", "budget", "solve", "plan");
        assertThat(allocator.allocate(request)).isEqualTo(plan);
    }

    @Test
    void a_merchant_can_ask_why() {
        TrafficAllocator allocator =
                TrafficAllocator.builder().rules("launch.drl", COLD_START).build();
        assertThat(allocator.explain(request, "new").entitlements())
                .singleElement()
                .satisfies(
                        entitlement -> assertThat(entitlement.rule().source()).isEqualTo("launch.drl:5"));
        assertThatThrownBy(() -> allocator.explain(request, "nobody"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "merchant 'nobody' is unknown, but must be one of the request. Maybe it is a typing error.");
    }

    @Test
    void a_rule_that_fails_is_left_out_and_the_plan_says_so_unless_strictness_is_asked_for() {
        String odd = "package odd rule \"odd\" when $m : Merchant() then grant.boost(\"odd\", $m.getGrowth()); end";
        Plan plan = TrafficAllocator.builder()
                .rules("launch.drl", COLD_START)
                .rules("odd.drl", odd)
                .build()
                .allocate(request);
        assertThat(plan.impressions("new", "live-1")).isEqualTo(600);
        assertThat(plan.isIncomplete()).isTrue();
        assertThat(plan.ruleFailures().count()).isEqualTo(2);
        assertThat(plan.ruleFailures().first().get(0).toString())
                .startsWith("odd.drl:1:13: rule 'odd' for merchant 'new': growth is unknown (null), so the rule throws"
                        + " java.lang.NullPointerException");

        TrafficAllocator strict =
                TrafficAllocator.builder().rules("odd.drl", odd).strict().build();
        assertThatThrownBy(() -> strict.allocate(request))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("odd.drl:1:13: rule 'odd' for merchant 'new': growth is unknown (null)");
    }

    @Test
    void a_plan_begun_at_an_earlier_one_is_the_same_but_for_an_impression_in_a_cell() {
        TrafficAllocator allocator = TrafficAllocator.builder()
                .rules("launch.drl", COLD_START)
                .rules(
                        "boost.drl",
                        COLD_START
                                .replace("cold start", "push")
                                .replace("ageDays < 7", "tier == 2")
                                .replace(
                                        "grant.guarantee(\"launch\", 600).inField(\"live\")",
                                        "grant.boost(\"push\", 3)"))
                .build();
        Plan before = allocator.allocate(market(0, List.of("live-1", "live-2", "mall-1"), 9_000));
        for (int seed = 1; seed <= 20; seed++) {
            AllocationRequest now = market(seed, List.of("live-2", "live-3", "mall-1"), 4_000 + 500 * seed);
            Plan cold = allocator.allocate(now);
            Plan warm = allocator.replan(now, before);
            assertThat(warm.shortfalls()).as("seed %d", seed).isEqualTo(cold.shortfalls());
            for (int cell = 0; cell < cold.cells(); cell++) {
                assertThat(warm.impressions(cell))
                        .as("seed %d, cell %d", seed, cell)
                        .isBetween(cold.impressions(cell) - 1, cold.impressions(cell) + 1);
            }
            before = warm;
        }
        assertThat(before.pools().get(1).boostExponent()).isStrictlyBetween(0.0, 1.0);
        AllocationRequest unlike = market(1, List.of("live-1"), 0);
        Plan empty = allocator.allocate(
                AllocationRequest.builder().asOf(RandomFacts.DAY).build());
        assertThat(allocator.replan(unlike, empty)).isEqualTo(allocator.allocate(unlike));
    }

    private static AllocationRequest market(int seed, List<String> placements, long pool) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MerchantProfile> merchants = new ArrayList<>();
        List<Demand> demand = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            merchants.add(MerchantProfile.builder("m" + index, RandomFacts.DAY.minusDays(index))
                    .tier(random.nextInt(4))
                    .build());
            for (String placement : placements) {
                demand.add(new Demand("m" + index, placement, random.nextDouble(0.1, 9)));
            }
        }
        return AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(merchants)
                .placements(placements.stream()
                        .map(id -> Placement.of(id, id.substring(0, 4), 20_000))
                        .toList())
                .demand(demand)
                .programmes(List.of(
                        Programme.of("launch", 1), Programme.of("push", 2).poolOfImpressions(pool)))
                .build();
    }

    @Test
    void no_rules_give_the_organic_plan() {
        Plan plan = TrafficAllocator.builder().build().allocate(request);
        assertThat(plan.impressions("old", "live-1")).isEqualTo(1000);
    }
}
