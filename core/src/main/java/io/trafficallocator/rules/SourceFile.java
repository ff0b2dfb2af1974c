package io.trafficallocator.rules;

import io.trafficallocator.rules.RuleProblem.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;

/** A rule file with its lines found, so that a place in its text can be told. */
final class SourceFile {
    private final RuleSource source;
    private final @Nullable Spreadsheet sheet;
    private final String text;
    private final int[] lineStart;
    private final List<RuleProblem> problems = new ArrayList<>();
    private final List<RuleProblem> warnings = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private int[] thens = {};

    SourceFile(RuleSource source) {
        this.source = source;
        this.sheet = source.file().endsWith(Spreadsheet.EXTENSION) ? Spreadsheet.of(source) : null;
        this.text = sheet == null ? source.text() : sheet.rules();
        if (sheet != null) {
            for (RuleProblem problem : sheet.problems()) {
                (problem.severity() == Severity.ERROR ? problems : warnings).add(problem);
            }
            problems.forEach(unused -> places.add(-1));
        }
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) == '\n') {
                starts.add(index + 1);
            }
        }
        this.lineStart = starts.stream().mapToInt(Integer::intValue).toArray();
    }

    String name() {
        return source.file();
    }

    /** The rules: of a spreadsheet, those that it comes to, each in the line of its row. */
    String text() {
        return text;
    }

    /** The rules of a text that was compiled before. */
    PackageDescr parseAgain() {
        try {
            return new DrlParser().parse(false, text);
        } catch (DroolsParserException e) {
            throw new IllegalStateException("'" + name() + "' was read before, but cannot be read again", e);
        }
    }

    List<RuleProblem> problems() {
        return problems;
    }

    /** The problems, of which a spreadsheet tells once what all its rows have in common. */
    List<RuleProblem> toldProblems() {
        return sheet == null ? problems : sheet.merged(problems);
    }

    /** What is allowed, but hardly meant. */
    List<RuleProblem> warnings() {
        return warnings;
    }

    /** Looks at every character before anything else reads the text. */
    void scan() {
        thens = SourceScan.scan(this);
    }

    /** Where the word {@code then} of a rule ends. */
    int then(RuleDescr rule) {
        int found = Arrays.binarySearch(thens, Math.max(0, rule.getStartCharacter()));
        int index = found >= 0 ? found : -found - 1;
        return index < thens.length && thens[index] <= rule.getEndCharacter()
                ? thens[index]
                : Math.max(0, rule.getEndCharacter());
    }

    /** From 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStart, Math.max(0, offset));
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** From 1. */
    int column(int offset) {
        return Math.max(0, offset) - lineStart[line(offset) - 1] + 1;
    }

    /** The offset of a line and column, both from 1. */
    int offset(int line, int column) {
        int known = Math.min(Math.max(1, line), lineStart.length);
        return Math.min(lineStart[known - 1] + Math.max(1, column) - 1, text().length());
    }

    void problem(int offset, String message) {
        problem(offset, 0, message);
    }

    /** About so many characters; 0 for the word that stands there. */
    void problem(int offset, int length, String message) {
        problems.add(at(offset, length, message, Severity.ERROR));
        places.add(offset);
    }

    /**
     * Puts usual slips of the pen in the place of the problems that came of them.
     *
     * @param bySyntax whether the problems are those of a parser, which finds more of them after the first
     */
    void explainSlips(boolean bySyntax) {
        if (problems.isEmpty()) {
            return;
        }
        List<Slips.Slip> slips = Slips.in(text).stream()
                .filter(slip -> places.stream().anyMatch(place -> slip.causes(place, bySyntax)))
                .toList();
        for (int index = problems.size() - 1; index >= 0; index--) {
            int place = places.get(index);
            // What could not be read binds nothing.
            boolean follows = bySyntax || problems.get(index).message().startsWith("binding '");
            if (slips.stream().anyMatch(slip -> slip.causes(place, follows))) {
                problems.remove(index);
                places.remove(index);
            }
        }
        slips.forEach(slip -> problem(slip.start(), slip.length(), slip.message()));
    }

    void warning(int offset, String message) {
        warnings.add(at(offset, 0, message, Severity.WARNING));
    }

    private RuleProblem at(int offset, int length, String message, Severity severity) {
        int known = Math.min(Math.max(0, offset), text.length());
        if (sheet != null) {
            return sheet.at(known, line(known), message).as(severity);
        }
        int line = line(known);
        int end = line < lineStart.length ? lineStart[line] : text.length();
        String whole = text.substring(lineStart[line - 1], end).stripTrailing();
        return new RuleProblem(
                name(), line, column(known), message, severity, whole, length > 0 ? length : length(known, end));
    }

    /** Of the word, number, text or sign that stands there. */
    private int length(int offset, int lineEnd) {
        if (offset >= lineEnd) {
            return 1;
        }
        char sign = text.charAt(offset);
        int end =
                sign == '"' || sign == '\'' ? Tokens.string(text, offset, lineEnd) : Tokens.name(text, offset, lineEnd);
        return Math.max(1, end - offset);
    }
}
