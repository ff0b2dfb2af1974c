package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter printed = new StringWriter();

    @Test
    void itSaysWhatItWrote() {
        Path out = folder.resolve("new/out.json");
        assertThat(run(out, "CheckBenchmark -p packs=upward -p mistaken=true -f 0 -wi 0 -i 1 -r 1ms"))
                .isZero();
        assertThat(printed.toString().strip()).isEqualTo("wrote 1 row to " + out);
        assertThat(Results.read(out).measured).hasSize(1);
        assertThat(folder).isDirectoryRecursivelyContaining("glob:**/out.json");
        assertThat(out.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    /** No benchmark has the name, so that a run that was begun would say so. */
    @Test
    void aFileThatCannotBeWrittenIsToldBeforeAnythingRuns() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThat(run(folder, "NoSuchBenchmark")).isEqualTo(2);
        assertThat(run(file.resolve("deeper/out.json"), "NoSuchBenchmark")).isEqualTo(2);
        assertThat(printed.toString().lines())
                .containsExactly(
                        "--out is '" + folder + "', but that is a folder. Maybe name a file in it.",
                        "--out is '" + file.resolve("deeper/out.json") + "', which cannot be written: " + file
                                + ": there is a file already, where a folder is needed. Maybe name another.");
        assertThat(everything()).containsExactly(folder, file);
    }

    @Test
    void tryingLeavesNothingBehind() throws IOException {
        Results.checkWritable(folder.resolve("some/new/out.json"));
        Results.checkWritable(folder.resolve("out.json"));
        assertThat(everything()).containsExactly(folder);
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList();
        }
    }

    private int run(Path out, String arguments) {
        CommandLine line = BenchmarkCommand.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(printed, true));
        List<String> words = new ArrayList<>(List.of("run", "--out", out.toString()));
        words.addAll(List.of(arguments.split(" ", -1)));
        return line.execute(words.toArray(String[]::new));
    }
}
