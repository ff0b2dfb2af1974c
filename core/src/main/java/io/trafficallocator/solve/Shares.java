package io.trafficallocator.solve;

import java.util.Arrays;

/** Boosted organic demand: each placement's supply shared out in proportion to weight × boost. */
final class Shares {
    private final Problem problem;
    private final double[] column;

    Shares(Problem problem) {
        this.problem = problem;
        this.column = new double[problem.placements()];
    }

    /**
     * Fills in the share of each cell.
     *
     * @param exponent of each boost group
     */
    void fill(double[] exponent, double[] share) {
        int cells = problem.cells();
        double[] weight = problem.weight();
        Arrays.setAll(share, cell -> weight[cell]);
        boost(exponent, share);
        Arrays.fill(column, 0);
        int[] placement = problem.placement();
        for (int cell = 0; cell < cells; cell++) {
            column[placement[cell]] += share[cell];
        }
        for (int index = 0; index < column.length; index++) {
            column[index] = column[index] > 0 ? problem.supply()[index] / column[index] : 0;
        }
        for (int cell = 0; cell < cells; cell++) {
            share[cell] *= column[placement[cell]];
        }
    }

    private void boost(double[] exponent, double[] share) {
        Problem.Boosts boosts = problem.boosts();
        int count = boosts.merchant().length;
        for (int first = 0; first < count; ) {
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

    /** What each boost group spends on these impressions: Σ x · (1 − 1 / factor^exponent), times the price in yuan. */
    double[] spend(double[] exponent, Impressions impressions) {
        double[] spend = new double[exponent.length];
        Problem.Boosts boosts = problem.boosts();
        for (int boost = 0; boost < boosts.merchant().length; boost++) {
            int owner = boosts.merchant()[boost];
            int group = boosts.group()[boost];
            double gained = 1 - Math.pow(boosts.factor()[boost], -exponent[group]);
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
