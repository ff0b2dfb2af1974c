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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The launch, upward and festivals packs on one thread, beside the same rules in Evrete, for which they were written out
 * in its Java interface; what all grant is compared first. As with {@link RulesBenchmark}, what the peer is given is
 * worked out before.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar EvreteBenchmark -p merchants=10000}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx6g")
public class EvreteBenchmark {
    /** How many merchants the marketplace has. */
    @Param({"10000", "100000"})
    public int merchants;

    private final Workers workers = Workers.of(1);
    private AllocationRequest request = RuleMarketplace.request(0);
    private RuleBook book = RuleBook.compile(List.of());
    private @Nullable RulePeers peers;

    /** Builds the facts, compiles the rules, and compares what all ways grant. */
    @Setup
    public void build(BenchmarkParams benchmark) {
        Answers.record(benchmark, Long.toHexString(compare()));
    }

    /** What all ways grant, as a digest; throws when one grants anything else. */
    long compare() {
        request = RuleMarketplace.request(merchants);
        book = RuleMarketplace.book("three");
        peers = RulePeers.droolsAndEvrete(
                request,
                RuleMarketplace.sources("three"),
                book.rules(),
                HandWrittenRules.cohorts(request, book.rules()));
        long expected = RulesBenchmark.digest(rules());
        RulesBenchmark.requireEqual("Evrete, one session", expected, evreteOneSession());
        RulesBenchmark.requireEqual("Evrete, a session for each merchant", expected, evreteSessionForEach());
        return expected;
    }

    /** Ends the threads of Evrete. */
    @TearDown
    public void close() {
        Objects.requireNonNull(peers).close();
    }

    /** The rules of the packs. */
    @Benchmark
    public Grants rules() {
        return RuleEvaluation.evaluate(book, request, workers);
    }

    /** Everybody in one session of Evrete. */
    @Benchmark
    public Grants evreteOneSession() {
        return Objects.requireNonNull(peers).evreteOneSession();
    }

    /** A stateless session of Evrete for each merchant. */
    @Benchmark
    public Grants evreteSessionForEach() {
        return Objects.requireNonNull(peers).evreteSessionForEach();
    }
}
