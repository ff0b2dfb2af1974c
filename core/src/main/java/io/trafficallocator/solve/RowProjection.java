package io.trafficallocator.solve;

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
    static final int NO_GROUP = -1;
    private static final double EXACT = 1e-14;
    private static final int MOST_STEPS = 400;

    private final Rows rows;
    final double[] low;
    final double[] high;
    /** The node whose bounds each held cell counts towards first: its field's, or the merchant's total. */
    final int[] group;

    final double[] nodeLow;
    final double[] nodeHigh;
    private final boolean[] settled;
    /** By row, whether it has bounds for its total alone, limits of cells aside. */
    private final boolean[] plain;

    RowProjection(Rows rows, FlowNetwork network, Faces faces) {
        this.rows = rows;
        int cells = rows.cells();
        this.low = new double[cells];
        this.high = new double[cells];
        this.group = new int[cells];
        this.settled = new boolean[cells];
        this.nodeLow = new double[rows.nodes()];
        this.nodeHigh = new double[rows.nodes()];
        for (int node = 0; node < rows.nodes(); node++) {
            boolean open = Faces.isOpen(faces.node[node]);
            nodeLow[node] = open ? network.low[rows.nodeArc(node)] : faces.node[node];
            nodeHigh[node] = open ? bound(rows.nodeCap[node]) : faces.node[node];
        }
        for (int cell = 0; cell < cells; cell++) {
            int node = rows.cellNode[cell];
            boolean own = rows.isPlacementNode(node);
            settled[cell] = !Faces.isOpen(faces.cell[cell]);
            low[cell] = settled[cell] ? faces.cell[cell] : own ? nodeLow[node] : 0;
            high[cell] = settled[cell]
                    ? faces.cell[cell]
                    : Math.min(bound(rows.cellCap[cell]), own ? nodeHigh[node] : Double.POSITIVE_INFINITY);
            group[cell] = own ? rows.parent[node] : node;
        }
        this.plain = new boolean[rows.rows()];
        for (int row = 0; row < plain.length; row++) {
            plain[row] = rows.nodeStart[row] + 1 == rows.nodeStart[row + 1];
            for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
                plain[row] &= !settled[cell] && low[cell] == 0;
            }
        }
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
        double[] sum = new double[8];
        double[] slope = new double[8];

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
     * Projects one row.
     *
     * @param wanted for each held cell, what it would have without bounds; replaced by what it has with them
     * @param factor for each node, replaced by its multiplier
     * @param binding for each held cell, replaced by the node whose bound fixes the sum it is part of, or
     *     {@link #NO_GROUP}; a cell that is clamped has {@code moves} false
     */
    void project(int row, double[] wanted, double[] factor, int[] binding, boolean[] moves, Scratch scratch) {
        if (!plain[row] || !projectPlain(row, wanted, factor, binding, moves)) {
            projectAny(row, wanted, factor, binding, moves, scratch);
        }
    }

    /** The same, to the bit, for most rows; gives false, and changes nothing, where a limit of a cell holds. */
    private boolean projectPlain(int row, double[] wanted, double[] factor, int[] binding, boolean[] moves) {
        int total = rows.nodeStart[row];
        int from = rows.cellStart[row];
        int to = rows.cellStart[row + 1];
        double sum = 0;
        boolean clamped = false;
        for (int cell = from; cell < to; cell++) {
            sum += wanted[cell];
            clamped |= wanted[cell] >= high[cell];
        }
        double multiplier = 1;
        boolean binds = nodeLow[total] == nodeHigh[total];
        if (!clamped && (sum < nodeLow[total] || sum > nodeHigh[total])) {
            double target = sum < nodeLow[total] ? nodeLow[total] : nodeHigh[total];
            multiplier = Math.abs(sum - target) <= EXACT * target ? 1 : 1 + (target - sum) / sum;
            binds = true;
            sum = 0;
            for (int cell = from; cell < to; cell++) {
                double value = wanted[cell] * multiplier;
                sum += value;
                clamped |= value >= high[cell];
            }
            clamped |= !(Math.abs(sum - target) <= EXACT * target) || multiplier <= 0;
        }
        if (clamped) {
            return false;
        }
        factor[total] = multiplier;
        for (int cell = from; cell < to; cell++) {
            wanted[cell] *= multiplier;
            binding[cell] = binds ? total : NO_GROUP;
            moves[cell] = wanted[cell] > 0;
        }
        return true;
    }

    /** {@link #project} for any row. */
    void projectAny(int row, double[] wanted, double[] factor, int[] binding, boolean[] moves, Scratch scratch) {
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
            binding[cell] = fieldBinds ? node : totalBinds ? total : NO_GROUP;
            moves[cell] = value > low[cell] && value < high[cell];
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
