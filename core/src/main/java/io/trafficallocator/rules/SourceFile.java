package io.trafficallocator.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A rule file with its lines found, so that a place in its text can be told. */
final class SourceFile {
    private final RuleSource source;
    private final int[] lineStart;
    private final List<RuleProblem> problems = new ArrayList<>();

    SourceFile(RuleSource source) {
        this.source = source;
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int index = 0; index < source.text().length(); index++) {
            if (source.text().charAt(index) == '\n') {
                starts.add(index + 1);
            }
        }
        this.lineStart = starts.stream().mapToInt(Integer::intValue).toArray();
    }

    String name() {
        return source.file();
    }

    String text() {
        return source.text();
    }

    List<RuleProblem> problems() {
        return problems;
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
        problems.add(new RuleProblem(name(), line(offset), column(offset), message));
    }
}
