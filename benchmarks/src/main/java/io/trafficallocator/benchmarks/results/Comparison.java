package io.trafficallocator.benchmarks.results;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * B beside A, benchmark by benchmark. A row without a ratio is one that was refused: the two did not give the same
 * answer, or did not say what they answered, or were measured in different units.
 */
final class Comparison {
    /** From so many forks on their means are compared; with fewer, the iterations are, which says too little. */
    private static final int ENOUGH_FORKS = 3;

    /**
     * @param ratio times of B over times of A; null when refused
     * @param remark why it was refused, or what the ratio rests on
     */
    record Row(String name, @Nullable Ratio ratio, String remark) {}

    final ImmutableList<Row> rows;
    /** In one of the two only. */
    final ImmutableList<String> unmatched;
    /** What makes all ratios doubtful, in one line; empty when nothing does. */
    final String warning;

    private Comparison(List<Row> rows, List<String> unmatched, String warning) {
        this.rows = ImmutableList.copyOf(rows);
        this.unmatched = ImmutableList.copyOf(unmatched);
        this.warning = warning;
    }

    /** Of two runs at different times. */
    static Comparison ofFiles(Results a, Results b) {
        String differences = Machine.differences(a.machine, b.machine);
        String warning = differences.isEmpty()
                ? ""
                : "Measured on different machines or Java versions, so that ratios may be theirs: " + differences + ".";
        return of(List.of(a), List.of(b), warning, (before, after) -> {
            double[] forksA = before.get(0).forkMeans();
            double[] forksB = after.get(0).forkMeans();
            if (Math.min(forksA.length, forksB.length) >= ENOUGH_FORKS) {
                return new Row("", Ratio.unpaired(forksA, forksB), number(forksA.length, forksB.length) + " forks");
            }
            double[] iterationsA = before.get(0).iterations();
            double[] iterationsB = after.get(0).iterations();
            return new Row(
                    "",
                    Ratio.unpaired(iterationsA, iterationsB),
                    Math.min(iterationsA.length, iterationsB.length) < Ratio.ENOUGH_VALUES
                            ? values(iterationsA.length, iterationsB.length) + ": no spread is known"
                            : iterationsOf(forksA.length, forksB.length));
        });
    }

    private static String values(int a, int b) {
        return a == b ? "one value each" : number(a, b) + " values";
    }

    private static String iterationsOf(int forksA, int forksB) {
        return forksA == 1 && forksB == 1
                ? "one fork's iterations"
                : "iterations of " + (forksA == forksB ? forksA : number(forksA, forksB)) + " forks";
    }

    private static String number(int a, int b) {
        return a + " and " + b;
    }

    /** Of rounds that were run in turn: the first of A beside the first of B, and so on. */
    static Comparison ofRounds(List<Results> a, List<Results> b) {
        return of(a, b, "", (before, after) -> {
            int rounds = Math.min(before.size(), after.size());
            double[] meansA = new double[rounds];
            double[] meansB = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                meansA[round] = before.get(round).score();
                meansB[round] = after.get(round).score();
            }
            return new Row(
                    "",
                    Ratio.paired(meansA, meansB),
                    rounds < Ratio.ENOUGH_VALUES ? "one round: no spread is known" : rounds + " interleaved rounds");
        });
    }

    private interface Method {
        Row compare(List<Measured> a, List<Measured> b);
    }

    private static Comparison of(List<Results> a, List<Results> b, String warning, Method method) {
        Map<String, List<Measured>> before = byName(a);
        Map<String, List<Measured>> after = byName(b);
        Map<String, String> answersA = answers(a);
        Map<String, String> answersB = answers(b);
        List<Row> rows = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        before.forEach((name, measuredA) -> {
            List<Measured> measuredB = after.get(name);
            if (measuredB == null) {
                unmatched.add(name);
                return;
            }
            String key = measuredA.get(0).key();
            String answerA = answersA.get(key);
            String answerB = answersB.get(key);
            if (answerA == null || answerB == null) {
                rows.add(new Row(name, null, "refused: it did not say what it answered"));
            } else if (!answerA.equals(answerB)) {
                rows.add(new Row(name, null, "refused: the answers differ, " + answerA + " and " + answerB));
            } else if (units(measuredA, measuredB).size() > 1) {
                // The mode is part of the name, the unit is not: the same benchmark can be told to print another.
                rows.add(new Row(
                        name, null, "refused: measured in " + String.join(" and ", units(measuredA, measuredB))));
            } else {
                Row row = method.compare(measuredA, measuredB);
                Ratio times = row.ratio != null && measuredA.get(0).higherIsBetter() ? row.ratio.inverse() : row.ratio;
                rows.add(new Row(name, times, row.remark));
            }
        });
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(unmatched::add);
        return new Comparison(rows, unmatched, warning);
    }

    private static Set<String> units(List<Measured> a, List<Measured> b) {
        return Stream.concat(a.stream(), b.stream())
                .map(Measured::unit)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<String, List<Measured>> byName(List<Results> rounds) {
        Map<String, List<Measured>> byName = new LinkedHashMap<>();
        for (Results round : rounds) {
            for (Measured measured : round.measured) {
                byName.computeIfAbsent(measured.name(), name -> new ArrayList<>())
                        .add(measured);
            }
        }
        return byName;
    }

    private static Map<String, String> answers(List<Results> rounds) {
        Map<String, String> all = new TreeMap<>();
        for (Results round : rounds) {
            round.answers.forEach((key, answer) -> all.merge(key, answer, (first, second) -> {
                if (!first.equals(second)) {
                    throw new UnusableException(key + ": answers " + first + ", then " + second
                            + ", though nothing changed between the rounds. Maybe it depends on threads or time.");
                }
                return first;
            }));
        }
        return all;
    }

    boolean anyRefused() {
        return rows.stream().anyMatch(row -> row.ratio == null);
    }

    boolean anySlower(double tolerance) {
        return rows.stream().anyMatch(row -> row.ratio != null && row.ratio.verdict(tolerance) == Ratio.Verdict.SLOWER);
    }

    /** A table in Markdown, after the warning if there is one. */
    String table(double tolerance) {
        StringBuilder text = new StringBuilder();
        if (!warning.isEmpty()) {
            text.append("warning: ").append(warning).append("\n\n");
        }
        text.append("| benchmark | time of B / time of A (95 %) | verdict | from |\n|---|---|---|---|\n");
        for (Row row : rows) {
            String verdict = row.ratio == null
                    ? "not compared"
                    : row.ratio.verdict(tolerance).toString().toLowerCase(Locale.ROOT);
            text.append(String.format(
                    "| %s | %s | %s | %s |%n", row.name, row.ratio == null ? "" : row.ratio, verdict, row.remark));
        }
        for (String name : unmatched) {
            text.append("| ").append(name).append(" | | in one of the two only | |\n");
        }
        return text.toString();
    }

    /** The same as values, to be written as JSON. */
    List<Map<String, Object>> json(double tolerance) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("benchmark", row.name);
            if (row.ratio != null) {
                entry.put("ratio", row.ratio.estimate());
                entry.put("low", row.ratio.low());
                if (Double.isFinite(row.ratio.high())) { // JSON has no infinity: what has no bound is left out
                    entry.put("high", row.ratio.high());
                }
                entry.put("verdict", row.ratio.verdict(tolerance).toString().toLowerCase(Locale.ROOT));
            }
            entry.put("remark", row.remark);
            list.add(entry);
        }
        return list;
    }
}
