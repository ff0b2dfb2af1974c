package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * The exact projection of one merchant at a time: given what each of its cells would have at today's prices, the
 * nearest values (Kullback–Leibler) that keep its bounds. The bounds are nested (total ⊃ field ⊃ cell), so the answer
 * is one multiplier for the total, one for each field with bounds, and a clamp for each cell; each multiplier is the
 * root of an increasing piecewise linear function.
 *
 * <p>Immutable after construction; a {@link Scratch} for each thread holds what changes.
 */
final class RowProjection {
    /** Of a cell that no bound of a sum holds, and of one that a bound of its own does. */
    static final int NO_GROUP = -1;

    static final int CLAMPED = -2;

    /** How a row was projected: cell by cell, or with one number for all, with or without a bound that holds. */
    static final byte BY_CELLS = 0;

    static final byte AS_WANTED = 1;
    static final byte TO_TOTAL = 2;

    private static final double EXACT = 1e-14;
    private static final int MOST_STEPS = 400;
    private static final int ROWS_PER_PIECE = 1 << 13;

    private final Rows rows;
    final double[] low;
    final double[] high;
    /** The node whose bounds each held cell counts towards first: its field's, or the merchant's total. */
    final int[] group;

    final double[] nodeLow;
    final double[] nodeHigh;
    private final boolean[] settled;
    /** By row, the least limit of its cells, or 0 when it has bounds for more than its total. */
    private final double[] leastHigh;

    RowProjection(Rows rows, FlowNetwork network, Faces faces, Workers workers) {
        this.rows = rows;
        int cells = rows.cells();
        this.low = new double[cells];
        this.high = new double[cells];
        this.group = new int[cells];
        this.settled = new boolean[cells];
        this.nodeLow = new double[rows.nodes()];
        this.nodeHigh = new double[rows.nodes()];
        this.leastHigh = new double[rows.rows()];
        workers.run(rows.rows(), ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                boundNodes(row, network, faces);
                leastHigh[row] = boundCells(row, faces);
            }
        });
    }

    private void boundNodes(int row, FlowNetwork network, Faces faces) {
        for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
            long impressions = faces.node(node);
            boolean open = Faces.isOpen(impressions);
            nodeLow[node] = open ? network.low[rows.nodeArc(node)] : impressions;
            nodeHigh[node] = open ? bound(rows.nodeCap[node]) : impressions;
        }
    }

    /** Returns the least limit of its cells, or 0 when there are bounds for more than the total. */
    private double boundCells(int row, Faces faces) {
        boolean totalAlone = rows.nodeStart[row] + 1 == rows.nodeStart[row + 1];
        double least = Double.POSITIVE_INFINITY;
        for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
            int node = rows.cellNode[cell];
            boolean own = rows.isPlacementNode(node);
            long impressions = faces.cell(cell);
            settled[cell] = !Faces.isOpen(impressions);
            low[cell] = settled[cell] ? impressions : own ? nodeLow[node] : 0;
            high[cell] = settled[cell]
                    ? impressions
                    : Math.min(bound(rows.cellCap[cell]), own ? nodeHigh[node] : Double.POSITIVE_INFINITY);
            group[cell] = own ? rows.parent[node] : node;
            totalAlone &= !settled[cell];
            least = Math.min(least, high[cell]);
        }
        return totalAlone ? least : 0;
    }

    private static double bound(long impressions) {
        return impressions >= FlowNetwork.UNBOUNDED ? Double.POSITIVE_INFINITY : impressions;
    }

    /** Whether a held cell has the same impressions in every plan that comes into question. */
    boolean settled(int cell) {
        return settled[cell];
    }

    /** What one thread needs while it projects rows. */
    static final class Scratch {
        /** By position in a row, what its cells have. */
        private double[] values = new double[32];

        double[] sum = new double[8];
        double[] slope = new double[8];

        double[] values(int cells) {
            if (values.length < cells) {
                values = new double[2 * cells];
            }
            return values;
        }

        void reserve(int nodes) {
            if (sum.length < nodes) {
                sum = new double[2 * nodes];
                slope = new double[2 * nodes];
            }
            Arrays.fill(sum, 0, nodes, 0);
            Arrays.fill(slope, 0, nodes, 0);
        }
    }

    /**
     * Projects one row, if bounds for its total are all that matter: as {@link #project} would.
     *
     * @param sum of what its cells would have without bounds
     * @param most the largest of these
     * @param factor the multiplier of the row's total is replaced, unless the row has to be projected {@link #BY_CELLS}
     */
    byte projectTotal(int row, double sum, double most, double[] factor) {
        double limit = leastHigh[row];
        int total = rows.nodeStart[row];
        double multiplier = 1;
        boolean binds = nodeLow[total] == nodeHigh[total];
        if (sum < nodeLow[total] || sum > nodeHigh[total]) {
            double target = sum < nodeLow[total] ? nodeLow[total] : nodeHigh[total];
            multiplier = Math.abs(sum - target) <= EXACT * target ? 1 : 1 + (target - sum) / sum;
            binds = true;
            if (!(Math.abs(sum * multiplier - target) <= EXACT * target) || multiplier <= 0) {
                return BY_CELLS;
            }
        }
        if (!(most < limit && most * multiplier < limit)) {
            return BY_CELLS;
        }
        factor[total] = multiplier;
        return binds ? TO_TOTAL : AS_WANTED;
    }

    /** Whether {@link #projectTotal} is worth trying. */
    boolean hasBoundsForTotalAlone(int row) {
        return leastHigh[row] > 0;
    }

    /**
     * Projects one row.
     *
     * @param wanted for each held cell, what it would have without bounds; replaced by what it has with them
     * @param factor for each node, replaced by its multiplier
     * @param binding for each held cell, replaced by the node whose bound fixes the sum it is part of, {@link #NO_GROUP}
     *     or {@link #CLAMPED}
     */
    void project(int row, double[] wanted, double[] factor, int[] binding, Scratch scratch) {
        int total = rows.nodeStart[row];
        int nodesEnd = rows.nodeStart[row + 1];
        int from = rows.cellStart[row];
        int to = rows.cellStart[row + 1];
        double atTotal = 1;
        double sum = totalAt(row, 1, wanted, scratch);
        boolean totalBinds = nodeLow[total] == nodeHigh[total];
        if (sum < nodeLow[total]) {
            atTotal = solve(row, total, nodeLow[total], 1, sum, wanted, scratch);
            totalBinds = true;
        } else if (sum > nodeHigh[total]) {
            atTotal = solve(row, total, nodeHigh[total], 1, sum, wanted, scratch);
            totalBinds = true;
        }
        factor[total] = atTotal;
        for (int node = total + 1; node < nodesEnd; node++) {
            factor[node] = 1;
            if (rows.isPlacementNode(node)) {
                continue;
            }
            double inField = fieldAt(row, node, atTotal, wanted, scratch);
            if (inField < nodeLow[node]) {
                factor[node] = solve(row, node, nodeLow[node], atTotal, inField, wanted, scratch);
            } else if (inField > nodeHigh[node]) {
                factor[node] = solve(row, node, nodeHigh[node], atTotal, inField, wanted, scratch);
            }
        }
        for (int cell = from; cell < to; cell++) {
            int node = group[cell];
            boolean inTotal = node == total;
            double value = wanted[cell] * atTotal * (inTotal ? 1 : factor[node]);
            boolean fieldBinds = !inTotal && (factor[node] != 1 || nodeLow[node] == nodeHigh[node]);
            boolean moves = value > low[cell] && value < high[cell];
            binding[cell] = !moves ? CLAMPED : fieldBinds ? node : totalBinds ? total : NO_GROUP;
            wanted[cell] = Math.max(low[cell], Math.min(high[cell], value));
        }
    }

    /** The sum of a row at a multiplier of its total, every field within its bounds; its slope is left in scratch. */
    private double totalAt(int row, double multiplier, double[] wanted, Scratch scratch) {
        int total = rows.nodeStart[row];
        int nodes = rows.nodeStart[row + 1] - total;
        scratch.reserve(nodes);
        double sum = 0;
        double slope = 0;
        for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
            double value = wanted[cell] * multiplier;
            boolean clamped = value <= low[cell] || value >= high[cell];
            double has = !clamped ? value : value <= low[cell] ? low[cell] : high[cell];
            int at = group[cell] - total;
            if (at == 0) {
                sum += has;
                slope += clamped ? 0 : wanted[cell];
            } else {
                scratch.sum[at] += has;
                scratch.slope[at] += clamped ? 0 : wanted[cell];
            }
        }
        for (int at = 1; at < nodes; at++) {
            if (rows.isPlacementNode(total + at)) {
                continue;
            }
            if (scratch.sum[at] < nodeLow[total + at]) {
                sum += nodeLow[total + at];
            } else if (scratch.sum[at] > nodeHigh[total + at]) {
                sum += nodeHigh[total + at];
            } else {
                sum += scratch.sum[at];
                slope += scratch.slope[at];
            }
        }
        scratch.slope[0] = slope;
        return sum;
    }

    /** The sum of a field at a multiplier; its slope is left in scratch. */
    private double fieldAt(int row, int field, double multiplier, double[] wanted, Scratch scratch) {
        double sum = 0;
        double slope = 0;
        for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
            if (group[cell] == field) {
                double value = wanted[cell] * multiplier;
                if (value <= low[cell]) {
                    sum += low[cell];
                } else if (value >= high[cell]) {
                    sum += high[cell];
                } else {
                    sum += value;
                    slope += wanted[cell];
                }
            }
        }
        scratch.slope[0] = slope;
        return sum;
    }

    /**
     * The multiplier on top of {@code base} at which the sum of a node is its target.
     *
     * @param first the sum at {@code base}, whose slope is in scratch
     */
    private double solve(
            int row, int node, double target, double base, double first, double[] wanted, Scratch scratch) {
        boolean total = node == rows.nodeStart[row];
        double least = 0;
        double most = Double.POSITIVE_INFINITY;
        double multiplier = 1;
        double sum = first;
        double slope = scratch.slope[0];
        for (int step = 0; step < MOST_STEPS; step++) {
            if (Math.abs(sum - target) <= EXACT * target) {
                break;
            }
            if (sum < target) {
                least = multiplier;
            } else {
                most = multiplier;
            }
            double next = slope > 0 ? multiplier + (target - sum) / (base * slope) : Double.NaN;
            boolean stuck = step % 6 == 5;
            if (!(next > least && next < most) || (stuck && most < Double.POSITIVE_INFINITY)) {
                next = most == Double.POSITIVE_INFINITY
                        ? multiplier * 4
                        : least == 0 ? most * 0.25 : Math.sqrt(least * most);
            }
            if (next == multiplier || next == 0 || next == Double.POSITIVE_INFINITY) {
                break;
            }
            multiplier = next;
            sum = total
                    ? totalAt(row, base * multiplier, wanted, scratch)
                    : fieldAt(row, node, base * multiplier, wanted, scratch);
            slope = scratch.slope[0];
        }
        return multiplier;
    }
}
