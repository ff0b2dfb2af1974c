package io.trafficallocator.solve;

import com.google.common.primitives.Booleans;
import com.google.common.primitives.Ints;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Step 4 of the solver: controlled rounding (Cox, 1987). Each cell is rounded down or up, so is each sum of a merchant
 * within a field and in total, and each placement hands out exactly what it must. The bounds form two nested families,
 * so such a rounding exists; it is a flow.
 *
 * <p>Held merchants are rounded one by one with running sums, which keeps their own sums but not the placements'. The
 * free merchants of a placement take what is left, again by running sums ({@link FreeRounding}), so that the impressions
 * which fractions add up to are spread evenly over them. Where they cannot take it, {@link Mending} changes what some of
 * the held merchants have, or all of them where that is not enough.
 */
final class Rounding {
    /** Closer to a whole number than this is that number. */
    static final double NEAR = 1e-7;

    private static final int ROWS_PER_PIECE = 4096;
    /** Of those who could make up for a placement that hands out too much or too little, so many are enough. */
    private static final int MOST_CHANGED = 1 << 16;

    private final Problem problem;
    private final Rows rows;
    private final FlowNetwork network;
    private final Faces faces;
    private final RowProjection bounds;
    /** What each held cell has in the real solution. */
    private final double[] heldReal;

    private final FreeRounding free;
    private final Workers workers;
    private final Whole impressions;
    /** By placement, what the held merchants have in whole numbers, and in the real solution. */
    private final long[] heldWhole;

    private final double[] heldSum;

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
        this.bounds = projection.held().bounds;
        this.heldReal = projection.held().real();
        this.free = new FreeRounding(problem, rows, real, workers);
        this.workers = workers;
        this.impressions = Whole.zeros(
                problem.cells(), Arrays.stream(problem.cellLimit()).max().orElse(0));
        this.heldWhole = new long[problem.placements()];
        this.heldSum = new double[problem.placements()];
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
        workers.run(rows.rows(), ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                roundRow(row);
            }
        });
        free.count();
        int[] broken = sumUp();
        long[] ups = new long[heldWhole.length];
        boolean[] inexact = new boolean[ups.length];
        long allocated = 0;
        for (int placement = 0; placement < ups.length; placement++) {
            double real = free.floor(placement) + free.fraction(placement) + heldSum[placement];
            long most = problem.supply()[placement];
            long exact = faces.soldOut[placement] ? most : Math.min(most, Math.round(real));
            ups[placement] = exact - free.floor(placement) - heldWhole[placement];
            allocated += exact;
            inexact[placement] = ups[placement] < 0 || ups[placement] > free.fractions(placement);
        }
        boolean isExact = broken.length == 0 && !Booleans.contains(inexact, true) && allocated == faces.allocated;
        free.round(impressions, isExact ? ups : mend(broken, inexact));
        return impressions;
    }

    static long floor(double value) {
        return (long) Math.floor(value + NEAR);
    }

    static long ceil(double value) {
        return (long) Math.ceil(value - NEAR);
    }

    /** Running sums field by field: every stretch of them is within one of its real sum. */
    private void roundRow(int row) {
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

    /** Adds up what the held merchants have; returns the rows that do not keep their bounds, ascending. */
    private int[] sumUp() {
        int pieces = Workers.pieces(rows.rows(), ROWS_PER_PIECE);
        long[][] wholes = new long[pieces][];
        double[][] reals = new double[pieces][];
        int[][] broken = new int[pieces][];
        workers.run(rows.rows(), ROWS_PER_PIECE, (piece, from, to) -> {
            long[] whole = new long[problem.placements()];
            double[] real = new double[problem.placements()];
            int[] breaking = new int[to - from];
            int count = 0;
            for (int row = from; row < to; row++) {
                if (!keepsBounds(row)) {
                    breaking[count++] = row;
                }
                for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                    int placement = problem.placement()[rows.cell[held]];
                    whole[placement] += impressions.get(rows.cell[held]);
                    real[placement] += heldReal[held];
                }
            }
            wholes[piece] = whole;
            reals[piece] = real;
            broken[piece] = Arrays.copyOf(breaking, count);
        });
        for (int piece = 0; piece < pieces; piece++) {
            for (int placement = 0; placement < heldWhole.length; placement++) {
                heldWhole[placement] += wholes[piece][placement];
                heldSum[placement] += reals[piece][placement];
            }
        }
        return Ints.concat(broken);
    }

    private boolean keepsBounds(int row) {
        int total = rows.nodeStart[row];
        int nodes = rows.nodeStart[row + 1] - total;
        double[] real = new double[nodes];
        long[] sum = new long[nodes];
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            long given = impressions.get(rows.cell[held]);
            if (!Mending.fits(given, heldReal[held], (long) bounds.low[held], bounds.high[held])) {
                return false;
            }
            real[rows.cellNode[held] - total] += heldReal[held];
            sum[rows.cellNode[held] - total] += given;
        }
        for (int at = nodes - 1; at >= 0; at--) {
            int node = total + at;
            if (!Mending.fits(sum[at], real[at], (long) bounds.nodeLow[node], bounds.nodeHigh[node])) {
                return false;
            }
            if (rows.parent[node] >= 0) {
                real[rows.parent[node] - total] += real[at];
                sum[rows.parent[node] - total] += sum[at];
            }
        }
        return true;
    }

    /** Makes sums exact, and says how many free cells of each placement are rounded up. */
    private long[] mend(int[] broken, boolean[] inexact) {
        int[] few = toChange(broken, inexact);
        if (few.length < rows.rows()) {
            Rows some = rows.only(few);
            long[] ups = mending(few, some, some.network()).mend(0);
            if (ups != null) {
                return ups;
            }
        }
        Mending all = mending(IntStream.range(0, rows.rows()).toArray(), rows, network);
        for (int slack = 0; slack <= 1; slack++) {
            long[] ups = all.mend(slack);
            if (ups != null) {
                return ups;
            }
        }
        throw new IllegalStateException("the real solution cannot be rounded within its bounds");
    }

    /** The rows that have to change, and those that can where a placement's sum is inexact; ascending. */
    private int[] toChange(int[] broken, boolean[] inexact) {
        if (!Booleans.contains(inexact, true)) {
            return broken;
        }
        int[][] able = new int[Workers.pieces(rows.rows(), ROWS_PER_PIECE)][];
        workers.run(
                rows.rows(),
                ROWS_PER_PIECE,
                (piece, from, to) -> able[piece] = IntStream.range(from, to)
                        .filter(row -> canChange(row, inexact))
                        .toArray());
        return IntStream.concat(
                        Arrays.stream(broken),
                        Arrays.stream(able).flatMapToInt(Arrays::stream).limit(MOST_CHANGED))
                .sorted()
                .distinct()
                .toArray();
    }

    private boolean canChange(int row, boolean[] inexact) {
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            if (inexact[problem.placement()[rows.cell[held]]] && floor(heldReal[held]) != ceil(heldReal[held])) {
                return true;
            }
        }
        return false;
    }

    private Mending mending(int[] chosen, Rows some, FlowNetwork ofSome) {
        return new Mending(
                problem, rows, faces, bounds, heldReal, heldSum, heldWhole, free, impressions, chosen, some, ofSome);
    }
}
