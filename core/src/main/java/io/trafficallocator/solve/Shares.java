package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/** Boosted organic demand: each placement's supply shared out in proportion to weight × boost. */
final class Shares {
    private static final int MERCHANTS_PER_PIECE = 1 << 15;

    private final Problem problem;
    private final Workers workers;
    private final double[][] partial;
    private final double[] column;

    Shares(Problem problem, Workers workers) {
        this.problem = problem;
        this.workers = workers;
        this.column = new double[problem.placements()];
        this.partial = new double[Workers.pieces(problem.merchants(), MERCHANTS_PER_PIECE)][problem.placements()];
    }

    /**
     * Fills in the share of each cell.
     *
     * @param exponent of each boost group
     */
    void fill(double[] exponent, double[] share) {
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            double[] sums = partial[piece];
            Arrays.fill(sums, 0);
            int first = problem.start()[from];
            int end = problem.start()[to];
            System.arraycopy(problem.weight(), first, share, first, end - first);
            boost(from, to, exponent, share);
            for (int cell = first; cell < end; cell++) {
                sums[problem.placement()[cell]] += share[cell];
            }
        });
        Arrays.fill(column, 0);
        for (double[] sums : partial) {
            for (int placement = 0; placement < column.length; placement++) {
                column[placement] += sums[placement];
            }
        }
        for (int placement = 0; placement < column.length; placement++) {
            column[placement] = column[placement] > 0 ? problem.supply()[placement] / column[placement] : 0;
        }
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            for (int cell = problem.start()[from]; cell < problem.start()[to]; cell++) {
                share[cell] *= column[problem.placement()[cell]];
            }
        });
    }

    private void boost(int from, int to, double[] exponent, double[] share) {
        Problem.Boosts boosts = problem.boosts();
        int count = boosts.merchant().length;
        for (int first = firstOf(boosts.merchant(), from); first < count && boosts.merchant()[first] < to; ) {
            int owner = boosts.merchant()[first];
            int end = first + 1;
            while (end < count && boosts.merchant()[end] == owner) {
                end++;
            }
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                double factor = 1;
                for (int boost = first; boost < end; boost++) {
                    if (problem.covers(boosts.scope()[boost], problem.placement()[cell])) {
                        factor *= Math.pow(boosts.factor()[boost], exponent[boosts.group()[boost]]);
                    }
                }
                share[cell] *= Math.min(problem.boostLimit(), factor);
            }
            first = end;
        }
    }

    /** The first position whose merchant is at least {@code from}. */
    private static int firstOf(int[] merchants, int from) {
        int least = 0;
        int most = merchants.length;
        while (least < most) {
            int middle = (least + most) >>> 1;
            if (merchants[middle] < from) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }

    /** What each boost group spends on these impressions: Σ x · (1 − 1 / factor^exponent), times the price in yuan. */
    double[] spend(double[] exponent, Impressions impressions) {
        double[] spend = new double[exponent.length];
        Problem.Boosts boosts = problem.boosts();
        for (int boost = 0; boost < boosts.merchant().length; boost++) {
            int owner = boosts.merchant()[boost];
            int group = boosts.group()[boost];
            // Not 1 − pow: that loses all digits of a boost that a small pool dampens to almost nothing.
            double gained = -Math.expm1(-exponent[group] * Math.log(boosts.factor()[boost]));
            if (gained == 0) {
                continue;
            }
            double bought = 0;
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                int placement = problem.placement()[cell];
                if (problem.covers(boosts.scope()[boost], placement)) {
                    bought += impressions.of(cell)
                            * (problem.boostPoolInYuan()[group] ? problem.yuanPerImpression()[placement] : 1);
                }
            }
            spend[group] += bought * gained;
        }
        return spend;
    }

    /** Impressions of a cell, real or whole. */
    @FunctionalInterface
    interface Impressions {
        double of(int cell);
    }
}
