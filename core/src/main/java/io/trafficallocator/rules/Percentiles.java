package io.trafficallocator.rules;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

/**
 * Where each merchant's number stands among those of its main category: the share of them below it plus half the share
 * equal to it. The same on any number of threads, because each writes only what its piece is about.
 */
final class Percentiles {
    private static final int ROWS_PER_PIECE = 1 << 14;

    private final IntToDoubleFunction column;
    private final Merchants merchants;
    private final Workers workers;
    /** By set of categories. */
    private final int[] cohortOfSet;
    /** By cohort, where its numbers begin in {@link #sorted}. */
    private final int[] start;

    private final double[] sorted;
    private final Supplier<double[]> all = Suppliers.memoize(this::lookUpAll);

    Percentiles(Merchants merchants, IntToDoubleFunction column, Workers workers) {
        this.column = column;
        this.merchants = merchants;
        this.workers = workers;
        this.cohortOfSet = cohortOfSet(merchants.categorySets());
        int cohorts = Arrays.stream(cohortOfSet).max().orElse(-1) + 1;
        int[][] counts = counts(cohorts);
        this.start = starts(counts, cohorts);
        this.sorted = new double[start[cohorts]];
        gather(counts);
        sort();
    }

    /** By set of categories, a number for its first one. */
    static int[] cohortOfSet(List<ImmutableSet<String>> sets) {
        Map<String, Integer> cohorts = new HashMap<>();
        int[] cohort = new int[sets.size()];
        for (int set = 0; set < cohort.length; set++) {
            cohort[set] = cohorts.computeIfAbsent(Cohorts.mainCategory(sets.get(set)), unused -> cohorts.size());
        }
        return cohort;
    }

    /** By piece of the rows, how many numbers it has for each cohort. */
    private int[][] counts(int cohorts) {
        int[][] counts = new int[Workers.pieces(merchants.count(), ROWS_PER_PIECE)][];
        workers.run(merchants.count(), ROWS_PER_PIECE, (piece, from, to) -> {
            int[] count = new int[cohorts];
            for (int row = from; row < to; row++) {
                if (!Double.isNaN(column.applyAsDouble(row))) {
                    count[cohortOfSet[merchants.categorySet(row)]]++;
                }
            }
            counts[piece] = count;
        });
        return counts;
    }

    /** Turns the counts into where each piece puts its numbers. */
    private static int[] starts(int[][] counts, int cohorts) {
        int[] start = new int[cohorts + 1];
        int next = 0;
        for (int cohort = 0; cohort < cohorts; cohort++) {
            start[cohort] = next;
            for (int[] piece : counts) {
                int count = piece[cohort];
                piece[cohort] = next;
                next += count;
            }
        }
        start[cohorts] = next;
        return start;
    }

    private void gather(int[][] next) {
        workers.run(merchants.count(), ROWS_PER_PIECE, (piece, from, to) -> {
            int[] at = next[piece];
            for (int row = from; row < to; row++) {
                double value = column.applyAsDouble(row);
                if (!Double.isNaN(value)) {
                    // Adding zero makes the two zeros equal, which sorting would tell apart.
                    sorted[at[cohortOfSet[merchants.categorySet(row)]]++] = value + 0.0;
                }
            }
        });
    }

    private void sort() {
        workers.runEach(
                start.length - 1, sorted.length, cohort -> Arrays.sort(sorted, start[cohort], start[cohort + 1]));
    }

    /** Of one row, 0 to 1; NaN where the number is. */
    double of(int row) {
        double value = column.applyAsDouble(row);
        return Double.isNaN(value) ? Double.NaN : meanRank(cohortOfSet[merchants.categorySet(row)], value);
    }

    /** Of every row, for amounts that depend on it; worked out when first asked for. Not to be changed. */
    double[] ofAll() {
        return all.get();
    }

    private double[] lookUpAll() {
        double[] percentile = new double[merchants.count()];
        workers.run(percentile.length, ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                percentile[row] = of(row);
            }
        });
        return percentile;
    }

    /** By cohort, the least number whose percentile reaches each of these; NaN where none does. */
    double[][] reaching(double[] percentiles) {
        double[][] least = new double[start.length - 1][percentiles.length];
        for (int cohort = 0; cohort < least.length; cohort++) {
            for (int index = 0; index < percentiles.length; index++) {
                least[cohort][index] = reaching(cohort, percentiles[index]);
            }
        }
        return least;
    }

    private double reaching(int cohort, double percentile) {
        int low = start[cohort];
        int high = start[cohort + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (meanRank(cohort, sorted[middle]) < percentile) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < start[cohort + 1] ? sorted[low] : Double.NaN;
    }

    /** For rows from {@code from} on, how many of the numbers their cohorts have been found to need they reach. */
    void cells(int from, int to, double[][] reaching, int[] cells, int unknown) {
        for (int row = from; row < to; row++) {
            double value = column.applyAsDouble(row);
            int cell = 0;
            for (double least : reaching[cohortOfSet[merchants.categorySet(row)]]) {
                cell += value >= least ? 1 : 0;
            }
            cells[row - from] = Double.isNaN(value) ? unknown : cell;
        }
    }

    private double meanRank(int cohort, double value) {
        int from = start[cohort];
        int to = start[cohort + 1];
        int below = first(from, to, value);
        double above = Math.nextUp(value);
        // Most numbers are the only one of their kind.
        int notAbove = below + 1;
        if (notAbove < to && sorted[notAbove] < above) {
            notAbove = first(notAbove, to, above);
        }
        return ((below - from) + (notAbove - from)) / (2.0 * (to - from));
    }

    /** Where the first number stands that is not below a value. */
    private int first(int from, int to, double value) {
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
}
