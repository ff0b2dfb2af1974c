package io.trafficallocator.solve;

import com.google.common.primitives.Ints;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * The cells of merchants without bounds, one number for each placement. Only those that the concentration limit could
 * reach at a price not far above today's are kept one by one.
 */
final class FreeCells {
    private static final double HEADROOM = 4;
    private static final int MERCHANTS_PER_PIECE = 1 << 15;

    private final Problem problem;
    private final Rows rows;
    private final Faces faces;
    private final Workers workers;
    private final boolean[] limited;
    /** Up to this price no cell of the sum can reach the limit. */
    private final double[] safePrice;

    private final double[] sum;
    private int[] watched = new int[0];
    private double[] lastShare = new double[0];

    FreeCells(Problem problem, Rows rows, Faces faces, Workers workers) {
        this.workers = workers;
        this.problem = problem;
        this.rows = rows;
        this.faces = faces;
        int placements = problem.placements();
        this.limited = new boolean[placements];
        this.safePrice = new double[placements];
        this.sum = new double[placements];
        for (int placement = 0; placement < placements; placement++) {
            limited[placement] = problem.cellLimit()[placement] < problem.supply()[placement];
            safePrice[placement] = limited[placement] ? HEADROOM : Double.POSITIVE_INFINITY;
        }
    }

    void aggregate(double[] share) {
        lastShare = share;
        int pieces = Workers.pieces(problem.merchants(), MERCHANTS_PER_PIECE);
        double[][] partialSums = new double[pieces][sum.length];
        int[][] found = new int[pieces][];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            found[piece] = aggregate(share, from, to, partialSums[piece]);
        });
        Arrays.fill(sum, 0);
        for (double[] partial : partialSums) {
            for (int placement = 0; placement < sum.length; placement++) {
                sum[placement] += partial[placement];
            }
        }
        watched = Ints.concat(found);
    }

    private int[] aggregate(double[] share, int from, int to, double[] sums) {
        int[] found = new int[16];
        int count = 0;
        for (int owner = from; owner < to; owner++) {
            if (rows.held[owner]) {
                continue;
            }
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                int placement = problem.placement()[cell];
                if (limited[placement] && share[cell] * safePrice[placement] >= problem.cellLimit()[placement]) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = cell;
                } else {
                    sums[placement] += share[cell];
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Watches more cells where the price has outgrown what was safe; whether it had anywhere. */
    boolean tighten(double[] share, double[] logPrice) {
        boolean outgrown = false;
        for (int placement = 0; placement < safePrice.length; placement++) {
            double price = Math.exp(logPrice[placement]);
            if (price > safePrice[placement] && isOpen(placement)) {
                safePrice[placement] = HEADROOM * price;
                outgrown = true;
            }
        }
        if (outgrown) {
            aggregate(share);
        }
        return outgrown;
    }

    void addTo(double[] price, double[] handedOut, double[] stiffness) {
        for (int placement = 0; placement < sum.length; placement++) {
            if (isOpen(placement)) {
                handedOut[placement] += sum[placement] * price[placement];
                stiffness[placement] += sum[placement] * price[placement];
            }
        }
        for (int cell : watched) {
            int placement = problem.placement()[cell];
            if (isOpen(placement)) {
                double value = lastShare[cell] * price[placement];
                double limit = problem.cellLimit()[placement];
                handedOut[placement] += Math.min(limit, value);
                stiffness[placement] += value < limit ? value : 0;
            }
        }
    }

    /** What a free cell has that would have {@code wanted} without the concentration limit. */
    double real(int placement, double wanted) {
        if (isOpen(placement)) {
            return limited[placement] ? Math.min((double) problem.cellLimit()[placement], wanted) : wanted;
        }
        return faces.free[placement] == 0 ? 0 : (double) problem.cellLimit()[placement];
    }

    private boolean isOpen(int placement) {
        return Faces.isOpen(faces.free[placement]);
    }
}
