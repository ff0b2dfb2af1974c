package io.trafficallocator.workbench;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Rule files from the disk and from the packs, and how to name each of them to whoever wrote it. */
final class RuleFiles {
    private static final String EXTENSION = ".drl";
    private static final String SPREADSHEET = ".drl.csv";

    private static final int MOST_FAILURES = 10;

    private final List<RuleSource> sources = new ArrayList<>();
    private final Map<String, String> shown = new HashMap<>();

    private BiFunction<String, Integer, List<Trouble>> causes = (file, line) -> List.of();

    List<RuleSource> sources() {
        return sources;
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
        return Path.of(shown.getOrDefault(name, name));
    }

    /** Adds a pack that comes with the command. */
    void addPack(String pack) {
        if (!Packs.NAMES.contains(pack)) {
            throw new UnusableInputException(new Trouble(
                    "--pack",
                    1,
                    1,
                    "pack is '" + pack + "', but must be one of " + Packs.NAMES + ". Maybe "
                            + Nearest.advice(pack, Packs.NAMES, "it stands in a folder: use --rules") + "."));
        }
        String resource = Packs.resource(pack);
        String name = resource.substring(Packs.FOLDER.length() + 1);
        if (shown.putIfAbsent(name, resource) == null) {
            String text = RuleSource.fromClassPath(resource, RuleFiles.class.getClassLoader())
                    .text();
            sources.add(new RuleSource(name, text));
        }
    }

    private void add(String name, Path file) {
        if (shown.putIfAbsent(name, file.toString()) == null) {
            sources.add(new RuleSource(name, TextFile.read(file)));
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
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(file -> (file.toString().endsWith(EXTENSION)
                                    || file.toString().endsWith(SPREADSHEET))
                            && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw trouble(
                        path,
                        "holds no rules, but must hold at least one .drl file. Maybe another folder was" + " meant.");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw trouble(
                    path, "cannot be read (" + e.getMessage() + "), but must be. Maybe its permissions forbid it.");
        }
    }

    private static UnusableInputException trouble(Path path, String message) {
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
            troubles.add(new Trouble(
                    shown.getOrDefault(problem.file(), problem.file()),
                    problem.line(),
                    problem.column(),
                    problem.message()));
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
            lines.add(shown.getOrDefault(failure.rule().file(), failure.rule().file())
                    + failure.toString().substring(failure.rule().file().length()));
        });
        failures.merchantsByRule().forEach((rule, merchants) -> {
            long more = merchants - told.getOrDefault(rule, 0L);
            if (more > 0) {
                lines.add(shown.getOrDefault(rule.file(), rule.file()) + ":" + rule.line() + ":1: rule '" + rule.rule()
                        + "' failed for " + more + " more merchants.");
            }
            causes.apply(rule.file(), rule.line()).forEach(cause -> lines.add(cause.toString()));
        });
        return lines;
    }
}
