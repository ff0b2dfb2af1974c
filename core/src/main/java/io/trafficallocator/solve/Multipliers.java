package io.trafficallocator.solve;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/** Reads the multipliers of merchants off a finished projection. */
final class Multipliers {
    private static final double SAME = 1e-9;
    private static final int MERCHANTS_PER_PIECE = 1 << 15;

    private final Problem problem;
    private final Rows rows;
    private final Projection projection;
    private final RealSolution real;
    private final double[] price;

    Multipliers(Problem problem, Rows rows, Projection projection, RealSolution real) {
        this.problem = problem;
        this.rows = rows;
        this.projection = projection;
        this.real = real;
        this.price = projection.prices();
    }

    Solution.Multipliers collect(Workers workers) {
        boolean heldOnly = projection.free().allHaveWhatTheyWant(price);
        Part[] parts = new Part[Workers.pieces(problem.merchants(), MERCHANTS_PER_PIECE)];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            Part part = new Part();
            int row = rows.firstRowFrom(from);
            if (heldOnly) {
                for (; row < rows.rows() && rows.merchant[row] < to; row++) {
                    part.addHeld(row);
                }
            } else {
                part.addAll(from, to, row);
            }
            parts[piece] = part;
        });
        int[][] merchant = new int[parts.length][];
        int[][] scope = new int[parts.length][];
        double[][] factor = new double[parts.length][];
        for (int piece = 0; piece < parts.length; piece++) {
            merchant[piece] = Arrays.copyOf(parts[piece].merchant, parts[piece].count);
            scope[piece] = Arrays.copyOf(parts[piece].scope, parts[piece].count);
            factor[piece] = Arrays.copyOf(parts[piece].factor, parts[piece].count);
        }
        return new Solution.Multipliers(Ints.concat(merchant), Ints.concat(scope), Doubles.concat(factor));
    }

    /** Those of some merchants, in ascending order. */
    private final class Part {
        private int count;
        private int[] merchant = new int[64];
        private int[] scope = new int[64];
        private double[] factor = new double[64];

        void addAll(int from, int to, int firstRow) {
            RealSolution.Cursor cursor = real.from(from);
            int row = firstRow;
            for (int owner = from; owner < to; owner++) {
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

        void addHeld(int row) {
            HeldCells held = projection.held();
            int owner = rows.merchant[row];
            int total = rows.nodeStart[row];
            int first = count;
            for (int node = total; node < rows.nodeStart[row + 1]; node++) {
                if (!rows.isPlacementNode(node)) {
                    add(owner, rows.scope[node], held.nodeFactor[node]);
                }
            }
            sortByScope(first);
            for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
                int placement = problem.placement()[rows.cell[cell]];
                int group = held.bounds.group[cell];
                double unclamped = held.wanted(cell, placement) * held.nodeFactor[total];
                addCell(
                        owner,
                        placement,
                        held.real(row, cell, placement),
                        group == total ? unclamped : unclamped * held.nodeFactor[group]);
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
            // Most cells have what they want, and dividing takes longer than all the rest.
            if (unclamped > 0 && Math.abs(value - unclamped) > 0.5 * SAME * unclamped) {
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
}
