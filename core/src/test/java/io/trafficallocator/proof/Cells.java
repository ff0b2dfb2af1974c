package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.function.IntConsumer;

/** Cells of a problem by merchant and scope. */
final class Cells {
    private Cells() {}

    static boolean covers(Problem problem, int scope, int placement) {
        return scope == 0 || scope == 1 + problem.field()[placement] || scope == 1 + problem.fields() + placement;
    }

    static void each(Problem problem, int merchant, int scope, IntConsumer action) {
        for (int c = problem.start()[merchant]; c < problem.start()[merchant + 1]; c++) {
            if (covers(problem, scope, problem.placement()[c])) {
                action.accept(c);
            }
        }
    }

    static long sum(Problem problem, long[] values, int merchant, int scope) {
        long[] sum = new long[1];
        each(problem, merchant, scope, c -> sum[0] += values[c]);
        return sum[0];
    }

    static double sum(Problem problem, double[] values, int merchant, int scope) {
        double[] sum = new double[1];
        each(problem, merchant, scope, c -> sum[0] += values[c]);
        return sum[0];
    }
}
