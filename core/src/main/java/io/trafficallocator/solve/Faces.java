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
    private static final int ARCS_PER_PIECE = 1 << 16;

    /** The impressions of each held cell that never varies, or -1. */
    final long[] cell;
    /** The impressions of each node that never varies, or -1. */
    final long[] node;
    /** The impressions that all free merchants of a placement have together where that never varies, or -1. */
    final long[] free;
    /** Whether a placement's supply is sold out in every plan. */
    final boolean[] soldOut;
    /** How much every plan allocates. */
    final long allocated;

    private Faces(long[] cell, long[] node, long[] free, boolean[] soldOut, long allocated) {
        this.cell = cell;
        this.node = node;
        this.free = free;
        this.soldOut = soldOut;
        this.allocated = allocated;
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
        int[] component = Representatives.components(problem, rows, network, workers);
        long[] cell = new long[rows.cells()];
        workers.run(cell.length, ARCS_PER_PIECE, (piece, from, to) -> {
            for (int heldCell = from; heldCell < to; heldCell++) {
                cell[heldCell] = settled(network, component, rows.cellArc(heldCell));
            }
        });
        long[] node = new long[rows.nodes()];
        workers.run(node.length, ARCS_PER_PIECE, (piece, from, to) -> {
            for (int index = from; index < to; index++) {
                node[index] = settled(network, component, rows.nodeArc(index));
            }
        });
        long[] free = new long[problem.placements()];
        boolean[] soldOut = new boolean[problem.placements()];
        for (int placement = 0; placement < free.length; placement++) {
            free[placement] = settled(network, component, rows.freeArc(placement));
            soldOut[placement] = settled(network, component, Rows.supplyArc(placement)) == problem.supply()[placement];
        }
        return new Faces(cell, node, free, soldOut, network.flow[back]);
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

    private static long settled(FlowNetwork network, int[] component, int arc) {
        return component[network.tail[arc]] == component[network.head[arc]] ? OPEN : network.flow[arc];
    }
}
