package io.trafficallocator.solve;

import java.util.Arrays;
import java.util.List;

/**
 * Evens out the whole numbers of equal merchants. Under scarcity, or where a pool runs short, their levels may differ by
 * one, and rounding can then leave two of them two impressions apart in a cell. Exchanging an impression there for one in
 * another cell changes no sum, neither of a merchant nor of a placement. Where that does not help, the levels have to be
 * dealt out otherwise ({@link EvenLevels#dealOutAgain}).
 */
final class EvenCells {
    /** For each group, how many exchanges may turn out not to fit: a bound on time, far above what was ever needed. */
    private static final int MOST_ATTEMPTS = 100_000;

    private final Rows rows;
    private final RowProjection bounds;
    private final Whole impressions;
    private int attempts;

    private EvenCells(Rows rows, RowProjection bounds, Whole impressions) {
        this.rows = rows;
        this.bounds = bounds;
        this.impressions = impressions;
    }

    /** Returns whether nobody has two impressions more than an equal in any cell now. */
    static boolean evenOut(Rows rows, List<int[]> equal, RowProjection bounds, Whole impressions) {
        EvenCells cells = new EvenCells(rows, bounds, impressions);
        boolean even = true;
        for (int[] group : equal) {
            even &= cells.evenOut(group);
        }
        return even;
    }

    private boolean evenOut(int[] group) {
        int cells = rows.cellStart[group[0] + 1] - rows.cellStart[group[0]];
        attempts = MOST_ATTEMPTS;
        boolean changed = true;
        boolean even = true;
        while (changed) {
            changed = false;
            even = true;
            for (int cell = 0; cell < cells; cell++) {
                long most = mostIfUneven(group, cell);
                while (most > 0 && lowerRichest(group, cell, cells, most)) {
                    changed = true;
                    most = mostIfUneven(group, cell);
                }
                even &= most == 0;
            }
        }
        return even;
    }

    /** The most that anybody has in a cell, or 0 where nobody has two less. */
    private long mostIfUneven(int[] group, int cell) {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int row : group) {
            least = Math.min(least, at(row, cell));
            most = Math.max(most, at(row, cell));
        }
        return most - least < 2 ? 0 : most;
    }

    /** Takes an impression of a cell from those who have the most, where somebody has two less; whether any did. */
    private boolean lowerRichest(int[] group, int cell, int cells, long most) {
        long poor = most - 2;
        int[] poorer = Arrays.stream(group).filter(row -> at(row, cell) <= poor).toArray();
        boolean lowered = false;
        for (int richer : group) {
            for (int index = 0; index < poorer.length && at(richer, cell) == most && attempts > 0; index++) {
                if (at(poorer[index], cell) <= poor) {
                    boolean exchanged = exchange(poorer[index], richer, cell, cells);
                    lowered |= exchanged;
                    attempts -= exchanged ? 0 : 1;
                }
            }
        }
        return lowered;
    }

    /** Gives the poorer row one impression of a cell for one of a cell in which it is the richer. */
    private boolean exchange(int poorer, int richer, int cell, int cells) {
        for (int back = 0; back < cells; back++) {
            if (at(poorer, back) > at(richer, back) && fits(poorer, cell, back) && fits(richer, back, cell)) {
                impressions.add(rows.cell[rows.cellStart[poorer] + cell], 1);
                impressions.add(rows.cell[rows.cellStart[richer] + cell], -1);
                impressions.add(rows.cell[rows.cellStart[poorer] + back], -1);
                impressions.add(rows.cell[rows.cellStart[richer] + back], 1);
                return true;
            }
        }
        return false;
    }

    private long at(int row, int cell) {
        return impressions.get(rows.cell[rows.cellStart[row] + cell]);
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
                sum += impressions.get(rows.cell[held]);
            }
        }
        return sum;
    }
}
