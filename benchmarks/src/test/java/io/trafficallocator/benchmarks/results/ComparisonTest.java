package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Map<String, Object> MACHINE = machine("17.0.15", "24684092 kB", "0.10");

    @Test
    void oneValueEachSaysNothingWhateverTheyAre() {
        Comparison comparison = Comparison.ofFiles(
                results(MACHINE, "avgt", "ms/op", raw(List.of(10.0))),
                results(MACHINE, "avgt", "ms/op", raw(List.of(30.0))));
        assertThat(comparison.table(0.03))
                .contains("| 3.000 (0.000 to Infinity) | unclear | one value each: no spread is known |");
        assertThat(comparison.anySlower(0.03)).isFalse();
        assertThat(comparison.json(0.03).get(0)).containsEntry("low", 0.0).doesNotContainKey("high");
    }

    @Test
    void oneValueBesideSeveralSaysNothingEither() {
        Comparison comparison = Comparison.ofFiles(
                results(MACHINE, "thrpt", "ops/ms", raw(List.of(10.0, 11.0, 12.0))),
                results(MACHINE, "thrpt", "ops/ms", raw(List.of(30.0))));
        assertThat(comparison.table(0.03)).contains("| unclear | 3 and 1 values: no spread is known |");
    }

    @Test
    void oneRoundSaysNothing() {
        Comparison comparison = Comparison.ofRounds(
                List.of(results(MACHINE, "avgt", "ms/op", raw(List.of(10.0)))),
                List.of(results(MACHINE, "avgt", "ms/op", raw(List.of(30.0)))));
        assertThat(comparison.table(0.03)).contains("| unclear | one round: no spread is known |");
    }

    @Test
    void unitsThatDifferAreRefused() {
        Results a = results(MACHINE, "avgt", "ms/op", raw(List.of(1.0, 1.1, 1.2)));
        Results b = results(MACHINE, "avgt", "us/op", raw(List.of(1000.0, 1100.0, 1200.0)));
        for (Comparison comparison :
                List.of(Comparison.ofFiles(a, b), Comparison.ofRounds(List.of(a, a), List.of(b, b)))) {
            assertThat(comparison.anyRefused()).isTrue();
            assertThat(comparison.table(0.03)).contains("| not compared | refused: measured in ms/op and us/op |");
        }
    }

    @Test
    void theRemarkSaysHowManyForksThereWere() {
        List<Double> fork = List.of(10.0, 11.0);
        Results one = results(MACHINE, "avgt", "ms/op", raw(fork));
        Results two = results(MACHINE, "avgt", "ms/op", raw(fork, fork));
        Results three = results(MACHINE, "avgt", "ms/op", raw(fork, fork, fork));
        assertThat(remark(one, one)).isEqualTo("one fork's iterations");
        assertThat(remark(two, two)).isEqualTo("iterations of 2 forks");
        assertThat(remark(three, two)).isEqualTo("iterations of 3 and 2 forks");
        assertThat(remark(three, three)).isEqualTo("3 and 3 forks");
    }

    @Test
    void singleCallsAreComparedByTheMeansOfIterations() {
        // Means 2, 3 and 2.5; then four times as much.
        Object a = List.of(List.of(histogram(1, 3, 5, 1), histogram(3, 2), histogram(2, 1, 3, 1)));
        Object b = List.of(List.of(histogram(4, 3, 20, 1), histogram(12, 2), histogram(8, 1, 12, 1)));
        Results before = results(MACHINE, "sample", "us/op", Map.of("rawDataHistogram", a));
        Results after = results(MACHINE, "sample", "us/op", Map.of("rawDataHistogram", b));
        assertThat(before.measured.get(0).iterations()).containsExactly(2, 3, 2.5);
        assertThat(before.measured.get(0).forkMeans()).containsExactly(2.5);
        assertThat(Comparison.ofFiles(before, after).table(0.03))
                .contains("| 4.000 (")
                .contains("| slower | one fork's iterations |");
    }

    @Test
    void withoutRawValuesThereIsTheScore() {
        for (Map<String, Object> metric : List.of(
                Map.<String, Object>of(), Map.<String, Object>of("rawDataHistogram", List.of(List.of(List.of()))))) {
            Measured measured =
                    results(MACHINE, "sample", "us/op", metric).measured.get(0);
            assertThat(measured.iterations()).containsExactly(7);
            assertThat(measured.forkMeans()).containsExactly(7);
        }
    }

    @Test
    void otherMachinesAreWarnedOf() {
        Object raw = List.of(List.of(1.0, 1.1));
        Results here = results(MACHINE, "avgt", "ms/op", Map.of("rawData", raw));
        Results there = results(machine("21.0.2", "8000000 kB", "0.10"), "avgt", "ms/op", Map.of("rawData", raw));
        Comparison comparison = Comparison.ofFiles(here, there);
        assertThat(comparison.table(0.03))
                .startsWith("warning: Measured on different machines or Java versions, so that ratios may be theirs:"
                        + " memory 24684092 kB and 8000000 kB, java 17.0.15 and 21.0.2.\n\n| benchmark |");
        assertThat(comparison.anyRefused()).isFalse();
    }

    @Test
    void theSameMachineAtAnotherTimeIsNotWarnedOf() {
        Object raw = List.of(List.of(1.0, 1.1));
        Results later = results(machine("17.0.15", "24684000 kB", "3.5"), "avgt", "ms/op", Map.of("rawData", raw));
        assertThat(Comparison.ofFiles(results(MACHINE, "avgt", "ms/op", Map.of("rawData", raw)), later).warning)
                .isEmpty();
    }

    private static String remark(Results a, Results b) {
        return Comparison.ofFiles(a, b).rows.get(0).remark();
    }

    private static Map<String, Object> machine(String java, String memory, String load) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", 2);
        machine.put("memory", memory);
        machine.put("java", java);
        machine.put("load", load);
        return machine;
    }

    @SafeVarargs
    private static Map<String, Object> raw(List<Double>... forks) {
        List<List<Double>> all = new ArrayList<>();
        for (List<Double> fork : forks) {
            all.add(fork);
        }
        return Map.of("score", all.get(0).get(0), "rawData", all);
    }

    /** Of pairs: how long, and how many took that long. */
    private static List<List<Integer>> histogram(int... pairs) {
        List<List<Integer>> histogram = new ArrayList<>();
        for (int index = 0; index < pairs.length; index += 2) {
            histogram.add(Arrays.asList(pairs[index], pairs[index + 1]));
        }
        return histogram;
    }

    private static Results results(
            Map<String, Object> machine, String mode, String unit, Map<String, Object> measured) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("score", 7);
        metric.put("scoreUnit", unit);
        metric.putAll(measured);
        Map<String, Object> row = Map.of(
                "benchmark", "x.B.plan", "mode", mode, "threads", 1, "params", Map.of(), "primaryMetric", metric);
        return new Results(machine, "c", "t", Map.of("B.plan", "d"), List.of(row));
    }
}
