package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The plan nearest to demand, by another road than the solver's: coordinate ascent on the dual for a start, then
 * projected Newton with dense linear algebra. Slow and exact.
 *
 * @param x impressions of each cell, 0 in shut ones
 * @param lowerBound the value of the dual: no plan of the face is nearer than this
 * @param violation the largest relative distance of a row's sum from its bounds, or of a row that is held without need
 * @param lambda the logarithm of each row's multiplier, in the order of the face's rows
 */
record KlReference(double[] x, double lowerBound, double violation, double[] lambda) {
    private static final int NEWTON_ROWS = 600;
    private static final double GOOD = 1e-11;

    /** Σ x ln(x/q) − x + q. */
    static double distance(double[] x, double[] q) {
        double sum = 0;
        for (int c = 0; c < x.length; c++) {
            sum += x[c] > 0 ? x[c] * Math.log(x[c] / q[c]) - x[c] + q[c] : q[c];
        }
        return sum;
    }

    /** @param sweeps how many passes of coordinate ascent come first; large problems see nothing else */
    static KlReference of(Face face, double[] q, int sweeps) {
        return of(face, q, sweeps, new double[face.rows().size()]);
    }

    /**
     * Starts from prices and multipliers that somebody claims to be right: the lower bound holds wherever they come
     * from, and is near the truth only if they are.
     */
    static KlReference certify(Face face, double[] q, int sweeps, Problem problem, Solution claim) {
        Map<Long, Double> factor = new HashMap<>();
        Solution.Multipliers multipliers = claim.multipliers();
        for (int i = 0; i < multipliers.merchant().length; i++) {
            factor.put(
                    key(multipliers.merchant()[i], multipliers.scope()[i]),
                    multipliers.factor()[i]);
        }
        for (int p = 0; p < claim.price().length; p++) {
            factor.put(key(-1, 1 + problem.fields() + p), claim.price()[p]);
        }
        double[] start = new double[face.rows().size()];
        for (int r = 0; r < start.length; r++) {
            Face.Row row = face.rows().get(r);
            double log = Math.log(factor.getOrDefault(key(row.merchant(), row.scope()), 1.0));
            boolean allowed = row.fixed() || (log > 0 ? row.least() > 0 : row.most() < Double.POSITIVE_INFINITY);
            start[r] = allowed && Double.isFinite(log) ? log : 0;
        }
        return of(face, q, sweeps, start);
    }

    private static long key(int merchant, int scope) {
        return ((long) merchant << 32) | scope;
    }

    private static KlReference of(Face face, double[] q, int sweeps, double[] start) {
        Dual dual = new Dual(face, q, start);
        dual.ascend(sweeps);
        double[] x = dual.primal(dual.lambda);
        for (int more = sweeps; dual.rows.length <= NEWTON_ROWS && more < 3_000_000; more *= 10) {
            dual.newton(100);
            x = dual.primal(dual.lambda);
            if (dual.violation(x) < GOOD) {
                break;
            }
            dual.ascend(more);
            x = dual.primal(dual.lambda);
        }
        return new KlReference(x, dual.lowerBound(dual.lambda), dual.violation(x), dual.lambda);
    }

    /** The dual: one multiplier's logarithm for each row; free when the row is fixed, else held by its sign. */
    private static final class Dual {
        private final double[] q;
        private final boolean[] shut;
        private final Face.Row[] rows;
        private final int[][] rowsOfCell;
        private final double[] lambda;

        Dual(Face face, double[] q, double[] start) {
            this.q = q;
            this.shut = face.shut();
            this.rows = face.rows().toArray(Face.Row[]::new);
            this.lambda = start;
            int[] count = new int[q.length];
            for (Face.Row row : rows) {
                for (int c : row.cells()) {
                    count[c]++;
                }
            }
            this.rowsOfCell = new int[q.length][];
            for (int c = 0; c < q.length; c++) {
                rowsOfCell[c] = new int[count[c]];
            }
            for (int r = 0; r < rows.length; r++) {
                for (int c : rows[r].cells()) {
                    rowsOfCell[c][--count[c]] = r;
                }
            }
        }

        double[] primal(double[] at) {
            double[] x = new double[q.length];
            for (int c = 0; c < q.length; c++) {
                if (!shut[c]) {
                    double sum = 0;
                    for (int r : rowsOfCell[c]) {
                        sum += at[r];
                    }
                    x[c] = q[c] * Math.exp(sum);
                }
            }
            return x;
        }

        double lowerBound(double[] at) {
            double[] x = primal(at);
            double value = 0;
            for (int c = 0; c < q.length; c++) {
                value += q[c] - x[c];
            }
            for (int r = 0; r < rows.length; r++) {
                value += at[r] == 0 ? 0 : at[r] * bound(r, at[r]);
            }
            return value;
        }

        private double bound(int row, double sign) {
            return sign > 0 ? rows[row].least() : rows[row].most();
        }

        private double sum(int row, double[] x) {
            double sum = 0;
            for (int c : rows[row].cells()) {
                sum += x[c];
            }
            return sum;
        }

        double violation(double[] x) {
            double worst = 0;
            for (int r = 0; r < rows.length; r++) {
                double sum = sum(r, x);
                double scale = Math.max(1, Math.min(rows[r].most(), Math.max(sum, rows[r].least())));
                double off = Math.max(rows[r].least() - sum, sum - rows[r].most());
                if (lambda[r] != 0) {
                    off = Math.max(off, Math.abs(sum - bound(r, lambda[r])) * Math.min(1, Math.abs(lambda[r])));
                }
                worst = Math.max(worst, off / scale);
            }
            return worst;
        }

        void ascend(int sweeps) {
            double[] x = primal(lambda);
            for (int sweep = 0; sweep < sweeps; sweep++) {
                double change = 0;
                for (int r = 0; r < rows.length; r++) {
                    double sum = sum(r, x);
                    if (!(sum > 0)) {
                        continue;
                    }
                    double toLeast = lambda[r] + Math.log(rows[r].least() / sum);
                    double toMost = lambda[r] + Math.log(rows[r].most() / sum);
                    double best = rows[r].fixed() ? toMost : toLeast > 0 ? toLeast : Math.min(toMost, 0);
                    double step = best - lambda[r];
                    if (step != 0) {
                        lambda[r] = best;
                        double factor = Math.exp(step);
                        for (int c : rows[r].cells()) {
                            x[c] *= factor;
                        }
                        change = Math.max(change, Math.abs(step));
                    }
                }
                if (sweep % 64 == 63) {
                    x = primal(lambda);
                }
                if (change < 1e-14) {
                    return;
                }
            }
        }

        void newton(int most) {
            for (int round = 0; round < most; round++) {
                double[] x = primal(lambda);
                if (violation(x) < 1e-13) {
                    return;
                }
                double[] gradient = new double[rows.length];
                boolean[] free = new boolean[rows.length];
                for (int r = 0; r < rows.length; r++) {
                    double sum = sum(r, x);
                    // At 0 a row that is not fixed moves only towards the bound that its sum breaks.
                    double target = rows[r].fixed() || lambda[r] < 0
                            ? rows[r].most()
                            : lambda[r] > 0
                                    ? rows[r].least()
                                    : Math.min(Math.max(sum, rows[r].least()), rows[r].most());
                    gradient[r] = target - sum;
                    free[r] = rows[r].fixed() || lambda[r] != 0 || gradient[r] != 0;
                }
                double[] step = DenseSolve.symmetric(hessian(x, free), mask(gradient, free));
                if (!improve(step, gradient)) {
                    return;
                }
            }
        }

        private boolean improve(double[] step, double[] gradient) {
            double now = lowerBound(lambda);
            for (double length = 1; length > 1e-12; length /= 2) {
                double[] next = new double[rows.length];
                double promised = 0;
                for (int r = 0; r < rows.length; r++) {
                    next[r] = lambda[r] + length * step[r];
                    boolean crossed = lambda[r] != 0 && next[r] * lambda[r] < 0;
                    boolean wrongWay = lambda[r] == 0 && next[r] * gradient[r] < 0;
                    if (!rows[r].fixed() && (crossed || wrongWay)) {
                        next[r] = 0;
                    }
                    promised += gradient[r] * (next[r] - lambda[r]);
                }
                double then = lowerBound(next);
                if (then >= now + 1e-4 * promised && promised > 0 && !Arrays.equals(next, lambda)) {
                    boolean moved = then > now || promised > 1e-15 * Math.max(1, Math.abs(now));
                    System.arraycopy(next, 0, lambda, 0, next.length);
                    return moved;
                }
                if (Math.abs(promised) <= 1e-13 * Math.max(1, Math.abs(now)) && length == 1) {
                    // Too small a gain for the objective to show: trust the step, it is quadratic here.
                    System.arraycopy(next, 0, lambda, 0, next.length);
                    return promised != 0;
                }
            }
            return false;
        }

        private double[][] hessian(double[] x, boolean[] free) {
            double[][] matrix = new double[rows.length][rows.length];
            for (int c = 0; c < q.length; c++) {
                for (int r : rowsOfCell[c]) {
                    for (int other : rowsOfCell[c]) {
                        if (free[r] && free[other]) {
                            matrix[r][other] += x[c];
                        }
                    }
                }
            }
            return matrix;
        }

        private static double[] mask(double[] values, boolean[] kept) {
            double[] masked = new double[values.length];
            for (int r = 0; r < values.length; r++) {
                masked[r] = kept[r] ? values[r] : 0;
            }
            return masked;
        }
    }
}
