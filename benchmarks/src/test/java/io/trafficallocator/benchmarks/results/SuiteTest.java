package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

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
    void anotherProfileIsRefused() {
        assertThatThrownBy(() -> Suite.profile("smok"))
                .hasMessageContaining("'smok'")
                .hasMessageContaining("Maybe");
    }
}
