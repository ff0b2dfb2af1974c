package io.trafficallocator.serve;

import io.trafficallocator.plan.Plan;

/** Finds the rows of merchants that are asked for in ascending order: in a plan of millions, next to the last one. */
final class RowCursor {
    private final Plan plan;
    private int at;

    RowCursor(Plan plan) {
        this.plan = plan;
    }

    /** The row of a merchant, not before the last one asked for; -1 when there is none of that id. */
    int seek(String merchant) {
        int low = at;
        int high = at;
        for (int step = 1; high < plan.merchants() && compare(high, merchant) < 0; step *= 2) {
            low = high + 1;
            high = (int) Math.min(plan.merchants(), (long) high + step);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, merchant) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at = low;
        return low < plan.merchants() && compare(low, merchant) == 0 ? low : -1;
    }

    private int compare(int row, String merchant) {
        return plan.merchant(row).compareTo(merchant);
    }
}
