package io.trafficallocator.benchmarks;

import io.trafficallocator.LiveRules;
import io.trafficallocator.Reload;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
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
 * From texts to rules that can be fired, and a whole reload of a folder in which one file of ten rules changed: read,
 * compile, try on 50 merchants, replace. The rules are like those of the packs, with thresholds of their own.
 *
 * <pre>{@code java -jar benchmarks/target/benchmarks.jar CompileBenchmark -p rules=100}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class CompileBenchmark {
    private static final int RULES_PER_FILE = 10;
    private static final long SEED = 618;

    /** How many rules, ten in a file. */
    @Param({"10", "100", "1000"})
    public int rules;

    private List<RuleSource> sources = List.of();
    private @Nullable Path folder;
    private @Nullable LiveRules live;
    private int reloads;

    /** Writes the rules, and compiles them for the first time. */
    @Setup
    public void write(BenchmarkParams benchmark) throws IOException {
        sources = sources(rules);
        Path written = Files.createTempDirectory("rules");
        for (RuleSource source : sources) {
            Files.writeString(written.resolve(source.file()), source.text());
        }
        folder = written;
        live = LiveRules.of(written).golden(Marketplace.request(50)).build();
        String digest = compile().digest();
        if (!digest.equals(live.current().rulesDigest())) {
            throw new IllegalStateException("the folder holds other rules than were compiled");
        }
        Answers.record(benchmark, digest);
    }

    /** Stops watching, and removes the files. */
    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(live).close();
        Path written = Objects.requireNonNull(folder);
        for (RuleSource source : sources) {
            Files.deleteIfExists(written.resolve(source.file()));
        }
        Files.deleteIfExists(written);
    }

    /** Parse, vet, compile. */
    @Benchmark
    public RuleBook compile() {
        return RuleBook.compile(sources);
    }

    /** Write a file, then {@link LiveRules#reload}. */
    @Benchmark
    public Reload reload() throws IOException {
        RuleSource first = sources.get(0);
        reloads++;
        Files.writeString(
                Objects.requireNonNull(folder).resolve(first.file()), first.text() + "\n// change " + reloads + "\n");
        Reload reload = Objects.requireNonNull(live).reload();
        if (reload.outcome() != Reload.Outcome.REPLACED) {
            throw new IllegalStateException("a reload came to " + reload);
        }
        return reload;
    }

    /** Like rules of the launch, upward, gates and festival packs, in turn. */
    private static List<RuleSource> sources(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<RuleSource> files = new ArrayList<>();
        for (int from = 0; from < count; from += RULES_PER_FILE) {
            StringBuilder text = new StringBuilder("package many" + from / RULES_PER_FILE + "\n");
            for (int index = from; index < Math.min(count, from + RULES_PER_FILE); index++) {
                text.append(rule(index, random));
            }
            files.add(
                    new RuleSource(String.format(Locale.ROOT, "many%03d.drl", from / RULES_PER_FILE), text.toString()));
        }
        return files;
    }

    private static String rule(int index, SplittableRandom random) {
        int days = random.nextInt(1, 300);
        double quality = random.nextInt(1, 100) / 100.0;
        double growth = 1 + random.nextInt(1, 100) / 100.0;
        String body = switch (index % 4) {
            case 0 -> """
                            Programme( id == "launch", $amount : number("amount_%1$d", 800) )
                            Today( $days : periodDays )
                            Merchant( ageDays >= %2$d, ageDays < %3$d, violations == 0, quality == null || quality >= %4$s )
                        then
                            grant.guarantee("launch", $amount * $days);
                        """;
            case 1 -> """
                            Programme( id == "upward", $factor : number("factor_%1$d", 1.25) )
                            Merchant( tier >= 2, growth > %5$s, violations == 0, growthPercentile >= %4$s )
                        then
                            grant.boost("upward", $factor);
                        """;
            case 2 -> """
                            Programme( id == "launch" )
                            Merchant( quality < %4$s, gmv >= %2$d, daysSince("cleared_on") == null || daysSince("cleared_on") < %3$d )
                        then
                            grant.cap("launch", 1000 + %2$d);
                        """;
            default -> """
                            $festival : FestivalDay( phase == "main", $id : id )
                            Programme( id == $id )
                            Merchant( violations == 0, ageDays >= %2$d, enrolments contains $id, $festival.fits(categories) )
                        then
                            grant.boost($id, %5$s);
                        """;
        };
        return "rule \"many " + index + "\"\nwhen\n"
                + String.format(Locale.ROOT, body, index, days, days + 7, quality, growth) + "end\n";
    }
}
