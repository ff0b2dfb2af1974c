package io.trafficallocator.samples.double11;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a screenful of text. */
final class Summary {
    private Summary() {}

    static List<String> of(Figures figures) {
        List<String> lines = new ArrayList<>();
        lines.add("Double 11, " + figures.day());
        lines.add("");
        row(lines, "merchants", Words.grouped(figures.merchants()));
        row(lines, "cells", Words.grouped(figures.cells()));
        row(
                lines,
                "impressions planned",
                Words.grouped(figures.planned()) + " (" + Words.grouped(figures.unallocated()) + " left over)");
        StringBuilder stages = new StringBuilder();
        figures.seconds()
                .forEach((stage, seconds) -> stages.append(stage)
                        .append(' ')
                        .append(Words.decimals(seconds, 2))
                        .append("  "));
        row(lines, "seconds", stages.toString().strip());
        row(
                lines,
                "new merchants",
                Words.grouped(figures.newcomers()) + ", of whom " + Words.grouped(figures.promised())
                        + " were promised traffic and " + Words.percent(figures.covered()) + " of these get all of it");
        row(
                lines,
                "Gini of exposure",
                Words.decimals(figures.organic().gini(), 4) + " organic, "
                        + Words.decimals(figures.plan().gini(), 4) + " planned");
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "  %-26s %9s %12s %12s %10s  %s",
                "programme",
                "merchants",
                "guaranteed",
                "moved",
                "met",
                "pool"));
        for (Figures.Effect effect : figures.effects()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-26s %9s %12s %12s %10s  %s",
                    effect.name(),
                    Words.grouped(effect.reached()),
                    Words.compact(effect.due()),
                    Words.compact(effect.moved()),
                    effect.guarantees() == 0 ? "-" : Words.percent((double) effect.met() / effect.guarantees()),
                    Words.compact(effect.committed())
                            + (Double.isFinite(effect.pool()) ? " of " + Words.compact(effect.pool()) : "")
                            + " " + effect.unit()));
        }
        lines.add("");
        lines.add("  shortfalls" + (figures.missing().isEmpty() ? ": none" : ""));
        for (Figures.Missing part : figures.missing()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-26s %-20s %9s guarantees lack %9s of %9s  %s",
                    part.programme(),
                    part.reason(),
                    Words.grouped(part.guarantees()),
                    Words.compact(part.lacking()),
                    Words.compact(part.due()),
                    shortened(part.by())));
        }
        if (!figures.newcomer().isEmpty()) {
            lines.add("");
            figures.newcomer().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static void row(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-20s %s", name, value));
    }

    private static String shortened(List<String> names) {
        int shown = Math.min(3, names.size());
        return String.join(", ", names.subList(0, shown))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }
}
