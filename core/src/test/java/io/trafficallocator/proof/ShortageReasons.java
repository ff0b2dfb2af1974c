package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.ArrayList;
import java.util.List;

/** Why guarantees lack something, read off the residual graph of the levels: what a search from the merchant ends at. */
final class ShortageReasons {
    private final Problem problem;
    private final long[] level;

    ShortageReasons(Problem problem, long[] level) {
        this.problem = problem;
        this.level = level;
    }

    void fill(int[][] exhausted, int[][] cappedBy) {
        ScopeNetwork net = new ScopeNetwork(problem, level);
        if (!net.feasible()) {
            throw new AssertionError("the levels cannot be kept");
        }
        net.allocateMost();
        Problem.Guarantees guarantees = problem.guarantees();
        for (int g = 0; g < level.length; g++) {
            List<Integer> out = new ArrayList<>();
            List<Integer> held = new ArrayList<>();
            int arc = net.guaranteeArc[g];
            if (level[g] < guarantees.amount()[g] && arc >= 0 && net.graph.slack(arc) == 0) {
                held.add(guarantees.scope()[g]);
            } else if (level[g] < guarantees.amount()[g] && arc >= 0) {
                boolean[] onward = net.graph.reachableFrom(net.graph.head(arc));
                // What could leave at the sink could come in again at the source: levels do not ask for a total.
                boolean open = onward[net.sink];
                boolean[] reached = open ? net.graph.reachableFrom(net.graph.head(arc), net.source) : onward;
                int merchant = guarantees.merchant()[g];
                Cells.each(problem, merchant, guarantees.scope()[g], c -> {
                    int p = problem.placement()[c];
                    int field = problem.field()[p];
                    int inField = net.fieldArc[merchant * problem.fields() + field];
                    if (reached[net.graph.head(net.cellArc[c])]) {
                        if (!open) {
                            out.add(p);
                        } else {
                            held.add(reached[net.graph.tail(inField)] ? 1 + field : 0);
                        }
                    } else {
                        held.add(reached[net.graph.head(inField)] ? 1 + problem.fields() + p : 1 + field);
                    }
                });
            }
            exhausted[g] =
                    out.stream().mapToInt(Integer::intValue).distinct().sorted().toArray();
            cappedBy[g] = held.stream()
                    .mapToInt(Integer::intValue)
                    .distinct()
                    .sorted()
                    .toArray();
        }
    }
}
