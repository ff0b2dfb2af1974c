package io.trafficallocator.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each in a process of its own, as it ends its process. */
@Timeout(120)
class ProgramsTest {
    private static final int UNUSABLE = 2;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "MarketplaceRun|\"\"|Missing required parameters: 'merchants', 'runs'",
                "MarketplaceRun|3000|Missing required parameter: 'runs'",
                "MarketplaceRun|1000 1 some|(packs): is 'some', but must be one of three, all, narrow",
                "PlanetRun|\"\"|Missing required parameter: 'merchants'",
                "PlanetRun|-1|(merchants): is '-1', but must be a whole number from 1 to",
                "ReloadRun|500 two|(planners): is 'two', but must be a whole number from 1 to",
                "ReloadRun|500 2 1000 9|Unmatched argument at index 3: '9'",
                "ServeSoak|0|(minutes): is '0', but must be a number from 0.01 to",
            })
    void whatIsNotAllowedIsToldWithUsage(String program, String arguments, String message)
            throws IOException, InterruptedException {
        Process process = start(program, arguments);
        assertThat(process.waitFor()).isEqualTo(UNUSABLE);
        assertThat(printed())
                .contains(message, "Usage: java ", program, "For example: ")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MarketplaceRun", "PlanetRun", "ReloadRun", "ServeSoak"})
    void helpIsUsage(String program) throws IOException, InterruptedException {
        assertThat(start(program, "--help").waitFor()).isZero();
        assertThat(printed()).contains(program + " ", "Usage: java ", "For example: ");
    }

    @Test
    void theFewestMerchantsAreEnoughToPlan() throws IOException, InterruptedException {
        for (String packs : List.of("three", "all", "narrow")) {
            assertThat(start("MarketplaceRun", "1 1 " + packs).waitFor())
                    .as(packs)
                    .isZero();
        }
        assertThat(start("PlanetRun", "1").waitFor()).isZero();
    }

    @Test
    void aSoakThatEndsLeavesNoFolder() throws IOException, InterruptedException {
        // Too short to say anything of the heap, so that it may end with 1.
        assertThat(start("ServeSoak", "0.01").waitFor()).isLessThan(UNUSABLE);
        assertThat(printed()).contains("caps passed");
        assertThat(temporary()).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"ServeSoak, 10, soak.ledger", "ReloadRun, 1000, variant.drl"})
    void whatIsStoppedLeavesNoFolder(String program, String arguments, String file)
            throws IOException, InterruptedException {
        Process process = start(program, arguments);
        while (process.isAlive() && !isThere(file)) {
            Thread.sleep(20);
        }
        assertThat(process.isAlive()).as("still running; printed %s", printed()).isTrue();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(temporary()).isEmptyDirectory();
    }

    private boolean isThere(String file) throws IOException {
        try (Stream<Path> folders = Files.list(temporary())) {
            return folders.anyMatch(each -> Files.exists(each.resolve(file)));
        }
    }

    private Process start(String program, String arguments) throws IOException {
        Files.createDirectories(temporary());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.trafficallocator.benchmarks." + program));
        if (!arguments.isEmpty()) {
            command.addAll(List.of(arguments.split(" ", -1)));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
    }

    private Path temporary() {
        return folder.resolve("temporary");
    }

    private String printed() throws IOException {
        return Files.readString(folder.resolve("printed"), StandardCharsets.UTF_8);
    }
}
