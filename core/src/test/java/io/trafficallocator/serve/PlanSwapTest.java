package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlanSwapTest {
    private static final Placement HOME = Placement.of("home", "live", 10_000);
    private static final int MERCHANTS = 20;
    private static final int SWAPS = 300;

    /** One plan shuts out the even merchants, the other the odd ones: whoever mixed them would show both or none. */
    @Test
    void noRequestMixesTwoPlans() throws InterruptedException {
        Plan[] plans = {shutOut(0), shutOut(1)};
        TrafficServer server = TrafficServer.of(plans[0], any -> 1_000_000);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger mixed = new AtomicInteger();
        AtomicInteger old = new AtomicInteger();
        AtomicInteger[] seen = {new AtomicInteger(), new AtomicInteger()};
        AtomicLong shown = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            Thread thread = new Thread(() -> {
                Chooser chooser = server.chooser();
                int[] rows = new int[MERCHANTS];
                for (int row = 0; row < MERCHANTS; row++) {
                    rows[row] = row;
                }
                int[] chosen = new int[MERCHANTS];
                while (!over.get()) {
                    int size =
                            chooser.choose(server.plan(), 0, rows, new double[MERCHANTS], MERCHANTS, MERCHANTS, chosen);
                    if (size < 0) {
                        old.incrementAndGet();
                        continue;
                    }
                    int parity = chosen[0] % 2;
                    seen[parity].incrementAndGet();
                    shown.addAndGet(size);
                    for (int place = 0; place < size; place++) {
                        if (size != MERCHANTS / 2 || chosen[place] % 2 != parity) {
                            mixed.incrementAndGet();
                        }
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (int swap = 1; swap <= SWAPS; swap++) {
            int before = seen[swap % 2].get();
            server.replacePlan(plans[(swap + 1) % 2], any -> 1_000_000);
            while (swap < 50 && seen[swap % 2].get() == before) {
                Thread.onSpinWait();
            }
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(mixed).hasValue(0);
        assertThat(seen[0].get()).isPositive();
        assertThat(seen[1].get()).isPositive();
        long counted = server.progress().stream()
                .filter(one -> one.scope().equals("everything"))
                .mapToLong(Progress::delivered)
                .sum();
        assertThat(counted)
                .as("every impression is counted once, through every swap")
                .isEqualTo(shown.get());
    }

    @Test
    void whatWasDeliveredCountsOnAlsoWhenAPlanInBetweenDidNotKnowIt() {
        Plan with = new HandMade(3, HOME)
                .give(1, EntitlementKind.CAP, "everything", 5)
                .plan();
        Plan without = new HandMade(3, HOME).plan();
        TrafficServer server = TrafficServer.of(with, any -> 10);
        List<Candidate> candidates = List.of(new Candidate("m001", 1));
        Chooser chooser = server.chooser();
        for (int request = 0; request < 3; request++) {
            assertThat(chooser.choose("home", candidates, 1)).hasSize(1);
        }
        server.replacePlan(without, any -> 10);
        server.replacePlan(with, any -> 10);
        assertThat(server.progress())
                .singleElement()
                .extracting(Progress::delivered)
                .isEqualTo(3L);
        assertThat(chooser.choose("home", candidates, 1)).hasSize(1);
        assertThat(chooser.choose("home", candidates, 1)).hasSize(1);
        assertThat(chooser.choose("home", candidates, 1)).isEmpty();
    }

    private static Plan shutOut(int parity) {
        HandMade made = new HandMade(MERCHANTS, HOME);
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            made.give(merchant, EntitlementKind.GUARANTEE, "everything", 1_000_000);
            if (merchant % 2 == parity) {
                made.give(merchant, EntitlementKind.EXCLUSION, "placement:home", 0);
            }
        }
        return made.plan();
    }
}
