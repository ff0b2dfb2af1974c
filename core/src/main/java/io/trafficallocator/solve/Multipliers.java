package io.trafficallocator.solve;

import java.util.Arrays;

/** Reads the multipliers of merchants off a finished projection. */
final class Multipliers {
    private static final double SAME = 1e-9;

    private final Problem problem;
    private final Rows rows;
    private final Projection projection;
    private final RealSolution real;
    private final double[] price;
    private int count;
    private int[] merchant = new int[64];
    private int[] scope = new int[64];
    private double[] factor = new double[64];

    Multipliers(Problem problem, Rows rows, Projection projection, RealSolution real) {
        this.problem = problem;
        this.rows = rows;
        this.projection = projection;
        this.real = real;
        this.price = projection.prices();
    }

    Solution.Multipliers collect() {
        if (projection.free().allHaveWhatTheyWant(price)) {
            for (int row = 0; row < rows.rows(); row++) {
                addHeld(row);
            }
        } else {
            collectAll();
        }
        return new Solution.Multipliers(
                Arrays.copyOf(merchant, count), Arrays.copyOf(scope, count), Arrays.copyOf(factor, count));
    }

    private void collectAll() {
        RealSolution.Cursor cursor = real.from(0);
        int row = 0;
        for (int owner = 0; owner < problem.merchants(); owner++) {
            if (rows.held[owner]) {
                addHeld(row++);
                continue;
            }
            cursor.moveTo(owner);
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                int placement = problem.placement()[cell];
                addCell(owner, placement, cursor.of(cell), cursor.share(cell) * price[placement]);
            }
        }
    }

    private void addHeld(int row) {
        int owner = rows.merchant[row];
        int total = rows.nodeStart[row];
        int first = count;
        for (int node = total; node < rows.nodeStart[row + 1]; node++) {
            if (!rows.isPlacementNode(node)) {
                add(owner, rows.scope[node], projection.nodeFactor[node]);
            }
        }
        sortByScope(first);
        for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
            int placement = problem.placement()[rows.cell[cell]];
            int group = projection.rowProjection.group[cell];
            double unclamped = projection.heldShare[cell] * price[placement] * projection.nodeFactor[total];
            addCell(
                    owner,
                    placement,
                    projection.heldReal[cell],
                    group == total ? unclamped : unclamped * projection.nodeFactor[group]);
        }
    }

    /** Nodes stand in the order in which bounds named their fields. */
    private void sortByScope(int first) {
        for (int index = first + 1; index < count; index++) {
            for (int at = index; at > first && scope[at - 1] > scope[at]; at--) {
                int otherScope = scope[at];
                double otherFactor = factor[at];
                scope[at] = scope[at - 1];
                factor[at] = factor[at - 1];
                scope[at - 1] = otherScope;
                factor[at - 1] = otherFactor;
            }
        }
    }

    private void addCell(int owner, int placement, double value, double unclamped) {
        if (unclamped > 0) {
            add(owner, 1 + problem.fields() + placement, value / unclamped);
        }
    }

    private void add(int owner, int of, double by) {
        if (Math.abs(by - 1) <= SAME) {
            return;
        }
        if (count == merchant.length) {
            merchant = Arrays.copyOf(merchant, 2 * count);
            scope = Arrays.copyOf(scope, 2 * count);
            factor = Arrays.copyOf(factor, 2 * count);
        }
        merchant[count] = owner;
        scope[count] = of;
        factor[count++] = by;
    }
}
