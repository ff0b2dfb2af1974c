package io.trafficallocator.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.Reload;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what is compiled, run and printed here. */
final class ReadmeTest {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final Path SOURCES =
            Path.of("src", "main", "java", "io", "trafficallocator", "samples", "quickstart");

    @Test
    void theRulesOfTheReadmeAreThoseThatRun() throws IOException {
        assertThat(readme("rules")).isEqualTo(Quickstart.RULES);
        assertThat(Quickstart.RULES.lines()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void theCodeOfTheReadmeIsThatOfTheSample() throws IOException {
        String region = region("Quickstart.java");
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

    @Test
    void rulesAreReplacedAsTheReadmeSays(@TempDir Path folder) throws IOException {
        assertThat(block("live rules: code")).isEqualTo(region("ReplacedRules.java"));
        Files.writeString(folder.resolve("shop.drl"), Quickstart.RULES);
        LocalDate today = LocalDate.of(2024, 11, 11);
        AllocationRequest request = AllocationRequest.builder()
                .asOf(today)
                .placements(List.of(Placement.of("find", "search", 10_000)))
                .merchants(List.of(
                        MerchantProfile.builder("panjin-rice", today).build(),
                        MerchantProfile.builder("old-tailor", today.minusYears(5))
                                .build()))
                .demand(List.of(new Demand("old-tailor", "find", 1)))
                .build();
        ReplacedRules.Outcome outcome =
                ReplacedRules.replace(folder, request, Quickstart.RULES.replace("49000", "63000"));
        assertThat(outcome.refused().outcome()).isEqualTo(Reload.Outcome.REFUSED);
        assertThat(outcome.refused().problems())
                .singleElement()
                .asString()
                .satisfies(problem -> assertThat(Files.readString(README)).contains("`" + problem + "`"));
        assertThat(outcome.replaced().outcome()).isEqualTo(Reload.Outcome.REPLACED);
        assertThat(outcome.before().total("panjin-rice")).isEqualTo(7_000);
        assertThat(outcome.after().total("panjin-rice")).isEqualTo(9_000);
        assertThat(outcome.rolledBack()).isEqualTo(outcome.before());
        assertThat(outcome.kept()).hasSize(2);
    }

    /** Between the two comments of a source file. */
    private static String region(String file) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        int begin = source.indexOf("// README: begin");
        int end = source.indexOf("// README: end");
        assertThat(begin).isPositive().isLessThan(end);
        return source.substring(source.indexOf('\n', begin) + 1, source.lastIndexOf('\n', end))
                        .stripIndent()
                + "\n";
    }

    private static String readme(String part) throws IOException {
        return block("quick start: " + part);
    }

    /** The fenced block after a marker. */
    private static String block(String name) throws IOException {
        String text = Files.readString(README);
        String marker = "<!-- " + name + " -->";
        int at = text.indexOf(marker);
        assertThat(at).as(marker).isNotNegative();
        int open = text.indexOf('\n', text.indexOf("```", at)) + 1;
        return text.substring(open, text.indexOf("```", open));
    }
}
