package io.trafficallocator.proof;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A directed graph with whole lower and upper bounds on its arcs, and Dinic's algorithm on it. Textbook code, kept apart
 * from the solver on purpose: two programs that agree are worth more than one.
 */
final class FlowGraph {
    static final long UNBOUNDED = Long.MAX_VALUE / 4;

    private int[] to = new int[64];
    private int[] next = new int[64];
    private long[] residual = new long[64];
    private long[] lower = new long[32];
    private int arcs;
    private int[] first;
    private int nodes;
    private int[] level = new int[0];
    private int[] current = new int[0];

    FlowGraph(int nodes) {
        this.nodes = nodes;
        this.first = new int[nodes];
        Arrays.fill(first, -1);
    }

    /** Returns the arc's number. */
    int addArc(int from, int head, long least, long most) {
        if (least > most) {
            throw new IllegalArgumentException("least is " + least + ", but must not exceed most, " + most);
        }
        if (arcs * 2 + 2 > to.length) {
            to = Arrays.copyOf(to, to.length * 2);
            next = Arrays.copyOf(next, next.length * 2);
            residual = Arrays.copyOf(residual, residual.length * 2);
            lower = Arrays.copyOf(lower, lower.length * 2);
        }
        half(2 * arcs, from, head, most - least);
        half(2 * arcs + 1, head, from, 0);
        lower[arcs] = least;
        return arcs++;
    }

    private void half(int index, int from, int head, long capacity) {
        to[index] = head;
        next[index] = first[from];
        residual[index] = capacity;
        first[from] = index;
    }

    long flow(int arc) {
        return lower[arc] + residual[2 * arc + 1];
    }

    int tail(int arc) {
        return to[2 * arc + 1];
    }

    int head(int arc) {
        return to[2 * arc];
    }

    /** What the arc can still take. */
    long slack(int arc) {
        return residual[2 * arc];
    }

    /** Finds a flow from source to sink that respects every lower bound; false when there is none. */
    boolean respectLowerBounds(int source, int sink) {
        int from = nodes;
        int end = nodes + 1;
        nodes += 2;
        first = Arrays.copyOf(first, nodes);
        first[from] = -1;
        first[end] = -1;
        int ordinary = arcs;
        long[] excess = new long[nodes];
        for (int arc = 0; arc < ordinary; arc++) {
            excess[to[2 * arc]] += lower[arc];
            excess[to[2 * arc + 1]] -= lower[arc];
        }
        long demand = 0;
        for (int node = 0; node < nodes - 2; node++) {
            if (excess[node] > 0) {
                addArc(from, node, 0, excess[node]);
                demand += excess[node];
            } else if (excess[node] < 0) {
                addArc(node, end, 0, -excess[node]);
            }
        }
        int back = addArc(sink, source, 0, UNBOUNDED);
        boolean feasible = maximise(from, end) == demand;
        for (int arc = ordinary; arc <= back; arc++) {
            residual[2 * arc] = 0;
            residual[2 * arc + 1] = 0;
        }
        return feasible;
    }

    /** Augments the flow as far as it goes; returns by how much. */
    long maximise(int source, int sink) {
        long sum = 0;
        while (layer(source, sink)) {
            current = Arrays.copyOf(first, nodes);
            for (long pushed = push(source, sink, UNBOUNDED); pushed > 0; pushed = push(source, sink, UNBOUNDED)) {
                sum += pushed;
            }
        }
        return sum;
    }

    private boolean layer(int source, int sink) {
        level = new int[nodes];
        Arrays.fill(level, -1);
        level[source] = 0;
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(source);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int half = first[node]; half >= 0; half = next[half]) {
                if (residual[half] > 0 && level[to[half]] < 0) {
                    level[to[half]] = level[node] + 1;
                    queue.add(to[half]);
                }
            }
        }
        return level[sink] >= 0;
    }

    private long push(int node, int sink, long limit) {
        if (node == sink) {
            return limit;
        }
        for (; current[node] >= 0; current[node] = next[current[node]]) {
            int half = current[node];
            if (residual[half] > 0 && level[to[half]] == level[node] + 1) {
                long pushed = push(to[half], sink, Math.min(limit, residual[half]));
                if (pushed > 0) {
                    residual[half] -= pushed;
                    residual[half ^ 1] += pushed;
                    return pushed;
                }
            }
        }
        return 0;
    }

    /** Every node that the residual graph leads to from these. */
    boolean[] reachableFrom(int... sources) {
        boolean[] seen = new boolean[nodes];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int source : sources) {
            seen[source] = true;
            queue.add(source);
        }
        while (!queue.isEmpty()) {
            for (int half = first[queue.remove()]; half >= 0; half = next[half]) {
                if (residual[half] > 0 && !seen[to[half]]) {
                    seen[to[half]] = true;
                    queue.add(to[half]);
                }
            }
        }
        return seen;
    }

    /**
     * Strongly connected components of the residual graph, by node. The flow of an arc whose ends lie in two of them is
     * the same in every flow of this value; any other arc can carry more, or less, in some of them.
     */
    int[] components() {
        int[] component = new int[nodes];
        Arrays.fill(component, -1);
        int[] index = new int[nodes];
        int[] low = new int[nodes];
        int[] position = first.clone();
        int[] path = new int[nodes];
        int[] stack = new int[nodes];
        int stacked = 0;
        int counter = 0;
        for (int root = 0; root < nodes; root++) {
            if (index[root] != 0) {
                continue;
            }
            int depth = 0;
            path[0] = root;
            index[root] = low[root] = ++counter;
            stack[stacked++] = root;
            while (depth >= 0) {
                int node = path[depth];
                int half = position[node];
                if (half >= 0) {
                    position[node] = next[half];
                    int head = to[half];
                    if (residual[half] <= 0 || component[head] >= 0) {
                        continue;
                    }
                    if (index[head] == 0) {
                        index[head] = low[head] = ++counter;
                        stack[stacked++] = head;
                        path[++depth] = head;
                    } else {
                        low[node] = Math.min(low[node], index[head]);
                    }
                    continue;
                }
                if (low[node] == index[node]) {
                    int member;
                    do {
                        member = stack[--stacked];
                        component[member] = node;
                    } while (member != node);
                }
                depth--;
                if (depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[node]);
                }
            }
        }
        return component;
    }

    /** Whether the arc's flow is the same in every flow of this value, given {@link #components()}. */
    boolean rigid(int arc, int[] component) {
        boolean full = residual[2 * arc] == 0 && residual[2 * arc + 1] == 0;
        return full || component[to[2 * arc]] != component[to[2 * arc + 1]];
    }
}
