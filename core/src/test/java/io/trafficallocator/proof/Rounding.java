package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;

/** Controlled rounding as one more flow: each cell between its floor and its ceiling, every level and limit held. */
final class Rounding {
    private Rounding() {}

    static long[] of(Problem problem, long[] level, double[] real) {
        ScopeNetwork bounds = new ScopeNetwork(problem, level);
        int merchants = bounds.merchants;
        int fields = problem.fields();
        int firstPlacement = 2 + merchants + merchants * fields;
        FlowGraph graph = new FlowGraph(firstPlacement + bounds.placements);
        int[] cellArc = new int[bounds.cells];
        for (int p = 0; p < bounds.placements; p++) {
            graph.addArc(firstPlacement + p, 1, 0, problem.supply()[p]);
        }
        for (int m = 0; m < merchants; m++) {
            graph.addArc(0, 2 + m, bounds.least(m), bounds.most(m));
            for (int f = 0; f < fields; f++) {
                int slot = merchants + m * fields + f;
                if (bounds.arc(slot) >= 0) {
                    graph.addArc(2 + m, 2 + slot, bounds.least(slot), bounds.most(slot));
                }
            }
            for (int c = problem.start()[m]; c < problem.start()[m + 1]; c++) {
                int p = problem.placement()[c];
                int slot = merchants + merchants * fields + c;
                double tiny = 1e-9 * Math.max(1, real[c]);
                long least = Math.max((long) Math.floor(real[c] + tiny), bounds.least(slot));
                long most = Math.min((long) Math.ceil(real[c] - tiny), bounds.most(slot));
                cellArc[c] = graph.addArc(
                        2 + merchants + m * fields + problem.field()[p],
                        firstPlacement + p,
                        Math.min(least, most),
                        Math.max(least, most));
            }
        }
        if (!graph.respectLowerBounds(0, 1)) {
            throw new AssertionError("no rounding keeps every bound");
        }
        graph.maximise(0, 1);
        long[] whole = new long[bounds.cells];
        for (int c = 0; c < whole.length; c++) {
            whole[c] = graph.flow(cellArc[c]);
        }
        return whole;
    }
}
