package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Serves real re-ranking requests cold: told of the future only how many requests there will be. */
class SteamTest {
    private static final int PROVIDERS = 43;
    private static final int ORDERS = 11;

    private record Request(int[] providers, double[] scores) {}

    /** The optimum of each setting is that of the linear programme, by HiGHS: it knows every request beforehand. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 100, 21527.629, .998", "0, 10, 191, 21516.292, .998", "0, 10, 250, 21468.219, .998",
        "0, 10, 306, 21312.300, .997", "0, 10, 0, 21473.958, .998", "0, 20, 100, 36176.571, .998",
        "0, 20, 191, 36176.549, .998", "0, 20, 250, 36176.020, .998", "0, 20, 306, 36174.014, .998",
        "0, 20, 0, 36175.323, .998", "1, 10, 100, 14033.054, .998", "1, 10, 191, 14028.296, .998",
        "1, 10, 250, 14017.991, .998", "1, 10, 306, 13985.676, .998", "1, 10, 0, 14023.243, .998",
        "1, 20, 100, 27407.835, .998", "1, 20, 191, 27407.690, .998", "1, 20, 250, 27407.029, .998",
        "1, 20, 306, 27405.604, .998", "1, 20, 0, 27406.655, .998"
    })
    void everyFloorIsMetCloseToTheOptimum(int column, int k, int floor, double optimum, double least)
            throws IOException {
        Path folder = folder();
        assumeTrue(Files.exists(folder), "the Steam files are not in " + folder);
        List<Request> requests = read(folder, column);
        List<String> missed = new ArrayList<>();
        double worst = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int order = 0; order < ORDERS; order++) {
            HandMade made = new HandMade(PROVIDERS, Placement.of("list", "games", 100_000));
            for (int provider = 0; provider < PROVIDERS; provider++) {
                made.give(
                        provider,
                        EntitlementKind.GUARANTEE,
                        "everything",
                        floor > 0 ? floor : 40 + provider * 97 % 331);
            }
            Plan plan = made.plan();
            TrafficServer server = TrafficServer.of(plan, any -> requests.size());
            double relevance = serve(server, plan, shuffled(requests, order), k) / optimum;
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
                column, k, floor > 0 ? String.valueOf(floor) : "mix", sum / ORDERS, worst, missed.size());
        assertThat(missed).isEmpty();
        assertThat(worst).isGreaterThanOrEqualTo(least);
    }

    /**
     * Starts from what the first fifth of the period taught, and serves four fifths of the promises in the rest, as after
     * a restart.
     */
    @ParameterizedTest
    @CsvSource({"191", "306"})
    void liftsFromThePastServeWhatFollows(int floor) throws IOException {
        Path folder = folder();
        assumeTrue(Files.exists(folder), "the Steam files are not in " + folder);
        List<Request> requests = read(folder, 0);
        int split = requests.size() / 5;
        List<String> missed = new ArrayList<>();
        double cold = 0;
        double warm = 0;
        for (int seed = 1; seed <= 5; seed++) {
            List<Request> order = shuffled(requests, seed);
            List<Request> past = order.subList(0, split);
            List<Request> rest = order.subList(split, order.size());
            TrafficServer first = TrafficServer.of(floors(floor), any -> requests.size());
            serve(first, first.plan(), past, 10);
            Lifts learned = first.lifts();
            Plan plan = floors(floor * 4L / 5);
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

    private static Plan floors(long floor) {
        HandMade made = new HandMade(PROVIDERS, Placement.of("list", "games", 100_000));
        for (int provider = 0; provider < PROVIDERS; provider++) {
            made.give(provider, EntitlementKind.GUARANTEE, "everything", floor);
        }
        return made.plan();
    }

    /** Beside the repository; it may be absent. */
    private static Path folder() {
        Path beside = Path.of("../shared/data/steam-rerank");
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve(beside))) {
            at = at.getParent();
        }
        return at.resolve(beside).normalize();
    }

    private static double serve(TrafficServer server, Plan plan, List<Request> requests, int k) {
        Chooser chooser = server.chooser();
        int[] chosen = new int[k];
        double sum = 0;
        for (Request request : requests) {
            int size = chooser.choose(plan, 0, request.providers, request.scores, request.scores.length, k, chosen);
            assertThat(size).isEqualTo(k);
            sum += Arrays.stream(chosen).mapToDouble(at -> request.scores[at]).sum();
        }
        return sum;
    }

    private static List<Request> shuffled(List<Request> requests, int seed) {
        List<Request> order = new ArrayList<>(requests);
        SplittableRandom random = new SplittableRandom(seed);
        for (int index = order.size() - 1; seed > 0 && index > 0; index--) {
            order.set(index, order.set(random.nextInt(index + 1), order.get(index)));
        }
        return order;
    }

    private static List<Request> read(Path folder, int column) throws IOException {
        int[] provider = new int[1 << 16];
        for (String line : Files.readAllLines(folder.resolve("item_provider.csv")).stream()
                .skip(1)
                .toList()) {
            int comma = line.indexOf(',');
            provider[Integer.parseInt(line.substring(0, comma))] = Integer.parseInt(line.substring(comma + 1));
        }
        List<List<double[]>> byRequest = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("scores.csv.gz"))), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                double[] row = Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                while (byRequest.size() <= row[0]) {
                    byRequest.add(new ArrayList<>());
                }
                byRequest.get((int) row[0]).add(new double[] {provider[(int) row[1]], row[2 + column]});
            }
        }
        return byRequest.stream()
                .map(rows -> new Request(
                        IntStream.range(0, rows.size())
                                .map(at -> (int) rows.get(at)[0])
                                .toArray(),
                        rows.stream().mapToDouble(row -> row[1]).toArray()))
                .toList();
    }
}
