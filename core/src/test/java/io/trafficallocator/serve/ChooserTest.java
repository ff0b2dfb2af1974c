package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChooserTest {
    private static final Placement HOME = Placement.of("home", "live", 10_000);
    private static final Placement MALL = Placement.of("mall", "shelf", 10_000);

    @Test
    void withoutPromisesTheOrderIsThatOfScoresAndTiesStandAsGiven() {
        Plan plan = new HandMade(20, HOME).plan();
        Chooser chooser = TrafficServer.of(plan, any -> 1000).chooser();
        SplittableRandom random = new SplittableRandom(5);
        for (int request = 0; request < 1000; request++) {
            int count = random.nextInt(60);
            int k = random.nextInt(15);
            int[] rows = random.ints(count, -1, 20).toArray();
            double[] scores = random.ints(count, 0, 8).asDoubleStream().toArray();
            int[] chosen = new int[Math.min(k, count)];
            assertThat(chooser.choose(plan, 0, rows, scores, count, k, chosen)).isEqualTo(chosen.length);
            assertThat(chosen)
                    .as("request %d", request)
                    .containsExactly(IntStream.range(0, count)
                            .boxed()
                            .sorted(Comparator.comparingDouble(candidate -> -scores[candidate]))
                            .limit(k)
                            .mapToInt(candidate -> candidate)
                            .toArray());
        }
    }

    @Test
    void oddInputIsDefined() {
        Plan plan = new HandMade(2, HOME, MALL.reservedFor("fair"))
                .give(0, EntitlementKind.EXCLUSION, "field:live", 0)
                .plan();
        Chooser chooser = TrafficServer.of(plan, any -> 10).chooser();
        List<Candidate> candidates = List.of(
                new Candidate("m000", 9),
                new Candidate("m001", Double.NaN),
                new Candidate("m001", 2),
                new Candidate("stranger", 5),
                new Candidate("m001", Double.NEGATIVE_INFINITY),
                new Candidate("m001", Double.POSITIVE_INFINITY));
        assertThat(chooser.choose("home", candidates, 7))
                .extracting(Candidate::score)
                .containsExactly(Double.POSITIVE_INFINITY, 5.0, 2.0, Double.NEGATIVE_INFINITY);
        assertThat(chooser.choose("mall", candidates, 7)).as("no cell there").isEmpty();
        assertThat(chooser.choose("home", List.of(), 7)).isEmpty();
        assertThat(chooser.choose("home", candidates, 0)).isEmpty();
        assertThatThrownBy(() -> chooser.choose("nowhere", candidates, 1)).hasMessageContaining("'nowhere'");
        assertThatThrownBy(() -> chooser.choose("home", candidates, -1)).hasMessageContaining("-1");
    }

    @Test
    void guaranteesOfEveryScopeAreMetTogether() {
        HandMade made = new HandMade(30, HOME, MALL)
                .give(0, EntitlementKind.GUARANTEE, "placement:home", 200)
                .give(0, EntitlementKind.GUARANTEE, "everything", 500)
                .give(1, EntitlementKind.GUARANTEE, "field:shelf", 300)
                .give(2, EntitlementKind.GUARANTEE, "everything", 400)
                .give(2, EntitlementKind.CAP, "placement:home", 50);
        TrafficServer server = TrafficServer.of(made.plan(), any -> 1000);
        serve(server, 1000, 3);
        assertThat(server.progress()).hasSize(5).allSatisfy(progress -> {
            assertThat(progress.delivered()).isGreaterThanOrEqualTo(progress.due());
            assertThat(progress.delivered()).isLessThanOrEqualTo(progress.limit());
        });
        assertThat(server.delivered()).extracting(Delivered::merchant).containsExactly("m000", "m001", "m002");
        assertThat(server.delivered().get(2).impressions()).isBetween(400L, 430L);
    }

    @Test
    void equalScoresDoNotKeepAGuaranteeFromBeingMet() {
        Plan plan = new HandMade(10, HOME)
                .give(9, EntitlementKind.GUARANTEE, "everything", 300)
                .give(8, EntitlementKind.GUARANTEE, "everything", 300)
                .plan();
        TrafficServer server = TrafficServer.of(plan, any -> 1000);
        Chooser chooser = server.chooser();
        int[] rows = IntStream.range(0, 10).toArray();
        for (int request = 0; request < 1000; request++) {
            chooser.choose(plan, 0, rows, new double[10], 10, 1, new int[1]);
        }
        assertThat(server.progress())
                .allSatisfy(progress -> assertThat(progress.delivered()).isGreaterThanOrEqualTo(300));
    }

    @Test
    void capsHoldWhileThreadsServeAndPlansChange() throws InterruptedException {
        List<Plan> plans = new ArrayList<>();
        for (int extra = 0; extra < 2; extra++) {
            HandMade made = new HandMade(30 + extra, HOME, MALL);
            for (int merchant = 0; merchant < 30; merchant++) {
                made.give(merchant, EntitlementKind.CAP, "everything", 700)
                        .give(merchant, EntitlementKind.CAP, "field:live", 400)
                        .give(merchant, EntitlementKind.GUARANTEE, "field:live", 300);
            }
            plans.add(made.plan());
        }
        TrafficServer server = TrafficServer.of(plans.get(0), any -> 4000);
        List<Thread> threads = new ArrayList<>();
        long[] shown = new long[4];
        AtomicInteger over = new AtomicInteger();
        for (int index = 0; index < shown.length; index++) {
            int number = index;
            threads.add(new Thread(() -> {
                shown[number] = serve(server, 3000, number);
                over.incrementAndGet();
            }));
        }
        threads.forEach(Thread::start);
        for (int swap = 0; over.get() < shown.length; swap++) {
            server.replacePlan(plans.get((swap + 1) % 2), any -> 4000);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(server.progress())
                .hasSize(60)
                .allSatisfy(progress -> assertThat(progress.delivered()).isLessThanOrEqualTo(progress.limit()));
        long counted = server.progress().stream()
                .filter(progress -> progress.scope().equals("everything"))
                .mapToLong(Progress::delivered)
                .sum();
        assertThat(counted)
                .as("every choice is counted once")
                .isEqualTo(Arrays.stream(shown).sum());
        assertThat(counted).as("enough requests came to fill every cap").isEqualTo(30 * 700);
    }

    /** Six of the thirty merchants with scores that favour low rows; how many impressions that gave them. */
    private static long serve(TrafficServer server, int requestsEach, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Chooser chooser = server.chooser();
        long shown = 0;
        for (int request = 0; request < 2 * requestsEach; request++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int merchant = 0; merchant < 30; merchant++) {
                candidates.add(new Candidate(HandMade.id(merchant), random.nextDouble() + merchant / 30.0));
            }
            shown += chooser.choose(request % 2 == 0 ? "home" : "mall", candidates, 6)
                    .size();
        }
        return shown;
    }
}
