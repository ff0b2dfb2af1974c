package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Why guarantees lack something, read off the flow that secured the levels. Few of them could be raised there, because levels are
 * rounded: what that left over is gone in the plan.
 */
final class Lacking {
    private static final int[] NOTHING = new int[0];
    private static final int GUARANTEES_PER_PIECE = 1 << 13;

    private final Problem problem;
    private final Rows rows;
    private final FlowNetwork network;
    private final Levels.Secured levels;
    /** The vertices that one more impression can get to without taking from a guarantee, or from one that lacks some. */
    private final boolean[] supplied;

    private final int[][] exhausted;
    private final int[][] cappedBy;

    /**
     * What holds each guarantee; empty for those that lack nothing.
     *
     * @param exhausted the placements of its scope that are sold out: to guarantees, or for what rounding left over in the plan
     * @param cappedBy the scopes of the merchant's own limits
     */
    record Reasons(int[][] exhausted, int[][] cappedBy) {
        static Reasons none(int guarantees) {
            int[][] nothing = new int[guarantees][];
            Arrays.fill(nothing, NOTHING);
            return new Reasons(nothing, nothing);
        }
    }

    private Lacking(Problem problem, Rows rows, FlowNetwork network, Levels.Secured levels, Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.network = network;
        this.levels = levels;
        this.supplied = supplied(workers);
        this.exhausted = new int[rows.guaranteeNode.length][];
        this.cappedBy = new int[rows.guaranteeNode.length][];
    }

    private boolean[] supplied(Workers workers) {
        int[] held = IntStream.range(0, rows.guaranteeNode.length)
                .filter(guarantee -> rows.guaranteeNode[guarantee] >= 0 && levels.lacks(guarantee))
                .map(guarantee -> rows.nodeArc(rows.guaranteeNode[guarantee]))
                .distinct()
                .toArray();
        long[] low = Arrays.stream(held).mapToLong(arc -> network.low[arc]).toArray();
        for (int arc : held) {
            network.low[arc] = network.flow[arc];
        }
        boolean[] reached = new Representatives(problem, rows, network, workers).reachableFrom(Rows.SOURCE);
        for (int index = 0; index < held.length; index++) {
            network.low[held[index]] = low[index];
        }
        return reached;
    }

    /** Leaves the network as it was. */
    static Reasons of(Problem problem, Rows rows, FlowNetwork network, Levels.Secured levels, Workers workers) {
        if (!levels.anyLacks()) {
            return Reasons.none(levels.level().length);
        }
        Lacking lacking = new Lacking(problem, rows, network, levels, workers);
        workers.run(rows.guaranteeNode.length, GUARANTEES_PER_PIECE, lacking::explain);
        return new Reasons(lacking.exhausted, lacking.cappedBy);
    }

    /** Adds the reasons of those that the flow of the levels gives none for, read off the plan. */
    static void complete(
            Problem problem, Rows rows, Levels.Secured levels, Whole impressions, long[] unallocated, Reasons reasons) {
        for (int guarantee = 0; guarantee < rows.guaranteeNode.length; guarantee++) {
            if (rows.guaranteeNode[guarantee] >= 0
                    && levels.lacks(guarantee)
                    && reasons.exhausted[guarantee].length == 0
                    && reasons.cappedBy[guarantee].length == 0) {
                int row = rows.firstRowFrom(problem.guarantees().merchant()[guarantee]);
                IntStream.Builder exhausted = IntStream.builder();
                IntStream.Builder cappedBy = IntStream.builder();
                for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                    int placement = problem.placement()[rows.cell[held]];
                    if (!rows.isWithin(rows.cellNode[held], rows.guaranteeNode[guarantee])) {
                        continue;
                    }
                    if (unallocated[placement] == 0) {
                        exhausted.add(placement);
                    } else if (impressions.get(rows.cell[held]) == rows.cellCap[held]) {
                        cappedBy.add(1 + problem.fields() + placement);
                    } else {
                        cappedBy.add(rows.scope[fullNode(rows, row, rows.cellNode[held], impressions)]);
                    }
                }
                reasons.exhausted[guarantee] = exhausted.build().toArray();
                reasons.cappedBy[guarantee] = cappedBy.build().distinct().toArray();
            }
        }
    }

    /** As the plan allocates the most, one of the limits around a cell is met where there is supply left. */
    private static int fullNode(Rows rows, int row, int first, Whole impressions) {
        int node = first;
        while (rows.parent[node] >= 0 && rows.given(row, node, impressions) < rows.nodeCap[node]) {
            node = rows.parent[node];
        }
        return node;
    }

    private void explain(int piece, int from, int to) {
        int row = rows.firstRowFrom(problem.guarantees().merchant()[from]);
        for (int guarantee = from; guarantee < to; guarantee++) {
            exhausted[guarantee] = NOTHING;
            cappedBy[guarantee] = NOTHING;
            while (rows.merchant[row] != problem.guarantees().merchant()[guarantee]) {
                row++;
            }
            if (levels.lacks(guarantee) && rows.guaranteeNode[guarantee] >= 0) {
                explain(guarantee, row);
            }
        }
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
            if (!rows.isWithin(rows.cellNode[cell], wanted)) {
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
