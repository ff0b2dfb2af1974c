package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model points to is there. */
class SecurityPageTest {
    private static final Pattern FILE = Pattern.compile("`([a-z-]+\\.drl)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    void every_claim_points_to_a_file_or_a_test() throws IOException {
        String page = Files.readString(Path.of("../rules/SECURITY.md"));
        Set<String> corpus = Corpus.files("bad").stream().map(RuleSource::file).collect(Collectors.toSet());
        assertThat(FILE.matcher(page).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(40)
                .allSatisfy(file -> assertThat(corpus).contains(file));
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            Set<String> tests = sources.map(
                            file -> String.valueOf(file.getFileName()).replace(".java", ""))
                    .collect(Collectors.toSet());
            assertThat(TEST.matcher(page).results().map(found -> found.group(1)))
                    .isNotEmpty()
                    .allSatisfy(test -> assertThat(tests).contains(test));
        }
        assertThat(page.lines().filter(line -> line.startsWith("| ") && line.endsWith(" |")))
                .filteredOn(line -> line.contains("Test`") || line.contains(".drl`"))
                .hasSizeGreaterThan(18);
    }
}
