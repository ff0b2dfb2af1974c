package io.trafficallocator.workbench;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.workbench.scenario.Progress;
import io.trafficallocator.workbench.scenario.Trouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a command's answers and complaints go. Not safe for use by several threads. */
final class Console {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private boolean progressShown;

    /**
     * Writes to these.
     *
     * @param terminal whether somebody watches, who wants to see progress
     */
    Console(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** Shows what long work is at, on a terminal only. */
    Progress progress(boolean json) {
        return terminal && !json
                ? doing -> {
                    err.print(CLEAR_LINE + doing);
                    err.flush();
                    progressShown = true;
                }
                : doing -> {};
    }

    /** Takes the last progress away, so that what follows stands alone. */
    void endProgress() {
        if (progressShown) {
            err.print(CLEAR_LINE);
            progressShown = false;
        }
    }

    void complain(String line) {
        endProgress();
        err.println(line);
        err.flush();
    }

    void print(String text) {
        endProgress();
        out.print(text);
        out.flush();
    }

    void printJson(Map<String, Object> json) {
        try {
            print(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each on a line of standard error, and for programs all of them as JSON on standard output. */
    void complain(List<Trouble> troubles, boolean json) {
        troubles.forEach(trouble -> complain(trouble.toString()));
        if (json) {
            printJson(Map.of("problems", asMaps(troubles)));
        }
    }

    static List<Map<String, Object>> asMaps(List<Trouble> troubles) {
        return troubles.stream()
                .map(trouble -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("file", trouble.file());
                    if (trouble.line() > 0) {
                        map.put("line", trouble.line());
                        map.put("column", trouble.column());
                    }
                    map.put("message", trouble.message());
                    return map;
                })
                .toList();
    }
}
