package io.trafficallocator.rules;

import io.trafficallocator.model.Merchants;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant's facts mean beside those of others: each figure is worked out for all merchants when a rule first
 * reads it. Safe for use by several threads.
 */
final class Cohorts {
    private final Merchants merchants;
    private final int today;
    private final Percentile growth;
    private final Percentile gmv;
    private final Map<String, Integer> byOrigin = new HashMap<>();

    Cohorts(Merchants merchants, int todayEpochDay) {
        this.merchants = merchants;
        this.today = todayEpochDay;
        this.growth = new Percentile(merchants::growth);
        this.gmv = new Percentile(merchants::gmv);
    }

    Merchants merchants() {
        return merchants;
    }

    /** Days since 1970-01-01. */
    int today() {
        return today;
    }

    double growthPercentile(int row) {
        return growth.of(row);
    }

    double gmvPercentile(int row) {
        return gmv.of(row);
    }

    /** By row; NaN where it is unknown. Not to be changed. */
    double[] growthPercentiles() {
        return growth.all();
    }

    /** By row. Not to be changed. */
    double[] gmvPercentiles() {
        return gmv.all();
    }

    synchronized int originMerchants(int row) {
        if (byOrigin.isEmpty()) {
            for (int each = 0; each < merchants.count(); each++) {
                byOrigin.merge(merchants.origin(each), 1, Integer::sum);
            }
        }
        return byOrigin.getOrDefault(merchants.origin(row), 0);
    }

    static String mainCategory(Set<String> categories) {
        return categories.isEmpty() ? "" : categories.iterator().next();
    }

    private int[] byMainCategory() {
        Map<String, Integer> codes = new HashMap<>();
        // Merchants share their sets, so most rows are settled without a look inside.
        IdentityHashMap<Set<String>, Integer> seen = new IdentityHashMap<>();
        int[] code = new int[merchants.count()];
        for (int row = 0; row < code.length; row++) {
            code[row] = seen.computeIfAbsent(
                    merchants.categories(row), set -> codes.computeIfAbsent(mainCategory(set), unused -> codes.size()));
        }
        return code;
    }

    private double[] percentiles(IntToDoubleFunction column) {
        int[] code = byMainCategory();
        int cohorts = Arrays.stream(code).max().orElse(-1) + 1;
        int[] start = new int[cohorts + 1];
        for (int row = 0; row < code.length; row++) {
            if (!Double.isNaN(column.applyAsDouble(row))) {
                start[code[row] + 1]++;
            }
        }
        for (int index = 0; index < cohorts; index++) {
            start[index + 1] += start[index];
        }
        double[] sorted = new double[start[cohorts]];
        int[] next = start.clone();
        for (int row = 0; row < code.length; row++) {
            double value = column.applyAsDouble(row);
            if (!Double.isNaN(value)) {
                // Adding zero makes the two zeros equal, which sorting would tell apart.
                sorted[next[code[row]]++] = value + 0.0;
            }
        }
        for (int index = 0; index < cohorts; index++) {
            Arrays.sort(sorted, start[index], start[index + 1]);
        }
        double[] percentile = new double[code.length];
        for (int row = 0; row < code.length; row++) {
            double value = column.applyAsDouble(row);
            percentile[row] =
                    Double.isNaN(value) ? Double.NaN : meanRank(sorted, start[code[row]], start[code[row] + 1], value);
        }
        return percentile;
    }

    private static double meanRank(double[] sorted, int from, int to, double value) {
        int below = firstNotBelow(sorted, from, to, value);
        int notAbove = firstNotBelow(sorted, below, to, Math.nextUp(value));
        return ((below - from) + (notAbove - from)) / (2.0 * (to - from));
    }

    private static int firstNotBelow(double[] sorted, int from, int to, double value) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A column's percentiles, made at the first look. */
    private final class Percentile {
        private final IntToDoubleFunction column;
        private volatile double @Nullable [] values;

        Percentile(IntToDoubleFunction column) {
            this.column = column;
        }

        double of(int row) {
            return all()[row];
        }

        double[] all() {
            double[] made = values;
            return made == null ? make() : made;
        }

        private synchronized double[] make() {
            double[] made = values;
            if (made == null) {
                made = percentiles(column);
                values = made;
            }
            return made;
        }
    }
}
