package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Sets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

class SuiteTest {
    @Test
    void laterOptionsTakeThePlaceOfEarlierOnes() {
        assertThat(Suite.with(List.of("A", "-f", "3", "-p", "x=1", "-i", "2"), List.of("-f", "1", "-p", "y=2")))
                .containsExactly("A", "-p", "x=1", "-i", "2", "-f", "1", "-p", "y=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smoke", "aims", "full"})
    void profilesAreLinesThatJmhReads(String profile) throws CommandLineOptionException {
        assertThat(Suite.profile(profile)).isNotEmpty();
        for (List<String> line : Suite.profile(profile)) {
            CommandLineOptions options = new CommandLineOptions(line.toArray(String[]::new));
            assertThat(options.getIncludes()).hasSize(1);
        }
    }

    @Test
    void profilesRunEverySuiteAndTheSmokeProfileAllThatNeedNoFiles() {
        assertThat(suites("full")).isEqualTo(all());
        assertThat(suites("aims")).isEqualTo(all());
        Set<String> olist = Set.of("SolveBenchmark", "TierBenchmark", "TierLinearBenchmark");
        assertThat(suites("smoke")).isEqualTo(Sets.difference(all(), olist));
    }

    private static Set<String> suites(String profile) {
        return Suite.profile(profile).stream().map(line -> line.get(0)).collect(Collectors.toSet());
    }

    /** As JMH finds them. */
    private static Set<String> all() {
        return BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .map(entry -> entry.getUserClassQName()
                        .substring(entry.getUserClassQName().lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    @Test
    void aLineThatFailsTakesNothingWithItThatWasMeasuredBefore() {
        Path jar = Path.of(System.getProperty("java.class.path"));
        List<List<String>> lines = List.of(
                        "CheckBenchmark -p packs=upward -p mistaken=true -f 0 -wi 0 -i 1 -r 1ms", "NoSuchBenchmark")
                .stream()
                .map(line -> List.of(line.split(" ", -1)))
                .toList();
        List<Results> kept = new ArrayList<>();
        assertThatThrownBy(() -> Suite.run(jar, "here", lines, kept::add)).hasMessageContaining("NoSuchBenchmark");
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).measured).hasSize(1);
    }

    @Test
    void anotherProfileIsRefused() {
        assertThatThrownBy(() -> Suite.profile("smok"))
                .hasMessageContaining("'smok'")
                .hasMessageContaining("Maybe");
    }
}
