package io.trafficallocator.workbench.scenario;

/**
 * Something wrong, and where. Immutable.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column in characters (not bytes) of that line, from 1
 * @param message name, value and the rule that is broken, then advice that starts with "Maybe"
 */
public record Trouble(String file, long line, long column, String message) {
    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
