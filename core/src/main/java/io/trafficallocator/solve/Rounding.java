package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Step 4 of the solver: controlled rounding (Cox, 1987). Each cell is rounded down or up, so is each sum of a merchant
 * within a field and in total, and each placement hands out exactly what it must. The bounds form two nested families,
 * so such a rounding exists; it is a flow.
 *
 * <p>Held merchants are rounded one by one with running sums, which keeps their own sums but not the placements'. The
 * free merchants of a placement take what is left, again by running sums ({@link FreeRounding}), so that the impressions
 * which fractions add up to are spread evenly over them. Where they cannot take it, a rebalancing of the network mends
 * what held merchants have.
 */
final class Rounding {
    /** Closer to a whole number than this is that number. */
    static final double NEAR = 1e-7;

    private static final int ROWS_PER_PIECE = 4096;

    private final Problem problem;
    private final Rows rows;
    private final FlowNetwork network;
    private final Faces faces;
    private final RowProjection bounds;
    /** What each held cell has in the real solution. */
    private final double[] heldReal;

    private final FreeRounding free;
    private final Workers workers;

    private Rounding(
            Problem problem,
            Rows rows,
            FlowNetwork network,
            Faces faces,
            Projection projection,
            RealSolution real,
            Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.network = network;
        this.faces = faces;
        this.bounds = projection.rowProjection;
        this.heldReal = projection.heldReal;
        this.free = new FreeRounding(problem, rows, real, workers);
        this.workers = workers;
    }

    /** Rounds the real solution; the network's bounds and flow are overwritten. */
    static Whole round(
            Problem problem,
            Rows rows,
            FlowNetwork network,
            Faces faces,
            Projection projection,
            RealSolution real,
            Workers workers) {
        return new Rounding(problem, rows, network, faces, projection, real, workers).round();
    }

    private Whole round() {
        Whole impressions = Whole.zeros(
                problem.cells(), Arrays.stream(problem.cellLimit()).max().orElse(0));
        workers.run(rows.rows(), ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                roundRow(row, impressions);
            }
        });
        free.count();
        long[] ups = absorb(impressions);
        free.round(impressions, ups == null ? mend(impressions) : ups);
        return impressions;
    }

    static long floor(double value) {
        return (long) Math.floor(value + NEAR);
    }

    private static long ceil(double value) {
        return (long) Math.ceil(value - NEAR);
    }

    /** Running sums field by field: every stretch of them is within one of its real sum. */
    private void roundRow(int row, Whole impressions) {
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
                long floor = floor(heldReal[held]);
                double next = running + Math.max(0, heldReal[held] - floor);
                impressions.set(rows.cell[held], floor + (long) Math.floor(next) - (long) Math.floor(running));
                running = next;
            }
        }
    }

    /** Spreads the starting points of rows evenly over 0 to 1 (golden ratio sequence), the same in every run. */
    private static double offset(int row) {
        double at = (row + 1) * 0.6180339887498949;
        return at - Math.floor(at);
    }

    /**
     * How many free cells of each placement are rounded up so that its total is exact, when that is possible and nothing
     * else needs mending.
     */
    private long @Nullable [] absorb(Whole impressions) {
        int pieces = Workers.pieces(rows.rows(), ROWS_PER_PIECE);
        long[][] given = new long[pieces][];
        double[][] wanted = new double[pieces][];
        boolean[] kept = new boolean[pieces];
        workers.run(rows.rows(), ROWS_PER_PIECE, (piece, from, to) -> {
            long[] sums = new long[problem.placements()];
            double[] reals = new double[problem.placements()];
            boolean keeps = true;
            for (int row = from; row < to && keeps; row++) {
                keeps = keepsBounds(row, impressions);
                for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                    int placement = problem.placement()[rows.cell[held]];
                    sums[placement] += impressions.get(rows.cell[held]);
                    reals[placement] += heldReal[held];
                }
            }
            kept[piece] = keeps;
            given[piece] = sums;
            wanted[piece] = reals;
        });
        long allocated = 0;
        long[] ups = new long[problem.placements()];
        for (int placement = 0; placement < ups.length; placement++) {
            long total = free.floor(placement);
            double real = free.floor(placement) + free.fraction(placement);
            for (int piece = 0; piece < pieces; piece++) {
                total += given[piece][placement];
                real += wanted[piece][placement];
            }
            long most = problem.supply()[placement];
            long exact = faces.soldOut[placement] ? most : Math.min(most, Math.round(real));
            ups[placement] = exact - total;
            allocated += exact;
            if (ups[placement] < 0 || ups[placement] > free.fractions(placement)) {
                return null;
            }
        }
        for (boolean all : kept) {
            if (!all) {
                return null;
            }
        }
        return allocated == faces.allocated ? ups : null;
    }

    private boolean keepsBounds(int row, Whole impressions) {
        int total = rows.nodeStart[row];
        int nodes = rows.nodeStart[row + 1] - total;
        double[] real = new double[nodes];
        long[] sum = new long[nodes];
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            long given = impressions.get(rows.cell[held]);
            if (!fits(given, heldReal[held], (long) bounds.low[held], bounds.high[held])) {
                return false;
            }
            real[rows.cellNode[held] - total] += heldReal[held];
            sum[rows.cellNode[held] - total] += given;
        }
        for (int at = nodes - 1; at >= 0; at--) {
            int node = total + at;
            if (!fits(sum[at], real[at], (long) bounds.nodeLow[node], bounds.nodeHigh[node])) {
                return false;
            }
            if (rows.parent[node] >= 0) {
                real[rows.parent[node] - total] += real[at];
                sum[rows.parent[node] - total] += sum[at];
            }
        }
        return true;
    }

    private static boolean fits(long whole, double real, long low, double high) {
        long lower = lower(real, low, high, 0);
        return whole >= lower && whole <= upper(real, lower, high, 0);
    }

    /** Makes sums exact on the network, and says how many free cells of each placement are rounded up. */
    private long[] mend(Whole impressions) {
        for (int slack = 0; slack <= 1; slack++) {
            bound(impressions, slack);
            if (network.rebalance()) {
                for (int held = 0; held < rows.cells(); held++) {
                    impressions.set(rows.cell[held], network.flow[rows.cellArc(held)]);
                }
                long[] ups = new long[problem.placements()];
                for (int placement = 0; placement < ups.length; placement++) {
                    ups[placement] = network.flow[rows.freeArc(placement)] - free.floor(placement);
                }
                return ups;
            }
        }
        throw new IllegalStateException("the real solution cannot be rounded within its bounds");
    }

    /** With slack, cells and sums that are almost whole may be off by one either way: the real solution is inexact. */
    private void bound(Whole impressions, int slack) {
        double[] nodeReal = new double[rows.nodes()];
        long[] nodeFlow = new long[rows.nodes()];
        double[] placementReal = new double[problem.placements()];
        for (int held = 0; held < rows.cells(); held++) {
            int cell = rows.cell[held];
            int arc = rows.cellArc(held);
            network.flow[arc] = impressions.get(cell);
            boundSum(arc, heldReal[held], (long) bounds.low[held], bounds.high[held], slack);
            nodeReal[rows.cellNode[held]] += heldReal[held];
            nodeFlow[rows.cellNode[held]] += network.flow[arc];
            placementReal[problem.placement()[cell]] += heldReal[held];
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
            double total = placementReal[placement] + free.floor(placement) + free.fraction(placement);
            long most = problem.supply()[placement];
            network.flow[supply] = Math.min(most, Math.round(total));
            if (faces.soldOut[placement]) {
                network.setBounds(supply, most, most);
            } else {
                boundSum(supply, total, 0, (double) most, slack);
            }
            int arc = rows.freeArc(placement);
            network.flow[arc] = free.floor(placement) + Math.round(free.fraction(placement));
            network.setBounds(arc, free.floor(placement), free.floor(placement) + free.fractions(placement));
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
        long lower = lower(sum, low, high, slack);
        network.setBounds(arc, lower, upper(sum, lower, high, slack));
    }

    private static long lower(double sum, long low, double high, int slack) {
        long down = floor(sum) - (isWhole(sum) ? slack : 0);
        return Math.max(low, Math.min(down, most(high)));
    }

    private static long upper(double sum, long lower, double high, int slack) {
        long up = ceil(sum) + (isWhole(sum) ? slack : 0);
        return Math.max(lower, Math.min(up, most(high)));
    }

    private static boolean isWhole(double sum) {
        return floor(sum) == ceil(sum);
    }

    private static long most(double high) {
        return high == Double.POSITIVE_INFINITY ? FlowNetwork.UNBOUNDED : (long) high;
    }
}
