package io.trafficallocator.solve;

import java.util.Arrays;

/** Shares out what flows through a {@link LevelNetwork}, where much is as one, among cells. */
final class LevelSpread {
    private static final int NONE = -1;

    private final Problem problem;
    private final Rows rows;
    private final LevelNetwork levels;
    /** Who shares each vertex: these positions, from the first whose need is not met. */
    private final int[] open;

    private final int[] end;
    /** By position: the row, and what it still needs of what flows through the vertex. */
    private final int[] rowAt;

    private final long[] needs;

    private LevelSpread(Problem problem, Rows rows, LevelNetwork levels) {
        this.problem = problem;
        this.rows = rows;
        this.levels = levels;
        this.open = new int[levels.sharedCount()];
        this.end = new int[open.length];
        for (int node = 0; node < rows.nodes(); node++) {
            if (levels.isPooled(node)) {
                end[levels.pool(node)]++;
            }
            if (levels.feeder(node) >= 0) {
                end[levels.feeder(node)]++;
            }
        }
        int sum = 0;
        for (int shared = 0; shared < end.length; shared++) {
            open[shared] = sum;
            sum += end[shared];
            end[shared] = open[shared];
        }
        this.rowAt = new int[sum];
        this.needs = new long[sum];
        for (int row = 0; row < rows.rows(); row++) {
            for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                if (levels.isPooled(node)) {
                    add(levels.pool(node), row, levels.low[node]);
                }
            }
        }
        FlowNetwork network = levels.network;
        for (int arc = levels.firstCellArc(); arc < network.arcs; arc++) {
            if (levels.group(arc) < 0) {
                add(levels.shared(network.tail[arc]), levels.rowOf(arc), network.flow[arc]);
            }
        }
    }

    private void add(int shared, int row, long need) {
        rowAt[end[shared]] = row;
        needs[end[shared]++] = need;
    }

    /** Gives the rows' own network the levels as lower bounds, and a flow that keeps them. */
    static void over(Problem problem, Rows rows, LevelNetwork levels, FlowNetwork whole) {
        new LevelSpread(problem, rows, levels).over(whole);
    }

    private void over(FlowNetwork whole) {
        long[] left = problem.supply().clone();
        int[] openOf = levels.groups().leaders();
        int[] next = levels.groups().next();
        FlowNetwork network = levels.network;
        for (int arc = levels.firstCellArc(); arc < network.arcs; arc++) {
            int group = levels.group(arc);
            if (group < 0) {
                continue;
            }
            int shared = levels.shared(network.head[arc]);
            long flow = network.flow[arc];
            while (flow > 0) {
                int row = shared >= 0 ? rowInNeed(shared) : levels.rowOf(arc);
                if (row < 0) {
                    break;
                }
                while (left[openOf[group]] == 0) {
                    openOf[group] = next[openOf[group]];
                }
                int placement = openOf[group];
                long part = Math.min(flow, left[placement]);
                if (shared >= 0) {
                    part = Math.min(part, needs[open[shared]]);
                    needs[open[shared]] -= part;
                }
                whole.flow[rows.cellArc(heldCell(row, placement))] += part;
                whole.flow[Rows.supplyArc(placement)] += part;
                whole.flow[rows.returnArc()] += part;
                left[placement] -= part;
                flow -= part;
            }
        }
        for (int row = 0; row < rows.rows(); row++) {
            if (levels.isPromisedAny(row)) {
                rows.sumUp(row, whole);
            }
        }
        for (int node = 0; node < rows.nodes(); node++) {
            whole.low[rows.nodeArc(node)] = levels.low[node];
        }
    }

    /** The row of the first that still needs some, or -1: more than all need may flow through a vertex. */
    private int rowInNeed(int shared) {
        while (open[shared] < end[shared] && needs[open[shared]] == 0) {
            open[shared]++;
        }
        return open[shared] < end[shared] ? rowAt[open[shared]] : NONE;
    }

    private int heldCell(int row, int placement) {
        int from = rows.firstCell(row);
        int to = from + rows.cellStart[row + 1] - rows.cellStart[row];
        return rows.cellStart[row] + Arrays.binarySearch(problem.placement(), from, to, placement) - from;
    }
}
