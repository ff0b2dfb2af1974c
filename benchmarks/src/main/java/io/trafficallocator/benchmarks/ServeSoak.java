package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.serve.Chooser;
import io.trafficallocator.serve.FileLedger;
import io.trafficallocator.serve.TrafficServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Serves for some minutes from two threads, with a ledger on disk that is settled with every 100 ms and a new plan every
 * second, and prints the heap in use after a collection ten times. Exits with 1 when the last half uses over 5 % more
 * than the first half did, or a cap was passed.
 *
 * <pre>{@code java -Xmx512m -cp benchmarks/target/benchmarks.jar io.trafficallocator.benchmarks.ServeSoak 10}</pre>
 */
public final class ServeSoak {
    private static final int MERCHANTS = 20_000;
    private static final int CANDIDATES = 100;
    private static final int K = 10;
    private static final int LOOKS = 10;
    private static final long CAP = 200_000;

    private static final Arguments ARGUMENTS = new Arguments(
                    ServeSoak.class,
                    "serves for some minutes, with a ledger on disk, and prints the heap in use ten times",
                    "-Xmx512m",
                    "10")
            .number("minutes", "how long to serve", 0.01, 10_000, 10);

    private ServeSoak() {}

    /** Takes the minutes. */
    public static void main(String[] args) throws Exception {
        double minutes = ARGUMENTS.readOrExit(args).number("minutes");
        Path folder = OwnFolder.create("soak");
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        TrafficServer server = TrafficServer.builder(plan(0), any -> 1_000_000_000L)
                .ledger(FileLedger.open(folder.resolve("soak.ledger")), "soak")
                .settleEvery(Duration.ofMillis(100), scheduler)
                .start();
        AtomicBoolean over = new AtomicBoolean();
        LongAdder requests = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < 2; index++) {
            int seed = index;
            Thread thread = new Thread(() -> serve(server, seed, over, requests));
            threads.add(thread);
            thread.start();
        }
        long[] used = new long[LOOKS];
        long start = System.nanoTime();
        for (int look = 0, swaps = 0; look < LOOKS; look++) {
            while (System.nanoTime() - start < (look + 1) * minutes / LOOKS * 60e9) {
                Thread.sleep(1000);
                server.replacePlan(plan(++swaps % 2), any -> 1_000_000_000L);
            }
            System.gc();
            used[look] =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            System.out.printf(
                    "after %.1f minutes: %.1f MB, %d requests, ledger of %d bytes%n",
                    (System.nanoTime() - start) / 60e9,
                    used[look] / 1e6,
                    requests.sum(),
                    Files.size(folder.resolve("soak.ledger")));
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        scheduler.shutdown();
        server.close();
        long past = server.progress().stream()
                .filter(one -> one.delivered() > one.limit())
                .count();
        // The first look is before everything has warmed up.
        double early = mean(used, 1, LOOKS / 2);
        double late = mean(used, LOOKS / 2, LOOKS);
        System.out.printf(
                "heap of the last half %.1f %% of the first half's, %d caps passed%n", 100 * late / early, past);
        System.exit(late > 1.05 * early || past > 0 ? 1 : 0);
    }

    private static double mean(long[] numbers, int from, int to) {
        double sum = 0;
        for (int index = from; index < to; index++) {
            sum += numbers[index];
        }
        return sum / (to - from);
    }

    private static void serve(TrafficServer server, int seed, AtomicBoolean over, LongAdder requests) {
        SplittableRandom random = new SplittableRandom(seed);
        Chooser chooser = server.chooser();
        int[] rows = new int[CANDIDATES];
        double[] scores = new double[CANDIDATES];
        int[] chosen = new int[K];
        while (!over.get()) {
            for (int candidate = 0; candidate < CANDIDATES; candidate++) {
                rows[candidate] = (int) Math.pow(MERCHANTS, random.nextDouble());
                scores[candidate] = random.nextDouble();
            }
            if (chooser.choose(server.plan(), 0, rows, scores, CANDIDATES, K, chosen) >= 0) {
                requests.increment();
            }
        }
    }

    private static Plan plan(int version) {
        String[] ids = new String[MERCHANTS];
        List<Entitlement> entitlements = new ArrayList<>();
        RuleReference rule = new RuleReference("promise", "made-up.drl", 1);
        for (int row = 0; row < MERCHANTS; row++) {
            ids[row] = String.format("m%05d", row);
            EntitlementKind kind = row % 20 == 7 ? EntitlementKind.CAP : EntitlementKind.GUARANTEE;
            if (row % 10 == 7) {
                double amount = kind == EntitlementKind.CAP ? CAP : 1000.0 * (version + 1);
                entitlements.add(new Entitlement(ids[row], "promise", kind, "everything", amount, amount, rule, ""));
            }
        }
        return new Plan(
                new Plan.Header(LocalDate.of(2024, 11, 11), 1, "", "", 0, ImmutableMap.of()),
                Placements.of(List.of(Placement.of("feed", "live", Placement.MAX_IMPRESSIONS))),
                new Plan.Cells(ids, new int[MERCHANTS + 1], new int[0], new long[0]),
                new long[1],
                entitlements,
                List.of(),
                List.of(),
                List.of());
    }
}
