package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Sets;
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
    @ValueSource(strings = {"smoke", "full"})
    void profilesAreLinesThatJmhReads(String profile) throws CommandLineOptionException {
        assertThat(Suite.profile(profile)).isNotEmpty();
        for (List<String> line : Suite.profile(profile)) {
            CommandLineOptions options = new CommandLineOptions(line.toArray(String[]::new));
            assertThat(options.getIncludes()).hasSize(1);
        }
    }

    @Test
    void theFullProfileRunsEverySuiteAndTheSmokeProfileAllThatNeedNoFiles() {
        assertThat(suites("full")).isEqualTo(all());
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
    void anotherProfileIsRefused() {
        assertThatThrownBy(() -> Suite.profile("smok"))
                .hasMessageContaining("'smok'")
                .hasMessageContaining("Maybe");
    }
}
