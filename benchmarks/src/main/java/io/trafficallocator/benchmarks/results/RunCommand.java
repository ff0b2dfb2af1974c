package io.trafficallocator.benchmarks.results;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs benchmarks, and keeps what they measured with the machine and their answers. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs benchmarks and writes a result file.")
final class RunCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the result file to write")
    private Path out = Path.of("");

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "smoke (a few minutes), aims (half an hour) or full (hours); otherwise what the arguments name")
    private @Nullable String profile;

    @Parameters(paramLabel = "JMH", description = "arguments of JMH: a name or pattern, -p name=value, -f, -wi, -i ...")
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (profile == null && arguments.isEmpty()) {
            throw new UnusableException("nothing to run was named. Maybe '--profile smoke' was meant.");
        }
        List<List<String>> profiled = profile == null ? List.of(List.of()) : Suite.profile(profile);
        List<List<String>> lines =
                profiled.stream().map(line -> Suite.with(line, arguments)).toList();
        Results.checkWritable(out);
        Results all = Suite.run(ownJar(), Build.current(), lines, results -> results.write(out));
        PrintWriter printed = spec.commandLine().getOut();
        printed.println("wrote " + Report.counted(all.measured.size(), "row") + " to " + out);
        printed.flush();
        return 0;
    }

    /** The jar that this command was started from. */
    static Path ownJar() {
        return Path.of(System.getProperty("java.class.path"));
    }
}
