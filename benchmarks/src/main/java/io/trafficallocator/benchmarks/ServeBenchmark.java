package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.serve.Chooser;
import io.trafficallocator.serve.TrafficServer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten of some candidates under a plan of 3 million merchants, every tenth with a guarantee that stays open, beside the
 * ten highest scores of the same candidates without any plan. Candidates are drawn by Zipf's law.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar ServeBenchmark -t 2 -prof gc}</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx3g")
@State(Scope.Benchmark)
public class ServeBenchmark {
    private static final int MERCHANTS = 3_000_000;
    private static final int REQUESTS = 1 << 13;
    private static final int K = 10;

    /** For each request. */
    @Param({"20", "100"})
    int candidates;

    private Plan plan = plan(0);
    private TrafficServer server = TrafficServer.of(plan, any -> 0);
    private int[][] merchants = new int[0][];
    private double[][] scores = new double[0][];

    /** One thread's own. */
    @State(Scope.Thread)
    public static class Caller {
        private Chooser chooser = TrafficServer.of(plan(0), any -> 0).chooser();
        private final int[] chosen = new int[K];
        private int next;

        /** Takes a chooser. */
        @Setup
        public void start(ServeBenchmark of) {
            chooser = of.server.chooser();
            next = System.identityHashCode(this) & (REQUESTS - 1);
        }
    }

    /** Makes the plan and the requests. */
    @Setup
    public void make() {
        plan = plan(MERCHANTS);
        server = TrafficServer.of(plan, any -> 1_000_000_000_000L);
        SplittableRandom random = new SplittableRandom(1);
        merchants = new int[REQUESTS][candidates];
        scores = new double[REQUESTS][candidates];
        for (int request = 0; request < REQUESTS; request++) {
            for (int candidate = 0; candidate < candidates; candidate++) {
                // By Zipf's law with exponent 1, the logarithm of the rank is uniform; ranks lie scattered over rows.
                long rank = (long) Math.pow(MERCHANTS, random.nextDouble());
                merchants[request][candidate] = (int) (rank * 1_299_709 % MERCHANTS);
                scores[request][candidate] = random.nextDouble();
            }
        }
    }

    /** Under the plan. */
    @Benchmark
    public int underPlan(Caller caller) {
        int at = caller.next++ & (REQUESTS - 1);
        return caller.chooser.choose(plan, 0, merchants[at], scores[at], candidates, K, caller.chosen);
    }

    /** The highest scores, by insertion into the list of those found. */
    @Benchmark
    public int withoutPlan(Caller caller) {
        int at = caller.next++ & (REQUESTS - 1);
        double[] score = scores[at];
        int[] chosen = caller.chosen;
        int size = 0;
        for (int candidate = 0; candidate < candidates; candidate++) {
            if (size == K && score[candidate] <= score[chosen[K - 1]]) {
                continue;
            }
            int place = size < K ? size++ : K - 1;
            while (place > 0 && score[chosen[place - 1]] < score[candidate]) {
                chosen[place] = chosen[place - 1];
                place--;
            }
            chosen[place] = candidate;
        }
        return chosen[0];
    }

    private static Plan plan(int count) {
        String[] ids = new String[count];
        for (int row = 0; row < count; row++) {
            ids[row] = String.format("m%07d", row);
        }
        int[] start = new int[count + 1];
        Arrays.setAll(start, row -> row);
        List<Entitlement> entitlements = new ArrayList<>();
        RuleReference rule = new RuleReference("promise", "made-up.drl", 1);
        for (int row = 0; row < count; row += 10) {
            entitlements.add(
                    new Entitlement(ids[row], "promise", EntitlementKind.GUARANTEE, "everything", 1e9, 1e9, rule, ""));
        }
        return new Plan(
                new Plan.Header(LocalDate.of(2024, 11, 11), 1, "", "", 0, ImmutableMap.of()),
                Placements.of(List.of(Placement.of("feed", "live", Placement.MAX_IMPRESSIONS))),
                new Plan.Cells(ids, start, new int[count], new long[count]),
                new long[1],
                entitlements,
                List.of(),
                List.of(),
                List.of());
    }
}
