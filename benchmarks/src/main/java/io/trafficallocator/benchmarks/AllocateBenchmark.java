package io.trafficallocator.benchmarks;

import io.trafficallocator.TrafficAllocator;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A whole {@code allocate}, facts in memory to finished plan: {@code java -jar benchmarks/target/benchmarks.jar
 * AllocateBenchmark -p merchants=1000}. 3 million merchants with all packs want more heap: {@code -jvmArgs -Xmx20g}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx12g", "-XX:+UseParallelGC"})
public class AllocateBenchmark {
    /** How many merchants the marketplace has; three times as many rows of demand. */
    @Param({"10", "50", "100", "1000", "10000", "100000", "1000000", "3000000"})
    public int merchants;

    /** The launch, upward and festivals packs ({@code three}), or all 17, open to all or {@code narrow}: {@link Marketplace#hasAllPacks}. */
    @Param({"all"})
    public String packs = "all";

    private TrafficAllocator allocator = TrafficAllocator.builder().build();
    private AllocationRequest request = Marketplace.request(0);

    /** Builds the facts and compiles the rules, which is not timed. */
    @Setup
    public void build(BenchmarkParams benchmark) {
        allocator = Marketplace.allocator(packs);
        request = Marketplace.request(packs, merchants, 0, 0);
        Answers.record(benchmark, allocator.allocate(request).digest());
    }

    /** Rules, entitlements, budget, solve and plan. */
    @Benchmark
    public Plan allocate() {
        return allocator.allocate(request);
    }
}
