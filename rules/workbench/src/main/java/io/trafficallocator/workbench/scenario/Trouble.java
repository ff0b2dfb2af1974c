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
    private static final int LONGEST = 1_000;
    private static final int KEPT = 300;

    /** Leaves out the middle of a message that a huge cell makes unreadable; its ends say what is wrong, and advise. */
    public Trouble {
        if (message.length() > LONGEST) {
            int left = message.length() - 2 * KEPT;
            message = message.substring(0, KEPT) + " [" + left + " characters left out] "
                    + message.substring(KEPT + left);
        }
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
