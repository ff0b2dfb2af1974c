package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Which held cells weigh what is usual at their placement, as all do that a grant has opened without demand. Rows that
 * have such cells at the same placements are of a kind, for which these cells are added up once; of each row only the
 * others are looked at. Kinds are made of rows with bounds for their total alone, whose boosts, if any, hold everywhere.
 */
final class UsualWeights {
    private static final int ROWS_PER_PIECE = 1 << 13;
    /** So many cells tell what is usual. */
    private static final int MOST_ASKED = 1 << 16;
    /** Kinds with fewer rows than this, on average, are not worth their while. */
    private static final int LEAST_ROWS_OF_A_KIND = 16;

    private static final int NONE = -1;

    private final Problem problem;
    private final Rows rows;
    /** The usual weight at each placement. */
    final double[] usual;
    /** By kind, ascending: the placements with the usual weight, as bits. */
    private final long[] kinds;
    /** By row, or -1. */
    private final int[] kind;
    /** The other cells of row h are {@code otherStart[h]} to {@code otherStart[h + 1]}; their placements and weights. */
    final int[] otherStart;

    final int[] otherPlacement;
    final double[] otherWeight;

    UsualWeights(Problem problem, Rows rows, RowProjection bounds, Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.usual = usual();
        this.kind = new int[rows.rows()];
        this.otherStart = new int[rows.rows() + 1];
        Arrays.fill(kind, NONE);
        long[] bits = new long[problem.placements() <= Long.SIZE ? rows.rows() : 0];
        boolean[] boostedInPart = boostedInPart();
        workers.run(bits.length, ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                if (bounds.hasBoundsForTotalAlone(row) && !boostedInPart[row]) {
                    bits[row] = usualAt(row);
                }
            }
        });
        this.kinds = kinds(bits);
        workers.run(bits.length, ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to && kinds.length > 0; row++) {
                int found = bits[row] == 0 ? NONE : Arrays.binarySearch(kinds, bits[row]);
                if (found >= 0) {
                    kind[row] = found;
                    int cells = rows.cellStart[row + 1] - rows.cellStart[row];
                    otherStart[row + 1] = cells - Long.bitCount(bits[row]);
                }
            }
        });
        for (int row = 0; row < kind.length; row++) {
            otherStart[row + 1] += otherStart[row];
        }
        this.otherPlacement = new int[otherStart[kind.length]];
        this.otherWeight = new double[otherPlacement.length];
        workers.run(bits.length, ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                if (kind[row] >= 0) {
                    fillOthers(row);
                }
            }
        });
    }

    /** The weight that most cells have, if one has (the algorithm of Boyer and Moore, 1981). */
    private double[] usual() {
        double[] most = new double[problem.placements()];
        int[] lead = new int[most.length];
        for (int held = 0; held < Math.min(MOST_ASKED, rows.cells()); held++) {
            int placement = problem.placement()[rows.cell[held]];
            double weight = problem.weight()[rows.cell[held]];
            if (lead[placement] == 0) {
                most[placement] = weight;
            }
            lead[placement] += weight == most[placement] ? 1 : -1;
        }
        return most;
    }

    /** The rows with a boost that holds for some of their cells alone. */
    private boolean[] boostedInPart() {
        boolean[] inPart = new boolean[rows.rows()];
        int[] owner = problem.boosts().merchant();
        int row = 0;
        for (int boost = 0; boost < owner.length; boost++) {
            while (row < inPart.length && rows.merchant[row] < owner[boost]) {
                row++;
            }
            if (row < inPart.length && rows.merchant[row] == owner[boost]) {
                inPart[row] |= problem.boosts().scope()[boost] != 0;
            }
        }
        return inPart;
    }

    private long usualAt(int row) {
        long bits = 0;
        for (int cell = rows.firstCell(row); cell < endCell(row); cell++) {
            int placement = problem.placement()[cell];
            if (problem.weight()[cell] == usual[placement] && usual[placement] > 0) {
                bits |= 1L << placement;
            }
        }
        return bits;
    }

    private static long[] kinds(long[] bits) {
        long[] distinct = LongStream.of(bits)
                .filter(each -> each != 0)
                .distinct()
                .sorted()
                .toArray();
        return distinct.length > bits.length / LEAST_ROWS_OF_A_KIND ? new long[0] : distinct;
    }

    private void fillOthers(int row) {
        int other = otherStart[row];
        for (int cell = rows.firstCell(row); cell < endCell(row); cell++) {
            int placement = problem.placement()[cell];
            if ((kinds[kind[row]] >>> placement & 1) == 0) {
                otherPlacement[other] = placement;
                otherWeight[other++] = problem.weight()[cell];
            }
        }
    }

    private int endCell(int row) {
        return problem.start()[rows.merchant[row] + 1];
    }

    /** The kind of a row, or -1 when it has to be gone through cell by cell. */
    int kind(int row) {
        return kind[row];
    }

    int kinds() {
        return kinds.length;
    }

    /** Adds up values of placements over those of each kind. */
    double[] sums(double[] ofPlacement) {
        double[] sums = new double[kinds.length];
        for (int each = 0; each < sums.length; each++) {
            for (long bits = kinds[each]; bits != 0; bits &= bits - 1) {
                sums[each] += ofPlacement[Long.numberOfTrailingZeros(bits)];
            }
        }
        return sums;
    }

    /** The largest value over the placements of each kind. */
    double[] largest(double[] ofPlacement) {
        double[] largest = new double[kinds.length];
        for (int each = 0; each < largest.length; each++) {
            for (long bits = kinds[each]; bits != 0; bits &= bits - 1) {
                largest[each] = Math.max(largest[each], ofPlacement[Long.numberOfTrailingZeros(bits)]);
            }
        }
        return largest;
    }

    /** Adds a value of each kind, times one of each of its placements, to these placements. */
    void spread(double[] ofKind, double[] ofPlacement, double[] to) {
        for (int each = 0; each < ofKind.length; each++) {
            for (long bits = ofKind[each] == 0 ? 0 : kinds[each]; bits != 0; bits &= bits - 1) {
                int placement = Long.numberOfTrailingZeros(bits);
                to[placement] += ofKind[each] * ofPlacement[placement];
            }
        }
    }
}
