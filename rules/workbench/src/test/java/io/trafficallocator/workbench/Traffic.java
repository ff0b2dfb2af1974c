package io.trafficallocator.workbench;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command did.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Traffic(int status, String out, String err) {
    /** Runs a command as if nobody watches. */
    static Traffic run(Object... arguments) {
        return run(false, arguments);
    }

    /** Runs a command on a terminal. */
    static Traffic runWatched(Object... arguments) {
        return run(true, arguments);
    }

    private static Traffic run(boolean terminal, Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int index = 0; index < texts.length; index++) {
            texts[index] = arguments[index].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = TrafficCommand.run(new PrintWriter(out), new PrintWriter(err), terminal, texts);
        return new Traffic(status, out.toString(), err.toString());
    }
}
