package io.trafficallocator.workbench.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.rules.RuleParameters;
import io.trafficallocator.workbench.scenario.Nearest;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of tests: facts that all share, then tests, each of which may add to the facts. */
public final class TestFile {
    private static final Set<String> STARTS =
            Set.of("day", "test", "table", "expect", "merchant", "programme", "festival", "placement", "settings");

    private static final int MOST_TROUBLES = 20;

    private final String file;
    private final Facts shared = new Facts();
    private final List<TestCase> cases = new ArrayList<>();
    private @Nullable TestCase current;
    private @Nullable Word table;
    private List<Word> columns = List.of();
    private final List<Trouble> troubles = new ArrayList<>();
    private boolean currentIsBroken;
    private boolean tableIsBroken;

    private TestFile(String file) {
        this.file = file;
    }

    /**
     * Reads tests.
     *
     * @param file its name for messages
     * @throws UnusableInputException with what is wrong, one mistake of each line, up to a number
     */
    public static TestFile read(String file, String text) {
        TestFile tests = new TestFile(file);
        int line = 0;
        for (String each : text.lines().toList()) {
            tests.readLine(each, ++line);
        }
        tests.endTest();
        if (!tests.troubles.isEmpty()) {
            throw new UnusableInputException(tests.troubles.subList(0, Math.min(MOST_TROUBLES, tests.troubles.size())));
        }
        if (tests.cases.isEmpty()) {
            throw new Word("", file, 1, 1).trouble("there is no test, but must be one at least. Maybe: test its name");
        }
        return tests;
    }

    /**
     * What the tests of a file came to; the failures are several lines for people each.
     *
     * @param warnings values that may stand where they do, but do nothing
     * @param fired the rules of which a test that passes expects a grant: a plan alone says nothing about one rule
     */
    public record Result(
            int tests, ImmutableList<String> failures, ImmutableSet<Trouble> warnings, Set<RuleReference> fired) {}

    /**
     * Runs every test.
     *
     * @throws UnusableInputException with the facts and expectations that nothing can be made from
     */
    public Result run(RuleBook rules) {
        ImmutableList.Builder<String> failures = ImmutableList.builder();
        // What all tests share is told once.
        ImmutableSet.Builder<Trouble> warnings = ImmutableSet.builder();
        Set<RuleReference> fired = new LinkedHashSet<>();
        RuleParameters parameters = RuleParameters.of(rules);
        Set<Trouble> unusable = new LinkedHashSet<>();
        for (TestCase test : cases) {
            TestCase.Outcome outcome;
            try {
                test.facts().refuseUnread(parameters, warnings::add);
                outcome = run(test, rules);
            } catch (UnusableInputException e) {
                unusable.addAll(e.troubles());
                continue;
            }
            if (outcome.differences().isEmpty()) {
                fired.addAll(outcome.fired());
            } else {
                failures.add(file + ":" + test.name().line() + ": "
                        + test.name().text() + "\n" + String.join("\n", outcome.differences()));
            }
        }
        if (!unusable.isEmpty()) {
            throw new UnusableInputException(
                    unusable.stream().limit(MOST_TROUBLES).toList());
        }
        return new Result(cases.size(), failures.build(), warnings.build(), fired);
    }

    /** A rule that fails at the facts of one test says nothing about the other tests. */
    private static TestCase.Outcome run(TestCase test, RuleBook rules) {
        try {
            return test.run(rules);
        } catch (RuleException e) {
            return new TestCase.Outcome(
                    e.problems().stream().map(problem -> "  " + problem).toList(), Set.of());
        }
    }

    /** What follows from a mistake above is not told as another. */
    private void readLine(String text, int line) {
        boolean isRow = text.contains("|");
        if (isRow && tableIsBroken) {
            return;
        }
        tableIsBroken = false;
        boolean hadColumns = !columns.isEmpty();
        try {
            read(text, line);
        } catch (UnusableInputException e) {
            troubles.addAll(e.troubles());
            currentIsBroken = true;
            tableIsBroken = text.strip().startsWith("table") || (isRow && table != null && !hadColumns);
        }
    }

    private void read(String text, int line) {
        List<Word> words = Word.of(file, line, text);
        if (words.isEmpty()) {
            return;
        }
        Word start = words.get(0);
        boolean isRow = table != null && words.stream().anyMatch(word -> word.is("|"));
        if (isRow) {
            row(words, text, line);
            return;
        }
        table = null;
        TestCase test = current;
        if (start.is("test") || start.is("table")) {
            endTest();
            String name = text.strip().substring(start.text().length()).strip();
            if (start.is("test")) {
                current = new TestCase(new Word(name, file, line, start.column()), shared.copy());
            } else if (words.size() == 2) {
                table = words.get(1);
                columns = List.of();
            } else {
                throw start.trouble("a table must name one merchant. Maybe: table m");
            }
        } else if (start.is("day") && words.size() == 2) {
            (test == null ? shared : test.facts()).set(Facts.SETTINGS, "", named("as_of", start), words.get(1));
        } else if (Facts.isKind(start)) {
            (test == null ? shared : test.facts()).add(words);
        } else if (start.is("expect") && test != null) {
            test.expect(words.subList(1, words.size()));
        } else {
            throw start.trouble("'" + start.text() + "' cannot start a line here. Maybe "
                    + (start.is("expect")
                            ? "a line 'test its name' is missing above it"
                            : start.is("day")
                                    ? "one date was meant: day 2024-11-11"
                                    : Nearest.advice(
                                            start.text(),
                                            STARTS,
                                            "one of " + STARTS.stream().sorted().toList() + " was meant"))
                    + ".");
        }
    }

    private static Word named(String name, Word at) {
        return new Word(name, at.file(), at.line(), at.column());
    }

    private void endTest() {
        if (current != null) {
            if (current.isEmpty() && !currentIsBroken) {
                troubles.add(current.name()
                        .trouble("test '" + current.name().text() + "' expects nothing at all, but must"
                                + " expect something. Maybe: expect m nothing")
                        .trouble());
            }
            cases.add(current);
            current = null;
        }
        currentIsBroken = false;
    }

    private void row(List<Word> words, String text, int line) {
        List<List<Word>> cells = new ArrayList<>(List.of(new ArrayList<>()));
        for (Word word : words) {
            if (word.is("|")) {
                cells.add(new ArrayList<>());
            } else {
                cells.get(cells.size() - 1).add(word);
            }
        }
        Word merchant = table;
        if (merchant == null) {
            return;
        }
        if (columns.isEmpty()) {
            for (List<Word> cell : cells) {
                if (cell.size() != 1) {
                    throw words.get(0).trouble("a column of the table must have one name. Maybe a | is missing.");
                }
                columns = ImmutableList.<Word>builder()
                        .addAll(columns)
                        .addAll(cell)
                        .build();
            }
            if (!columns.get(columns.size() - 1).is("expect")) {
                Word last = columns.get(columns.size() - 1);
                throw last.wrong(
                        "last column",
                        "be expect",
                        Nearest.advice(last.text(), List.of("expect"), "it stands further left"));
            }
            return;
        }
        if (cells.size() != columns.size()) {
            throw words.get(0)
                    .trouble("row has " + cells.size() + " cells, but the table has " + columns.size()
                            + " columns. Maybe a | is missing.");
        }
        TestCase test = new TestCase(
                new Word("merchant " + merchant.text() + ": " + text.strip().replaceAll("\\s+", " "), file, line, 1),
                shared.copy());
        for (int index = 0; index < columns.size() - 1; index++) {
            if (cells.get(index).size() != 1) {
                throw words.get(0)
                        .trouble("cell of column '" + columns.get(index).text()
                                + "' must hold one value. Maybe write - for an unknown one.");
            }
            boolean isDay = columns.get(index).is("day");
            test.facts()
                    .set(
                            isDay ? Facts.SETTINGS : Facts.MERCHANT,
                            isDay ? "" : merchant.text(),
                            isDay ? named("as_of", columns.get(index)) : columns.get(index),
                            cells.get(index).get(0));
        }
        List<Word> grant = new ArrayList<>();
        for (Word word : cells.get(cells.size() - 1)) {
            if (word.is(";")) {
                test.expectGrant(merchant, List.copyOf(grant));
                grant.clear();
            } else {
                grant.add(word);
            }
        }
        test.expectGrant(merchant, grant);
        cases.add(test);
    }
}
