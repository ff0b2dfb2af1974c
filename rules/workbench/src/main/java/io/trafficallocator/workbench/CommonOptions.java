package io.trafficallocator.workbench;

import io.trafficallocator.rules.RuleException;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command takes, and how each of them fails. */
final class CommonOptions {
    @Option(names = "--json", description = "Print the result, or the list of problems, as JSON.")
    boolean json;

    @Option(names = "--debug", description = "Print where in the program an internal error came from.")
    boolean debug;

    /** Runs a command's work; whatever it throws becomes lines that say what is wrong, and an exit status. */
    int attempt(Console console, RuleFiles rules, Callable<Integer> work) {
        try {
            return work.call();
        } catch (UnusableInputException e) {
            console.complain(e.troubles(), json);
        } catch (RuleException e) {
            console.complain(rules.troubles(e), json);
        } catch (OutOfMemoryError e) {
            console.complain("traffic: the memory of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MB is used up. Maybe allow more: java -Xmx6g -jar traffic.jar ...");
        } catch (Exception | StackOverflowError | AssertionError e) {
            console.complain("traffic: internal error: " + e
                    + (debug ? "" : ". Maybe run the command again with --debug, and report what it prints."));
            if (debug) {
                e.printStackTrace(console.err());
            }
        }
        return ExitStatus.UNUSABLE;
    }
}
