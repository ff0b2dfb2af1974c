package io.trafficallocator.solve;

import java.util.Arrays;

/** Why guarantees lack something, read off the flow that secured the levels, in which none of them can be raised. */
final class Lacking {
    private static final int[] NOTHING = new int[0];
    private static final int WITHIN = -1;
    private static final int OUTSIDE = -2;

    private final Problem problem;
    private final Rows rows;
    private final FlowNetwork network;
    /** For each guarantee, the placements of its scope that are sold out to guarantees. */
    final int[][] exhausted;
    /** For each guarantee, the scopes of the merchant's own limits that hold it. */
    final int[][] cappedBy;

    private Lacking(Problem problem, Rows rows, FlowNetwork network) {
        this.problem = problem;
        this.rows = rows;
        this.network = network;
        this.exhausted = new int[rows.guaranteeNode.length][];
        this.cappedBy = new int[rows.guaranteeNode.length][];
    }

    static Lacking of(Problem problem, Rows rows, FlowNetwork network, long[] level) {
        Lacking lacking = new Lacking(problem, rows, network);
        int row = 0;
        for (int guarantee = 0; guarantee < level.length; guarantee++) {
            lacking.exhausted[guarantee] = NOTHING;
            lacking.cappedBy[guarantee] = NOTHING;
            while (rows.merchant[row] != problem.guarantees().merchant()[guarantee]) {
                row++;
            }
            if (level[guarantee] < problem.guarantees().amount()[guarantee] && rows.guaranteeNode[guarantee] >= 0) {
                lacking.explain(guarantee, row);
            }
        }
        return lacking;
    }

    private void explain(int guarantee, int row) {
        int wanted = rows.guaranteeNode[guarantee];
        int[] scopes = new int[4];
        int count = 0;
        for (int node = wanted; node >= 0; node = rows.parent[node]) {
            if (isFull(rows.nodeArc(node)) && !rows.isPlacementNode(node)) {
                scopes[count++] = rows.scope[node];
            }
        }
        if (count > 0) {
            cappedBy[guarantee] = Arrays.copyOf(scopes, count);
            return;
        }
        int cells = rows.cellStart[row + 1] - rows.cellStart[row];
        int[] soldOut = new int[cells];
        int[] limits = new int[cells];
        int soldOutCount = 0;
        int limitCount = 0;
        for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
            int limit = limitBelow(cell, wanted);
            int placement = problem.placement()[rows.cell[cell]];
            if (limit >= 0) {
                limits[limitCount++] = limit;
            } else if (limit == WITHIN) {
                soldOut[soldOutCount++] = placement;
            }
        }
        exhausted[guarantee] = Arrays.copyOf(soldOut, soldOutCount);
        cappedBy[guarantee] = Arrays.stream(limits, 0, limitCount).distinct().toArray();
    }

    /** The scope of the limit between a cell and the node above it, or that there is none, or that it is elsewhere. */
    private int limitBelow(int cell, int wanted) {
        int limit = isFull(rows.cellArc(cell)) ? 1 + problem.fields() + problem.placement()[rows.cell[cell]] : WITHIN;
        for (int node = rows.cellNode[cell]; node != wanted; node = rows.parent[node]) {
            if (node < 0) {
                return OUTSIDE;
            }
            if (limit == WITHIN && isFull(rows.nodeArc(node))) {
                limit = rows.scope[node];
            }
        }
        return limit;
    }

    private boolean isFull(int arc) {
        return network.flow[arc] == network.cap[arc];
    }
}
