package io.trafficallocator.benchmarks.results;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a result file out for people. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Prints a result file as tables, or puts them into a document, with pictures beside it.")
final class ReportCommand implements Callable<Integer> {
    private static final String BEGIN = "<!-- results: begin -->\n";
    private static final String END = "<!-- results: end -->\n";

    @Parameters(paramLabel = "FILE", description = "a result file")
    private Path file = Path.of("");

    @Option(
            names = "--into",
            paramLabel = "DOCUMENT",
            description = "replaces what stands between '<!-- results: begin -->' and '<!-- results: end -->' there,"
                    + " and writes pictures into the folder 'results' beside it")
    private @Nullable Path document;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Results results = Results.read(file);
        Report report = new Report(results);
        PrintWriter out = spec.commandLine().getOut();
        if (document == null) {
            out.print(report.markdown("results"));
            out.flush();
            return 0;
        }
        String text = read(document);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new UnusableException(
                    document + ": has no lines '" + BEGIN.strip() + "' and '" + END.strip() + "'. Maybe add them.");
        }
        Path folder = document.resolveSibling("results");
        Files.createDirectories(folder);
        Map<String, String> pictures = report.pictures();
        for (Map.Entry<String, String> picture : pictures.entrySet()) {
            Files.writeString(folder.resolve(picture.getKey() + ".svg"), picture.getValue());
        }
        Files.writeString(
                document,
                text.substring(0, begin + BEGIN.length()) + "\n" + report.markdown("results") + "\n"
                        + text.substring(end));
        out.println("wrote tables of " + Report.counted(results.measured.size(), "row") + " into " + document + ", and "
                + Report.counted(pictures.size(), "picture") + " into " + folder);
        out.flush();
        return 0;
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UnusableException(document + ": " + Failure.reason(e) + ". Maybe it is misspelt.");
        }
    }
}
