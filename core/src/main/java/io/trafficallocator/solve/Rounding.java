package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;

/**
 * Step 4 of the solver: controlled rounding (Cox, 1987). Each cell is rounded down or up, so is each sum of a merchant
 * within a field and in total, and each placement hands out exactly what it must. The bounds form two nested families,
 * so such a rounding exists; it is a flow.
 *
 * <p>Held merchants are rounded one by one with running sums, which keeps their own sums but not the placements'; a
 * rebalancing of the network mends those, and the free merchants of a placement take what is left, again by running
 * sums, so that the impressions which fractions add up to are spread evenly over them.
 */
final class Rounding {
    /** Closer to a whole number than this is that number. */
    private static final double NEAR = 1e-7;

    private static final int ROWS_PER_PIECE = 4096;

    private final Problem problem;
    private final Rows rows;
    private final FlowNetwork network;
    private final Faces faces;
    private final RowProjection bounds;
    private final double[] real;
    private final Workers workers;

    private Rounding(
            Problem problem,
            Rows rows,
            FlowNetwork network,
            Faces faces,
            RowProjection bounds,
            double[] real,
            Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.network = network;
        this.faces = faces;
        this.bounds = bounds;
        this.real = real;
        this.workers = workers;
    }

    /** Rounds the real solution; the network's bounds and flow are overwritten. */
    static long[] round(
            Problem problem,
            Rows rows,
            FlowNetwork network,
            Faces faces,
            RowProjection bounds,
            double[] real,
            Workers workers) {
        return new Rounding(problem, rows, network, faces, bounds, real, workers).round();
    }

    private long[] round() {
        long[] impressions = new long[problem.cells()];
        workers.run(rows.rows(), ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                roundRow(row, impressions);
            }
        });
        long[] freeFloor = new long[problem.placements()];
        long[] freeFractions = new long[problem.placements()];
        double[] freeFraction = new double[problem.placements()];
        for (int owner = 0; owner < problem.merchants(); owner++) {
            if (rows.held[owner]) {
                continue;
            }
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                int placement = problem.placement()[cell];
                long floor = floor(real[cell]);
                freeFloor[placement] += floor;
                double fraction = real[cell] - floor;
                if (fraction > NEAR) {
                    freeFractions[placement]++;
                    freeFraction[placement] += fraction;
                }
            }
        }
        long[] ups = mend(impressions, freeFloor, freeFractions, freeFraction);
        roundFree(impressions, ups, freeFractions, freeFraction);
        return impressions;
    }

    private static long floor(double value) {
        return (long) Math.floor(value + NEAR);
    }

    private static long ceil(double value) {
        return (long) Math.ceil(value - NEAR);
    }

    /** Running sums field by field: every stretch of them is within one of its real sum. */
    private void roundRow(int row, long[] impressions) {
        int total = rows.nodeStart[row];
        double running = offset(row);
        for (int node = total; node < rows.nodeStart[row + 1]; node++) {
            if (rows.isPlacementNode(node)) {
                continue;
            }
            for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                if (bounds.group[held] != node) {
                    continue;
                }
                int cell = rows.cell[held];
                long floor = floor(real[cell]);
                double next = running + Math.max(0, real[cell] - floor);
                impressions[cell] = floor + (long) Math.floor(next) - (long) Math.floor(running);
                running = next;
            }
        }
    }

    /** Spreads the starting points of rows evenly over 0 to 1 (golden ratio sequence), the same in every run. */
    private static double offset(int row) {
        double at = (row + 1) * 0.6180339887498949;
        return at - Math.floor(at);
    }

    /** Makes sums exact on the network, and says how many free cells of each placement are rounded up. */
    private long[] mend(long[] impressions, long[] freeFloor, long[] freeFractions, double[] freeFraction) {
        for (int slack = 0; slack <= 1; slack++) {
            bound(impressions, freeFloor, freeFractions, freeFraction, slack);
            if (network.rebalance()) {
                for (int held = 0; held < rows.cells(); held++) {
                    impressions[rows.cell[held]] = network.flow[rows.cellArc(held)];
                }
                long[] ups = new long[freeFloor.length];
                for (int placement = 0; placement < ups.length; placement++) {
                    ups[placement] = network.flow[rows.freeArc(placement)] - freeFloor[placement];
                }
                return ups;
            }
        }
        throw new IllegalStateException("the real solution cannot be rounded within its bounds");
    }

    /** With slack, cells and sums that are almost whole may be off by one either way: the real solution is inexact. */
    private void bound(long[] impressions, long[] freeFloor, long[] freeFractions, double[] freeFraction, int slack) {
        double[] nodeReal = new double[rows.nodes()];
        long[] nodeFlow = new long[rows.nodes()];
        double[] placementReal = new double[problem.placements()];
        for (int held = 0; held < rows.cells(); held++) {
            int cell = rows.cell[held];
            int arc = rows.cellArc(held);
            network.flow[arc] = impressions[cell];
            boundSum(arc, real[cell], (long) bounds.low[held], bounds.high[held], slack);
            nodeReal[rows.cellNode[held]] += real[cell];
            nodeFlow[rows.cellNode[held]] += network.flow[arc];
            placementReal[problem.placement()[cell]] += real[cell];
        }
        for (int node = rows.nodes() - 1; node >= 0; node--) {
            int arc = rows.nodeArc(node);
            network.flow[arc] = nodeFlow[node];
            boundSum(arc, nodeReal[node], (long) bounds.nodeLow[node], bounds.nodeHigh[node], slack);
            if (rows.parent[node] >= 0) {
                nodeReal[rows.parent[node]] += nodeReal[node];
                nodeFlow[rows.parent[node]] += network.flow[arc];
            }
        }
        for (int placement = 0; placement < placementReal.length; placement++) {
            int supply = Rows.supplyArc(placement);
            double total = placementReal[placement] + freeFloor[placement] + freeFraction[placement];
            long most = problem.supply()[placement];
            network.flow[supply] = Math.min(most, Math.round(total));
            if (faces.soldOut[placement]) {
                network.setBounds(supply, most, most);
            } else {
                boundSum(supply, total, 0, (double) most, slack);
            }
            int free = rows.freeArc(placement);
            network.flow[free] = freeFloor[placement] + Math.round(freeFraction[placement]);
            network.setBounds(free, freeFloor[placement], freeFloor[placement] + freeFractions[placement]);
        }
        int sink = rows.freeSinkArc();
        network.flow[sink] = 0;
        for (int placement = 0; placement < placementReal.length; placement++) {
            network.flow[sink] += network.flow[rows.freeArc(placement)];
        }
        network.flow[rows.returnArc()] = faces.allocated;
        network.setBounds(rows.returnArc(), faces.allocated, faces.allocated);
    }

    private void boundSum(int arc, double sum, long low, double high, int slack) {
        long down = floor(sum);
        long up = ceil(sum);
        if (slack > 0 && down == up) {
            down--;
            up++;
        }
        long most = high == Double.POSITIVE_INFINITY ? FlowNetwork.UNBOUNDED : (long) high;
        long lower = Math.max(low, Math.min(down, most));
        network.setBounds(arc, lower, Math.max(lower, Math.min(up, most)));
    }

    private void roundFree(long[] impressions, long[] ups, long[] freeFractions, double[] freeFraction) {
        double[] running = new double[ups.length];
        for (int placement = 0; placement < ups.length; placement++) {
            running[placement] = 0.5;
        }
        for (int owner = 0; owner < problem.merchants(); owner++) {
            if (rows.held[owner]) {
                continue;
            }
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                int placement = problem.placement()[cell];
                long floor = floor(real[cell]);
                double fraction = real[cell] - floor;
                impressions[cell] = floor;
                if (fraction > NEAR) {
                    double wanted = (double) ups[placement];
                    double have = freeFraction[placement];
                    double chance = wanted <= have
                            ? fraction * wanted / have
                            : 1
                                    - (1 - fraction)
                                            * (freeFractions[placement] - wanted)
                                            / (freeFractions[placement] - have);
                    double next = running[placement] + chance;
                    impressions[cell] += (long) Math.floor(next) - (long) Math.floor(running[placement]);
                    running[placement] = next;
                }
            }
        }
    }
}
