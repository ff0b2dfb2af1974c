package io.trafficallocator.benchmarks;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What somebody waits for who starts a process: the packs compiled, and the first plan, in ten fresh processes. What
 * the virtual machine itself takes to start is left out.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar ColdStartBenchmark -p merchants=1000}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 10, jvmArgs = "-Xmx1g")
public class ColdStartBenchmark {
    /** How many merchants the marketplace has. */
    @Param({"10", "1000"})
    public int merchants;

    /** The launch, upward and festivals packs ({@code three}), or all 17, open to all or {@code narrow}: {@link Marketplace#hasAllPacks}. */
    @Param({"all"})
    public String packs = "all";

    private AllocationRequest request = Marketplace.request(0);
    private String digest = "";

    /** Builds the facts, which touches neither rules nor solver. */
    @Setup
    public void build() {
        request = Marketplace.request(packs, merchants, 0, 0);
    }

    /** Only now, so that the first plan is really the first. */
    @TearDown
    public void record(BenchmarkParams benchmark) {
        Answers.record(benchmark, digest);
    }

    /** Compile, then plan. */
    @Benchmark
    public void firstPlan(Blackhole sink) {
        Plan plan = Marketplace.allocator(packs).allocate(request);
        sink.consume(plan);
        digest = plan.digest();
    }
}
