package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CompareCommandTest {
    private static final String KEY = "B.plan merchants=50";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter printed = new StringWriter();

    @Test
    void threeTimesTheTimeIsSlower() throws IOException {
        assertThat(compare(
                        file("a", "avgt", Map.of(KEY, "d"), 10, 11, 12),
                        file("b", "avgt", Map.of(KEY, "d"), 30, 33, 36)))
                .isEqualTo(1);
        assertThat(printed.toString())
                .contains("| B.plan merchants=50 [avgt] | 3.000 (")
                .contains("| slower |");
    }

    @Test
    void threeTimesTheThroughputIsFaster() throws IOException {
        assertThat(compare(
                        file("a", "thrpt", Map.of(KEY, "d"), 10, 11, 12),
                        file("b", "thrpt", Map.of(KEY, "d"), 30, 33, 36)))
                .isZero();
        assertThat(printed.toString()).contains("| 0.333 (").contains("| faster |");
    }

    @Test
    void answersThatDifferAreNotCompared() throws IOException {
        assertThat(compare(file("a", "avgt", Map.of(KEY, "d"), 1, 1, 1), file("b", "avgt", Map.of(KEY, "e"), 1, 1, 1)))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("the answers differ, d and e").contains("not compared");
    }

    @Test
    void answersThatAreNotKnownAreNotCompared() throws IOException {
        assertThat(compare(file("a", "avgt", Map.of(), 1, 1, 1), file("b", "avgt", Map.of(KEY, "e"), 1, 1, 1)))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("did not say what it answered");
    }

    @Test
    void jmhsOwnFileIsRefusedWithAdvice() throws IOException {
        Path own = folder.resolve("own.json");
        Files.writeString(own, "[]");
        assertThat(compare(own, own)).isEqualTo(2);
        assertThat(printed.toString()).contains("own.json: ").contains("Maybe");
    }

    @Test
    void reportsGoIntoADocumentWithPictures() throws IOException {
        Path document = folder.resolve("README.md");
        Files.writeString(document, "before\n<!-- results: begin -->\nold\n<!-- results: end -->\nafter\n");
        Path results = file("a", "avgt", Map.of(KEY, "d"), 10, 11, 12);
        assertThat(execute("report", results.toString(), "--into", document.toString()))
                .isZero();
        assertThat(Files.readString(document))
                .startsWith("before\n<!-- results: begin -->\n")
                .contains("| plan merchants=50 [avgt] | 11.0 |")
                .doesNotContain("old")
                .endsWith("<!-- results: end -->\nafter\n");
        assertThat(Files.readString(folder.resolve("results/B.svg"))).contains("plan merchants=50");
    }

    @Test
    void aReportSaysWhatItWrote() throws IOException {
        Path document = folder.resolve("README.md");
        Files.writeString(document, "<!-- results: begin -->\n<!-- results: end -->\n");
        Path results = file("a", "avgt", Map.of(KEY, "d"), 10, 11, 12);
        assertThat(execute("report", results.toString(), "--into", document.toString()))
                .isZero();
        assertThat(printed.toString().strip())
                .isEqualTo(
                        "wrote tables of 1 row into " + document + ", and 1 picture into " + folder.resolve("results"));
    }

    @Test
    void filesThatAreNotThereAreToldInOneLine() throws IOException {
        Path results = file("a", "avgt", Map.of(KEY, "d"), 10, 11, 12);
        Path missing = folder.resolve("missing.json");
        Path document = folder.resolve("missing.md");
        assertThat(compare(results, missing)).isEqualTo(2);
        assertThat(execute("report", missing.toString())).isEqualTo(2);
        assertThat(execute("report", results.toString(), "--into", document.toString()))
                .isEqualTo(2);
        assertThat(execute("report", results.toString(), "--into", folder.toString()))
                .isEqualTo(2);
        assertThat(printed.toString().lines())
                .containsExactly(
                        missing + ": there is no such file. Maybe it is misspelt.",
                        missing + ": there is no such file. Maybe it is misspelt.",
                        document + ": there is no such file. Maybe it is misspelt.",
                        folder + ": Is a directory. Maybe it is misspelt.");
    }

    @Test
    void whatFailsAmongFilesIsToldInOneLine() throws IOException {
        Path results = file("a", "avgt", Map.of(KEY, "d"), 10, 11, 12);
        Path document = folder.resolve("README.md");
        Files.writeString(document, "<!-- results: begin -->\n<!-- results: end -->\n");
        Files.writeString(folder.resolve("results"), "a file where pictures belong");
        assertThat(execute("report", results.toString(), "--into", document.toString()))
                .isEqualTo(2);
        assertThat(printed.toString().strip())
                .isEqualTo(folder.resolve("results") + ": there is a file already, where a folder is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\n \"jmh\": [1, }", "{\n \"jmh\": [1,", "", "word", "{\"jmh\": \"\u0001\"}"})
    void brokenJsonIsToldWithLineAndColumn(String text) throws IOException {
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, text);
        assertThat(execute("report", broken.toString())).isEqualTo(2);
        assertThat(printed.toString().lines()).hasSize(1);
        assertThat(printed.toString())
                .matches("(?s).*broken\\.json: line \\d+, column \\d+: .*Maybe it is no result file\\.\\R")
                .doesNotContain("REDACTED", "Source");
    }

    @Test
    void filesWithoutACommonRowAreToldInOneSentence() throws IOException {
        assertThat(compare(file("a", "avgt", Map.of(KEY, "d"), 10, 11), file("b", "thrpt", Map.of(KEY, "d"), 10, 11)))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("a.json' and '", "b.json' have no row in common");
        assertThat(printed.toString().lines()).hasSize(1);
    }

    @Test
    void otherMachinesAreWarnedOfInJsonToo() throws IOException {
        Path a = file("a", "avgt", Map.of(KEY, "d"), 10, 11, 12);
        Path b = file("b", "avgt", Map.of(KEY, "d"), 10, 11, 12);
        Files.writeString(b, Files.readString(b).replace("\"cores\":2", "\"cores\":64"));
        assertThat(execute("compare", a.toString(), b.toString(), "--json")).isZero();
        assertThat(String.valueOf(JSON.std.mapFrom(printed.toString()).get("warning")))
                .contains("cores 2 and 64");
    }

    private int compare(Path a, Path b) {
        return execute("compare", a.toString(), b.toString());
    }

    private int execute(String... arguments) {
        CommandLine line = BenchmarkCommand.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(printed, true));
        return line.execute(arguments);
    }

    private Path file(String name, String mode, Map<String, String> answers, double... iterations) throws IOException {
        List<List<Double>> forks = Arrays.stream(iterations).mapToObj(List::of).toList();
        Map<String, Object> metric = Map.of(
                "score",
                Arrays.stream(iterations).average().orElseThrow(),
                "scoreError",
                "NaN",
                "scoreUnit",
                "ms/op",
                "rawData",
                forks);
        Map<String, Object> row = Map.of(
                "benchmark",
                "x.B.plan",
                "mode",
                mode,
                "threads",
                1,
                "params",
                Map.of("merchants", "50"),
                "primaryMetric",
                metric);
        Path file = folder.resolve(name + ".json");
        Files.writeString(
                file,
                JSON.std.asString(Map.of(
                        "machine",
                        Map.of("cores", 2),
                        "commit",
                        "c",
                        "taken",
                        "t",
                        "answers",
                        answers,
                        "jmh",
                        List.of(row))));
        return file;
    }
}
