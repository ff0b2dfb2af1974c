package io.trafficallocator.benchmarks;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import java.util.List;
import java.util.Objects;
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

/**
 * All 47 rules of all packs for merchants in memory, to grants: {@code java -jar benchmarks/target/benchmarks.jar
 * RulesBenchmark -p merchants=100000}. Before anything is timed, ways that grant anything else are refused.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx6g")
public class RulesBenchmark {
    /** How many merchants the marketplace has. */
    @Param({"10000", "100000", "1000000"})
    public int merchants;

    /** Threads for both. */
    @Param({"1", "2"})
    public int threads;

    private AllocationRequest request = RuleMarketplace.request(0);
    private RuleBook book = RuleBook.compile(List.of());
    private Workers workers = Workers.of(1);

    /** Builds the facts, compiles the rules, and compares what both ways grant. */
    @Setup
    public void build() {
        request = RuleMarketplace.request(merchants);
        book = RuleMarketplace.book("all");
        workers = Workers.of(threads);
        long expected = digest(rules());
        long found = digest(byHand());
        if (expected != found) {
            throw new IllegalStateException("rules by hand grant something else than the packs: nothing is timed");
        }
    }

    /** The rules of the packs. */
    @Benchmark
    public Grants rules() {
        return RuleEvaluation.evaluate(book, request, workers);
    }

    /** The same rules written in Java. */
    @Benchmark
    public Grants byHand() {
        return HandWrittenRules.grants(request, book.rules(), workers);
    }

    /** The same for the same grants in any order. */
    static long digest(Grants grants) {
        long sum = grants.count();
        for (int grant = 0; grant < grants.count(); grant++) {
            long hash = Objects.hash(
                    grants.merchant(grant),
                    grants.kind(grant).ordinal(),
                    grants.programmes().get(grants.programme(grant)).id(),
                    grants.scope(grant),
                    Double.doubleToLongBits(grants.amount(grant)),
                    grants.windowDays(grant) == 0 ? 0 : grants.windowStart(grant),
                    grants.windowDays(grant),
                    grants.rule(grant),
                    grants.reason(grant));
            hash *= 0x9e37_79b9_7f4a_7c15L;
            sum += hash ^ (hash >>> 29);
        }
        return sum;
    }
}
