package io.trafficallocator.benchmarks;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * A whole {@code allocate} for a thousand small requests of one day in turn, no two with the same merchants: {@code java
 * -jar benchmarks/target/benchmarks.jar SmallRequestBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx12g", "-XX:+UseParallelGC"})
public class SmallRequestBenchmark {
    private static final int REQUESTS = 1_000;

    /** How many merchants a request has. */
    @Param({"10", "50", "100"})
    public int merchants;

    /** The launch, upward and festivals packs ({@code three}), or all 17, open to all or {@code narrow}: {@link Marketplace#hasAllPacks}. */
    @Param({"all"})
    public String packs = "all";

    private TrafficAllocator allocator = TrafficAllocator.builder().build();
    private List<AllocationRequest> requests = List.of();
    private int next;

    /** Builds the facts and compiles the rules, which is not timed. */
    @Setup
    public void build(BenchmarkParams benchmark) {
        allocator = Marketplace.allocator(packs);
        requests = IntStream.range(0, REQUESTS)
                .mapToObj(which -> Marketplace.request(packs, merchants, 0, which))
                .toList();
        Answers.record(benchmark, allocator.allocate(requests.get(REQUESTS - 1)).digest());
    }

    /** Rules, entitlements, budget, solve and plan. */
    @Benchmark
    public Plan allocate() {
        next = next + 1 < REQUESTS ? next + 1 : 0;
        return allocator.allocate(requests.get(next));
    }
}
