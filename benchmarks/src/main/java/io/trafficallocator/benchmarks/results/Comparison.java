package io.trafficallocator.benchmarks.results;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * B beside A, benchmark by benchmark. A row without a ratio is one that was refused: the two did not give the same
 * answer, or did not say what they answered.
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

    private Comparison(List<Row> rows, List<String> unmatched) {
        this.rows = ImmutableList.copyOf(rows);
        this.unmatched = ImmutableList.copyOf(unmatched);
    }

    /** Of two runs at different times. */
    static Comparison ofFiles(Results a, Results b) {
        return of(List.of(a), List.of(b), (before, after) -> {
            double[] forksA = before.get(0).forkMeans();
            double[] forksB = after.get(0).forkMeans();
            boolean enough = Math.min(forksA.length, forksB.length) >= ENOUGH_FORKS;
            Ratio ratio = enough
                    ? Ratio.unpaired(forksA, forksB)
                    : Ratio.unpaired(before.get(0).iterations(), after.get(0).iterations());
            return new Row(
                    "", ratio, enough ? forksA.length + " and " + forksB.length + " forks" : "one fork's iterations");
        });
    }

    /** Of rounds that were run in turn: the first of A beside the first of B, and so on. */
    static Comparison ofRounds(List<Results> a, List<Results> b) {
        return of(a, b, (before, after) -> {
            int rounds = Math.min(before.size(), after.size());
            double[] meansA = new double[rounds];
            double[] meansB = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                meansA[round] = before.get(round).score();
                meansB[round] = after.get(round).score();
            }
            return new Row("", Ratio.paired(meansA, meansB), rounds + " interleaved rounds");
        });
    }

    private interface Method {
        Row compare(List<Measured> a, List<Measured> b);
    }

    private static Comparison of(List<Results> a, List<Results> b, Method method) {
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
            } else {
                Row row = method.compare(measuredA, measuredB);
                Ratio times = row.ratio != null && measuredA.get(0).higherIsBetter() ? row.ratio.inverse() : row.ratio;
                rows.add(new Row(name, times, row.remark));
            }
        });
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(unmatched::add);
        return new Comparison(rows, unmatched);
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

    /** A table in Markdown. */
    String table(double tolerance) {
        StringBuilder text = new StringBuilder();
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
                entry.put("high", row.ratio.high());
                entry.put("verdict", row.ratio.verdict(tolerance).toString().toLowerCase(Locale.ROOT));
            }
            entry.put("remark", row.remark);
            list.add(entry);
        }
        return list;
    }
}
