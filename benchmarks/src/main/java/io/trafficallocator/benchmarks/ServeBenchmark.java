package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.serve.Chooser;
import io.trafficallocator.serve.PreparedPlan;
import io.trafficallocator.serve.TrafficServer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Ten of some candidates under a plan of 3 million merchants, every tenth with a guarantee of a fifth more than it would
 * get by its scores, beside the ten highest scores of the same candidates without any plan. Candidates are drawn by Zipf's
 * law. The requests expected are those of a day of 110 billion.
 *
 * <ul>
 *   <li>Requests a second: {@code java -jar benchmarks/target/benchmarks.jar ServeBenchmark -t 2 -prof gc}; with
 *       {@code -t 1} for the scaling from one thread to two
 *   <li>Time of one request: add {@code -bm sample -tu ns}
 *   <li>While one of two plans that were made ready takes over ten times a second: add {@code -p swapEveryMs=100}
 *   <li>Where a pool pays for what is guaranteed: add {@code -p pool=true}
 *   <li>To see whether it runs: {@code -p count=10000 -p candidates=20 -wi 1 -w 1 -i 1 -r 1}
 * </ul>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 1,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-XX:+UseTransparentHugePages"})
@State(Scope.Benchmark)
public class ServeBenchmark {
    private static final int REQUESTS = 1 << 13;
    private static final int K = 10;
    static final long EXPECTED = 110_000_000_000L;

    /** Coprime to every size of plan that is likely, so that ranks lie scattered over rows. */
    private static final long SCATTER = 1_299_709;

    /** In the plan. */
    @Param({"3000000"})
    int count;

    /** For each request. */
    @Param({"20", "100"})
    int candidates;

    /** Milliseconds from one plan to the next; 0 for one plan only. */
    @Param({"0"})
    int swapEveryMs;

    /** Whether a pool has to pay for what is guaranteed. */
    @Param({"false"})
    boolean pool;

    private TrafficServer server = TrafficServer.of(plan(0, false), any -> 0);
    private int[][] merchants = new int[0][];
    private double[][] scores = new double[0][];
    private Timer timer = new Timer(true);

    /** One thread's own. */
    @State(Scope.Thread)
    public static class Caller {
        private Chooser chooser = TrafficServer.of(plan(0, false), any -> 0).chooser();
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
    public void make(BenchmarkParams benchmark) {
        Plan[] plans = {plan(count, pool), plan(count, pool)};
        Answers.record(benchmark, plans[0].digest());
        server = TrafficServer.of(plans[0], any -> EXPECTED);
        SplittableRandom random = new SplittableRandom(1);
        merchants = new int[REQUESTS][candidates];
        scores = new double[REQUESTS][candidates];
        for (int request = 0; request < REQUESTS; request++) {
            for (int candidate = 0; candidate < candidates; candidate++) {
                // By Zipf's law with exponent 1, the logarithm of the rank is uniform.
                long rank = (long) Math.pow(count, random.nextDouble());
                merchants[request][candidate] = (int) (rank * SCATTER % count);
                scores[request][candidate] = random.nextDouble();
            }
        }
        if (swapEveryMs > 0) {
            timer = new Timer(true);
            AtomicInteger swaps = new AtomicInteger();
            PreparedPlan[] prepared = {
                server.prepare(plans[0], any -> EXPECTED), server.prepare(plans[1], any -> EXPECTED)
            };
            timer.scheduleAtFixedRate(
                    new TimerTask() {
                        @Override
                        public void run() {
                            server.replacePlan(prepared[swaps.incrementAndGet() % 2]);
                        }
                    },
                    swapEveryMs,
                    swapEveryMs);
        }
    }

    /** No plan takes over any more. */
    @TearDown
    public void stop() {
        timer.cancel();
    }

    /** Under the plan. */
    @Benchmark
    public int underPlan(Caller caller) {
        int at = caller.next++ & (REQUESTS - 1);
        int size = -1;
        while (size < 0) {
            size = caller.chooser.choose(server.plan(), 0, merchants[at], scores[at], candidates, K, caller.chosen);
        }
        return size;
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

    static Plan plan(int count, boolean pool) {
        String[] ids = new String[count];
        double[] share = new double[count];
        for (int row = 0; row < count; row++) {
            String number = Integer.toString(row);
            ids[row] = "m" + "0".repeat(7 - number.length()) + number;
            long rank = row + 1L;
            share[(int) (rank * SCATTER % count)] = Math.log1p(1.0 / rank) / Math.log(count);
        }
        int[] start = new int[count + 1];
        Arrays.setAll(start, row -> row);
        List<Entitlement> entitlements = new ArrayList<>();
        RuleReference rule = new RuleReference("promise", "made-up.drl", 1);
        for (int row = 0; row < count; row += 10) {
            double byScore = (double) EXPECTED * K * share[row];
            double amount = Math.rint(1.2 * byScore);
            entitlements.add(new Entitlement(
                    ids[row], "promise", EntitlementKind.GUARANTEE, "everything", amount, amount, rule, ""));
        }
        return new Plan(
                new Plan.Header(LocalDate.of(2024, 11, 11), 1, "", "", 0, ImmutableMap.of()),
                Placements.of(List.of(Placement.of("feed", "live", Placement.MAX_IMPRESSIONS))),
                new Plan.Cells(ids, start, new int[count], new long[count]),
                new long[1],
                entitlements,
                List.of(),
                pool ? List.of(new PoolSpend("promise", 1e15, 0, PoolUnit.IMPRESSIONS, 1)) : List.of(),
                List.of());
    }
}
