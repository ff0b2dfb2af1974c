package io.trafficallocator.rules;

import java.io.Serializable;

/**
 * What is wrong with a rule, and where.
 *
 * @param file the name of the rule file, or of what was to be read
 * @param line from 1
 * @param column from 1
 * @param message the name, the value, the rule that is broken, then advice
 */
public record RuleProblem(String file, int line, int column, String message) implements Serializable {
    static RuleProblem of(String file, String message) {
        return new RuleProblem(file, 1, 1, message);
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
