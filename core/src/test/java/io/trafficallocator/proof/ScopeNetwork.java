package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.Arrays;

/**
 * The bounds of a problem as a flow from merchants through fields and cells to placements, with a lower bound for each
 * guarantee's level. Numbers of scopes as in {@link Problem}.
 */
final class ScopeNetwork {
    final Problem problem;
    final int merchants;
    final int placements;
    final int cells;
    final FlowGraph graph;
    final int source;
    final int sink;
    final int[] merchantArc;
    /** By merchant × fields + field; -1 where the merchant has no cell in the field. */
    final int[] fieldArc;

    final int[] cellArc;
    final int[] placementArc;
    /** Arc of each guarantee's scope; -1 where the merchant has no cell in it. */
    final int[] guaranteeArc;

    private final long[] most;
    private final long[] least;

    /** @param level the lower bound of each guarantee */
    ScopeNetwork(Problem problem, long[] level) {
        this.problem = problem;
        this.merchants = problem.start().length - 1;
        this.placements = problem.supply().length;
        this.cells = problem.placement().length;
        int fields = problem.fields();
        this.most = limits(problem);
        this.least = new long[most.length];
        int guarantees = level.length;
        int[] merchantOf = problem.guarantees().merchant();
        int[] scopeOf = problem.guarantees().scope();
        for (int g = 0; g < guarantees; g++) {
            int slot = slot(problem, merchantOf[g], scopeOf[g]);
            if (slot >= 0) {
                least[slot] = Math.max(least[slot], level[g]);
            }
        }
        for (int slot = 0; slot < most.length; slot++) {
            // Told apart from a flow that does not exist: the level alone is above the cap of its own scope.
            if (least[slot] > most[slot]) {
                throw new IllegalArgumentException(
                        "a level of " + least[slot] + " is above the cap " + most[slot] + " of its scope");
            }
        }
        int firstField = 2 + merchants;
        int firstPlacement = firstField + merchants * fields;
        this.source = 0;
        this.sink = 1;
        this.graph = new FlowGraph(firstPlacement + placements);
        this.merchantArc = new int[merchants];
        this.fieldArc = new int[merchants * fields];
        this.cellArc = new int[cells];
        this.placementArc = new int[placements];
        Arrays.fill(fieldArc, -1);
        for (int p = 0; p < placements; p++) {
            placementArc[p] = graph.addArc(firstPlacement + p, sink, 0, problem.supply()[p]);
        }
        for (int m = 0; m < merchants; m++) {
            merchantArc[m] = graph.addArc(source, 2 + m, least[m], most[m]);
            for (int c = problem.start()[m]; c < problem.start()[m + 1]; c++) {
                int p = problem.placement()[c];
                int slot = m * fields + problem.field()[p];
                if (fieldArc[slot] < 0) {
                    fieldArc[slot] =
                            graph.addArc(2 + m, firstField + slot, least[merchants + slot], most[merchants + slot]);
                }
                int own = merchants + merchants * fields + c;
                cellArc[c] = graph.addArc(firstField + slot, firstPlacement + p, least[own], most[own]);
            }
        }
        this.guaranteeArc = new int[guarantees];
        for (int g = 0; g < guarantees; g++) {
            int slot = slot(problem, merchantOf[g], scopeOf[g]);
            guaranteeArc[g] = slot < 0 ? -1 : arc(slot);
        }
    }

    /** Slots are merchants, then merchant × field, then cells; the bounds are those of the constructor. */
    long least(int slot) {
        return least[slot];
    }

    long most(int slot) {
        return most[slot];
    }

    int slots() {
        return most.length;
    }

    /** The arc of a slot; -1 for a field where the merchant has no cell. */
    int arc(int slot) {
        if (slot < merchants) {
            return merchantArc[slot];
        }
        int rest = slot - merchants;
        return rest < fieldArc.length ? fieldArc[rest] : cellArc[rest - fieldArc.length];
    }

    /** Merchants, then merchant × field, then cells; -1 where the merchant has no cell in the scope. */
    private static int slot(Problem problem, int merchant, int scope) {
        int merchants = problem.start().length - 1;
        int fields = problem.fields();
        if (scope == 0) {
            return problem.start()[merchant] < problem.start()[merchant + 1] ? merchant : -1;
        }
        for (int c = problem.start()[merchant]; c < problem.start()[merchant + 1]; c++) {
            if (scope <= fields && problem.field()[problem.placement()[c]] == scope - 1) {
                return merchants + merchant * fields + scope - 1;
            }
            if (scope > fields && problem.placement()[c] == scope - 1 - fields) {
                return merchants + merchants * fields + c;
            }
        }
        return -1;
    }

    private static long[] limits(Problem problem) {
        int merchants = problem.start().length - 1;
        int fields = problem.fields();
        int firstCell = merchants + merchants * fields;
        long[] most = new long[firstCell + problem.placement().length];
        Arrays.fill(most, 0, firstCell, FlowGraph.UNBOUNDED / 1024);
        for (int c = 0; c < problem.placement().length; c++) {
            most[firstCell + c] = problem.cellLimit()[problem.placement()[c]];
        }
        Problem.Caps caps = problem.caps();
        for (int cap = 0; cap < caps.merchant().length; cap++) {
            int slot = slot(problem, caps.merchant()[cap], caps.scope()[cap]);
            if (slot >= 0) {
                most[slot] = Math.min(most[slot], caps.amount()[cap]);
            }
        }
        return most;
    }

    boolean feasible() {
        return graph.respectLowerBounds(source, sink);
    }

    /** Sends as much as the bounds allow, after {@link #feasible()}. */
    void allocateMost() {
        graph.maximise(source, sink);
    }

    long allocated() {
        long sum = 0;
        for (int arc : placementArc) {
            sum += graph.flow(arc);
        }
        return sum;
    }
}
