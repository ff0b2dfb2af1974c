package io.trafficallocator.benchmarks.results;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two result files, or two commits that are run in turn: A B, B A, A B, ... */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two result files; or two commits or jars, which are run in turn in one go.",
            "Benchmarks whose answers differ are refused."
        })
final class CompareCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "5", description = "runs of each commit, at least 2 (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--tolerance",
            defaultValue = "0.03",
            description = "a change of less than this share does not matter (${DEFAULT-VALUE})")
    private double tolerance;

    @Option(names = "--profile", defaultValue = "smoke", description = "what to run when JMH is told nothing")
    private String profile = "smoke";

    @Option(names = "--json", description = "print JSON in place of a table")
    private boolean json;

    @Parameters(index = "0", paramLabel = "A", description = "a result file, a jar or a git revision: the base")
    private String before = "";

    @Parameters(index = "1", paramLabel = "B", description = "what is compared with it")
    private String after = "";

    @Parameters(index = "2..*", paramLabel = "JMH", description = "what to run, as arguments of JMH")
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 2 || !(tolerance >= 0)) {
            throw new UnusableException("rounds is " + rounds + " and tolerance " + tolerance
                    + ", but must be at least 2 and 0. Maybe leave them out.");
        }
        boolean files = before.endsWith(".json");
        if (files != after.endsWith(".json")) {
            throw new UnusableException("'" + before + "' and '" + after + "' cannot be compared: one is a result file,"
                    + " the other is to be run. Maybe run it first: 'run --out FILE'.");
        }
        Comparison comparison =
                files ? Comparison.ofFiles(Results.read(Path.of(before)), Results.read(Path.of(after))) : interleaved();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("a", before);
            answer.put("b", after);
            answer.put("tolerance", tolerance);
            if (!comparison.warning.isEmpty()) {
                answer.put("warning", comparison.warning);
            }
            answer.put("rows", comparison.json(tolerance));
            answer.put("unmatched", comparison.unmatched);
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answer));
        } else if (!comparison.rows.isEmpty()) {
            out.print(comparison.table(tolerance));
        }
        out.flush();
        if (comparison.rows.isEmpty()) {
            throw new UnusableException("'" + before + "' and '" + after + "' have no row in common, by benchmark,"
                    + " parameters, mode and threads. Maybe they ran different suites.");
        }
        if (comparison.anyRefused()) {
            return BenchmarkCommand.UNUSABLE;
        }
        return comparison.anySlower(tolerance) ? BenchmarkCommand.SLOWER : 0;
    }

    private Comparison interleaved() throws IOException, InterruptedException {
        List<List<String>> lines = arguments.isEmpty() ? Suite.profile(profile) : List.of(arguments);
        List<List<String>> once =
                lines.stream().map(line -> Suite.with(line, List.of("-f", "1"))).toList();
        Path folder = Files.createTempDirectory("compare");
        List<Build> builds = new ArrayList<>();
        try {
            builds.add(Build.of(before, folder));
            builds.add(Build.of(after, folder));
            Build a = builds.get(0);
            Build b = builds.get(1);
            List<Results> ofA = new ArrayList<>();
            List<Results> ofB = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                // Whatever grows warmer or busier over time falls on both alike.
                boolean first = round % 2 == 0;
                (first ? ofA : ofB).add(Suite.run((first ? a : b).jar(), (first ? a : b).name(), once));
                (first ? ofB : ofA).add(Suite.run((first ? b : a).jar(), (first ? b : a).name(), once));
            }
            return Comparison.ofRounds(ofA, ofB);
        } finally {
            for (Build build : builds) {
                build.remove();
            }
            Files.deleteIfExists(folder);
        }
    }
}
