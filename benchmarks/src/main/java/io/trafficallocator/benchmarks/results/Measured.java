package io.trafficallocator.benchmarks.results;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.trafficallocator.benchmarks.Answers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark with its parameters, as JMH reports it.
 *
 * @param key benchmark and parameters; see {@link Answers#key}
 * @param mode as JMH abbreviates it: avgt, thrpt, sample, ss
 * @param score the mean over all iterations
 * @param error half the 99.9 % confidence interval of the score; NaN where JMH gives none
 * @param forks what each fork measured, iteration by iteration, in sample mode the mean of each; one row with the score
 *     where JMH keeps no raw data
 * @param percentiles of single calls, in sample mode; empty otherwise
 * @param secondary what profilers measured beside it, such as {@code gc.alloc.rate.norm}
 */
record Measured(
        String key,
        String mode,
        int threads,
        String unit,
        double score,
        double error,
        ImmutableList<ImmutableList<Double>> forks,
        ImmutableSortedMap<String, Double> percentiles,
        ImmutableSortedMap<String, Double> secondary) {

    /** Reads an element of JMH's JSON. */
    static Measured of(Map<?, ?> row) {
        TreeMap<String, String> parameters = new TreeMap<>();
        map(row.get("params")).forEach((name, value) -> parameters.put(String.valueOf(name), String.valueOf(value)));
        Map<?, ?> primary = map(row.get("primaryMetric"));
        double score = number(primary.get("score"));
        String mode = String.valueOf(row.get("mode"));
        ImmutableSortedMap.Builder<String, Double> secondary = ImmutableSortedMap.naturalOrder();
        map(row.get("secondaryMetrics"))
                .forEach((name, metric) ->
                        secondary.put(String.valueOf(name), number(map(metric).get("score"))));
        ImmutableSortedMap.Builder<String, Double> percentiles = ImmutableSortedMap.naturalOrder();
        if (mode.equals("sample")) {
            map(primary.get("scorePercentiles"))
                    .forEach((name, value) -> percentiles.put(String.valueOf(name), number(value)));
        }
        return new Measured(
                Answers.key(String.valueOf(row.get("benchmark")), parameters),
                mode,
                (int) number(row.get("threads")),
                String.valueOf(primary.get("scoreUnit")),
                score,
                number(primary.get("scoreError")),
                forks(primary, score),
                percentiles.build(),
                secondary.build());
    }

    /** What identifies it among others: the same benchmark may have been run in two modes, or on more threads. */
    String name() {
        return key + " [" + mode + (threads == 1 ? "" : ", " + threads + " threads") + "]";
    }

    boolean higherIsBetter() {
        return mode.equals("thrpt");
    }

    /** The mean of each fork: iterations of one fork share a compilation, so they are not independent. */
    double[] forkMeans() {
        return forks.stream()
                .mapToDouble(fork ->
                        fork.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN))
                .toArray();
    }

    double[] iterations() {
        return forks.stream()
                .flatMap(ImmutableList::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static ImmutableList<ImmutableList<Double>> forks(Map<?, ?> primary, double score) {
        ImmutableList<ImmutableList<Double>> forks = primary.containsKey("rawData")
                ? forks(primary.get("rawData"), Measured::number)
                : forks(primary.get("rawDataHistogram"), Measured::mean);
        return forks.isEmpty() ? ImmutableList.of(ImmutableList.of(score)) : forks;
    }

    /** Leaves out iterations without a value, such as one that ended before its first call did. */
    private static ImmutableList<ImmutableList<Double>> forks(
            @Nullable Object raw, ToDoubleFunction<@Nullable Object> iteration) {
        return list(raw).stream()
                .map(fork -> list(fork).stream()
                        .map(iteration::applyAsDouble)
                        .filter(value -> !Double.isNaN(value))
                        .collect(ImmutableList.toImmutableList()))
                .filter(fork -> !fork.isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    /** Of an iteration in sample mode: how long calls took, and how many took that long. */
    private static double mean(@Nullable Object histogram) {
        double sum = 0;
        double calls = 0;
        for (Object bucket : list(histogram)) {
            if (bucket instanceof List<?> pair && pair.size() == 2) {
                sum += number(pair.get(0)) * number(pair.get(1));
                calls += number(pair.get(1));
            }
        }
        return sum / calls;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> found ? found : List.of();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> found ? found : Map.of();
    }

    /** JMH writes "NaN" as text. */
    private static double number(@Nullable Object value) {
        return value instanceof Number found ? found.doubleValue() : Double.NaN;
    }
}
