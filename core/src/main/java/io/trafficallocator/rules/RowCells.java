package io.trafficallocator.rules;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.Dictionary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cells that the merchants of one request lie in, by cuts that were made for all requests of the same day. Not safe for
 * use by several threads.
 */
final class RowCells {
    /** The cell of a value that there is none for. */
    static final int NEW = -1;

    private static final int UNREAD = -2;

    private final FactCells cuts;
    private final Cohorts cohorts;
    private final @Nullable Dictionary<?> column;
    private final int[] cell;

    /** @param known by what rules can see of a value that is looked up, its cell */
    RowCells(FactCells cuts, ImmutableMap<Object, Integer> known, Cohorts cohorts) {
        this.cuts = cuts;
        this.cohorts = cohorts;
        this.column = FactCells.column(cuts.fact(), cohorts.merchants());
        this.cell = new int[cohorts.merchants().count()];
        // A dictionary that many requests share may have more values than this one has merchants.
        if (column != null && !cuts.fact().isNumber() && column.values().size() <= cell.length) {
            int[] cellOfCode = new int[column.values().size()];
            Arrays.setAll(cellOfCode, code -> cell(column.values().get(code), known));
            Arrays.setAll(cell, row -> cellOfCode[column.code(row)]);
        } else if (column != null && !cuts.fact().isNumber()) {
            Arrays.setAll(cell, row -> cell(column.get(row), known));
        } else {
            // Most rules are out before it comes to most numbers.
            Arrays.fill(cell, UNREAD);
        }
    }

    private int cell(Object value, ImmutableMap<Object, Integer> known) {
        return known.getOrDefault(FactCells.visible(cuts.fact(), value), NEW);
    }

    Fact fact() {
        return cuts.fact();
    }

    int cell(int row) {
        if (cell[row] == UNREAD) {
            cell[row] = cuts.cell(number(row));
        }
        return cell[row];
    }

    /** What a row has of a fact that is looked up. */
    Object value(int row) {
        if (column == null) {
            throw new IllegalStateException(fact() + " is compared, not looked up");
        }
        return column.get(row);
    }

    /** A number of a row as rules see it; NaN when it is unknown. */
    double number(int row) {
        return column != null ? cuts.number((String) column.get(row)) + 0.0 : cohorts.number(cuts.fact(), row);
    }

    /** Differs for every two numbers, in as many bits as {@link FactCells#exactBits} says. */
    long exact(int row) {
        if (column == null) {
            return cohorts.exact(cuts.fact(), row);
        }
        double number = number(row);
        if (cuts.fact().kind() == Fact.Kind.DAYS_SINCE) {
            return Double.isNaN(number) ? 1L << Integer.SIZE : (int) number & 0xffff_ffffL;
        }
        return Double.doubleToLongBits(number);
    }
}
