package io.trafficallocator.benchmarks;

import com.google.common.base.Ticker;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.budget.Commitments;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Eligibility;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.StageTimes;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.solve.Solution;
import io.trafficallocator.solve.Solver;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The stages after the rules, each on what the one before it made: algebra, cells, budget, solve, and all of them with
 * the finished plan.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar PipelineBenchmark -p merchants=100000}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx12g", "-XX:+UseParallelGC"})
@State(Scope.Benchmark)
public class PipelineBenchmark {
    /** How many merchants the marketplace has; three times as many rows of demand. */
    @Param({"10", "1000", "100000", "3000000"})
    public int merchants;

    /** The launch, upward and festivals packs ({@code three}), or all 17, open to all or {@code narrow}: {@link Marketplace#hasAllPacks}. */
    @Param({"all"})
    public String packs = "all";

    /** On how many threads. */
    @Param({"2"})
    public int threads;

    private Workers workers = Workers.of(1);
    private TrafficAllocator allocator = TrafficAllocator.builder().build();
    private AllocationRequest request = Marketplace.request(0);
    private @Nullable Grants grants;
    private @Nullable Planning planning;

    /** Builds the facts and fires the rules, which is not timed. */
    @Setup
    public void build(BenchmarkParams benchmark) {
        workers = Workers.of(threads);
        allocator = Marketplace.allocator(packs);
        request = Marketplace.request(packs, merchants, 0, 0);
        RuleBook rules = RuleMarketplace.book(packs);
        grants = RuleEvaluation.evaluate(rules, request, workers);
        planning = Planning.ofPlanOnly(request, grants, workers, times());
        Answers.record(benchmark, afterRules().digest());
    }

    /** Of all grants, the strongest. */
    @Benchmark
    public Entitlements algebra() {
        return Entitlements.of(request, granted(), workers);
    }

    /** Who may be shown where. */
    @Benchmark
    public Cells cells() {
        Planning made = made();
        return Cells.of(request, Eligibility.of(request), made.entitlements(), workers);
    }

    /** What the pools admit. */
    @Benchmark
    public Commitments budget() {
        Planning made = made();
        return Commitments.of(request, made.entitlements(), made.cells());
    }

    /** Levels, projection, exponents and rounding. */
    @Benchmark
    public Solution solve() {
        return Solver.solveBriefly(made().problem(), workers);
    }

    /** From grants to the finished plan. */
    @Benchmark
    public Plan afterRules() {
        StageTimes times = times();
        return Planning.ofPlanOnly(request, granted(), workers, times).plan("", workers, times);
    }

    /** Facts to the finished plan, the rules among them. */
    @Benchmark
    public Plan all() {
        return allocator.allocate(request);
    }

    private Grants granted() {
        return Objects.requireNonNull(grants);
    }

    private Planning made() {
        return Objects.requireNonNull(planning);
    }

    private static StageTimes times() {
        return new StageTimes(Ticker.systemTicker());
    }
}
