package io.trafficallocator.benchmarks;

import io.trafficallocator.parallel.Workers;
import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import io.trafficallocator.solve.Solver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
 * The solver alone on 56 weeks of real sales, at rising scarcity. It needs the Olist files in {@code
 * ../shared/data/olist}, seen from where it is started.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar SolveBenchmark}</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class SolveBenchmark {
    /** What the promises ask for, relative to supply. */
    @Param({"0.6", "0.9", "1.1"})
    double sellThrough;

    /** On how many threads. */
    @Param({"1", "2"})
    int threads;

    private @Nullable Problem problem;

    /** Reads the sales. */
    @Setup
    public void read(BenchmarkParams benchmark) throws IOException {
        Problem read = OlistBatch.read(Path.of("../shared/data/olist"), 56, sellThrough);
        problem = read;
        long[] impressions = Solver.solve(read, Workers.of(threads)).impressions();
        Answers.record(benchmark, Integer.toHexString(Arrays.hashCode(impressions)));
    }

    /** One solution. */
    @Benchmark
    public @Nullable Solution solve() {
        return problem == null ? null : Solver.solve(problem, Workers.of(threads));
    }
}
