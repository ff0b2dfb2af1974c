package io.trafficallocator.benchmarks.results;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import com.google.common.escape.Escaper;
import com.google.common.xml.XmlEscapers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Results as a person reads them: a table in Markdown, and a picture for each suite. */
final class Report {
    private static final int BAR_HEIGHT = 18;
    private static final int LABELS = 380;
    private static final int BARS = 420;
    private static final int VALUES = 150;

    private final Results results;

    Report(Results results) {
        this.results = results;
    }

    /** The machine, then a table for each suite with the picture of that name beside it. */
    String markdown(String pictureFolder) {
        StringBuilder text = new StringBuilder();
        text.append("Measured at ")
                .append(results.taken)
                .append(" on commit ")
                .append(results.commit)
                .append(": ")
                .append(results.machine.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")))
                .append(".\n");
        suites().asMap().forEach((suite, rows) -> {
            text.append("\n**").append(suite).append("**\n\n");
            text.append("| what | score ± 99.9 % | unit | p50 / p99 / p99.9 | bytes a call |\n|---|---|---|---|---|\n");
            for (Measured row : rows) {
                text.append(String.format(
                        "| %s | %s%s | %s | %s | %s |%n",
                        label(row),
                        figure(row.score()),
                        Double.isNaN(row.error()) ? "" : " ± " + figure(row.error()),
                        row.unit(),
                        percentiles(row),
                        row.secondary().containsKey("gc.alloc.rate.norm")
                                ? figure(row.secondary().get("gc.alloc.rate.norm"))
                                : ""));
            }
            text.append("\n![")
                    .append(suite)
                    .append("](")
                    .append(pictureFolder)
                    .append('/')
                    .append(suite)
                    .append(".svg)\n");
        });
        return text.toString();
    }

    /** A picture for each suite: bars on a logarithmic scale, since sizes span many orders of magnitude. */
    Map<String, String> pictures() {
        Map<String, String> pictures = new TreeMap<>();
        suites().asMap().forEach((suite, rows) -> pictures.put(suite, picture(suite, List.copyOf(rows))));
        return pictures;
    }

    private ImmutableListMultimap<String, Measured> suites() {
        return Multimaps.index(
                results.measured, row -> row.key().substring(0, row.key().indexOf('.')));
    }

    private static String label(Measured row) {
        return row.name().substring(row.name().indexOf('.') + 1);
    }

    private static String percentiles(Measured row) {
        if (row.percentiles().isEmpty()) {
            return "";
        }
        return List.of("50.0", "99.0", "99.9").stream()
                .map(name -> figure(row.percentiles().getOrDefault(name, Double.NaN)))
                .collect(Collectors.joining(" / "));
    }

    static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Three digits that mean something. */
    static String figure(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(
                Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : size == 0 ? "%.0f" : "%.3g", value);
    }

    private static String picture(String suite, List<Measured> rows) {
        Escaper escape = XmlEscapers.xmlContentEscaper();
        double least = rows.stream()
                .mapToDouble(Measured::score)
                .filter(score -> score > 0)
                .min()
                .orElse(1);
        double most = rows.stream().mapToDouble(Measured::score).max().orElse(1);
        double from = Math.log10(least) - 0.3;
        double span = Math.max(Math.log10(most) - from, 1e-9);
        int width = LABELS + BARS + VALUES;
        int height = (rows.size() + 2) * BAR_HEIGHT;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n"
                        + "<text x=\"4\" y=\"13\" font-weight=\"bold\">%s (logarithmic scale)</text>%n",
                width,
                height,
                width,
                height,
                escape.escape(suite)));
        int y = BAR_HEIGHT + 4;
        for (Measured row : rows) {
            double length = row.score() > 0 ? BARS * (Math.log10(row.score()) - from) / span : 0;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%s %s</text>%n",
                    LABELS - 6,
                    y + 12,
                    escape.escape(label(row)),
                    LABELS,
                    y + 2,
                    length,
                    BAR_HEIGHT - 4,
                    row.higherIsBetter() ? "#2a7f62" : "#3b6ea5",
                    LABELS + length + 5,
                    y + 12,
                    figure(row.score()),
                    escape.escape(row.unit())));
            y += BAR_HEIGHT;
        }
        return svg.append("</svg>\n").toString();
    }
}
