package io.trafficallocator.workbench;

import com.google.common.base.Splitter;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.rules.RuleFailures;
import io.trafficallocator.rules.RuleProblem;
import io.trafficallocator.rules.RuleSource;
import io.trafficallocator.workbench.scenario.Nearest;
import io.trafficallocator.workbench.scenario.TextFile;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rule files from the disk and from the packs, and how to name each of them to whoever wrote it. */
final class RuleFiles {
    private static final String EXTENSION = ".drl";
    private static final String SPREADSHEET = ".drl.csv";

    private static final Pattern OTHER_SEPARATOR = Pattern.compile("[,;\\s]+");

    private static final int MOST_FAILURES = 10;

    private final Map<Object, Found> found = new HashMap<>();
    private final SortedMap<String, Found> byName = new TreeMap<>();

    private BiFunction<String, Integer, List<Trouble>> causes = (file, line) -> List.of();

    /**
     * A rule file.
     *
     * @param name what a plan calls it, unless another file has the name, too
     * @param shown the path it was found at; the resource of a pack
     */
    private record Found(String name, String shown, boolean isPack, String text) {
        /** Which of the names of one file counts, and which of several files keeps a name. */
        static final Comparator<Found> FIRST = Comparator.comparing(Found::isPack)
                .thenComparing(found -> found.name.length())
                .thenComparing(Found::name)
                .thenComparing(Found::shown);
    }

    /** In ascending order of name, whatever the order in which they were added. */
    List<RuleSource> sources() {
        return byName().entrySet().stream()
                .map(entry -> new RuleSource(entry.getKey(), entry.getValue().text))
                .toList();
    }

    /** Of files with one name, the first by path keeps it, and the others go by their paths, or a pack by its resource. */
    private SortedMap<String, Found> byName() {
        if (byName.isEmpty()) {
            found.values().stream().sorted(Found.FIRST).forEach(file -> {
                String name = byName.containsKey(file.name) ? file.shown : file.name;
                byName.put(byName.containsKey(name) ? whole(Path.of(file.shown)) : name, file);
            });
        }
        return byName;
    }

    private String shown(String name) {
        Found file = byName().get(name);
        return file == null ? name : file.shown;
    }

    private static String whole(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /**
     * Adds a file, or every rule file of a folder and the folders inside it, named relative to that folder: a plan then
     * names its rules in the same way wherever the folder stands.
     */
    void add(Path path) {
        boolean folder = Files.isDirectory(path);
        for (Path file : find(path)) {
            Path name = folder ? path.relativize(file) : file.getFileName();
            add(String.valueOf(name).replace('\\', '/'), file);
        }
    }

    /** Adds the same files, but named by their whole path, so that folders may hold files of the same name. */
    void addByPath(Path path) {
        for (Path file : find(path)) {
            add(file.toString(), file);
        }
    }

    /** Where a file of this name was found; the name itself for a pack. */
    Path path(String name) {
        return Path.of(shown(name));
    }

    /** Adds a pack that comes with the command, and that this option names. */
    void addPack(String option, String pack) {
        if (!Packs.NAMES.contains(pack)) {
            throw new UnusableInputException(Trouble.ofOption(
                    option,
                    "pack is '" + pack + "', but must be one of " + Packs.NAMES + ". Maybe " + advice(option, pack)
                            + "."));
        }
        String resource = Packs.resource(pack);
        String name = resource.substring(Packs.FOLDER.length() + 1);
        String text = RuleSource.fromClassPath(resource, RuleFiles.class.getClassLoader())
                .text();
        add(resource, new Found(name, resource, true, text));
    }

    private static String advice(String option, String pack) {
        List<String> several = Splitter.on(OTHER_SEPARATOR).omitEmptyStrings().splitToList(pack);
        return several.size() > 1 && Packs.NAMES.containsAll(several)
                ? "repeat the option: " + option + " " + String.join(" " + option + " ", several)
                : Nearest.advice(pack, Packs.NAMES, "a folder was meant: it is named without " + option);
    }

    private void add(String name, Path file) {
        // Two paths of one file, such as through a link, must not make two of it.
        add(real(file), new Found(name, file.toString(), false, TextFile.read(file)));
    }

    private void add(Object same, Found file) {
        found.merge(same, file, BinaryOperator.minBy(Found.FIRST));
        byName.clear();
    }

    /** One path for each file, by whatever links it is found. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return Path.of(whole(file));
        }
    }

    /** A rule file, or all of a folder and the folders inside it, ascending. */
    static List<Path> find(Path path) {
        if (!Files.exists(path)) {
            throw trouble(
                    path,
                    "does not exist, but rules must be a .drl file or a folder of them. Maybe the path has a"
                            + " typing error.");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = inFolder(path, EXTENSION, SPREADSHEET);
        if (files.isEmpty()) {
            throw trouble(
                    path, "holds no rules, but must hold at least one .drl file. Maybe another folder was meant.");
        }
        return files;
    }

    /** The files of a folder and of those inside it whose name ends in one of these, ascending; links are followed. */
    static List<Path> inFolder(Path folder, String... endings) {
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(
                            file -> Stream.of(endings).anyMatch(file.toString()::endsWith) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw trouble(
                    folder,
                    "cannot be read (" + e.getMessage() + "), but must be. Maybe its permissions forbid it, or a"
                            + " link in it leads back to a folder above it.");
        }
    }

    static UnusableInputException trouble(Path path, String message) {
        return new UnusableInputException(new Trouble(path.toString(), 1, 1, message));
    }

    /** Asks, by file and line of a rule, for the places of what it had read, once it fails. */
    void whenRuleFails(BiFunction<String, Integer, List<Trouble>> causes) {
        this.causes = causes;
    }

    /** The problems, each with the path that its file was found at, and followed by what may have caused it. */
    List<Trouble> troubles(RuleException refused) {
        List<Trouble> troubles = new ArrayList<>();
        for (RuleProblem problem : refused.problems()) {
            troubles.add(new Trouble(shown(problem.file()), problem.line(), problem.column(), problem.message()));
            troubles.addAll(causes.apply(problem.file(), problem.line()));
        }
        return troubles;
    }

    /** A line for each of the first failures, then for each rule how much more often it failed, and what it had read. */
    List<String> warnings(RuleFailures failures) {
        List<String> lines = new ArrayList<>();
        Map<RuleReference, Long> told = new HashMap<>();
        failures.first().stream().limit(MOST_FAILURES).forEach(failure -> {
            told.merge(failure.rule(), 1L, Long::sum);
            lines.add(warning(
                    failure.rule(),
                    failure.column(),
                    "rule '" + failure.rule().rule() + "' for merchant '" + failure.merchant() + "': "
                            + failure.message()));
        });
        failures.merchantsByRule().forEach((rule, merchants) -> {
            long more = merchants - told.getOrDefault(rule, 0L);
            if (more > 0) {
                lines.add(warning(rule, 1, "rule '" + rule.rule() + "' failed for " + more + " more merchants."));
            }
            causes.apply(rule.file(), rule.line())
                    .forEach(cause -> lines.add(cause.asWarning().toString()));
        });
        return lines;
    }

    private String warning(RuleReference rule, int column, String message) {
        return new Trouble(shown(rule.file()), rule.line(), column, message)
                .asWarning()
                .toString();
    }
}
