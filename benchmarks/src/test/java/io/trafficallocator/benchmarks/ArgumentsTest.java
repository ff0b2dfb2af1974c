package io.trafficallocator.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private final Arguments arguments = new Arguments(ArgumentsTest.class, "does nothing", "-Xmx1g", "7 2")
            .whole("merchants", "how many merchants", 1, 100, null)
            .number("minutes", "how long", 0.5, 60, 10)
            .word("packs", "which packs", List.of("three", "all"), "three");

    @Test
    void whatIsLeftOutIsTakenAsItIsDocumented() {
        arguments.readOrExit("7");
        assertThat(arguments.whole("merchants")).isEqualTo(7);
        assertThat(arguments.number("minutes")).isEqualTo(10);
        assertThat(arguments.word("packs")).isEqualTo("three");
    }

    @Test
    void whatIsGivenIsTaken() {
        arguments.readOrExit("100", "0.5", "all");
        assertThat(arguments.whole("merchants")).isEqualTo(100);
        assertThat(arguments.number("minutes")).isEqualTo(0.5);
        assertThat(arguments.word("packs")).isEqualTo("all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|Missing required parameter: 'merchants'",
                "many|(merchants): is 'many', but must be a whole number from 1 to 100",
                "0|(merchants): is '0', but must be a whole number from 1 to 100",
                "-3|(merchants): is '-3', but must be a whole number from 1 to 100",
                "101|(merchants): is '101', but must be a whole number from 1 to 100",
                "1.5|(merchants): is '1.5', but must be a whole number from 1 to 100",
                "99999999999|(merchants): is '99999999999', but must be a whole number from 1 to 100",
                "7 0|(minutes): is '0', but must be a number from 0.5 to 60.0",
                "7 NaN|(minutes): is 'NaN', but must be a number from 0.5 to 60.0",
                "7 1 some|(packs): is 'some', but must be one of three, all",
                "7 1 all more|Unmatched argument at index 3: 'more'",
            })
    void whatIsNotAllowedIsTold(String given, String message) {
        String[] words = given.isEmpty() ? new String[0] : given.split(" ", -1);
        assertThatThrownBy(() -> arguments.commandLine().parseArgs(words)).hasMessageEndingWith(message);
    }

    @Test
    void usageSaysWhatEachIsWithAnExample() {
        assertThat(arguments.commandLine().getUsageMessage())
                .contains(
                        "io.trafficallocator.benchmarks.ArgumentsTest",
                        "ArgumentsTest does nothing.",
                        "how many merchants: a whole number from 1 to 100",
                        "how long: a number from 0.5 to 60.0; 10.0 when left out",
                        "which packs: one of three, all; three when left out",
                        "For example: java -Xmx1g");
    }
}
