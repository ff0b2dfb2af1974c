package io.trafficallocator.workbench;

import com.google.common.base.Suppliers;
import com.google.common.base.Throwables;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.rules.RuleSource;
import io.trafficallocator.workbench.scenario.TextFile;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import io.trafficallocator.workbench.testing.TestFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
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
            "launch.test tests launch.drl and launch.drl.csv beside it; a test file without such a rule file tests its"
                    + " whole folder."
        })
final class TestCommand implements Callable<Integer> {
    private static final String TESTS = ".test";
    private static final String RULES = ".drl";

    @ParentCommand
    private TrafficCommand traffic = TrafficCommand.silent();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--coverage", description = "List the rules of which no test that passes expects a grant.")
    private boolean coverage;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "Fail when tests that pass expect grants of fewer of the rules: 0 (when not set) to 100.")
    private int threshold;

    @Parameters(arity = "1..*", paramLabel = "TESTS", description = "Test files (.test) or folders of them.")
    private final List<Path> paths = new ArrayList<>();

    private final List<String> failures = new ArrayList<>();
    private final List<Trouble> warnings = new ArrayList<>();
    private final Map<Rule, Boolean> fired = new LinkedHashMap<>();
    private final Map<List<RuleSource>, Supplier<RuleBook>> books = new ConcurrentHashMap<>();
    private int files;
    private int tests;

    @Override
    public Integer call() {
        RuleFiles used = new RuleFiles();
        return common.attempt(traffic.console(), used, () -> test());
    }

    private int test() {
        if (threshold < 0 || threshold > 100) {
            throw new UnusableInputException(Trouble.ofOption(
                    "--threshold",
                    "threshold is '" + threshold + "', but must be between 0 and 100. Maybe 100 was meant."));
        }
        List<Path> found = new ArrayList<>();
        paths.forEach(path -> found.addAll(find(path)));
        Map<Path, Path> once = new LinkedHashMap<>();
        found.forEach(test -> once.putIfAbsent(RuleFiles.real(test), test));
        List<Ran> ran = inParallel(List.copyOf(once.values()));
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
            json.put("warnings", Console.asMaps(warnings));
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

    /** A rule, wherever a folder that holds it begins: its file, and its name and line there. */
    private record Rule(Path file, String rule, int line) {
        String source() {
            return file.getFileName() + ":" + line;
        }
    }

    /** What one file came to: its result, or what was wrong with it or its rules. */
    private record Ran(Map<Rule, Boolean> fired, TestFile.@Nullable Result result, List<Trouble> troubles) {
        static Ran without(List<Trouble> troubles) {
            return new Ran(Map.of(), null, troubles);
        }
    }

    /** In the order of the files. Compiling takes most of the time, so what tests a whole folder starts first. */
    private List<Ran> inParallel(List<Path> tests) {
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, Math.min(tests.size(), Runtime.getRuntime().availableProcessors())));
        try {
            Map<Path, Future<Ran>> running = new HashMap<>();
            tests.stream()
                    .sorted(Comparator.comparing(test -> !own(test).isEmpty()))
                    .forEach(test -> running.put(test, threads.submit(() -> run(test))));
            List<Ran> ran = new ArrayList<>();
            for (Path test : tests) {
                ran.add(Objects.requireNonNull(running.get(test)).get());
            }
            return ran;
        } catch (ExecutionException e) {
            Throwables.throwIfUnchecked(Objects.requireNonNull(e.getCause()));
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The rule files of a test's own name; none when it tests its whole folder. */
    private static List<Path> own(Path test) {
        String name = String.valueOf(test.getFileName());
        String base = name.substring(0, name.length() - TESTS.length()) + RULES;
        return Stream.of(base, base + ".csv")
                .map(test::resolveSibling)
                .filter(Files::exists)
                .toList();
    }

    private Ran run(Path test) {
        RuleFiles rules = new RuleFiles();
        try {
            List<Path> own = own(test);
            own.forEach(rules::add);
            if (own.isEmpty()) {
                rules.add(Objects.requireNonNull(whole(test).getParent()));
            }
            RuleBook book = compile(rules);
            TestFile.Result result =
                    TestFile.read(test.toString(), TextFile.read(test)).run(book);
            Map<Rule, Boolean> fired = new LinkedHashMap<>();
            book.rules()
                    .forEach(rule -> fired.put(rule(rules, rule), result.fired().contains(rule)));
            return new Ran(fired, result, List.of());
        } catch (RuleException e) {
            // A rule that cannot be tested is no failed test, but nothing to judge by.
            return Ran.without(rules.troubles(e));
        } catch (UnusableInputException e) {
            return Ran.without(e.troubles());
        }
    }

    /** Several test files of a folder may be about the same rules. */
    private RuleBook compile(RuleFiles rules) {
        List<RuleSource> sources = List.copyOf(rules.sources());
        return books.computeIfAbsent(sources, each -> Suppliers.memoize(() -> RuleBook.compile(each)))
                .get();
    }

    private static Rule rule(RuleFiles rules, RuleReference reference) {
        return new Rule(RuleFiles.real(rules.path(reference.file())), reference.rule(), reference.line());
    }

    private static Path whole(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** In the order of the files, so that the first one in trouble is told whichever was read first. */
    private void add(Ran ran) {
        TestFile.Result result = ran.result;
        if (result == null) {
            throw new UnusableInputException(ran.troubles);
        }
        files++;
        tests += result.tests();
        failures.addAll(result.failures());
        for (Trouble warning : result.warnings()) {
            warnings.add(warning);
            traffic.console().complain(warning.asWarning().toString());
        }
        ran.fired.forEach((rule, didFire) -> fired.merge(rule, didFire, Boolean::logicalOr));
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
                try {
                    compile(rules).rules().forEach(rule -> fired.putIfAbsent(rule(rules, rule), false));
                } catch (RuleException e) {
                    throw new UnusableInputException(rules.troubles(e));
                }
            }
        }
    }

    private static List<Path> find(Path path) {
        if (!Files.exists(path)) {
            throw RuleFiles.trouble(
                    path,
                    "does not exist, but tests must be a .test file or a folder. Maybe the path has a typing"
                            + " error.");
        }
        if (!Files.isDirectory(path)) {
            if (!path.toString().endsWith(TESTS)) {
                throw RuleFiles.trouble(
                        path, "is no test file, but its name must end in .test. Maybe the folder was meant.");
            }
            return List.of(path);
        }
        List<Path> found = RuleFiles.inFolder(path, TESTS);
        if (found.isEmpty()) {
            throw RuleFiles.trouble(
                    path, "holds no tests, but must hold at least one .test file. Maybe another folder was meant.");
        }
        return found;
    }
}
