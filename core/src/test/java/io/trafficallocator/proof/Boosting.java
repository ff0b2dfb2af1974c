package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.function.IntToDoubleFunction;

/** What boosts do and cost, recomputed. */
final class Boosting {
    private Boosting() {}

    /** The share of each cell: the placement's supply in proportion to weight × boost. */
    static double[] shares(Problem problem, double[] exponent) {
        double[] boost = new double[problem.placement().length];
        java.util.Arrays.fill(boost, 1);
        Problem.Boosts boosts = problem.boosts();
        for (int b = 0; b < boosts.merchant().length; b++) {
            double factor = Math.pow(boosts.factor()[b], exponent[boosts.group()[b]]);
            Cells.each(problem, boosts.merchant()[b], boosts.scope()[b], c -> boost[c] *= factor);
        }
        double[] total = new double[problem.supply().length];
        for (int c = 0; c < boost.length; c++) {
            boost[c] = Math.min(boost[c], problem.boostLimit()) * problem.weight()[c];
            total[problem.placement()[c]] += boost[c];
        }
        for (int c = 0; c < boost.length; c++) {
            int p = problem.placement()[c];
            boost[c] = problem.supply()[p] * (boost[c] / total[p]);
        }
        return boost;
    }

    /** Σ x · (1 − 1/factor^exponent), at the placement's price when the pool is in yuan. */
    static double spend(Problem problem, int group, double exponent, IntToDoubleFunction x) {
        Problem.Boosts boosts = problem.boosts();
        double[] sum = new double[1];
        for (int b = 0; b < boosts.merchant().length; b++) {
            if (boosts.group()[b] == group) {
                double gained = 1 - Math.pow(boosts.factor()[b], -exponent);
                Cells.each(
                        problem,
                        boosts.merchant()[b],
                        boosts.scope()[b],
                        c -> sum[0] += x.applyAsDouble(c) * gained * cost(problem, group, c));
            }
        }
        return sum[0];
    }

    /** What rounding each boosted cell by one impression may cost. */
    static double roundingSpend(Problem problem, int group, double exponent) {
        return spend(problem, group, exponent, c -> 1);
    }

    private static double cost(Problem problem, int group, int cell) {
        return problem.boostPoolInYuan()[group] ? problem.yuanPerImpression()[problem.placement()[cell]] : 1;
    }

    /** Equal for merchants whom nothing tells apart. */
    static String signature(Problem problem, int merchant) {
        StringBuilder text = new StringBuilder();
        for (int c = problem.start()[merchant]; c < problem.start()[merchant + 1]; c++) {
            text.append(problem.placement()[c])
                    .append('=')
                    .append(problem.weight()[c])
                    .append(' ');
        }
        Problem.Caps caps = problem.caps();
        for (int b = 0; b < caps.merchant().length; b++) {
            if (caps.merchant()[b] == merchant) {
                text.append("c").append(caps.scope()[b]).append('=').append(caps.amount()[b]);
            }
        }
        Problem.Guarantees guarantees = problem.guarantees();
        for (int b = 0; b < guarantees.merchant().length; b++) {
            if (guarantees.merchant()[b] == merchant) {
                text.append("g")
                        .append(guarantees.scope()[b])
                        .append('=')
                        .append(guarantees.even()[b]);
                text.append('t').append(guarantees.tier()[b]);
            }
        }
        Problem.Boosts boosts = problem.boosts();
        for (int b = 0; b < boosts.merchant().length; b++) {
            if (boosts.merchant()[b] == merchant) {
                text.append("b").append(boosts.scope()[b]).append('=').append(boosts.factor()[b]);
                text.append('g').append(boosts.group()[b]);
            }
        }
        return text.toString();
    }
}
