package io.trafficallocator.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule file with its lines found, so that a place in its text can be told. */
final class SourceFile {
    private final RuleSource source;
    private final @Nullable Spreadsheet sheet;
    private final String text;
    private final int[] lineStart;
    private final List<RuleProblem> problems = new ArrayList<>();

    SourceFile(RuleSource source) {
        this.source = source;
        this.sheet = source.file().endsWith(Spreadsheet.EXTENSION) ? Spreadsheet.of(source) : null;
        this.text = sheet == null ? source.text() : sheet.rules();
        if (sheet != null) {
            problems.addAll(sheet.problems());
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
        problems.add(
                sheet == null
                        ? new RuleProblem(name(), line(offset), column(offset), message)
                        : sheet.at(offset, line(offset), message));
    }
}
