package io.trafficallocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans made while rules are replaced are each the plan of one rule set, to the last bit. */
class ReloadUnderLoadTest {
    private static final int VARIANTS = 4;
    private static final int PLANNERS = 3;

    @TempDir
    Path folder;

    private final AllocationRequest request = request();

    private static AllocationRequest request() {
        List<MerchantProfile> merchants = new ArrayList<>();
        List<Demand> demand = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            String id = String.format("m%02d", index);
            merchants.add(MerchantProfile.builder(id, RandomFacts.DAY.minusDays(index))
                    .build());
            demand.add(new Demand(id, index % 2 == 0 ? "p" : "q", 1 + index));
        }
        return AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(merchants)
                .placements(List.of(Placement.of("p", "live", 5_000), Placement.of("q", "mall", 9_000)))
                .demand(demand)
                .build();
    }

    /** Two files, so that a plan of mixed rules would show. */
    private void write(int variant) throws IOException {
        Files.writeString(folder.resolve("a.drl"), """
                package a
                rule "a" when Merchant( ageDays < %d ) then grant.guarantee("a", %d); end
                """.formatted(7 + variant, 100 + variant));
        Files.writeString(folder.resolve("b.drl"), """
                package b
                rule "b" when Merchant( ageDays > %d ) then grant.boost("b", %d); end
                """.formatted(20 + variant, 2 + variant));
    }

    private void reload(int times) throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            write(variant);
            Plan plan =
                    TrafficAllocator.builder().rulesFromFolder(folder).build().allocate(request);
            expected.put(plan.header().rulesDigest(), plan.digest());
        }
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch planning = new CountDownLatch(PLANNERS);
        ExecutorService planners = Executors.newFixedThreadPool(PLANNERS);
        List<Future<Map<String, Integer>>> results = new ArrayList<>();
        try (LiveRules rules = LiveRules.of(folder).threads(1).golden(request).build()) {
            for (int planner = 0; planner < PLANNERS; planner++) {
                results.add(planners.submit(() -> {
                    Map<String, Integer> seen = new TreeMap<>();
                    do {
                        Plan plan = rules.allocate(request);
                        planning.countDown();
                        String digest = plan.header().rulesDigest();
                        assertThat(plan.digest()).as("plan of rules %s", digest).isEqualTo(expected.get(digest));
                        seen.merge(digest, 1, Integer::sum);
                    } while (!done.get());
                    return seen;
                }));
            }
            planning.await();
            for (int time = 0; time < times; time++) {
                write(time % VARIANTS);
                assertThat(rules.reload().outcome()).isEqualTo(Reload.Outcome.REPLACED);
            }
            assertThat(rules.health().replaced()).isEqualTo(times + 1L);
            assertThat(rules.health().refused()).isZero();
            done.set(true);
            for (Future<Map<String, Integer>> result : results) {
                assertThat(result.get()).isNotEmpty();
            }
        } finally {
            done.set(true);
            planners.shutdownNow();
        }
    }

    @Test
    void no_plan_fails_or_is_mixed_over_20_reloads() throws Exception {
        reload(20);
    }

    @Test
    @Tag("slow")
    void no_plan_fails_or_is_mixed_over_500_reloads() throws Exception {
        reload(500);
    }
}
