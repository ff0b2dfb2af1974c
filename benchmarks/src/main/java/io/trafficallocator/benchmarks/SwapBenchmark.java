package io.trafficallocator.benchmarks;

import io.trafficallocator.plan.Plan;
import io.trafficallocator.serve.PreparedPlan;
import io.trafficallocator.serve.TrafficServer;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * From a plan of 3 million merchants, every tenth with a guarantee, to a server that is ready: started anew, made ready
 * beside a server that goes on, and the moment of taking over.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar SwapBenchmark}; to see whether it runs: {@code -p count=10000 -wi 1
 * -i 1}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgs = {"-Xms4g", "-Xmx4g"})
@State(Scope.Benchmark)
public class SwapBenchmark {
    /** In the plan. */
    @Param({"3000000"})
    int count;

    private Plan plan = ServeBenchmark.plan(0, false);
    private TrafficServer server = TrafficServer.of(plan, any -> 0);
    private PreparedPlan prepared = server.prepare(plan, any -> 0);

    /** Makes a plan, and a server that serves another one of the same merchants. */
    @Setup
    public void make(BenchmarkParams benchmark) {
        plan = ServeBenchmark.plan(count, false);
        Answers.record(benchmark, plan.digest());
        server = TrafficServer.of(ServeBenchmark.plan(count, false), any -> ServeBenchmark.EXPECTED);
        prepared = server.prepare(plan, any -> ServeBenchmark.EXPECTED);
    }

    /** A new server. */
    @Benchmark
    public TrafficServer start() {
        return TrafficServer.of(plan, any -> ServeBenchmark.EXPECTED);
    }

    /** While the earlier plan is served. */
    @Benchmark
    public PreparedPlan prepare() {
        return server.prepare(plan, any -> ServeBenchmark.EXPECTED);
    }

    /** Of the plan that was made ready. */
    @Benchmark
    public Plan takeOver() {
        server.replacePlan(prepared);
        return server.plan();
    }
}
