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
 * A plan after some merchants have changed, begun at the plan before and begun afresh: {@code java -jar
 * benchmarks/target/benchmarks.jar ReplanBenchmark -p merchants=100000 -p changed=0.01}. Both must be the same but for
 * one impression in a cell.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx12g", "-XX:+UseParallelGC"})
public class ReplanBenchmark {
    /** How many merchants the marketplace has; three times as many rows of demand. */
    @Param({"10000", "1000000"})
    public int merchants;

    /** The share of merchants whose trade and growth have changed. */
    @Param({"0.001", "0.01", "0.1"})
    public double changed;

    /** The launch, upward and festivals packs ({@code three}), or all 17, open to all or {@code narrow}: {@link Marketplace#hasAllPacks}. */
    @Param({"all"})
    public String packs = "all";

    private TrafficAllocator allocator = TrafficAllocator.builder().build();
    private AllocationRequest request = Marketplace.request(0);
    private Plan before = allocator.allocate(request);

    /** Makes the plan before the change, and compares both ways after it. */
    @Setup
    public void build(BenchmarkParams benchmark) {
        allocator = Marketplace.allocator(packs);
        before = allocator.allocate(Marketplace.request(packs, merchants, 0, 0));
        request = Marketplace.request(packs, merchants, changed, 0);
        Plan cold = allocator.allocate(request);
        Plan warm = allocator.replan(request, before);
        for (int cell = 0; cell < cold.cells(); cell++) {
            if (Math.abs(cold.impressions(cell) - warm.impressions(cell)) > 1) {
                throw new IllegalStateException("cell " + cell + " has " + warm.impressions(cell)
                        + " when begun at the plan before, but " + cold.impressions(cell) + " afresh");
            }
        }
        Answers.record(benchmark, cold.digest());
    }

    /** Begun afresh. */
    @Benchmark
    public Plan cold() {
        return allocator.allocate(request);
    }

    /** Begun at the plan before. */
    @Benchmark
    public Plan warm() {
        return allocator.replan(request, before);
    }
}
