package io.trafficallocator.benchmarks.results;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What {@code java -jar benchmarks/target/benchmarks.jar} starts: one of its own commands, or JMH itself with the
 * arguments as they are, so that everything known of JMH works here.
 */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        subcommands = {RunCommand.class, CompareCommand.class, ReportCommand.class, ProfileCommand.class},
        description = "Runs, keeps and compares benchmarks. Anything but these commands goes to JMH as it is.",
        footer = {
            "",
            "Exit status: 0 good, 1 something became slower, 2 unusable input or files, or answers that differ."
        })
public final class BenchmarkCommand implements Callable<Integer> {
    static final int SLOWER = 1;
    static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BenchmarkCommand() {}

    /** Ends the process with the command's exit status. */
    public static void main(String[] arguments) throws Exception {
        CommandLine line = commandLine();
        Set<String> own = line.getSubcommands().keySet();
        if (arguments.length > 0 && !own.contains(arguments[0]) && !arguments[0].equals("--help")) {
            org.openjdk.jmh.Main.main(arguments);
            return;
        }
        System.exit(line.execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new BenchmarkCommand());
        // What is not an option of these commands is one of JMH's.
        line.getSubcommands().values().forEach(command -> command.setUnmatchedOptionsArePositionalParams(true));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            @Nullable String message = thrown.getMessage();
            if (thrown instanceof UnusableException && message != null) {
                command.getErr().println(message);
                return UNUSABLE;
            }
            @Nullable IOException failed = Failure.of(thrown);
            if (failed != null) {
                command.getErr().println(Failure.line(failed));
                return UNUSABLE;
            }
            throw thrown;
        });
        return line;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return UNUSABLE;
    }
}
