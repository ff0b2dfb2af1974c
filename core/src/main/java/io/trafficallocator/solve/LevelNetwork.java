package io.trafficallocator.solve;

import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The network that levels are secured on: what {@link Rows} has, with what is interchangeable there as one.
 *
 * <p>A guarantee that lies within no other of its merchant, and is not larger than any limit on the way, asks for nothing
 * but a sum over its placements. All guarantees over the same placements are one vertex, whose arc carries the sum of
 * their levels: whatever the placements send it can be shared out among them in whole numbers, as in any transportation
 * problem. Placements that the same vertices draw on are one as well. Merchants with guarantees within one another, or
 * with tight limits, keep a vertex for each node. Merchants without a guarantee are left out. Not safe for use by
 * several threads.
 */
final class LevelNetwork {
    private static final int SOURCE = 0;
    private static final int SINK = 1;
    private static final int GROUPS = 2;
    private static final int NONE = -1;

    private final Problem problem;
    private final Rows rows;
    private final PlacementGroups groups;
    /** The placements of each vertex that stands for all guarantees over them. */
    private final List<ImmutableIntArray> pooled = new ArrayList<>();
    /** For each node the number of its vertex, pooled ones first, or -1. */
    private final int[] numberOfNode;
    /** Merchants that keep a vertex for each node. */
    private final int[] apart;
    /** All that each row is guaranteed together, as far as there is supply. */
    private final long[] promisedTo;
    /** The row at the end of each arc from a group of placements that leads to a merchant standing apart. */
    private int[] rowOfArc = new int[0];

    private int firstCellArc;

    /** What is secured for each node. */
    final long[] low;
    /** Lower bounds of its arcs are the sums of {@link #low}. */
    final FlowNetwork network;

    LevelNetwork(Problem problem, Rows rows) {
        this.problem = problem;
        this.rows = rows;
        this.low = new long[rows.nodes()];
        this.groups = new PlacementGroups(problem.placements());
        this.numberOfNode = new int[rows.nodes()];
        this.promisedTo = new long[rows.rows()];
        this.apart = placeNodes();
        splitByCells();
        this.network = network();
    }

    /** The arc whose lower bound a node's level adds to. */
    int arc(int node) {
        return groups.count() + numberOfNode[node];
    }

    /** Secures so much for a node, and gives its arc a flow that keeps the bounds. */
    void secure(int node, long impressions) {
        int arc = arc(node);
        network.setBounds(arc, network.low[arc] + impressions - low[node], network.cap[arc]);
        low[node] = impressions;
    }

    /** Which nodes have levels, old or new, that lie within one another or under a cap, and so depend on each other. */
    boolean[] nestedNodes(int[] members) {
        boolean[] guaranteed = new boolean[rows.nodes()];
        for (int node = 0; node < guaranteed.length; node++) {
            guaranteed[node] = low[node] > 0;
        }
        for (int member : members) {
            guaranteed[rows.guaranteeNode[member]] = true;
        }
        boolean[] nested = new boolean[rows.nodes()];
        for (int row : apart) {
            for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                for (int above = guaranteed[node] ? rows.parent[node] : NONE; above >= 0; above = rows.parent[above]) {
                    if (guaranteed[above]) {
                        nested[above] = true;
                        nested[node] = true;
                    } else if (rows.nodeCap[above] < promisedTo[row]) {
                        nested[node] = true;
                    }
                }
            }
        }
        return nested;
    }

    /** Gives every node with a guarantee its vertex, and returns the rows that stand apart. */
    private int[] placeNodes() {
        long[] promised = promisedAt();
        // More than this cannot flow, and on a finer grid it might not fit into a long.
        long most = Math.max(1, Arrays.stream(problem.supply()).sum());
        int[] standing = new int[rows.rows()];
        int count = 0;
        Map<ImmutableIntArray, Integer> known = new HashMap<>();
        Arrays.fill(numberOfNode, NONE);
        for (int row = 0; row < rows.rows(); row++) {
            for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                promisedTo[row] += Math.min(most - promisedTo[row], promised[node]);
            }
            if (promisedTo[row] > 0 && dependsOnItself(row, promised)) {
                standing[count++] = row;
            } else if (promisedTo[row] > 0) {
                for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                    if (promised[node] > 0) {
                        numberOfNode[node] = numberOf(placementsWithin(row, node), known);
                    }
                }
            }
        }
        int number = pooled.size();
        for (int index = 0; index < count; index++) {
            for (int node = rows.nodeStart[standing[index]]; node < rows.nodeStart[standing[index] + 1]; node++) {
                numberOfNode[node] = number++;
            }
        }
        return Arrays.copyOf(standing, count);
    }

    /** The largest guarantee at each node. */
    private long[] promisedAt() {
        long[] promised = new long[rows.nodes()];
        for (int guarantee = 0; guarantee < rows.guaranteeNode.length; guarantee++) {
            int node = rows.guaranteeNode[guarantee];
            if (node >= 0) {
                promised[node] = Math.max(promised[node], problem.guarantees().amount()[guarantee]);
            }
        }
        return promised;
    }

    /** Whether a row's guarantees lie within one another, or a limit of its own might hold one of them. */
    private boolean dependsOnItself(int row, long[] promised) {
        for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
            if (rows.nodeCap[node] < promisedTo[row]) {
                return true;
            }
            for (int above = promised[node] > 0 ? rows.parent[node] : NONE; above >= 0; above = rows.parent[above]) {
                if (promised[above] > 0) {
                    return true;
                }
            }
        }
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            if (rows.cellCap[held] < promisedTo[row]) {
                return true;
            }
        }
        return false;
    }

    private ImmutableIntArray placementsWithin(int row, int node) {
        if (rows.isPlacementNode(node)) {
            return ImmutableIntArray.of(rows.placementOf(node));
        }
        ImmutableIntArray.Builder placements = ImmutableIntArray.builder(rows.cellStart[row + 1] - rows.cellStart[row]);
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            if (rows.isWithin(rows.cellNode[held], node)) {
                placements.add(placement(held));
            }
        }
        return placements.build().trimmed();
    }

    private int numberOf(ImmutableIntArray placements, Map<ImmutableIntArray, Integer> known) {
        Integer number = known.putIfAbsent(placements, pooled.size());
        if (number == null) {
            number = pooled.size();
            pooled.add(placements);
            groups.split(placements.toArray(), placements.length());
        }
        return number;
    }

    private int placement(int held) {
        return problem.placement()[rows.cell[held]];
    }

    /** Placements are alike to a merchant that stands apart when their cells are leaves of one node without limits. */
    private void splitByCells() {
        int[] placements = new int[problem.placements()];
        int[] single = new int[1];
        for (int row : apart) {
            for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                int count = 0;
                if (rows.isPlacementNode(node)) {
                    placements[count++] = rows.placementOf(node);
                } else {
                    for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                        if (rows.cellNode[held] == node) {
                            placements[count++] = placement(held);
                            if (rows.cellCap[held] < promisedTo[row]) {
                                single[0] = placement(held);
                                groups.split(single, 1);
                            }
                        }
                    }
                }
                groups.split(placements, count);
            }
        }
    }

    private int vertex(int number) {
        return GROUPS + groups.count() + number;
    }

    /** Its arcs are those of supply, then one for each numbered vertex, that which leads back, and those of cells. */
    private FlowNetwork network() {
        int numbers = pooled.size();
        int cells = 0;
        for (ImmutableIntArray placements : pooled) {
            cells += placements.length();
        }
        for (int row : apart) {
            numbers += rows.nodeStart[row + 1] - rows.nodeStart[row];
            cells += rows.cellStart[row + 1] - rows.cellStart[row];
        }
        int back = groups.count() + numbers;
        Arcs arcs = new Arcs(back + 1 + cells);
        for (int group = 0; group < groups.count(); group++) {
            arcs.put(group, SOURCE, GROUPS + group, 0);
        }
        for (int placement = 0; placement < problem.placements(); placement++) {
            arcs.cap[groups.of(placement)] += problem.supply()[placement];
        }
        arcs.put(back, SINK, SOURCE, FlowNetwork.UNBOUNDED);
        int[] leaders = groups.leaders();
        rowOfArc = new int[back + 1 + cells];
        firstCellArc = back + 1;
        int arc = firstCellArc;
        for (int number = 0; number < pooled.size(); number++) {
            arcs.put(groups.count() + number, vertex(number), SINK, FlowNetwork.UNBOUNDED);
            for (int placement : pooled.get(number).toArray()) {
                int group = groups.of(placement);
                if (leaders[group] == placement) {
                    arcs.put(arc++, GROUPS + group, vertex(number), FlowNetwork.UNBOUNDED);
                }
            }
        }
        for (int row : apart) {
            // Nobody needs more than all promises together, and so no wider limit can be passed.
            long most = promisedTo[row];
            for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                int head = rows.parent[node] < 0 ? SINK : vertex(numberOfNode[rows.parent[node]]);
                arcs.put(arc(node), vertex(numberOfNode[node]), head, Math.min(rows.nodeCap[node], most));
            }
            for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                int group = groups.of(placement(held));
                if (leaders[group] == placement(held)) {
                    long cap = rows.cellCap[held] < most ? rows.cellCap[held] : FlowNetwork.UNBOUNDED;
                    rowOfArc[arc] = row;
                    arcs.put(arc++, GROUPS + group, vertex(numberOfNode[rows.cellNode[held]]), cap);
                }
            }
        }
        return arcs.network(vertex(numbers), arc);
    }

    /** Gives the rows' own network the levels as lower bounds, and a flow that keeps them. */
    void spreadOver(FlowNetwork whole) {
        long[] left = problem.supply().clone();
        int[] openOf = groups.leaders();
        int[] next = groups.next();
        Members members = new Members();
        for (int arc = firstCellArc; arc < network.arcs; arc++) {
            int group = network.tail[arc] - GROUPS;
            int number = network.head[arc] - vertex(0);
            long flow = network.flow[arc];
            while (flow > 0) {
                boolean isPooled = isPooled(number);
                int row = isPooled ? members.rowInNeed(number) : rowOfArc[arc];
                if (row < 0) {
                    break;
                }
                while (left[openOf[group]] == 0) {
                    openOf[group] = next[openOf[group]];
                }
                int placement = openOf[group];
                long part = Math.min(flow, left[placement]);
                if (isPooled) {
                    part = members.take(number, part);
                }
                whole.flow[rows.cellArc(heldCell(row, placement))] += part;
                whole.flow[Rows.supplyArc(placement)] += part;
                whole.flow[rows.returnArc()] += part;
                left[placement] -= part;
                flow -= part;
            }
        }
        for (int row = 0; row < rows.rows(); row++) {
            if (promisedTo[row] > 0) {
                rows.sumUp(row, whole);
            }
        }
        for (int node = 0; node < low.length; node++) {
            whole.low[rows.nodeArc(node)] = low[node];
        }
    }

    private boolean isPooled(int number) {
        return number >= 0 && number < pooled.size();
    }

    private int heldCell(int row, int placement) {
        int from = rows.cell[rows.cellStart[row]];
        int to = from + rows.cellStart[row + 1] - rows.cellStart[row];
        return rows.cellStart[row] + Arrays.binarySearch(problem.placement(), from, to, placement) - from;
    }

    /** The guarantees behind each pooled vertex, and what they still need of their levels. */
    private final class Members {
        private final int[] open = new int[pooled.size() + 1];
        private final int[] end = new int[pooled.size() + 1];
        private final int[] rowOf;
        private final long[] needs;

        Members() {
            for (int number : numberOfNode) {
                if (isPooled(number)) {
                    end[number]++;
                }
            }
            int sum = 0;
            for (int number = 0; number < pooled.size(); number++) {
                open[number] = sum;
                sum += end[number];
                end[number] = open[number];
            }
            this.rowOf = new int[sum];
            this.needs = new long[sum];
            for (int row = 0; row < rows.rows(); row++) {
                for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                    int number = numberOfNode[node];
                    if (isPooled(number)) {
                        rowOf[end[number]] = row;
                        needs[end[number]++] = low[node];
                    }
                }
            }
        }

        /** The row of the first guarantee that still needs some, or -1. */
        int rowInNeed(int number) {
            while (open[number] < end[number] && needs[open[number]] == 0) {
                open[number]++;
            }
            return open[number] < end[number] ? rowOf[open[number]] : NONE;
        }

        /** Gives the first that needs some as much of this as it needs; how much that was. */
        long take(int number, long most) {
            long part = Math.min(most, needs[open[number]]);
            needs[open[number]] -= part;
            return part;
        }
    }

    /** Arcs while they are laid out. */
    private static final class Arcs {
        final int[] tail;
        final int[] head;
        final long[] cap;

        Arcs(int most) {
            this.tail = new int[most];
            this.head = new int[most];
            this.cap = new long[most];
        }

        void put(int arc, int from, int to, long most) {
            tail[arc] = from;
            head[arc] = to;
            cap[arc] = most;
        }

        FlowNetwork network(int vertices, int arcs) {
            FlowNetwork network = new FlowNetwork(vertices, Arrays.copyOf(tail, arcs), Arrays.copyOf(head, arcs));
            System.arraycopy(cap, 0, network.cap, 0, arcs);
            return network;
        }
    }
}
