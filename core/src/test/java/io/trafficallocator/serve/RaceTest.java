package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Small races, run so often that all outcomes come up: threads start each round together, after a seeded number of spins,
 * and what they saw has to be one of the outcomes that are allowed. Every race must also end in more than one way, or it
 * was none.
 */
class RaceTest {
    private static final int ROUNDS = 20_000;
    private static final int SEED = 11;
    private static final Placement HOME = Placement.of("home", "live", 10_000);

    @Test
    void ofTwoTakersOneGetsTheLastImpression() {
        Counters counters = new Counters();
        int[] slots = slots(counters, ROUNDS);
        Counters.Chunks chunks = counters.chunks();
        IntToLongFunction taker = round -> chunks.take(slots[round], 1);
        assertThat(race(taker, taker)).containsOnlyKeys("1 -1", "-1 1");
    }

    @Test
    void ofALeaseThatIsGivenBackNothingIsShown() {
        Counters counters = new Counters();
        int[] slots = slots(counters, ROUNDS);
        Counters.Chunks chunks = counters.chunks();
        Arrays.stream(slots).forEach(slot -> chunks.limit(slot, 3));
        // Either the impression was taken, and two are given back, or all three are.
        assertThat(race(round -> chunks.take(slots[round], 5), round -> chunks.takeRest(slots[round])))
                .containsOnlyKeys("1 2", "-1 3");
    }

    @Test
    void whatOthersHaveShownIsCountedBesideWhatIsShown() {
        Counters counters = new Counters();
        int[] slots = slots(counters, ROUNDS);
        Counters.Chunks chunks = counters.chunks();
        IntToLongFunction others = round -> chunks.add(slots[round], 5);
        IntToLongFunction taker = round -> chunks.take(slots[round], 5);
        assertThat(race(others, taker)).containsOnlyKeys("5 -1", "6 1");
        assertThat(Arrays.stream(slots).map(slot -> (int) chunks.get(slot)).distinct())
                .containsExactlyInAnyOrder(5, 6);
    }

    @Test
    void aPoolPaysForOneOfTwo() {
        Counters counters = new Counters();
        int[] slots = slots(counters, ROUNDS);
        Counters.Chunks chunks = counters.chunks();
        assertThat(race(round -> chunks.take(slots[round], 7, 10), round -> chunks.take(slots[round], 4, 10)))
                .containsOnlyKeys("7 -1", "-1 4");
    }

    /** A merchant with a cap for each round, which the old and the new plan share. */
    @Test
    void twoRequestsAndAChangeOfPlanShareACap() {
        HandMade made = new HandMade(1000, HOME);
        for (int merchant = 0; merchant < 1000; merchant++) {
            made.give(merchant, EntitlementKind.CAP, "everything", ROUNDS / 1000);
        }
        Plan[] plans = {made.plan(), made.plan()};
        TrafficServer server = TrafficServer.of(plans[0], any -> ROUNDS);
        PreparedPlan[] prepared = {server.prepare(plans[0], any -> ROUNDS), server.prepare(plans[1], any -> ROUNDS)};
        IntToLongFunction swap = round -> {
            server.replacePlan(prepared[round % 2]);
            return 0;
        };
        long shown = race(chooses(server), chooses(server), swap).entrySet().stream()
                .mapToLong(each -> each.getValue()
                        * each.getKey().chars().filter(c -> c == '1').count())
                .sum();
        // Both ask for each merchant twenty times, and its cap is twenty.
        assertThat(shown).isEqualTo(ROUNDS);
        assertThat(server.progress())
                .allSatisfy(one -> assertThat(one.delivered()).isEqualTo(one.limit()));
    }

    /** Each merchant is guaranteed two impressions by a pool that lasts for half of them. */
    @Test
    void nobodyIsShownForAPromiseThatNobodyPaidFor() {
        HandMade made = new HandMade(901, HOME).pool("pool", PoolUnit.IMPRESSIONS, 900);
        for (int merchant = 0; merchant < 900; merchant++) {
            made.give(merchant, "pool", EntitlementKind.GUARANTEE, "everything", 2);
        }
        Plan plan = made.plan();
        // So few requests are expected that every guarantee is urgent: it goes before the higher score.
        TrafficServer server = TrafficServer.of(plan, any -> 1);
        long shown = race(1800, promised(server), promised(server)).entrySet().stream()
                .mapToLong(each -> each.getValue()
                        * each.getKey().chars().filter(c -> c == '1').count())
                .sum();
        assertThat(shown).isEqualTo(900);
        assertThat(server.snapshot(0).pools().get(0).spent()).isEqualTo(900);
    }

    private static IntToLongFunction chooses(TrafficServer server) {
        Chooser chooser = server.chooser();
        int[] chosen = new int[1];
        return round -> {
            int size = -1;
            while (size < 0) {
                size = chooser.choose(server.plan(), 0, new int[] {round % 1000}, new double[1], 1, 1, chosen);
            }
            return size;
        };
    }

    /** 1 when the promised merchant was chosen, 0 for the one of higher score. */
    private static IntToLongFunction promised(TrafficServer server) {
        Chooser chooser = server.chooser();
        int[] chosen = new int[1];
        return round -> {
            int[] rows = {900, round % 900};
            chooser.choose(server.plan(), 0, rows, new double[] {1, 0}, 2, 1, chosen);
            return chosen[0];
        };
    }

    private static int[] slots(Counters counters, int count) {
        int[] slots = new int[count];
        Arrays.setAll(slots, index -> counters.slot("m" + index, "everything"));
        return slots;
    }

    private static Map<String, Integer> race(IntToLongFunction... actors) {
        return race(ROUNDS, actors);
    }

    /** What all rounds ended in, and how often. */
    private static Map<String, Integer> race(int rounds, IntToLongFunction... actors) {
        long[][] results = new long[actors.length][rounds];
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < actors.length; index++) {
            int actor = index;
            Thread thread = new Thread(() -> {
                SplittableRandom random = new SplittableRandom(SEED + actor);
                for (int round = 0; round < rounds; round++) {
                    arrived.incrementAndGet();
                    while (arrived.get() < actors.length * (round + 1) && failed.get() == 0) {
                        LockSupport.parkNanos(1);
                    }
                    for (int spin = random.nextInt(40); spin > 0; spin--) {
                        Thread.onSpinWait();
                    }
                    results[actor][round] = actors[actor].applyAsLong(round);
                }
            });
            thread.setUncaughtExceptionHandler((any, thrown) -> failed.incrementAndGet());
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            Uninterruptibles.joinUninterruptibly(thread);
        }
        assertThat(failed).as("seed %d: an actor failed", SEED).hasValue(0);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            StringBuilder outcome = new StringBuilder();
            for (long[] result : results) {
                outcome.append(outcome.isEmpty() ? "" : " ").append(result[round]);
            }
            outcomes.merge(outcome.toString(), 1, Integer::sum);
        }
        return outcomes;
    }
}
