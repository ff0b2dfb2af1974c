package io.trafficallocator.workbench;

import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.workbench.scenario.TextFile;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import io.trafficallocator.workbench.testing.TestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        versionProvider = TrafficCommand.Version.class,
        description = {
            "Runs the tests of rules. Exit status 1 when one fails, or the threshold is missed.",
            "launch.test tests launch.drl beside it; a test file without such a rule file tests its whole folder."
        })
final class TestCommand implements Callable<Integer> {
    private static final String TESTS = ".test";
    private static final String RULES = ".drl";

    @ParentCommand
    private TrafficCommand traffic = TrafficCommand.silent();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--coverage", description = "List the rules that no test makes fire.")
    private boolean coverage;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "Fail when fewer of the rules fire in a test that passes: 0 (when not set) to 100.")
    private int threshold;

    @Parameters(arity = "1..*", paramLabel = "TESTS", description = "Test files (.test) or folders of them.")
    private final List<Path> paths = new ArrayList<>();

    private final List<String> failures = new ArrayList<>();
    private final Map<RuleReference, Boolean> fired = new LinkedHashMap<>();
    private int files;
    private int tests;

    @Override
    public Integer call() {
        RuleFiles used = new RuleFiles();
        return common.attempt(traffic.console(), used, () -> test());
    }

    private int test() {
        if (threshold < 0 || threshold > 100) {
            throw new UnusableInputException(new Trouble(
                    "--threshold",
                    1,
                    1,
                    "threshold is '" + threshold + "', but must be between 0 and 100. Maybe 100 was meant."));
        }
        List<Path> found = new ArrayList<>();
        paths.forEach(path -> found.addAll(find(path)));
        // Compiling takes most of the time, and files do not share rules.
        List<Ran> ran = found.parallelStream().map(TestCommand::run).toList();
        ran.forEach(this::add);
        paths.forEach(this::countUntested);
        long covered = fired.values().stream().filter(each -> each).count();
        double percent = fired.isEmpty() ? 100 : 100.0 * covered / fired.size();
        boolean good = failures.isEmpty() && percent >= threshold;
        if (common.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("files", files);
            json.put("tests", tests);
            json.put("failures", failures);
            json.put("rules", fired.size());
            json.put("rules_covered", covered);
            json.put("uncovered", uncovered());
            traffic.console().printJson(json);
        } else {
            failures.forEach(failure -> traffic.console().print("FAILED " + failure + "\n"));
            traffic.console()
                    .print(String.format(
                            Locale.ROOT,
                            "%d tests in %d files: %s; %d of %d rules fire in a test that passes (%.0f %%)%n",
                            tests,
                            files,
                            failures.isEmpty() ? "all pass" : failures.size() + " fail",
                            covered,
                            fired.size(),
                            Math.floor(percent)));
            if (coverage || percent < threshold) {
                uncovered().forEach(rule -> traffic.console().print("not covered: " + rule + "\n"));
            }
        }
        return good ? ExitStatus.GOOD : ExitStatus.NO;
    }

    private List<String> uncovered() {
        return fired.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(entry ->
                        "\"" + entry.getKey().rule() + "\" at " + entry.getKey().source())
                .toList();
    }

    /** What one file came to: its result, or what was wrong with it or its rules. */
    private record Ran(List<RuleReference> rules, TestFile.@Nullable Result result, List<Trouble> troubles) {}

    private static Ran run(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        String name = String.valueOf(file.getFileName());
        String base = name.substring(0, name.length() - TESTS.length()) + RULES;
        Path sheet = file.resolveSibling(base + ".csv");
        Path own = Files.exists(sheet) ? sheet : file.resolveSibling(base);
        RuleFiles rules = new RuleFiles();
        try {
            if (Files.exists(own)) {
                rules.add(own);
            } else if (folder != null) {
                rules.add(folder);
            }
            RuleBook book = RuleBook.compile(rules.sources());
            TestFile.Result result =
                    TestFile.read(file.toString(), TextFile.read(file)).run(book);
            return new Ran(book.rules(), result, List.of());
        } catch (RuleException e) {
            // A rule that cannot be tested is no failed test, but nothing to judge by.
            return new Ran(List.of(), null, rules.troubles(e));
        } catch (UnusableInputException e) {
            return new Ran(List.of(), null, List.of(e.trouble()));
        }
    }

    /** In the order of the files, so that the first one in trouble is told whichever was read first. */
    private void add(Ran ran) {
        TestFile.Result result = ran.result;
        if (result == null) {
            List<Trouble> troubles = ran.troubles;
            troubles.subList(0, troubles.size() - 1)
                    .forEach(trouble -> traffic.console().complain(trouble.toString()));
            throw new UnusableInputException(troubles.get(troubles.size() - 1));
        }
        files++;
        tests += result.tests();
        failures.addAll(result.failures());
        ran.rules.forEach(rule -> fired.merge(rule, result.fired().contains(rule), Boolean::logicalOr));
    }

    /** A rule file that no test stands beside would otherwise not lower the coverage. */
    private void countUntested(Path path) {
        if (!Files.isDirectory(path)) {
            return;
        }
        for (Path file : RuleFiles.find(path)) {
            String name = String.valueOf(file.getFileName());
            String base = name.substring(0, name.lastIndexOf(RULES));
            if (!Files.exists(file.resolveSibling(base + TESTS))) {
                RuleFiles rules = new RuleFiles();
                rules.add(file);
                RuleBook.compile(rules.sources()).rules().forEach(rule -> fired.putIfAbsent(rule, false));
            }
        }
    }

    private static List<Path> find(Path path) {
        if (!Files.exists(path)) {
            throw trouble(
                    path,
                    "does not exist, but tests must be a .test file or a folder. Maybe the path has a typing"
                            + " error.");
        }
        if (!Files.isDirectory(path)) {
            if (!path.toString().endsWith(TESTS)) {
                throw trouble(path, "is no test file, but its name must end in .test. Maybe the folder was meant.");
            }
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> found = walk.filter(file -> file.toString().endsWith(TESTS) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw trouble(
                        path,
                        "holds no tests, but must hold at least one .test file. Maybe another folder was" + " meant.");
            }
            return found;
        } catch (IOException e) {
            throw trouble(
                    path, "cannot be read (" + e.getMessage() + "), but must be. Maybe its permissions forbid it.");
        }
    }

    private static UnusableInputException trouble(Path path, String message) {
        return new UnusableInputException(new Trouble(path.toString(), 1, 1, message));
    }
}
