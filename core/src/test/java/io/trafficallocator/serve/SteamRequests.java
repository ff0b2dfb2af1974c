package io.trafficallocator.serve;

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
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Real re-ranking requests, of games by 43 providers; and floors to serve them under. */
final class SteamRequests {
    static final int PROVIDERS = 43;

    /** Candidates of one request: their providers, and the scores of one column. */
    record Request(int[] providers, double[] scores) {}

    private SteamRequests() {}

    /** Of one setting: the same for every provider, or a mix of 40 to 370 when it is 0. */
    static long floor(int setting, int provider) {
        return setting > 0 ? setting : 40 + provider * 97 % 331;
    }

    static Plan plan(IntToLongFunction floors) {
        HandMade made = new HandMade(PROVIDERS, Placement.of("list", "games", 100_000));
        for (int provider = 0; provider < PROVIDERS; provider++) {
            made.give(provider, EntitlementKind.GUARANTEE, "everything", floors.applyAsLong(provider));
        }
        return made.plan();
    }

    static List<Request> shuffled(List<Request> requests, int seed) {
        List<Request> order = new ArrayList<>(requests);
        SplittableRandom random = new SplittableRandom(seed);
        for (int index = order.size() - 1; seed > 0 && index > 0; index--) {
            order.set(index, order.set(random.nextInt(index + 1), order.get(index)));
        }
        return order;
    }

    /** The files lie beside the repository; where they do not, the test is left out. */
    static List<Request> read(int column) throws IOException {
        Path folder = folder();
        assumeTrue(Files.exists(folder), "the Steam files are not in " + folder);
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

    private static Path folder() {
        Path beside = Path.of("../shared/data/steam-rerank");
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve(beside))) {
            at = at.getParent();
        }
        return at.resolve(beside).normalize();
    }
}
