package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A rule file before it is compiled.
 *
 * @param file the name that messages and explanations use, with {@code /} between folders
 * @param text its whole content
 */
public record RuleSource(String file, String text) {
    private static final String EXTENSION = ".drl";

    /**
     * Reads a file from the class path.
     *
     * @param resource such as {@code packs/launch.drl}; a leading slash changes nothing
     * @throws RuleException when there is no such file, or it is not UTF-8
     */
    public static RuleSource fromClassPath(String resource, ClassLoader loader) {
        String name = resource.startsWith("/") ? resource.substring(1) : resource;
        try (InputStream stream = loader.getResourceAsStream(name)) {
            if (stream == null) {
                throw new RuleException(RuleProblem.of(
                        name, "is not on the class path. Maybe the module that holds it is not a dependency."));
            }
            return new RuleSource(name, decode(name, stream.readAllBytes()));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Reads a file from the class path of the thread's context class loader, else of this library's own. */
    public static RuleSource fromClassPath(String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        String name = resource.startsWith("/") ? resource.substring(1) : resource;
        boolean there = context != null && context.getResource(name) != null;
        return fromClassPath(resource, there ? context : OwnLoader.LOADER);
    }

    /**
     * Reads every {@code .drl} and {@code .drl.csv} file in a folder and the folders inside it, in ascending order of name.
     *
     * @throws RuleException when the folder or a file cannot be read, there is no rule file, or one is not UTF-8
     */
    public static List<RuleSource> fromFolder(Path folder) {
        List<RuleSource> sources = read(folder, RuleSource::isRuleFile);
        if (sources.isEmpty()) {
            throw new RuleException(RuleProblem.of(
                    folder.toString(),
                    "holds no rules, but must hold at least one " + EXTENSION
                            + " file. Maybe another folder was meant."));
        }
        return sources;
    }

    /**
     * Reads every file of a folder and the folders inside it whose name ends in this, in ascending order of name; there
     * may be none.
     *
     * @throws RuleException when the folder or a file cannot be read, or one is not UTF-8
     */
    public static List<RuleSource> filesIn(Path folder, String ending) {
        return read(folder, file -> file.toString().endsWith(ending));
    }

    private static List<RuleSource> read(Path folder, Predicate<Path> wanted) {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            // A file that links lead to by several paths is read once, by the shortest.
            Map<Path, Path> once = new LinkedHashMap<>();
            for (Path file : found.filter(file -> wanted.test(file) && Files.isRegularFile(file))
                    .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(file -> nameIn(folder, file)))
                    .toList()) {
                once.putIfAbsent(file.toRealPath(), file);
            }
            files = ImmutableList.sortedCopyOf(Comparator.comparing(file -> nameIn(folder, file)), once.values());
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(folder.toString(), e);
        }
        List<RuleSource> sources = new ArrayList<>();
        for (Path file : files) {
            String name = nameIn(folder, file);
            try {
                sources.add(new RuleSource(name, decode(name, Files.readAllBytes(file))));
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        }
        return sources;
    }

    /** For whoever reads a folder several times and never finds the same. */
    public static RuleException neverTheSame(Path folder, int reads) {
        return new RuleException(RuleProblem.of(
                folder.toString(),
                "reads differently each of " + reads + " times, but must stand still to be read. Maybe something"
                        + " writes there without end."));
    }

    private static boolean isRuleFile(Path file) {
        return file.toString().endsWith(EXTENSION) || file.toString().endsWith(Spreadsheet.EXTENSION);
    }

    private static String nameIn(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String decode(String name, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new RuleException(
                    List.of(RuleProblem.of(
                            name, "is not UTF-8, but rule files must be. Maybe save it again with that encoding.")),
                    e);
        }
    }

    private static RuleException unreadable(String name, Exception cause) {
        return new RuleException(
                List.of(RuleProblem.of(
                        name, "cannot be read (" + cause + "). Maybe it is missing, or its permissions forbid it.")),
                cause);
    }
}
