package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Where each merchant's number stands among those of its main category: the share of them below it plus half the share
 * equal to it. The same on any number of threads, because each writes only what its piece is about.
 */
final class Percentiles {
    private static final int ROWS_PER_PIECE = 1 << 14;
    private static final int MOST_SORTS = 64;
    /** Every so many sorted numbers one is put where all searches begin, in so little memory that it stays close. */
    private static final int STRIDE = 64;

    private final IntToDoubleFunction column;
    private final Merchants merchants;
    private final Workers workers;
    /** By set of categories. */
    private final int[] cohortOfSet;
    /** By cohort, where its numbers begin in {@link #sorted}. */
    private final int[] start;

    private final double[] sorted;
    private final double[] landmarks;

    private Percentiles(Merchants merchants, IntToDoubleFunction column, Workers workers) {
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
        this.landmarks = new double[sorted.length / STRIDE + 1];
        for (int index = 0; index * STRIDE < sorted.length; index++) {
            landmarks[index] = sorted[index * STRIDE];
        }
    }

    /** By row; NaN where the number is. */
    static double[] of(Merchants merchants, IntToDoubleFunction column, Workers workers) {
        return new Percentiles(merchants, column, workers).ofAll();
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

    /** A piece sorts each cohort that begins in it, so that pieces are about as large as their work. */
    private void sort() {
        int perPiece = Math.max(1, sorted.length / MOST_SORTS);
        workers.run(sorted.length, perPiece, (piece, from, to) -> {
            for (int cohort = 0; cohort + 1 < start.length; cohort++) {
                if (start[cohort] >= from && start[cohort] < to) {
                    Arrays.sort(sorted, start[cohort], start[cohort + 1]);
                }
            }
        });
    }

    private double[] ofAll() {
        double[] percentile = new double[merchants.count()];
        workers.run(percentile.length, ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                double value = column.applyAsDouble(row);
                percentile[row] = Double.isNaN(value) ? Double.NaN : meanRank(merchants.categorySet(row), value);
            }
        });
        return percentile;
    }

    private double meanRank(int set, double value) {
        int from = start[cohortOfSet[set]];
        int to = start[cohortOfSet[set] + 1];
        int below = firstNotBelow(from, to, value);
        double above = Math.nextUp(value);
        // Most numbers are the only one of their kind.
        int notAbove = below + 1;
        if (notAbove < to && sorted[notAbove] < above) {
            notAbove = firstNotBelow(notAbove, to, above);
        }
        return ((below - from) + (notAbove - from)) / (2.0 * (to - from));
    }

    /** A look at landmarks first, and then at the few numbers between two of them. */
    private int firstNotBelow(int from, int to, double value) {
        int low = from / STRIDE + 1;
        int high = (to - 1) / STRIDE + 1;
        if (low < high) {
            int landmark = first(landmarks, low, high, value);
            return first(sorted, Math.max(from, (landmark - 1) * STRIDE), Math.min(to, landmark * STRIDE), value);
        }
        return first(sorted, from, to, value);
    }

    private static int first(double[] ascending, int from, int to, double value) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
