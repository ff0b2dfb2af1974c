package io.trafficallocator.workbench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code traffic} command line. */
@Command(
        name = "traffic",
        mixinStandardHelpOptions = true,
        versionProvider = TrafficCommand.Version.class,
        subcommands = {
            CheckCommand.class,
            PlanCommand.class,
            ExplainCommand.class,
            TestCommand.class,
            DiffCommand.class,
            ReplayCommand.class
        },
        description = "Turns promises of traffic, written as rules, into a plan.",
        footer = {"", "Exit status: 0 good, 1 the answer is no (a check failed), 2 unusable input."})
public final class TrafficCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private TrafficCommand(Console console) {
        this.console = console;
    }

    /** Runs one command; exit status 0 good, 1 the answer is no, 2 unusable input. */
    public static void main(String[] args) {
        // Ids and names are UTF-8 in every file, so they are here, whatever the locale.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int status = run(out, err, isWatched(), args);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** Whether a terminal is attached: from JDK 22 on there is a console even when there is none. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isWatched() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** Runs one command inside another program. */
    static int run(PrintWriter out, PrintWriter err, boolean terminal, String... args) {
        Console console = new Console(out, err, terminal);
        CommandLine line = new CommandLine(new TrafficCommand(console));
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, arguments) -> refuse(console, wrong, arguments));
        return line.execute(args);
    }

    /** Stands in until the command line has been read. */
    static TrafficCommand silent() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new TrafficCommand(new Console(nowhere, nowhere, false));
    }

    private static int refuse(Console console, ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(wrong.getMessage());
        List<String> near =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!near.isEmpty()) {
            message = message + ". Maybe '" + near.get(0) + "' was meant.";
        } else if (!message.contains("Maybe ")) {
            message = message + ". Maybe see '" + command + " --help'.";
        }
        console.complain(command + ": " + message);
        if (List.of(arguments).contains("--json")) {
            console.printJson(Map.of("problems", List.of(Map.of("message", message))));
        }
        return ExitStatus.UNUSABLE;
    }

    Console console() {
        return console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        return ExitStatus.UNUSABLE;
    }

    /** Reads the version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TrafficCommand.class.getPackage().getImplementationVersion();
            return new String[] {"traffic " + (version == null ? "(from classes, without a version)" : version)};
        }
    }
}
