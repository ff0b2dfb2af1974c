package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;

/**
 * What is the same in every plan that keeps the limits and levels and allocates the most: cells that are always empty
 * or always full, totals that never vary, placements that are always sold out. With these settled beforehand the
 * nearest plan to demand lies in the interior of what is left, so the projection converges at a linear rate at least
 * instead of creeping towards a boundary.
 */
final class Faces {
    private static final long OPEN = -1;

    private final Rows rows;
    private final FlowNetwork network;
    private final int[] component;
    /** The impressions that all free merchants of a placement have together where that never varies, or -1. */
    final long[] free;
    /** Whether a placement's supply is sold out in every plan. */
    final boolean[] soldOut;
    /** How much every plan allocates. */
    final long allocated;

    private Faces(Problem problem, Rows rows, FlowNetwork network, int[] component) {
        this.rows = rows;
        this.network = network;
        this.component = component;
        this.free = new long[problem.placements()];
        this.soldOut = new boolean[problem.placements()];
        for (int placement = 0; placement < free.length; placement++) {
            free[placement] = settled(rows.freeArc(placement));
            soldOut[placement] = settled(Rows.supplyArc(placement)) == problem.supply()[placement];
        }
        this.allocated = network.flow[rows.returnArc()];
    }

    /** The impressions of a held cell that never varies, or -1; known as long as the network's flow stays as it is. */
    long cell(int heldCell) {
        return settled(rows.cellArc(heldCell));
    }

    /** The same for a node. */
    long node(int node) {
        return settled(rows.nodeArc(node));
    }

    static boolean isOpen(long settled) {
        return settled == OPEN;
    }

    /** Takes a flow that keeps the levels, and leaves one that allocates the most. */
    static Faces of(Problem problem, Rows rows, FlowNetwork network, Workers workers) {
        int back = rows.returnArc();
        network.flow[back] += giveToFree(problem, rows, network);
        freezeReturn(network, back);
        long left = 0;
        for (int placement = 0; placement < problem.placements(); placement++) {
            int arc = Rows.supplyArc(placement);
            left += network.cap[arc] - network.flow[arc];
        }
        if (left > 0) {
            network.flow[back] += network.send(Rows.SOURCE, Rows.SINK, left);
        }
        freezeReturn(network, back);
        return new Faces(problem, rows, network, new Representatives(problem, rows, network, workers).components());
    }

    /** What is left mostly fits there, where no way has to be searched for it; how much that was. */
    private static long giveToFree(Problem problem, Rows rows, FlowNetwork network) {
        long given = 0;
        for (int placement = 0; placement < problem.placements(); placement++) {
            int supply = Rows.supplyArc(placement);
            int arc = rows.freeArc(placement);
            long part = Math.min(network.cap[supply] - network.flow[supply], network.cap[arc] - network.flow[arc]);
            network.flow[supply] += part;
            network.flow[arc] += part;
            given += part;
        }
        network.flow[rows.freeSinkArc()] += given;
        return given;
    }

    private static void freezeReturn(FlowNetwork network, int back) {
        network.low[back] = network.flow[back];
        network.cap[back] = network.flow[back];
    }

    private long settled(int arc) {
        return component[network.tail[arc]] == component[network.head[arc]] ? OPEN : network.flow[arc];
    }
}
