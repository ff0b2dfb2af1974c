package io.trafficallocator.workbench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code traffic} command line. */
@Command(
        name = "traffic",
        mixinStandardHelpOptions = true,
        description = "Turns promises of traffic, written as rules, into a plan.")
public final class TrafficCommand implements Runnable {
    private TrafficCommand() {}

    /** Runs one command; exit status 0 good, 1 the answer is no, 2 unusable input. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new TrafficCommand()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
