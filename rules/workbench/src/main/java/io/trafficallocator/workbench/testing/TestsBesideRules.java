package io.trafficallocator.workbench.testing;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.RuleTrial;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the test files that stand beside rules before the rules come into force: {@code launch.test} on {@code
 * launch.drl} and {@code launch.drl.csv} beside it, and a test file without such a rule file on all rules of its folder
 * and the folders inside it. Immutable.
 */
public final class TestsBesideRules implements RuleTrial {
    private static final String TESTS = ".test";

    /** The failures of every test, and whatever is wrong with a test file itself; nothing when there are no tests. */
    @Override
    public List<String> problems(RuleBook rules, List<RuleSource> files) {
        Map<String, RuleSource> byName =
                files.stream().collect(Collectors.toMap(RuleSource::file, Function.identity()));
        ImmutableList.Builder<String> problems = ImmutableList.builder();
        for (RuleSource file : files) {
            if (file.file().endsWith(TESTS)) {
                try {
                    TestFile tests = TestFile.read(file.file(), file.text());
                    problems.addAll(tests.run(RuleBook.compile(tested(file.file(), byName)))
                            .failures());
                } catch (UnusableInputException e) {
                    e.troubles().forEach(trouble -> problems.add(trouble.toString()));
                }
            }
        }
        return problems.build();
    }

    private static List<RuleSource> tested(String test, Map<String, RuleSource> byName) {
        String base = test.substring(0, test.length() - TESTS.length());
        List<RuleSource> own = Stream.of(base + ".drl.csv", base + ".drl")
                .map(byName::get)
                .filter(Objects::nonNull)
                .toList();
        if (!own.isEmpty()) {
            return own;
        }
        String folder = test.substring(0, test.lastIndexOf('/') + 1);
        return byName.values().stream()
                .filter(each -> each.file().startsWith(folder) && !each.file().endsWith(TESTS))
                .toList();
    }
}
