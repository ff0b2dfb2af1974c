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
        row(lines, "", "(how many follows from the pool, which is made up like the merchants)");
        row(
                lines,
                "Gini of exposure",
                Words.decimals(figures.organic().gini(), 4) + " organic, "
                        + Words.decimals(figures.plan().gini(), 4) + " planned");
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "  %-26s %9s %10s %10s %10s %10s",
                "policy",
                "merchants",
                "guarantees",
                "met",
                "due",
                "moved"));
        for (Figures.Effect effect : figures.effects()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-26s %9s %10s %10s %10s %10s",
                    effect.name(),
                    Words.grouped(effect.reached()),
                    Words.grouped(effect.guarantees()),
                    effect.guarantees() == 0 ? "-" : Words.percent((double) effect.met() / effect.guarantees()),
                    Words.compact(effect.due()),
                    Words.compact(effect.moved())));
        }
        lines.add("");
        lines.add("  pools");
        for (Figures.Pool pool : figures.pools()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-26s %10s of %10s %s%s",
                    pool.name(),
                    Words.compact(pool.committed()),
                    Double.isFinite(pool.limit()) ? Words.compact(pool.limit()) : "no limit",
                    pool.unit(),
                    pool.boostExponent() < 1
                            ? ", boosts dampened to the power " + Words.decimals(pool.boostExponent(), 3)
                            : ""));
        }
        lines.add("");
        lines.add("  shortfalls" + (figures.missing().isEmpty() ? ": none" : ""));
        for (Figures.Missing part : figures.missing()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-26s %-17s %7s guarantees lack %9s of %9s  %s",
                    part.name(),
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
