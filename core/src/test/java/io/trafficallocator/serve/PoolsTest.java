package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.plan.Plan;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Merchants below {@link #PROMISED} have scores that never win: whatever they are shown, a promise paid for. */
class PoolsTest {
    private static final Placement HOME = Placement.of("home", "live", 100_000);
    private static final Placement MALL = Placement.of("mall", "shelf", 100_000);
    private static final int MERCHANTS = 20;
    private static final int PROMISED = 10;
    private static final int K = 3;

    @Test
    void aPoolThatIsSpentDropsWhatItWasToPayFor() {
        HandMade made = new HandMade(MERCHANTS, HOME).pool("cold", PoolUnit.IMPRESSIONS, 100);
        made.give(0, "cold", EntitlementKind.GUARANTEE, "everything", 80);
        made.give(1, "cold", EntitlementKind.GUARANTEE, "everything", 80);
        made.give(2, "free", EntitlementKind.GUARANTEE, "everything", 80);
        TrafficServer server = TrafficServer.of(made.plan(), any -> 1000);
        serve(server, 1000, 1);
        assertThat(delivered(server, 0) + delivered(server, 1)).isEqualTo(100);
        assertThat(delivered(server, 2)).isGreaterThanOrEqualTo(80);
        assertThat(pool(server, "pool:cold").spent()).isEqualTo(100);
    }

    @Test
    void moneyIsRoundedUpForEachImpressionAndSubsidiesAreGoneBeforehand() {
        // 12.3456 yuan a thousand are 12,346 millionths each, and 0.9 yuan of the pool are left.
        HandMade made = new HandMade(MERCHANTS, HOME.priced(12.3456)).pool("boutique", PoolUnit.YUAN, 1);
        made.give(0, "boutique", EntitlementKind.GUARANTEE, "everything", 200);
        made.give(0, "boutique", EntitlementKind.SUBSIDY, "everything", 0.1);
        TrafficServer server = TrafficServer.of(made.plan(), any -> 1000);
        serve(server, 1000, 1);
        assertThat(pool(server, "pool:boutique").limit()).isEqualTo(900_000);
        assertThat(delivered(server, 0)).isEqualTo(900_000 / 12_346);
        assertThat(pool(server, "pool:boutique").spent()).isEqualTo(900_000 / 12_346 * 12_346L);
    }

    @Test
    void whatIsShownForItsOwnScoreGoesOnWithoutThePool() {
        HandMade made = new HandMade(MERCHANTS, HOME).pool("cold", PoolUnit.IMPRESSIONS, 10);
        made.give(MERCHANTS - 1, "cold", EntitlementKind.GUARANTEE, "everything", 500);
        TrafficServer server = TrafficServer.of(made.plan(), any -> 1000);
        Chooser chooser = server.chooser();
        for (int request = 0; request < 20; request++) {
            assertThat(chooser.choose("home", List.of(new Candidate("m019", 2), new Candidate("m018", 1)), 1))
                    .extracting(Candidate::merchant)
                    .containsExactly("m019");
        }
        assertThat(pool(server, "pool:cold").spent()).isEqualTo(10);
    }

    @Test
    void eachProgrammePaysForWhatIsDueToIt() {
        HandMade made = new HandMade(MERCHANTS, HOME)
                .pool("first", PoolUnit.IMPRESSIONS, 30)
                .pool("second", PoolUnit.IMPRESSIONS, 1000);
        made.give(0, "first", EntitlementKind.GUARANTEE, "everything", 50);
        made.give(0, "second", EntitlementKind.GUARANTEE, "everything", 40);
        TrafficServer server = TrafficServer.of(made.plan(), any -> 1000);
        serve(server, 1000, 2);
        assertThat(pool(server, "pool:first").spent()).isEqualTo(30);
        assertThat(pool(server, "pool:second").spent()).isEqualTo(40);
        assertThat(delivered(server, 0)).isEqualTo(40);
    }

    @Test
    void poolsAndCapsHoldWhileThreadsServeAndPlansChange() throws InterruptedException {
        List<Plan> plans = new ArrayList<>();
        for (int version = 0; version < 2; version++) {
            HandMade made = new HandMade(MERCHANTS + version, HOME.priced(7), MALL.priced(3))
                    .pool("cold", PoolUnit.IMPRESSIONS, 2500)
                    .pool("boutique", PoolUnit.YUAN, 4);
            for (int merchant = 0; merchant < PROMISED; merchant++) {
                made.give(
                                merchant,
                                merchant % 2 == 0 ? "cold" : "boutique",
                                EntitlementKind.GUARANTEE,
                                "everything",
                                900)
                        .give(merchant, "limit", EntitlementKind.CAP, "everything", 650)
                        .give(merchant, "limit", EntitlementKind.CAP, "field:live", 300 + 40 * merchant);
            }
            plans.add(made.plan());
        }
        TrafficServer server = TrafficServer.of(plans.get(0), any -> 6000);
        List<PreparedPlan> prepared =
                List.of(server.prepare(plans.get(0), any -> 6000), server.prepare(plans.get(1), any -> 6000));
        List<Thread> threads = new ArrayList<>();
        AtomicInteger served = new AtomicInteger();
        for (int index = 0; index < 4; index++) {
            int seed = index;
            threads.add(new Thread(() -> {
                serve(server, 4000, seed);
                served.incrementAndGet();
            }));
        }
        threads.forEach(Thread::start);
        for (int swap = 1; served.get() < threads.size(); swap++) {
            server.replacePlan(prepared.get(swap % 2));
            Thread.onSpinWait();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(server.progress())
                .allSatisfy(one -> assertThat(one.delivered()).isLessThanOrEqualTo(one.limit()));
        long cold = 0;
        for (int merchant = 0; merchant < PROMISED; merchant += 2) {
            cold += delivered(server, merchant);
        }
        ServeSnapshot.Pool money = pool(server, "pool:boutique");
        assertThat(cold).as("promised impressions are those that were paid for").isEqualTo(2500);
        assertThat(pool(server, "pool:cold").spent()).isEqualTo(2500);
        assertThat(money.spent()).isBetween(money.limit() - 6999, money.limit());
    }

    @Test
    void aGoalIsMetAndABudgetThatIsTooSmallForItLastsThePeriod() {
        Plan plan = new HandMade(MERCHANTS, HOME.priced(100)).plan();
        TrafficServer server = TrafficServer.builder(plan, any -> 1000)
                .goals(List.of(
                        new Goal("big", "m000", "everything", 600, 10.0),
                        new Goal("met", "m001", "field:live", 200, null)))
                .start();
        serve(server, 500, 3);
        assertThat(delivered(server, 0)).as("half of the budget's 100").isBetween(30L, 70L);
        serve(server, 500, 4);
        assertThat(delivered(server, 0)).isEqualTo(100);
        assertThat(delivered(server, 1)).isGreaterThanOrEqualTo(200);
        assertThat(pool(server, "goal:big").spent()).isEqualTo(10_000_000);
    }

    @Test
    void whatWasSpentCountsOnUnderOtherGoals() {
        Plan plan = new HandMade(MERCHANTS, HOME.priced(100)).plan();
        TrafficServer server = TrafficServer.builder(plan, any -> 100)
                .goals(List.of(new Goal("mine", "m000", "everything", 50, 3.0)))
                .start();
        serve(server, 100, 5);
        assertThat(delivered(server, 0)).isEqualTo(30);
        server.replacePlan(server.prepare(plan, List.of(new Goal("mine", "m000", "everything", 50, 4.0)), any -> 100));
        serve(server, 100, 6);
        assertThat(delivered(server, 0)).isEqualTo(40);
        assertThat(pool(server, "goal:mine").spent()).isEqualTo(4_000_000);
    }

    @Test
    void severalServersShareAPool() {
        HandMade made = new HandMade(MERCHANTS, HOME).pool("cold", PoolUnit.IMPRESSIONS, 300);
        for (int merchant = 0; merchant < PROMISED; merchant++) {
            made.give(merchant, "cold", EntitlementKind.GUARANTEE, "everything", 100);
        }
        QuotaLedger ledger = QuotaLedger.inMemory();
        List<TrafficServer> servers = new ArrayList<>();
        for (int index = 0; index < 2; index++) {
            servers.add(TrafficServer.builder(made.plan(), any -> 1000)
                    .ledger(ledger, "server " + index)
                    .start());
        }
        for (int round = 0; round < 100; round++) {
            for (TrafficServer server : servers) {
                serve(server, 10, round);
                server.settle();
            }
        }
        servers.forEach(TrafficServer::settle);
        long shown = 0;
        for (int merchant = 0; merchant < PROMISED; merchant++) {
            shown += delivered(servers.get(0), merchant);
        }
        // Each may hold a lease of ten that its own requests have no use for any more.
        assertThat(shown).isBetween(280L, 300L);
        assertThat(pool(servers.get(1), "pool:cold").spent()).isBetween(280L, 300L);
    }

    @Test
    void payingAllocatesNothing() {
        HandMade made = new HandMade(MERCHANTS, HOME.priced(3)).pool("cold", PoolUnit.YUAN, 1e6);
        for (int merchant = 0; merchant < PROMISED; merchant++) {
            made.give(merchant, "cold", EntitlementKind.GUARANTEE, "everything", 1_000_000);
        }
        TrafficServer server = TrafficServer.of(made.plan(), any -> 10_000_000);
        Chooser chooser = server.chooser();
        int[] rows = new int[MERCHANTS];
        double[] scores = new double[MERCHANTS];
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            rows[merchant] = merchant;
            scores[merchant] = merchant;
        }
        int[] chosen = new int[K];
        Plan plan = server.plan();
        for (int request = 0; request < 20_000; request++) {
            chooser.choose(plan, 0, rows, scores, MERCHANTS, K, chosen);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int request = 0; request < 20_000; request++) {
            chooser.choose(plan, 0, rows, scores, MERCHANTS, K, chosen);
        }
        // Reading the figure may allocate; a request that did, would show 20,000 times.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
        assertThat(pool(server, "pool:cold").spent()).isPositive();
    }

    @Test
    void impossibleGoalsAreRefused() {
        Plan plan = new HandMade(MERCHANTS, HOME).plan();
        assertThatThrownBy(() -> new Goal("g", "m000", "everything", 0, null)).hasMessageContaining("Maybe");
        assertThatThrownBy(() -> new Goal("g", "m000", "everything", 1, -1.0)).hasMessageContaining("Maybe");
        assertThatThrownBy(() -> TrafficServer.builder(plan, any -> 1)
                        .goals(List.of(new Goal("g", "nobody", "everything", 1, null)))
                        .start())
                .hasMessageContaining("'nobody'");
        TrafficServer one = TrafficServer.of(plan, any -> 1);
        TrafficServer other = TrafficServer.of(plan, any -> 1);
        PreparedPlan prepared = one.prepare(plan, any -> 1);
        assertThatThrownBy(() -> other.replacePlan(prepared)).hasMessageContaining("another server");
    }

    private static void serve(TrafficServer server, int requests, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Chooser chooser = server.chooser();
        for (int request = 0; request < requests; request++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int merchant = 0; merchant < MERCHANTS; merchant++) {
                candidates.add(
                        new Candidate(HandMade.id(merchant), random.nextDouble() + (merchant < PROMISED ? 0 : 1)));
            }
            boolean isMall = request % 2 == 1 && server.plan().placements().count() > 1;
            assertThat(chooser.choose(isMall ? "mall" : "home", candidates, K)).hasSize(K);
        }
    }

    private static long delivered(TrafficServer server, int merchant) {
        return server.progress().stream()
                .filter(one -> one.merchant().equals(HandMade.id(merchant)))
                .mapToLong(Progress::delivered)
                .max()
                .orElse(0);
    }

    private static ServeSnapshot.Pool pool(TrafficServer server, String name) {
        return server.snapshot(0).pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
