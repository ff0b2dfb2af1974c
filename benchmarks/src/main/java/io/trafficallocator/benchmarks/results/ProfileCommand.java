package io.trafficallocator.benchmarks.results;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws where a benchmark's time goes, and what allocates. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = "Draws flame graphs of time (sampled by timer) and of allocation, with async-profiler.")
final class ProfileCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            defaultValue = "benchmarks/target/profiles",
            description = "the folder to write to (${DEFAULT-VALUE})")
    private Path out = Path.of("");

    @Parameters(arity = "1..*", paramLabel = "JMH", description = "what to run, as arguments of JMH")
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path library = Files.createTempFile("libasyncProfiler", ".so");
        try {
            try (InputStream in = library().openStream()) {
                Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
            }
            for (String event : List.of("itimer", "alloc")) {
                Path folder = out.resolve(event);
                Files.createDirectories(folder);
                String profiler = "async:libPath=" + library + ";output=flamegraph;event=" + event + ";dir=" + folder;
                List<String> line = Suite.with(arguments, List.of("-f", "1", "-prof", profiler));
                Suite.run(RunCommand.ownJar(), Build.current(), List.of(line));
            }
        } finally {
            Files.deleteIfExists(library);
        }
        spec.commandLine().getOut().println("flame graphs: " + out);
        return 0;
    }

    /** The native part of async-profiler, which its jar carries for a few systems. */
    private static URL library() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        String folder = system.contains("mac") ? "macos" : "linux-" + (processor.equals("aarch64") ? "arm64" : "x64");
        try {
            return Resources.getResource(folder + "/libasyncProfiler.so");
        } catch (IllegalArgumentException e) {
            throw new UnusableException(
                    "system is '" + system + "', for which async-profiler is not at hand. Maybe profile on Linux.");
        }
    }
}
