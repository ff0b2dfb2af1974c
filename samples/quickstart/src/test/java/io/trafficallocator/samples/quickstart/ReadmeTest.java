package io.trafficallocator.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled, run and printed here. */
final class ReadmeTest {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final Path SOURCE =
            Path.of("src", "main", "java", "io", "trafficallocator", "samples", "quickstart", "Quickstart.java");

    @Test
    void theRulesOfTheReadmeAreThoseThatRun() throws IOException {
        assertThat(readme("rules")).isEqualTo(Quickstart.RULES);
        assertThat(Quickstart.RULES.lines()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void theCodeOfTheReadmeIsThatOfTheSample() throws IOException {
        String source = Files.readString(SOURCE);
        int begin = source.indexOf("// README: begin");
        int end = source.indexOf("// README: end");
        assertThat(begin).isPositive().isLessThan(end);
        String region = source.substring(source.indexOf('\n', begin) + 1, source.lastIndexOf('\n', end))
                        .stripIndent()
                + "\n";

        assertThat(readme("code")).isEqualTo(region);
        assertThat(region.lines()).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void theOutputOfTheReadmeIsWhatTheSamplePrints() throws IOException {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Quickstart.main(new String[0]);
        } finally {
            System.setOut(console);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"))
                .isEqualTo(readme("output"));
    }

    /** The fenced block after a marker. */
    private static String readme(String part) throws IOException {
        String text = Files.readString(README);
        String marker = "<!-- quick start: " + part + " -->";
        int at = text.indexOf(marker);
        assertThat(at).as(marker).isNotNegative();
        int open = text.indexOf('\n', text.indexOf("```", at)) + 1;
        return text.substring(open, text.indexOf("```", open));
    }
}
