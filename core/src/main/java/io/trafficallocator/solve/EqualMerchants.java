package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * Evens out the whole numbers of merchants that are equal in all the solver knows of them. Under scarcity their levels
 * may differ by one, and rounding can then leave two of them two impressions apart in a cell. Exchanging an impression
 * there for one in another cell changes no sum, neither of a merchant nor of a placement.
 */
final class EqualMerchants {
    private final Problem problem;
    private final Rows rows;
    private final RowProjection bounds;
    private final double[] share;
    private final long[] impressions;
    /** The guarantees of row h are {@code guaranteeStart[h]} to {@code guaranteeStart[h + 1]}. */
    private final int[] guaranteeStart;

    private EqualMerchants(Problem problem, Rows rows, RowProjection bounds, double[] share, long[] impressions) {
        this.problem = problem;
        this.rows = rows;
        this.bounds = bounds;
        this.share = share;
        this.impressions = impressions;
        this.guaranteeStart = new int[rows.rows() + 1];
        int[] owner = problem.guarantees().merchant();
        int guarantee = 0;
        for (int row = 0; row < rows.rows(); row++) {
            while (guarantee < owner.length && owner[guarantee] == rows.merchant[row]) {
                guarantee++;
            }
            guaranteeStart[row + 1] = guarantee;
        }
    }

    static void evenOut(Problem problem, Rows rows, RowProjection bounds, double[] share, long[] impressions) {
        new EqualMerchants(problem, rows, bounds, share, impressions).evenOut();
    }

    private void evenOut() {
        long[] order = new long[rows.rows()];
        for (int row = 0; row < order.length; row++) {
            order[row] = ((long) hash(row) << 32) | row;
        }
        Arrays.sort(order);
        for (int first = 0; first < order.length; ) {
            int end = first + 1;
            while (end < order.length
                    && order[end] >> 32 == order[first] >> 32
                    && equal((int) order[first], (int) order[end])) {
                end++;
            }
            if (end - first > 1) {
                int[] group = new int[end - first];
                for (int index = first; index < end; index++) {
                    group[index - first] = (int) order[index];
                }
                evenOut(group);
            }
            first = end;
        }
    }

    private int hash(int row) {
        int hash = 1;
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            hash = 31 * hash + problem.placement()[rows.cell[held]];
            hash = 31 * hash + Double.hashCode(share[rows.cell[held]]);
        }
        for (int guarantee = guaranteeStart[row]; guarantee < guaranteeStart[row + 1]; guarantee++) {
            hash = 31 * hash + Long.hashCode(problem.guarantees().amount()[guarantee]);
        }
        return hash;
    }

    private boolean equal(int one, int other) {
        int cells = rows.cellStart[one + 1] - rows.cellStart[one];
        int nodes = rows.nodeStart[one + 1] - rows.nodeStart[one];
        int promises = guaranteeStart[one + 1] - guaranteeStart[one];
        if (rows.cellStart[other + 1] - rows.cellStart[other] != cells
                || rows.nodeStart[other + 1] - rows.nodeStart[other] != nodes
                || guaranteeStart[other + 1] - guaranteeStart[other] != promises) {
            return false;
        }
        for (int index = 0; index < cells; index++) {
            int left = rows.cellStart[one] + index;
            int right = rows.cellStart[other] + index;
            if (problem.placement()[rows.cell[left]] != problem.placement()[rows.cell[right]]
                    || share[rows.cell[left]] != share[rows.cell[right]]
                    || rows.cellCap[left] != rows.cellCap[right]) {
                return false;
            }
        }
        for (int index = 0; index < nodes; index++) {
            int left = rows.nodeStart[one] + index;
            int right = rows.nodeStart[other] + index;
            if (rows.scope[left] != rows.scope[right] || rows.nodeCap[left] != rows.nodeCap[right]) {
                return false;
            }
        }
        for (int index = 0; index < promises; index++) {
            int left = guaranteeStart[one] + index;
            int right = guaranteeStart[other] + index;
            Problem.Guarantees guarantees = problem.guarantees();
            if (guarantees.scope()[left] != guarantees.scope()[right]
                    || guarantees.amount()[left] != guarantees.amount()[right]
                    || guarantees.tier()[left] != guarantees.tier()[right]) {
                return false;
            }
        }
        return true;
    }

    private void evenOut(int[] group) {
        int cells = rows.cellStart[group[0] + 1] - rows.cellStart[group[0]];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int cell = 0; cell < cells; cell++) {
                int poorest = group[0];
                int richest = group[0];
                for (int row : group) {
                    poorest = at(row, cell) < at(poorest, cell) ? row : poorest;
                    richest = at(row, cell) > at(richest, cell) ? row : richest;
                }
                if (at(richest, cell) - at(poorest, cell) >= 2 && exchange(poorest, richest, cell, cells)) {
                    changed = true;
                }
            }
        }
    }

    /** Gives the poorer row one impression of a cell for one of a cell in which it is the richer. */
    private boolean exchange(int poorer, int richer, int cell, int cells) {
        for (int back = 0; back < cells; back++) {
            if (at(poorer, back) > at(richer, back) && fits(poorer, cell, back) && fits(richer, back, cell)) {
                impressions[rows.cell[rows.cellStart[poorer] + cell]]++;
                impressions[rows.cell[rows.cellStart[richer] + cell]]--;
                impressions[rows.cell[rows.cellStart[poorer] + back]]--;
                impressions[rows.cell[rows.cellStart[richer] + back]]++;
                return true;
            }
        }
        return false;
    }

    private long at(int row, int cell) {
        return impressions[rows.cell[rows.cellStart[row] + cell]];
    }

    /** Whether a row keeps its bounds with one impression more in one cell and one less in another. */
    private boolean fits(int row, int more, int less) {
        int gaining = rows.cellStart[row] + more;
        int losing = rows.cellStart[row] + less;
        if (at(row, more) + 1 > bounds.high[gaining] || at(row, less) - 1 < bounds.low[losing]) {
            return false;
        }
        int gainer = bounds.group[gaining];
        int loser = bounds.group[losing];
        int total = rows.nodeStart[row];
        return gainer == loser
                || ((gainer == total || sum(row, gainer) + 1 <= bounds.nodeHigh[gainer])
                        && (loser == total || sum(row, loser) - 1 >= bounds.nodeLow[loser]));
    }

    private long sum(int row, int node) {
        long sum = 0;
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            if (bounds.group[held] == node) {
                sum += impressions[rows.cell[held]];
            }
        }
        return sum;
    }
}
