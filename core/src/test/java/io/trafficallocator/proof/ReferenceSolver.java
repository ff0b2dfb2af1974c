package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Solves small problems from the references alone, so that the checker can be tried without the solver. */
final class ReferenceSolver {
    private final Problem problem;
    private final double[] exponent;
    private final long[] level;
    private final Face face;

    private ReferenceSolver(Problem problem) {
        this.problem = problem;
        this.exponent = new double[problem.boostPool().length];
        Arrays.fill(exponent, 1);
        this.level = new LevelReference(problem).levels();
        Face found = Face.of(problem, level);
        if (found == null) {
            throw new AssertionError("the reference levels cannot be kept: " + Arrays.toString(level));
        }
        this.face = found;
    }

    static Solution solve(Problem problem) {
        return new ReferenceSolver(problem).solve();
    }

    private Solution solve() {
        for (int round = 0; round < 3; round++) {
            for (int group = 0; group < exponent.length; group++) {
                dampen(group);
            }
        }
        KlReference nearest = nearest();
        long[] whole = Rounding.of(problem, level, nearest.x());
        double[] spend = new double[exponent.length];
        for (int group = 0; group < spend.length; group++) {
            spend[group] = Boosting.spend(problem, group, exponent[group], c -> whole[c]);
        }
        long[] unallocated = problem.supply().clone();
        for (int c = 0; c < whole.length; c++) {
            unallocated[problem.placement()[c]] -= whole[c];
        }
        int guarantees = level.length;
        int[][] exhausted = new int[guarantees][];
        int[][] cappedBy = new int[guarantees][];
        new ShortageReasons(problem, level).fill(exhausted, cappedBy);
        double[] price = new double[problem.supply().length];
        Arrays.fill(price, 1);
        return new Solution(
                whole,
                nearest.x(),
                Boosting.shares(problem, exponent),
                price,
                multipliers(nearest, price),
                level,
                problem.guarantees().amount(),
                exponent,
                spend,
                unallocated,
                exhausted,
                cappedBy,
                0);
    }

    private KlReference nearest() {
        return KlReference.of(face, Boosting.shares(problem, exponent), 300);
    }

    /** Leaves room for the rounding of every boosted cell. */
    private void dampen(int group) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 40; step++) {
            exponent[group] = step == 0 ? 1 : (low + high) / 2;
            KlReference nearest = nearest();
            double spend = Boosting.spend(problem, group, exponent[group], c -> nearest.x()[c])
                    + Boosting.roundingSpend(problem, group, exponent[group]);
            if (spend <= problem.boostPool()[group]) {
                low = exponent[group];
            } else {
                high = exponent[group];
            }
            if (low == 1) {
                break;
            }
        }
        exponent[group] = low;
    }

    private Solution.Multipliers multipliers(KlReference nearest, double[] price) {
        record One(int merchant, int scope, double factor) {}

        List<One> all = new ArrayList<>();
        for (int r = 0; r < face.rows().size(); r++) {
            Face.Row row = face.rows().get(r);
            double factor = Math.exp(nearest.lambda()[r]);
            if (row.merchant() < 0) {
                price[row.scope() - 1 - problem.fields()] = factor;
            } else if (factor != 1) {
                all.add(new One(row.merchant(), row.scope(), factor));
            }
        }
        for (int m = 0; m + 1 < problem.start().length; m++) {
            for (int c = problem.start()[m]; c < problem.start()[m + 1]; c++) {
                if (face.shut()[c]) {
                    all.add(new One(m, 1 + problem.fields() + problem.placement()[c], 0));
                }
            }
        }
        all.sort(java.util.Comparator.comparingInt(One::merchant).thenComparingInt(One::scope));
        return new Solution.Multipliers(
                all.stream().mapToInt(One::merchant).toArray(),
                all.stream().mapToInt(One::scope).toArray(),
                all.stream().mapToDouble(One::factor).toArray());
    }
}
