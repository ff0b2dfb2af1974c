package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trafficallocator.plan.Plan;
import io.trafficallocator.serve.SteamRequests.Request;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others make of the same requests. Prints the tables of benchmarks/README.md. */
@Tag("slow")
class SteamPeersTest {
    private static final double[] LEARNING_RATES = {.001, .003, .01, .03, .1, .3};

    /** The optima that {@link SteamTest} compares with, worked out anew. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theOptimaAreThoseOfTheLinearProgramme(int column) throws IOException {
        List<Request> requests = SteamRequests.read(column);
        for (SteamTest.Setting setting : SteamTest.settings()) {
            if (setting.column() == column) {
                SteamOptimum optimum = SteamOptimum.of(
                        requests, provider -> SteamRequests.floor(setting.floor(), provider), setting.k());
                assertThat(optimum.relevance()).as("%s", setting).isCloseTo(setting.optimum(), within(0.001));
            }
        }
    }

    /** Natural order, relevance relative to the highest scores; impressions short. */
    @ParameterizedTest
    @CsvSource({"191", "306"})
    void othersOnTheSameRequests(int floor) throws IOException {
        int k = 10;
        List<Request> requests = SteamRequests.read(0);
        double highest = served(requests, floor, k, 0, Way.STATIC, new double[SteamRequests.PROVIDERS])[0];
        SteamOptimum optimum = SteamOptimum.of(requests, any -> floor, k);
        print(floor, "linear programme, told everything", new double[] {optimum.relevance(), 0}, highest);
        Plan plan = SteamRequests.plan(any -> floor);
        TrafficServer server = TrafficServer.of(plan, any -> requests.size());
        double relevance = SteamTest.serve(server, plan, requests, k);
        long missed = missed(server);
        print(floor, "TrafficServer, cold", new double[] {relevance, (double) missed}, highest);
        for (double rate : LEARNING_RATES) {
            double[] cold = new double[SteamRequests.PROVIDERS];
            double[] result = served(requests, floor, k, rate, Way.DESCENT, cold);
            print(floor, "plain dual descent, rate " + rate, result, highest);
            assertThat(relevance / highest > result[0] / highest || missed < result[1])
                    .as("rate %s is not better in both", rate)
                    .isTrue();
        }
        for (double rate : new double[] {.01, .05}) {
            double[] cold = new double[SteamRequests.PROVIDERS];
            print(floor, "dual feedback, rate " + rate, served(requests, floor, k, rate, Way.FEEDBACK, cold), highest);
        }
        double[] warm = optimum.multipliers().clone();
        print(floor, "the same from hindsight, rate .01", served(requests, floor, k, .01, Way.FEEDBACK, warm), highest);
        double[] fixed = optimum.multipliers().clone();
        print(floor, "multipliers of hindsight, fixed", served(requests, floor, k, 0, Way.STATIC, fixed), highest);
        assertThat(missed).isZero();
    }

    /** Multipliers of the first fifth's optimum, or what the server learned in it, for the rest; mean of five orders. */
    @ParameterizedTest
    @CsvSource({"191", "306"})
    void multipliersFromThePast(int floor) throws IOException {
        int k = 10;
        int seeds = 5;
        List<Request> requests = SteamRequests.read(0);
        int split = requests.size() / 5;
        double[][] sums = new double[3][2];
        for (int seed = 1; seed <= seeds; seed++) {
            List<Request> order = SteamRequests.shuffled(requests, seed);
            List<Request> past = order.subList(0, split);
            List<Request> rest = order.subList(split, order.size());
            long left = floor * 4L / 5;
            double best = SteamOptimum.of(rest, any -> left, k).relevance();
            double[] learned = SteamOptimum.of(past, any -> floor / 5, k).multipliers();
            add(sums[0], served(rest, left, k, 0, Way.STATIC, learned.clone()), best, seeds);
            add(sums[1], served(rest, left, k, .01, Way.FEEDBACK, learned.clone()), best, seeds);
            TrafficServer first = TrafficServer.of(SteamRequests.plan(any -> floor), any -> requests.size());
            SteamTest.serve(first, first.plan(), past, k);
            TrafficServer second = TrafficServer.builder(SteamRequests.plan(any -> left), any -> rest.size())
                    .startingFrom(first.lifts())
                    .start();
            double relevance = SteamTest.serve(second, second.plan(), rest, k);
            add(sums[2], new double[] {relevance, (double) missed(second)}, best, seeds);
        }
        print(floor, "20 % / 80 %: multipliers of the past, fixed", sums[0], 1);
        print(floor, "20 % / 80 %: the same with dual feedback", sums[1], 1);
        print(floor, "20 % / 80 %: TrafficServer from its own lifts", sums[2], 1);
        assertThat(sums[2][1]).isZero();
    }

    private static void add(double[] sum, double[] result, double best, int seeds) {
        sum[0] += result[0] / best / seeds;
        sum[1] += result[1] / seeds;
    }

    private static long missed(TrafficServer server) {
        return server.progress().stream()
                .mapToLong(one -> Math.max(0, one.due() - one.delivered()))
                .sum();
    }

    private enum Way {
        STATIC,
        /** Descent on the dual: the gradient of a floor is its even share of a request less what was served. */
        DESCENT,
        /** The same with what is left, clipped, off once met, and an urgent lane. */
        FEEDBACK
    }

    private static double[] served(
            List<Request> requests, long floor, int k, double rate, Way way, double[] multipliers) {
        long[] delivered = new long[SteamRequests.PROVIDERS];
        double relevance = 0;
        for (int index = 0; index < requests.size(); index++) {
            Request request = requests.get(index);
            double left = requests.size() - index;
            double[] lift = multipliers.clone();
            for (int provider = 0; way == Way.FEEDBACK && provider < lift.length; provider++) {
                long need = floor - delivered[provider];
                lift[provider] = need <= 0 ? 0 : lift[provider] + (need >= left / 2 ? 10 : 0);
            }
            int[] shown = new int[SteamRequests.PROVIDERS];
            for (int candidate : SteamOptimum.top(request, lift, k)) {
                shown[request.providers()[candidate]]++;
                relevance += request.scores()[candidate];
            }
            for (int provider = 0; provider < shown.length; provider++) {
                long need = Math.max(0, floor - delivered[provider]);
                delivered[provider] += shown[provider];
                double due = way == Way.DESCENT ? (double) floor / requests.size() : need / left;
                if (way != Way.STATIC) {
                    double moved = multipliers[provider] + rate * (due - shown[provider]);
                    multipliers[provider] = Math.max(0, way == Way.FEEDBACK ? Math.min(2, moved) : moved);
                }
            }
        }
        long missed = 0;
        for (long each : delivered) {
            missed += Math.max(0, floor - each);
        }
        return new double[] {relevance, (double) missed};
    }

    private static void print(int floor, String name, double[] result, double highest) {
        System.out.printf(Locale.ROOT, "| %d | %s | %.4f | %.1f |%n", floor, name, result[0] / highest, result[1]);
    }
}
