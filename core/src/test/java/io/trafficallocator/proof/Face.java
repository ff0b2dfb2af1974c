package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans that keep every hard limit and level and allocate the most, described so that one of them is positive in
 * every open cell: which cells every such plan leaves empty, and what sums it holds between which bounds.
 *
 * @param allocated the whole impressions that each such plan allocates
 * @param shut cells that each such plan leaves empty
 * @param rows the sums that are bounded, at most one for each merchant and scope, then one for each placement
 */
record Face(long allocated, boolean[] shut, List<Row> rows) {
    /**
     * A bounded sum of cells.
     *
     * @param merchant -1 for a placement's row
     * @param scope as in the problem
     * @param cells the open ones
     * @param least at least 0
     * @param most infinite for no limit
     */
    record Row(int merchant, int scope, int[] cells, double least, double most) {
        /** Whether every plan of the face has the same sum. */
        boolean fixed() {
            return least == most;
        }
    }

    /** Null when no plan keeps the levels within the hard limits. */
    static @Nullable Face of(Problem problem, long[] level) {
        ScopeNetwork net = new ScopeNetwork(problem, level);
        if (!net.feasible()) {
            return null;
        }
        net.allocateMost();
        int[] component = net.graph.components();
        boolean[] shut = new boolean[net.cells];
        for (int c = 0; c < net.cells; c++) {
            int arc = net.cellArc[c];
            shut[c] = net.graph.flow(arc) == 0 && net.graph.rigid(arc, component);
        }
        List<Row> rows = new ArrayList<>();
        int fields = problem.fields();
        for (int m = 0; m < net.merchants; m++) {
            int[] own = open(problem.start()[m], problem.start()[m + 1], shut);
            add(rows, net, component, m, m, 0, own);
            for (int f = 0; f < fields; f++) {
                int wanted = f;
                int[] inField = Arrays.stream(own)
                        .filter(c -> problem.field()[problem.placement()[c]] == wanted)
                        .toArray();
                add(rows, net, component, net.merchants + m * fields + f, m, 1 + f, inField);
            }
            for (int c : own) {
                add(
                        rows,
                        net,
                        component,
                        net.merchants + net.merchants * fields + c,
                        m,
                        1 + fields + problem.placement()[c],
                        new int[] {c});
            }
        }
        int[][] column = columns(problem, shut);
        for (int p = 0; p < net.placements; p++) {
            int arc = net.placementArc[p];
            double most = problem.supply()[p];
            boolean full = net.graph.rigid(arc, component) && net.graph.flow(arc) == most;
            if (column[p].length > 0) {
                rows.add(new Row(-1, 1 + fields + p, column[p], full ? most : 0, most));
            }
        }
        return new Face(net.allocated(), shut, rows);
    }

    private static void add(
            List<Row> rows, ScopeNetwork net, int[] component, int slot, int merchant, int scope, int[] cells) {
        int arc = net.arc(slot);
        if (cells.length == 0 || arc < 0) {
            return;
        }
        double least = net.least(slot);
        double most = net.most(slot) >= FlowGraph.UNBOUNDED / 1024 ? Double.POSITIVE_INFINITY : net.most(slot);
        boolean limited = most < Double.POSITIVE_INFINITY;
        if (least == 0 && !limited) {
            return;
        }
        double flow = net.graph.flow(arc);
        if (net.graph.rigid(arc, component) && (flow == least || flow == most)) {
            least = flow;
            most = flow;
        }
        rows.add(new Row(merchant, scope, cells, least, most));
    }

    private static int[] open(int from, int to, boolean[] shut) {
        int[] cells = new int[to - from];
        int count = 0;
        for (int c = from; c < to; c++) {
            if (!shut[c]) {
                cells[count++] = c;
            }
        }
        return Arrays.copyOf(cells, count);
    }

    private static int[][] columns(Problem problem, boolean[] shut) {
        int placements = problem.supply().length;
        int[] count = new int[placements];
        for (int c = 0; c < shut.length; c++) {
            if (!shut[c]) {
                count[problem.placement()[c]]++;
            }
        }
        int[][] column = new int[placements][];
        for (int p = 0; p < placements; p++) {
            column[p] = new int[count[p]];
        }
        for (int c = shut.length - 1; c >= 0; c--) {
            if (!shut[c]) {
                int p = problem.placement()[c];
                column[p][--count[p]] = c;
            }
        }
        return column;
    }
}
