package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * An integer circulation with a lower and an upper bound on each arc, on plain arrays. Every method leaves a flow that
 * keeps the bounds of each arc; {@link #rebalance} restores conservation at the vertices by blocking flows (Dinitz,
 * 1970), searching backwards from the vertices that lack flow, so that only the starved part of the network is visited.
 * Not safe for use by several threads.
 */
final class FlowNetwork {
    /** No upper bound; four of them still fit into a long. */
    static final long UNBOUNDED = Long.MAX_VALUE / 4;

    static final int UNSEEN = -1;

    final int vertices;
    final int arcs;
    final int[] tail;
    final int[] head;
    final long[] low;
    final long[] cap;
    final long[] flow;
    final int[] firstIncident;
    /** Arc number, doubled, plus 1 where the vertex is the arc's head. */
    final int[] incident;

    private final long[] excess;
    private final int[] distance;
    private final int[] queue;
    private final int[] nextIncident;
    private final int[] path;

    FlowNetwork(int vertices, int[] tail, int[] head) {
        this.vertices = vertices;
        this.arcs = tail.length;
        this.tail = tail;
        this.head = head;
        this.low = new long[arcs];
        this.cap = new long[arcs];
        this.flow = new long[arcs];
        this.firstIncident = new int[vertices + 1];
        for (int arc = 0; arc < arcs; arc++) {
            firstIncident[tail[arc] + 1]++;
            firstIncident[head[arc] + 1]++;
        }
        for (int vertex = 0; vertex < vertices; vertex++) {
            firstIncident[vertex + 1] += firstIncident[vertex];
        }
        this.incident = new int[2 * arcs];
        int[] fill = Arrays.copyOf(firstIncident, vertices);
        for (int arc = 0; arc < arcs; arc++) {
            incident[fill[tail[arc]]++] = 2 * arc;
            incident[fill[head[arc]]++] = 2 * arc + 1;
        }
        this.excess = new long[vertices];
        this.distance = new int[vertices];
        this.queue = new int[vertices];
        this.nextIncident = fill;
        this.path = new int[vertices];
    }

    /** The same vertices and arcs with bounds and flow multiplied. */
    private FlowNetwork(FlowNetwork other, long factor) {
        this.vertices = other.vertices;
        this.arcs = other.arcs;
        this.tail = other.tail;
        this.head = other.head;
        this.low = scaled(other.low, factor);
        this.cap = scaled(other.cap, factor);
        this.flow = scaled(other.flow, factor);
        this.firstIncident = other.firstIncident;
        this.incident = other.incident;
        this.excess = new long[vertices];
        this.distance = new int[vertices];
        this.queue = new int[vertices];
        this.nextIncident = new int[vertices];
        this.path = new int[vertices];
    }

    FlowNetwork scaledBy(long factor) {
        return new FlowNetwork(this, factor);
    }

    private static long[] scaled(long[] values, long factor) {
        long[] result = new long[values.length];
        for (int index = 0; index < values.length; index++) {
            result[index] = values[index] >= UNBOUNDED ? UNBOUNDED : values[index] * factor;
        }
        return result;
    }

    /** The flow must keep the bounds of its arc; conservation is what {@link #rebalance} restores. */
    void setBounds(int arc, long lower, long upper) {
        low[arc] = lower;
        cap[arc] = upper;
        flow[arc] = Math.max(lower, Math.min(upper, flow[arc]));
    }

    /**
     * Restores conservation at every vertex without leaving the bounds.
     *
     * @return whether that was possible; when not, {@link #starved} tells which vertices lack flow
     */
    boolean rebalance() {
        Arrays.fill(excess, 0);
        for (int arc = 0; arc < arcs; arc++) {
            excess[head[arc]] += flow[arc];
            excess[tail[arc]] -= flow[arc];
        }
        return send();
    }

    /**
     * Raises the lower bounds of arcs by one each time they are named. Where that is too much, arcs that lack flow stay as
     * they were, and when the flow was taken from them by others, those do. When each arc leads to the sink by arcs without
     * bounds that hold, the largest number is raised whichever come first.
     */
    void raiseMost(int[] raised) {
        for (int arc : raised) {
            setBounds(arc, low[arc] + 1, cap[arc]);
        }
        int[] open = raised.clone();
        int count = open.length;
        while (!rebalance()) {
            int tried = count;
            count = lowerAgain(open, tried, true);
            if (count == tried) {
                count = lowerAgain(open, tried, false);
            }
            if (count == tried) {
                throw new IllegalStateException("levels that fit one by one do not fit together");
            }
        }
    }

    /** Lowers arcs again that lead out of the starved part, no more than it lacks; those that are left come first. */
    private int lowerAgain(int[] raised, int count, boolean onlyLacking) {
        long lacking = 0;
        for (long over : excess) {
            lacking -= Math.min(0, over);
        }
        int left = 0;
        for (int index = 0; index < count; index++) {
            int arc = raised[index];
            boolean leaves = starved(tail[arc]) && !starved(head[arc]);
            if (leaves && lacking > 0 && (excess[tail[arc]] < 0 || !onlyLacking)) {
                low[arc]--;
                flow[arc]--;
                excess[tail[arc]]++;
                lacking--;
            } else {
                raised[left++] = arc;
            }
        }
        return left;
    }

    /** Sends as much as possible, at most {@code amount}, from one vertex to another over a balanced flow. */
    long send(int from, int to, long amount) {
        Arrays.fill(excess, 0);
        excess[from] = amount;
        excess[to] = -amount;
        send();
        return amount - excess[from];
    }

    /** After a {@link #rebalance} that failed: whether no more flow can reach this vertex or those that it feeds. */
    boolean starved(int vertex) {
        return distance[vertex] != UNSEEN;
    }

    private boolean send() {
        while (true) {
            if (!label()) {
                for (int vertex = 0; vertex < vertices; vertex++) {
                    if (excess[vertex] < 0) {
                        return false;
                    }
                }
                return true;
            }
            for (int vertex = 0; vertex < vertices; vertex++) {
                nextIncident[vertex] = firstIncident[vertex];
            }
            for (int vertex = 0; vertex < vertices; vertex++) {
                if (excess[vertex] > 0 && distance[vertex] != UNSEEN) {
                    drain(vertex);
                }
            }
        }
    }

    /** Distances to the nearest vertex that lacks flow; whether any vertex with too much can reach one. */
    private boolean label() {
        Arrays.fill(distance, UNSEEN);
        int queued = 0;
        for (int vertex = 0; vertex < vertices; vertex++) {
            if (excess[vertex] < 0) {
                distance[vertex] = 0;
                queue[queued++] = vertex;
            }
        }
        int farthest = Integer.MAX_VALUE;
        for (int position = 0; position < queued; position++) {
            int vertex = queue[position];
            if (distance[vertex] >= farthest) {
                break;
            }
            for (int slot = firstIncident[vertex]; slot < firstIncident[vertex + 1]; slot++) {
                int arc = incident[slot] >> 1;
                boolean incoming = (incident[slot] & 1) == 1;
                int from = incoming ? tail[arc] : head[arc];
                if (distance[from] == UNSEEN && (incoming ? flow[arc] < cap[arc] : flow[arc] > low[arc])) {
                    distance[from] = distance[vertex] + 1;
                    queue[queued++] = from;
                    if (excess[from] > 0) {
                        farthest = distance[from];
                    }
                }
            }
        }
        return farthest != Integer.MAX_VALUE;
    }

    private void drain(int source) {
        int depth = 0;
        int vertex = source;
        while (excess[source] > 0) {
            if (excess[vertex] < 0) {
                long amount = Math.min(excess[source], -excess[vertex]);
                for (int step = 0; step < depth; step++) {
                    amount = Math.min(amount, residual(path[step]));
                }
                int keep = depth;
                for (int step = depth - 1; step >= 0; step--) {
                    push(path[step], amount);
                    if (residual(path[step]) == 0) {
                        keep = step;
                    }
                }
                excess[source] -= amount;
                excess[vertex] += amount;
                if (keep < depth) {
                    vertex = origin(path[keep]);
                    depth = keep;
                } else if (excess[vertex] == 0 && depth > 0) {
                    depth--;
                    vertex = origin(path[depth]);
                }
                if (excess[source] == 0) {
                    return;
                }
                if (depth == 0) {
                    vertex = source;
                }
                continue;
            }
            boolean advanced = false;
            for (; nextIncident[vertex] < firstIncident[vertex + 1]; nextIncident[vertex]++) {
                int step = incident[nextIncident[vertex]];
                int to = destination(step);
                if (distance[to] == distance[vertex] - 1
                        && distance[to] >= 0
                        && residual(step) > 0
                        && (distance[to] > 0 || excess[to] < 0)) {
                    path[depth++] = step;
                    vertex = to;
                    advanced = true;
                    break;
                }
            }
            if (!advanced) {
                if (depth == 0) {
                    return;
                }
                depth--;
                vertex = origin(path[depth]);
                nextIncident[vertex]++;
            }
        }
    }

    /** How much more can go along an arc (even) or be taken back from it (odd). */
    long residual(int step) {
        int arc = step >> 1;
        return (step & 1) == 0 ? cap[arc] - flow[arc] : flow[arc] - low[arc];
    }

    void push(int step, long amount) {
        flow[step >> 1] += (step & 1) == 0 ? amount : -amount;
    }

    int destination(int step) {
        return (step & 1) == 0 ? head[step >> 1] : tail[step >> 1];
    }

    int origin(int step) {
        return (step & 1) == 0 ? tail[step >> 1] : head[step >> 1];
    }

    /** Which vertices one more unit of flow can get to from this one. */
    boolean[] reachableFrom(int start) {
        boolean[] reached = new boolean[vertices];
        int queued = 0;
        queue[queued++] = start;
        reached[start] = true;
        for (int position = 0; position < queued; position++) {
            int vertex = queue[position];
            for (int slot = firstIncident[vertex]; slot < firstIncident[vertex + 1]; slot++) {
                int step = incident[slot];
                int to = destination(step);
                if (!reached[to] && residual(step) > 0) {
                    reached[to] = true;
                    queue[queued++] = to;
                }
            }
        }
        return reached;
    }

    /**
     * Numbers the strongly connected components of the residual network (Tarjan, 1972). The flow of an arc is the same
     * in every flow that keeps the bounds and conserves if, and only if, its ends lie in different components.
     */
    int[] components() {
        int[] component = new int[vertices];
        int[] order = new int[vertices];
        int[] lowest = new int[vertices];
        int[] stack = new int[vertices];
        int[] calls = queue;
        Arrays.fill(component, UNSEEN);
        int numbered = 0;
        int stacked = 0;
        int components = 0;
        for (int root = 0; root < vertices; root++) {
            if (order[root] != 0) {
                continue;
            }
            int depth = 0;
            calls[depth++] = root;
            order[root] = lowest[root] = ++numbered;
            nextIncident[root] = firstIncident[root];
            stack[stacked++] = root;
            while (depth > 0) {
                int vertex = calls[depth - 1];
                if (nextIncident[vertex] < firstIncident[vertex + 1]) {
                    int step = incident[nextIncident[vertex]++];
                    if (residual(step) > 0) {
                        int to = destination(step);
                        if (order[to] == 0) {
                            calls[depth++] = to;
                            order[to] = lowest[to] = ++numbered;
                            nextIncident[to] = firstIncident[to];
                            stack[stacked++] = to;
                        } else if (component[to] == UNSEEN) {
                            lowest[vertex] = Math.min(lowest[vertex], order[to]);
                        }
                    }
                    continue;
                }
                depth--;
                if (depth > 0) {
                    int caller = calls[depth - 1];
                    lowest[caller] = Math.min(lowest[caller], lowest[vertex]);
                }
                if (lowest[vertex] == order[vertex]) {
                    int member;
                    do {
                        member = stack[--stacked];
                        component[member] = components;
                    } while (member != vertex);
                    components++;
                }
            }
        }
        return component;
    }
}
