package io.trafficallocator.benchmarks;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Bytes for each merchant: of facts, of a finished plan, and the largest heap while it was made, garbage included. The
 * collector is the serial one, which keeps garbage for no longer than it must; give less heap to see less garbage.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar MemoryBenchmark -p merchants=1000000}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx12g", "-XX:+UseSerialGC"})
public class MemoryBenchmark {
    /** How many merchants the marketplace has; three times as many rows of demand. */
    @Param({"10000", "100000", "1000000"})
    public int merchants;

    /** The launch, upward and festivals packs ({@code three}), or all 17, open to all or {@code narrow}: {@link Marketplace#hasAllPacks}. */
    @Param({"all"})
    public String packs = "all";

    /** Bytes for each merchant. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class BytesPerMerchant {
        /** Of the request. */
        public double facts;

        /** Of the plan beside it. */
        public double plan;

        /** Of everything while the plan was made. */
        public double peak;
    }

    /** Facts, rules and a plan; what is timed is all of it. */
    @Benchmark
    public void memory(BytesPerMerchant bytes, BenchmarkParams benchmark, Blackhole sink) {
        TrafficAllocator allocator = Marketplace.allocator(packs);
        long before = used();
        AllocationRequest request = Marketplace.request(packs, merchants, 0, 0);
        long withFacts = used();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        Plan plan = allocator.allocate(request);
        long peak = PlanetRun.peakHeap();
        long withPlan = used();
        bytes.facts = (double) (withFacts - before) / merchants;
        bytes.plan = (double) (withPlan - withFacts) / merchants;
        bytes.peak = (double) (peak - before) / merchants;
        sink.consume(request);
        Answers.record(benchmark, plan.digest());
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
