package io.trafficallocator.benchmarks;

import io.trafficallocator.benchmarks.peers.RulePeers;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import java.util.List;
import java.util.Objects;
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
 * Rules for merchants in memory, to grants, beside what one would use instead: the same rules by hand in Java, and in
 * Drools as it comes, with a stateless session for each merchant or with everybody in one session. Before anything is
 * timed, ways that grant anything else are refused. Peers are shown in their best light: their facts are plain objects
 * made before, with the percentiles that {@code rules} and {@code byHand} work out within their own time.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar RulesBenchmark -p merchants=100000 -p threads=1}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx6g")
public class RulesBenchmark {
    /** How many merchants the marketplace has. */
    @Param({"10000", "100000"})
    public int merchants;

    /** All 17 packs with 50 rules, or the launch, upward and festivals packs with 14. */
    @Param({"all", "three"})
    public String packs = "all";

    /** Threads for rules and by hand; peers have one. */
    @Param({"1"})
    public int threads;

    private AllocationRequest request = RuleMarketplace.request(0);
    private RuleBook book = RuleBook.compile(List.of());
    private Workers workers = Workers.of(1);
    private @Nullable RulePeers peers;

    /** Builds the facts, compiles the rules, and compares what all ways grant. */
    @Setup
    public void build(BenchmarkParams benchmark) {
        Answers.record(benchmark, Long.toHexString(compare()));
    }

    /** What all ways grant, as a digest; throws when one grants anything else. */
    long compare() {
        if (packs.equals("narrow")) {
            throw new IllegalArgumentException("packs is 'narrow', but rules do not look at placements: three or all");
        }
        request = RuleMarketplace.request(merchants);
        book = RuleMarketplace.book(packs);
        workers = Workers.of(threads);
        peers = RulePeers.drools(
                request, RuleMarketplace.sources(packs), book.rules(), HandWrittenRules.cohorts(request, book.rules()));
        long expected = digest(rules());
        requireEqual("rules by hand", expected, byHand());
        requireEqual("Drools, one session", expected, droolsOneSession());
        requireEqual("Drools, a session for each merchant", expected, droolsSessionForEach());
        return expected;
    }

    /** The rules of the packs. */
    @Benchmark
    public Grants rules() {
        return RuleEvaluation.evaluate(book, request, workers);
    }

    /** The same rules written in Java. */
    @Benchmark
    public Grants byHand() {
        return Marketplace.hasAllPacks(packs)
                ? HandWrittenRules.grants(request, book.rules(), workers)
                : HandWrittenThree.grants(request, book.rules(), workers);
    }

    /** Drools as it comes, everybody in one session, one thread. */
    @Benchmark
    public Grants droolsOneSession() {
        return Objects.requireNonNull(peers).droolsOneSession();
    }

    /** Drools as it comes, a stateless session for each merchant, one thread. */
    @Benchmark
    public Grants droolsSessionForEach() {
        return Objects.requireNonNull(peers).droolsSessionForEach();
    }

    static void requireEqual(String way, long expected, Grants found) {
        if (digest(found) != expected) {
            throw new IllegalStateException(way + ": grants something else than the packs: nothing is timed");
        }
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
