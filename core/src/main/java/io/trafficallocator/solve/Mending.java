package io.trafficallocator.solve;

import org.jspecify.annotations.Nullable;

/**
 * Makes sums exact that running sums left inexact: a rebalancing of the network of some held merchants and all free ones,
 * with each cell and sum within its real one rounded down and up. What other held merchants have stays as it is.
 */
final class Mending {
    private final Problem problem;
    private final Rows rows;
    private final Faces faces;
    private final RowProjection bounds;
    private final double[] heldReal;
    private final double[] heldSum;
    private final FreeRounding free;
    private final Whole impressions;
    private final int[] chosen;
    private final Rows some;
    private final FlowNetwork network;
    /** By placement, what those have who stay as they are. */
    private final long[] fixed;

    /**
     * Prepares to mend.
     *
     * @param heldReal by held cell, what it has in the real solution
     * @param heldSum the same by placement
     * @param heldWhole by placement, what held merchants have by now
     * @param chosen the rows that may change
     * @param some the same rows apart, of whom the network is
     */
    Mending(
            Problem problem,
            Rows rows,
            Faces faces,
            RowProjection bounds,
            double[] heldReal,
            double[] heldSum,
            long[] heldWhole,
            FreeRounding free,
            Whole impressions,
            int[] chosen,
            Rows some,
            FlowNetwork network) {
        this.problem = problem;
        this.rows = rows;
        this.faces = faces;
        this.bounds = bounds;
        this.heldReal = heldReal;
        this.heldSum = heldSum;
        this.free = free;
        this.impressions = impressions;
        this.chosen = chosen;
        this.some = some;
        this.network = network;
        this.fixed = heldWhole.clone();
        for (int cell : some.cell) {
            fixed[problem.placement()[cell]] -= impressions.get(cell);
        }
    }

    /**
     * How many free cells of each placement are rounded up once the sums are exact; null, and nothing is changed, where
     * that is impossible.
     *
     * @param slack with 1, cells and sums that are almost whole may be off by one either way: the real solution is
     *     inexact
     */
    long @Nullable [] mend(int slack) {
        boundRows(slack);
        boundPlacements(slack);
        if (!network.rebalance()) {
            return null;
        }
        for (int held = 0; held < some.cells(); held++) {
            impressions.set(some.cell[held], network.flow[some.cellArc(held)]);
        }
        long[] ups = new long[problem.placements()];
        for (int placement = 0; placement < ups.length; placement++) {
            ups[placement] = network.flow[some.freeArc(placement)] - free.floor(placement);
        }
        return ups;
    }

    private void boundRows(int slack) {
        double[] nodeReal = new double[some.nodes()];
        long[] nodeFlow = new long[some.nodes()];
        for (int row = 0; row < some.rows(); row++) {
            int shift = rows.cellStart[chosen[row]] - some.cellStart[row];
            for (int held = some.cellStart[row]; held < some.cellStart[row + 1]; held++) {
                int arc = some.cellArc(held);
                double real = heldReal[held + shift];
                network.flow[arc] = impressions.get(some.cell[held]);
                boundSum(arc, real, (long) bounds.low[held + shift], bounds.high[held + shift], slack);
                nodeReal[some.cellNode[held]] += real;
                nodeFlow[some.cellNode[held]] += network.flow[arc];
            }
            int nodeShift = rows.nodeStart[chosen[row]] - some.nodeStart[row];
            for (int node = some.nodeStart[row + 1] - 1; node >= some.nodeStart[row]; node--) {
                int arc = some.nodeArc(node);
                network.flow[arc] = nodeFlow[node];
                long low = (long) bounds.nodeLow[node + nodeShift];
                boundSum(arc, nodeReal[node], low, bounds.nodeHigh[node + nodeShift], slack);
                if (some.parent[node] >= 0) {
                    nodeReal[some.parent[node]] += nodeReal[node];
                    nodeFlow[some.parent[node]] += network.flow[arc];
                }
            }
        }
    }

    private void boundPlacements(int slack) {
        int sink = some.freeSinkArc();
        network.flow[sink] = 0;
        long left = faces.allocated;
        for (int placement = 0; placement < fixed.length; placement++) {
            int supply = Rows.supplyArc(placement);
            long taken = fixed[placement];
            double total = heldSum[placement] + free.floor(placement) + free.fraction(placement);
            long most = problem.supply()[placement];
            long lower = faces.soldOut[placement] ? most : lower(total, 0, (double) most, slack);
            long upper = faces.soldOut[placement] ? most : upper(total, lower, (double) most, slack);
            network.flow[supply] = Math.min(most, Math.round(total)) - taken;
            network.setBounds(supply, lower - taken, upper - taken);
            left -= taken;
            int arc = some.freeArc(placement);
            network.flow[arc] = free.floor(placement) + Math.round(free.fraction(placement));
            network.setBounds(arc, free.floor(placement), free.floor(placement) + free.fractions(placement));
            network.flow[sink] += network.flow[arc];
        }
        network.flow[some.returnArc()] = left;
        network.setBounds(some.returnArc(), left, left);
    }

    private void boundSum(int arc, double sum, long low, double high, int slack) {
        long lower = lower(sum, low, high, slack);
        network.setBounds(arc, lower, upper(sum, lower, high, slack));
    }

    /** Whether a whole number is a real one rounded down or up within bounds. */
    static boolean fits(long whole, double real, long low, double high) {
        long lower = lower(real, low, high, 0);
        return whole >= lower && whole <= upper(real, lower, high, 0);
    }

    private static long lower(double sum, long low, double high, int slack) {
        long down = Rounding.floor(sum) - (isWhole(sum) ? slack : 0);
        return Math.max(low, Math.min(down, most(high)));
    }

    private static long upper(double sum, long lower, double high, int slack) {
        long up = Rounding.ceil(sum) + (isWhole(sum) ? slack : 0);
        return Math.max(lower, Math.min(up, most(high)));
    }

    private static boolean isWhole(double sum) {
        return Rounding.floor(sum) == Rounding.ceil(sum);
    }

    private static long most(double high) {
        return high == Double.POSITIVE_INFINITY ? FlowNetwork.UNBOUNDED : (long) high;
    }
}
