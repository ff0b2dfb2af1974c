package io.trafficallocator.solve;

import java.util.Arrays;

/** Why guarantees lack something, read off the flow that secured the levels, in which none of them can be raised. */
final class Lacking {
    private static final int[] NOTHING = new int[0];

    private final Problem problem;
    private final long[] promised;
    private final Rows rows;
    private final FlowNetwork network;
    /** The vertices that one more impression can get to without taking from a guarantee, or from one that lacks some. */
    private final boolean[] supplied;
    /** For each guarantee, the placements of its scope that are sold out to guarantees. */
    final int[][] exhausted;
    /** For each guarantee, the scopes of the merchant's own limits that hold it. */
    final int[][] cappedBy;

    /** Whether any guarantee lacks anything. */
    final boolean any;

    private Lacking(Problem problem, Rows rows, FlowNetwork network, long[] level, long[] promised) {
        this.problem = problem;
        this.promised = promised;
        this.rows = rows;
        this.network = network;
        boolean lacks = false;
        for (int guarantee = 0; guarantee < level.length; guarantee++) {
            int node = rows.guaranteeNode[guarantee];
            if (lacks(guarantee, level)) {
                lacks = true;
                if (node >= 0) {
                    network.low[rows.nodeArc(node)] = network.flow[rows.nodeArc(node)];
                }
            }
        }
        this.any = lacks;
        this.supplied = network.reachableFrom(Rows.SOURCE);
        this.exhausted = new int[rows.guaranteeNode.length][];
        this.cappedBy = new int[rows.guaranteeNode.length][];
    }

    /** Changes the lower bounds of the network. */
    static Lacking of(Problem problem, Rows rows, FlowNetwork network, Levels levels) {
        long[] level = levels.level;
        Lacking lacking = new Lacking(problem, rows, network, level, levels.promised);
        int row = 0;
        for (int guarantee = 0; guarantee < level.length; guarantee++) {
            lacking.exhausted[guarantee] = NOTHING;
            lacking.cappedBy[guarantee] = NOTHING;
            while (rows.merchant[row] != problem.guarantees().merchant()[guarantee]) {
                row++;
            }
            if (lacking.lacks(guarantee, level) && rows.guaranteeNode[guarantee] >= 0) {
                lacking.explain(guarantee, row);
            }
        }
        return lacking;
    }

    private boolean lacks(int guarantee, long[] level) {
        return level[guarantee] < promised[guarantee];
    }

    private void explain(int guarantee, int row) {
        int wanted = rows.guaranteeNode[guarantee];
        if (supplied[rows.nodeVertex(wanted)]) {
            cappedBy[guarantee] = capsAbove(wanted);
            return;
        }
        int cells = rows.cellStart[row + 1] - rows.cellStart[row];
        int[] soldOut = new int[cells];
        int[] limits = new int[cells];
        int soldOutCount = 0;
        int limitCount = 0;
        for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
            int placement = problem.placement()[rows.cell[cell]];
            if (!isWithin(rows.cellNode[cell], wanted)) {
                continue;
            }
            if (!supplied[Rows.placementVertex(placement)]) {
                soldOut[soldOutCount++] = placement;
            } else {
                limits[limitCount++] = limitBelow(cell, placement);
            }
        }
        exhausted[guarantee] = Arrays.copyOf(soldOut, soldOutCount);
        cappedBy[guarantee] = Arrays.stream(limits, 0, limitCount).distinct().toArray();
    }

    /** Flow can get to the node but not on from it: these caps stand in the way. */
    private int[] capsAbove(int wanted) {
        int[] scopes = new int[3];
        int count = 0;
        for (int node = wanted; node >= 0; node = rows.parent[node]) {
            if (network.flow[rows.nodeArc(node)] == network.cap[rows.nodeArc(node)]) {
                scopes[count++] = rows.scope[node];
            }
        }
        return Arrays.copyOf(scopes, count);
    }

    private boolean isWithin(int node, int wanted) {
        int above = node;
        while (above >= 0 && above != wanted) {
            above = rows.parent[above];
        }
        return above == wanted;
    }

    /** The scope of the limit that keeps flow which can get to a placement from getting further. */
    private int limitBelow(int cell, int placement) {
        int node = rows.cellNode[cell];
        if (!supplied[rows.nodeVertex(node)]) {
            return 1 + problem.fields() + placement;
        }
        while (supplied[rows.nodeVertex(rows.parent[node])]) {
            node = rows.parent[node];
        }
        return rows.scope[node];
    }
}
