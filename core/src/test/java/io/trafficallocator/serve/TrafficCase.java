package io.trafficallocator.serve;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Requests made to be hard to pace: 40 merchants with guarantees over two placements, 12 of them with scores too low to be
 * shown much unaided, 5 of them seldom candidates. Six of 30 candidates are chosen. Time runs from 0 to 1.
 */
final class TrafficCase {
    static final int MERCHANTS = 40;
    static final int K = 6;
    private static final int CANDIDATES = 30;
    private static final int REQUESTS = 4000;
    private static final long[] EXPECTED = {2800, 1200};

    record Request(double time, int placement, int[] merchants, double[] scores) {}

    final String name;
    List<Request> requests = new ArrayList<>();
    private double forecastFactor = 1;

    private TrafficCase(String name) {
        this.name = name;
    }

    static List<TrafficCase> all(long seed) {
        List<TrafficCase> cases = new ArrayList<>();
        cases.add(steady("steady", seed));
        for (int percent : new int[] {-50, -25, 25, 50, 100}) {
            TrafficCase wrong = steady(String.format("forecast %+d %%", percent), seed);
            wrong.forecastFactor = 1 + percent / 100.0;
            cases.add(wrong);
        }
        TrafficCase bursts = steady("bursts: half of all in a tenth of the time", seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        bursts.requests = new ArrayList<>(bursts.requests.stream()
                .map(one -> random.nextBoolean()
                        ? new Request(
                                random.nextInt(2) == 0 ? 0.2 + one.time / 20 : 0.7 + one.time / 20,
                                one.placement,
                                one.merchants,
                                one.scores)
                        : one)
                .sorted(Comparator.comparingDouble(Request::time))
                .toList());
        cases.add(bursts);
        TrafficCase dry = steady("a placement dries up half-way", seed);
        dry.requests.removeIf(one -> one.placement == 1 && one.time > 0.5);
        cases.add(dry);
        cases.add(ordered("the weak come only in the second half", seed, one -> one.time > 0.5));
        cases.add(ordered("the weak come only in the first half", seed, one -> one.time < 0.5));
        TrafficCase sorted = steady("sorted by score, best requests first", seed);
        double[] times = sorted.requests.stream().mapToDouble(Request::time).toArray();
        List<Request> best = sorted.requests.stream()
                .sorted(Comparator.comparingDouble(
                        one -> -Arrays.stream(one.scores).sum()))
                .toList();
        sorted.requests = new ArrayList<>(IntStream.range(0, times.length)
                .mapToObj(at ->
                        new Request(times[at], best.get(at).placement, best.get(at).merchants, best.get(at).scores))
                .toList());
        cases.add(sorted);
        return cases;
    }

    long expected(Placement placement) {
        return Math.round(forecastFactor * EXPECTED[placement.id().equals("home") ? 0 : 1]);
    }

    /** Guarantees that the steady case can keep. */
    static Plan plan() {
        HandMade made =
                new HandMade(MERCHANTS, Placement.of("home", "live", 100_000), Placement.of("mall", "shelf", 100_000));
        for (int merchant = 0; merchant < 30; merchant++) {
            long amount = seldom(merchant) ? 60 : weak(merchant) ? 400 : 250;
            made.give(merchant, EntitlementKind.GUARANTEE, merchant % 6 == 5 ? "placement:home" : "everything", amount);
        }
        return made.give(39, EntitlementKind.CAP, "everything", 700).plan();
    }

    private static boolean weak(int merchant) {
        return merchant < 12;
    }

    private static boolean seldom(int merchant) {
        return merchant >= 25 && merchant < 30;
    }

    private static TrafficCase steady(String name, long seed) {
        return ordered(name, seed, one -> true);
    }

    /** The weak are candidates only in the requests that the test lets through, and there as often as ever. */
    private static TrafficCase ordered(String name, long seed, Predicate<Request> weakMayCome) {
        TrafficCase made = new TrafficCase(name);
        SplittableRandom random = new SplittableRandom(seed);
        for (int index = 0; index < REQUESTS; index++) {
            int placement = random.nextInt(10) < 7 ? 0 : 1;
            int[] merchants = new int[CANDIDATES];
            double[] scores = new double[CANDIDATES];
            Request request = new Request((index + 0.5) / REQUESTS, placement, merchants, scores);
            double mood = random.nextDouble();
            for (int at = 0; at < CANDIDATES; at++) {
                int merchant = random.nextInt(MERCHANTS);
                while ((weak(merchant) && !weakMayCome.test(request)) || (seldom(merchant) && random.nextInt(20) > 0)) {
                    merchant = random.nextInt(MERCHANTS);
                }
                merchants[at] = merchant;
                scores[at] = mood + random.nextDouble() * random.nextDouble() + (weak(merchant) ? 0 : 0.25);
            }
            made.requests.add(request);
        }
        return made;
    }
}
