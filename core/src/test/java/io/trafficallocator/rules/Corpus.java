package io.trafficallocator.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Rule files that are kept beside the tests. */
final class Corpus {
    private static final Path FOLDER = Path.of("src/test/resources/io/trafficallocator/rules");
    private static final Path PACKS = Path.of("../rules/packs/src/main/resources/io/trafficallocator/packs");

    private Corpus() {}

    static List<RuleSource> files(String kind) {
        return read(FOLDER.resolve(kind));
    }

    static List<RuleSource> packs() {
        return read(PACKS);
    }

    static Path expected() {
        return FOLDER.resolve("bad/expected.txt");
    }

    private static List<RuleSource> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".drl") || file.toString().endsWith(Spreadsheet.EXTENSION))
                    .sorted()
                    .map(Corpus::read1)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuleSource read1(Path file) {
        try {
            return new RuleSource(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
