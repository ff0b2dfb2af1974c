package io.trafficallocator.rules;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What is wrong with a rule, and where.
 *
 * @param file the name of the rule file, or of what was to be read
 * @param line from 1
 * @param column from 1
 * @param message the name, the value, the rule that is broken, then advice
 * @param severity whether rules with it are refused
 * @param text the whole line of the file that it is about; empty when it is about no line
 * @param length how many characters of the line it is about, from the column on; 1 or more
 */
public record RuleProblem(String file, int line, int column, String message, Severity severity, String text, int length)
        implements Serializable {
    /** Ascending by file, line, column. */
    static final Comparator<RuleProblem> BY_PLACE = Comparator.comparing(RuleProblem::file)
            .thenComparingInt(RuleProblem::line)
            .thenComparingInt(RuleProblem::column)
            .thenComparing(RuleProblem::message);

    private static final int MOST_SHOWN = 100;

    /** What a problem means for the rules that have it. */
    public enum Severity {
        /** They are refused. */
        ERROR,
        /** They are in force, but hardly as their author means it. */
        WARNING
    }

    /** An error of which no line is shown. */
    public RuleProblem(String file, int line, int column, String message) {
        this(file, line, column, message, Severity.ERROR, "", 1);
    }

    static RuleProblem of(String file, String message) {
        return new RuleProblem(file, 1, 1, message);
    }

    RuleProblem as(Severity other) {
        return new RuleProblem(file, line, column, message, other, text, length);
    }

    /** The line, and a line below it that points at the place; empty when there is no line to show. */
    public String excerpt() {
        if (text.isEmpty() || column > text.length() + 1) {
            return "";
        }
        int from = Math.max(0, Math.min(column - 1 - MOST_SHOWN / 2, text.length() - MOST_SHOWN));
        String shown = text.substring(from, Math.min(text.length(), from + MOST_SHOWN));
        StringBuilder pointer = new StringBuilder();
        for (int index = from; index < column - 1; index++) {
            // A tab stays one, so that both lines are indented alike.
            pointer.append(text.charAt(index) == '\t' ? '\t' : ' ');
        }
        int marks = Math.max(1, Math.min(length, from + shown.length() - column + 1));
        StringBuilder safe = new StringBuilder(shown);
        for (int index = 0; index < safe.length(); index++) {
            char sign = safe.charAt(index);
            boolean hidden =
                    sign != '\t' && (Character.isISOControl(sign) || Character.getType(sign) == Character.FORMAT);
            safe.setCharAt(index, hidden ? '\uFFFD' : sign);
        }
        return safe + "\n" + pointer + "^".repeat(marks);
    }

    /** {@code file:line:column: message}, with {@code warning:} before the message of a warning. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (severity == Severity.WARNING ? "warning: " : "") + message;
    }
}
