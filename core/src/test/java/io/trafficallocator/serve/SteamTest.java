package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.plan.Plan;
import io.trafficallocator.serve.SteamRequests.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Serves real re-ranking requests cold: told of the future only how many requests there will be. */
class SteamTest {
    private static final int ORDERS = 11;

    /**
     * What to serve, and how well.
     *
     * @param floor of each provider; 0 for a mix
     * @param optimum of the linear programme, which knows every request beforehand; see {@link SteamPeersTest}
     * @param least relevance in the worst order, of the optimum
     */
    record Setting(int column, int k, int floor, double optimum, double least) {}

    static List<Setting> settings() {
        return List.of(
                new Setting(0, 10, 100, 21527.629, 0.998),
                new Setting(0, 10, 191, 21516.292, 0.998),
                new Setting(0, 10, 250, 21468.219, 0.998),
                new Setting(0, 10, 306, 21312.300, 0.997),
                new Setting(0, 10, 0, 21473.958, 0.998),
                new Setting(0, 20, 100, 36176.571, 0.998),
                new Setting(0, 20, 191, 36176.549, 0.998),
                new Setting(0, 20, 250, 36176.020, 0.998),
                new Setting(0, 20, 306, 36174.014, 0.998),
                new Setting(0, 20, 0, 36175.323, 0.998),
                new Setting(1, 10, 100, 14033.054, 0.998),
                new Setting(1, 10, 191, 14028.296, 0.998),
                new Setting(1, 10, 250, 14017.991, 0.998),
                new Setting(1, 10, 306, 13985.676, 0.998),
                new Setting(1, 10, 0, 14023.243, 0.998),
                new Setting(1, 20, 100, 27407.835, 0.998),
                new Setting(1, 20, 191, 27407.690, 0.998),
                new Setting(1, 20, 250, 27407.029, 0.998),
                new Setting(1, 20, 306, 27405.604, 0.998),
                new Setting(1, 20, 0, 27406.655, 0.998));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyFloorIsMetCloseToTheOptimum(Setting setting) throws IOException {
        List<Request> requests = SteamRequests.read(setting.column);
        List<String> missed = new ArrayList<>();
        double worst = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int order = 0; order < ORDERS; order++) {
            Plan plan = SteamRequests.plan(provider -> SteamRequests.floor(setting.floor, provider));
            TrafficServer server = TrafficServer.of(plan, any -> requests.size());
            double relevance =
                    serve(server, plan, SteamRequests.shuffled(requests, order), setting.k) / setting.optimum;
            worst = Math.min(worst, relevance);
            sum += relevance;
            for (Progress progress : server.progress()) {
                if (progress.delivered() < progress.due()) {
                    missed.add("order " + order + ": " + progress);
                }
            }
        }
        System.out.printf(
                "column %d, k %d, floor %s: mean %.5f, worst %.5f of the optimum, %d short%n",
                setting.column,
                setting.k,
                setting.floor > 0 ? String.valueOf(setting.floor) : "mix",
                sum / ORDERS,
                worst,
                missed.size());
        assertThat(missed).isEmpty();
        assertThat(worst).isGreaterThanOrEqualTo(setting.least);
    }

    /**
     * Starts from what the first fifth of the period taught, and serves four fifths of the promises in the rest, as after
     * a restart.
     */
    @ParameterizedTest
    @CsvSource({"191", "306"})
    void liftsFromThePastServeWhatFollows(int floor) throws IOException {
        List<Request> requests = SteamRequests.read(0);
        int split = requests.size() / 5;
        List<String> missed = new ArrayList<>();
        double cold = 0;
        double warm = 0;
        for (int seed = 1; seed <= 5; seed++) {
            List<Request> order = SteamRequests.shuffled(requests, seed);
            List<Request> past = order.subList(0, split);
            List<Request> rest = order.subList(split, order.size());
            TrafficServer first = TrafficServer.of(SteamRequests.plan(any -> floor), any -> requests.size());
            serve(first, first.plan(), past, 10);
            Lifts learned = first.lifts();
            Plan plan = SteamRequests.plan(any -> floor * 4L / 5);
            TrafficServer second = TrafficServer.builder(plan, any -> rest.size())
                    .startingFrom(learned)
                    .start();
            TrafficServer third = TrafficServer.of(plan, any -> rest.size());
            warm += serve(second, plan, rest, 10);
            cold += serve(third, plan, rest, 10);
            for (Progress progress : second.progress()) {
                if (progress.delivered() < progress.due()) {
                    missed.add("seed " + seed + ": " + progress);
                }
            }
        }
        System.out.printf(
                "floor %d, 20 %% / 80 %%: warm / cold relevance %.5f, %d short%n", floor, warm / cold, missed.size());
        assertThat(missed).isEmpty();
        assertThat(warm).as("relevance, against %s cold", cold).isGreaterThan(cold);
    }

    /**
     * So many requests that three quarters of the time a guarantee learns from one of sixteen only: the same ones, forty
     * times over, each time in another order.
     */
    @Test
    void whoLearnsFromFewOfManyRequestsServesAsWell() throws IOException {
        int times = 40;
        Setting setting = new Setting(0, 10, 250, 21468.219, .9985);
        List<Request> requests = SteamRequests.read(setting.column);
        Plan plan = SteamRequests.plan(any -> (long) times * setting.floor);
        TrafficServer server = TrafficServer.of(plan, any -> (long) times * requests.size());
        double relevance = 0;
        for (int time = 1; time <= times; time++) {
            relevance += serve(server, plan, SteamRequests.shuffled(requests, time), setting.k);
        }
        System.out.printf("forty times over: %.5f of the optimum%n", relevance / times / setting.optimum);
        assertThat(server.progress())
                .allSatisfy(one -> assertThat(one.delivered()).isGreaterThanOrEqualTo(one.due()));
        assertThat(relevance / times / setting.optimum).isGreaterThanOrEqualTo(setting.least);
    }

    static double serve(TrafficServer server, Plan plan, List<Request> requests, int k) {
        Chooser chooser = server.chooser();
        int[] chosen = new int[k];
        double sum = 0;
        for (Request request : requests) {
            int size =
                    chooser.choose(plan, 0, request.providers(), request.scores(), request.scores().length, k, chosen);
            assertThat(size).isEqualTo(k);
            sum += Arrays.stream(chosen).mapToDouble(at -> request.scores()[at]).sum();
        }
        return sum;
    }
}
