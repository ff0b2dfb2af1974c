package io.trafficallocator.benchmarks;

import com.google.ortools.graph.MinCostFlow;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import io.trafficallocator.solve.Solver;
import java.io.IOException;
import java.nio.file.Path;
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
 * The tier optimum on weeks of real sales, beside OR-Tools' MinCostFlow: both are first checked to fall short by the same
 * number of impressions. It needs the Olist files in {@code ../shared/data/olist}, seen from where it is started.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar TierBenchmark}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class TierBenchmark {
    /** How many weeks of sales. */
    @Param({"4", "56"})
    int weeks;

    /** What the promises ask for, relative to supply. */
    @Param({"0.6", "0.9", "1.1"})
    double sellThrough;

    private @Nullable Problem problem;
    private @Nullable MinCostFlow built;

    /** Reads the sales, and checks that the solvers agree. */
    @Setup
    public void read(BenchmarkParams benchmark) throws IOException {
        Problem read = OlistBatch.read(Path.of("../shared/data/olist"), weeks, sellThrough);
        MinCostFlow flow = TierPeers.minCostFlow(read);
        long shortfall = TierPeers.shortfall(read, Solver.levels(read));
        TierPeers.requireEqual("OR-Tools MinCostFlow", TierPeers.solve(flow), shortfall);
        Answers.record(benchmark, Long.toString(shortfall));
        problem = read;
        built = flow;
    }

    /** The levels of all guarantees, leximin within each tier, which is more than the smallest shortfall. */
    @Benchmark
    public long @Nullable [] levels() {
        return problem == null ? null : Solver.levels(problem);
    }

    /** Levels, the nearest plan to demand, and whole numbers, on two threads. */
    @Benchmark
    public @Nullable Solution wholeSolution() {
        return problem == null ? null : Solver.solveBriefly(problem, Workers.of(2));
    }

    /** OR-Tools, its network built anew. */
    @Benchmark
    public long minCostFlow() {
        return problem == null ? 0 : TierPeers.solve(TierPeers.minCostFlow(problem));
    }

    /** OR-Tools on a network that stands. */
    @Benchmark
    public long minCostFlowWithoutBuilding() {
        return built == null ? 0 : TierPeers.solve(built);
    }
}
