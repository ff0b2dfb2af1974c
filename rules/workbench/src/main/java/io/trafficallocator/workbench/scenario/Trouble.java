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
    private static final int NOWHERE = 0;
    private static final String WARNING = "warning: ";
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

    /** Of an option of the command line, which has no lines. */
    public static Trouble ofOption(String option, String message) {
        return new Trouble(option, NOWHERE, NOWHERE, message);
    }

    /** The same, said to be nothing that ends a command. */
    public Trouble asWarning() {
        return message.startsWith(WARNING) ? this : new Trouble(file, line, column, WARNING + message);
    }

    /** {@code file:line:column: message}; without line and column where there are none. */
    @Override
    public String toString() {
        return file + (line == NOWHERE ? "" : ":" + line + ":" + column) + ": " + message;
    }
}
