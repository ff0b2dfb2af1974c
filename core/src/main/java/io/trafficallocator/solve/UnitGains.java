package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * Improves a flow one unit at a time where arcs gain something: the first units above the lower bound of an arc gain
 * something, each no more than the one before. Not safe for use by several threads.
 */
final class UnitGains {
    private final FlowNetwork network;
    /** What the units above the lower bound of each arc gain, in descending order. */
    private final int[][] gains;

    private final int[] queue;
    private final int[] stepTo;

    UnitGains(FlowNetwork network, int[][] gains) {
        this.network = network;
        this.gains = gains;
        this.queue = new int[network.vertices];
        this.stepTo = new int[network.vertices];
    }

    /** What pushing one unit along a step gains. */
    private int gainOf(int step) {
        int[] units = gains[step >> 1];
        if (units.length == 0) {
            return 0;
        }
        long above = network.flow[step >> 1] - network.low[step >> 1];
        if ((step & 1) == 0) {
            return above < units.length ? units[(int) above] : 0;
        }
        return above > 0 && above <= units.length ? -units[(int) above - 1] : 0;
    }

    /**
     * Pushes units round cycles of positive gain until none is left, so that the sum of gains is the largest possible
     * (Klein, 1967; cycles are found by the algorithm of Bellman and Ford).
     */
    void cancel() {
        long[] best = new long[network.vertices];
        int[] rootOf = new int[network.vertices];
        boolean[] waits = new boolean[network.vertices];
        for (int onCycle = findCycle(best, waits, rootOf);
                onCycle != FlowNetwork.UNSEEN;
                onCycle = findCycle(best, waits, rootOf)) {
            int vertex = onCycle;
            do {
                network.push(stepTo[vertex], 1);
                vertex = network.origin(stepTo[vertex]);
            } while (vertex != onCycle);
        }
    }

    /** Improves on paths from the vertices whose own path was improved, in rounds; a vertex on a cycle that gains, if any. */
    private int findCycle(long[] best, boolean[] waits, int[] rootOf) {
        Arrays.fill(best, 0);
        Arrays.fill(stepTo, FlowNetwork.UNSEEN);
        Arrays.fill(waits, true);
        int[] round = queue;
        int[] next = new int[network.vertices];
        int count = 0;
        for (int vertex = 0; vertex < network.vertices; vertex++) {
            round[count++] = vertex;
        }
        while (count > 0) {
            int improved = 0;
            for (int position = 0; position < count; position++) {
                int from = round[position];
                waits[from] = false;
                for (int slot = network.firstIncident[from]; slot < network.firstIncident[from + 1]; slot++) {
                    int step = network.incident[slot];
                    int to = network.destination(step);
                    long reached = best[from] + gainOf(step);
                    if (reached > best[to] && network.residual(step) > 0) {
                        best[to] = reached;
                        stepTo[to] = step;
                        if (!waits[to]) {
                            waits[to] = true;
                            next[improved++] = to;
                        }
                    }
                }
            }
            int onCycle = improved == 0 ? FlowNetwork.UNSEEN : vertexOnCycle(rootOf);
            if (onCycle != FlowNetwork.UNSEEN) {
                return onCycle;
            }
            int[] swapped = round;
            round = next;
            next = swapped;
            count = improved;
        }
        return FlowNetwork.UNSEEN;
    }

    private int vertexOnCycle(int[] rootOf) {
        Arrays.fill(rootOf, FlowNetwork.UNSEEN);
        for (int root = 0; root < network.vertices; root++) {
            int vertex = root;
            while (rootOf[vertex] == FlowNetwork.UNSEEN) {
                rootOf[vertex] = root;
                if (stepTo[vertex] == FlowNetwork.UNSEEN) {
                    break;
                }
                vertex = network.origin(stepTo[vertex]);
            }
            if (rootOf[vertex] == root && stepTo[vertex] != FlowNetwork.UNSEEN) {
                return vertex;
            }
        }
        return FlowNetwork.UNSEEN;
    }
}
