package io.trafficallocator.benchmarks;

import io.trafficallocator.solve.Problem;
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
 * The tier optimum on four weeks of real sales, beside linear solvers, which are first checked to agree. They are too
 * slow for more weeks. It needs the Olist files in {@code ../shared/data/olist}, seen from where it is started.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar TierLinearBenchmark}</pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
@State(Scope.Benchmark)
public class TierLinearBenchmark {
    private static final int WEEKS = 4;

    /** What the promises ask for, relative to supply. */
    @Param({"0.9"})
    double sellThrough;

    private @Nullable Problem problem;

    /** Reads the sales, and checks that the solvers agree. */
    @Setup
    public void read(BenchmarkParams benchmark) throws IOException {
        Problem read = OlistBatch.read(Path.of("../shared/data/olist"), WEEKS, sellThrough);
        long ours = TierPeers.shortfall(read, Solver.levels(read));
        TierPeers.requireEqual("GLOP", TierPeers.glop(read), ours);
        TierPeers.requireEqual("ojAlgo", TierPeers.ojAlgo(read), ours);
        Answers.record(benchmark, Long.toString(ours));
        problem = read;
    }

    /** The levels of all guarantees. */
    @Benchmark
    public long @Nullable [] levels() {
        return problem == null ? null : Solver.levels(problem);
    }

    /** OR-Tools' GLOP. */
    @Benchmark
    public long glop() {
        return problem == null ? 0 : TierPeers.glop(problem);
    }

    /** Of ojAlgo, the linear solver. */
    @Benchmark
    public long ojAlgo() {
        return problem == null ? 0 : TierPeers.ojAlgo(problem);
    }
}
