package io.trafficallocator.benchmarks;

import com.google.common.hash.Hashing;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleContext;
import io.trafficallocator.rules.RuleReport;
import io.trafficallocator.rules.RuleSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
 * How long an author waits for what is wrong: read, vet, review and compile, as {@code traffic check} does, once warm.
 * {@code java -jar benchmarks/target/benchmarks.jar CheckBenchmark}. With mistakes there is nothing to
 * compile; refuses to time packs that are refused, and mistakes that are not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx1g")
public class CheckBenchmark {
    /** The largest pack alone, or all 17. */
    @Param({"upward", "all"})
    public String packs = "all";

    /** Whether a field is misspelt in most files. */
    @Param({"false", "true"})
    public boolean mistaken;

    private List<RuleSource> sources = List.of();

    /** Reads the packs. */
    @Setup
    public void read(BenchmarkParams benchmark) {
        List<RuleSource> good = packs.equals("all")
                ? Packs.all()
                : List.of(RuleSource.fromClassPath(Packs.resource(packs), Packs.class.getClassLoader()));
        sources = good.stream()
                .map(source -> mistaken
                        ? new RuleSource(source.file(), source.text().replace("violations ==", "violation =="))
                        : source)
                .toList();
        RuleReport report = check();
        if (report.isGood() == mistaken) {
            throw new IllegalStateException("packs are " + (mistaken ? "accepted" : "refused") + ": nothing is timed");
        }
        Answers.record(
                benchmark,
                Hashing.sha256()
                        .hashString(report.toString(), StandardCharsets.UTF_8)
                        .toString());
    }

    /** Everything that {@code traffic check} does but read files and print. */
    @Benchmark
    public RuleReport check() {
        return RuleBook.check(sources, RuleContext.NOTHING_KNOWN);
    }
}
