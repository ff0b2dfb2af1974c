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
 * with tight limits, keep a vertex for each node; where a node has several cells without limits, so that any of them
 * will do, one vertex feeds it and all nodes over the same placements. Merchants without a guarantee are left out. Not safe for use by
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
    /** The groups of placements behind each vertex that feeds nodes. */
    private final List<ImmutableIntArray> feeders = new ArrayList<>();
    /** For each node the vertex that feeds it, or -1. */
    private final int[] feederOfNode;
    /** Merchants that keep a vertex for each node. */
    private final int[] apart;
    /** All that each row is guaranteed together, as far as there is supply. */
    private final long[] promisedTo;
    /** The row at the end of each arc from a group of placements, or a feeder, that leads to a merchant standing apart. */
    private int[] rowOfArc = new int[0];

    private int firstCellArc;
    /** The number of the vertex after those of pooled guarantees and of nodes, where those of feeders begin. */
    private final int firstFeeder;

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
        this.feederOfNode = new int[rows.nodes()];
        findFeeders();
        int number = pooled.size();
        for (int row : apart) {
            number += rows.nodeStart[row + 1] - rows.nodeStart[row];
        }
        this.firstFeeder = number;
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
                            if (isLimited(held, row)) {
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

    private void findFeeders() {
        Map<ImmutableIntArray, Integer> known = new HashMap<>();
        int[] leaders = groups.leaders();
        Arrays.fill(feederOfNode, NONE);
        for (int row : apart) {
            for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                ImmutableIntArray.Builder set = ImmutableIntArray.builder();
                for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                    int group = groups.of(placement(held));
                    if (rows.cellNode[held] == node && leaders[group] == placement(held) && !isLimited(held, row)) {
                        set.add(group);
                    }
                }
                ImmutableIntArray fedBy = set.build();
                if (fedBy.length() > 1) {
                    feederOfNode[node] = known.computeIfAbsent(fedBy, unused -> feeders.size());
                    if (feederOfNode[node] == feeders.size()) {
                        feeders.add(fedBy);
                    }
                }
            }
        }
    }

    /** Whether a limit of a cell might hold: nobody needs more than all promises to them together. */
    private boolean isLimited(int held, int row) {
        return rows.cellCap[held] < promisedTo[row];
    }

    private int vertex(int number) {
        return GROUPS + groups.count() + number;
    }

    /** Its arcs are those of supply, then one for each numbered vertex, that which leads back, and those of cells. */
    private FlowNetwork network() {
        int numbers = firstFeeder;
        int cells = 0;
        for (ImmutableIntArray placements : pooled) {
            cells += placements.length();
        }
        for (ImmutableIntArray fedBy : feeders) {
            cells += fedBy.length();
        }
        for (int row : apart) {
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
        for (int feeder = 0; feeder < feeders.size(); feeder++) {
            for (int group : feeders.get(feeder).toArray()) {
                arcs.put(arc++, GROUPS + group, vertex(numbers + feeder), FlowNetwork.UNBOUNDED);
            }
        }
        for (int row : apart) {
            // Nobody needs more than all promises together, and so no wider limit can be passed.
            long most = promisedTo[row];
            for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
                int head = rows.parent[node] < 0 ? SINK : vertex(numberOfNode[rows.parent[node]]);
                arcs.put(arc(node), vertex(numberOfNode[node]), head, Math.min(rows.nodeCap[node], most));
                if (feederOfNode[node] >= 0) {
                    rowOfArc[arc] = row;
                    int feeder = vertex(numbers + feederOfNode[node]);
                    arcs.put(arc++, feeder, vertex(numberOfNode[node]), FlowNetwork.UNBOUNDED);
                }
            }
            for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                int group = groups.of(placement(held));
                boolean isLimited = isLimited(held, row);
                if (leaders[group] == placement(held) && (isLimited || feederOfNode[rows.cellNode[held]] < 0)) {
                    long cap = isLimited ? rows.cellCap[held] : FlowNetwork.UNBOUNDED;
                    rowOfArc[arc] = row;
                    arcs.put(arc++, GROUPS + group, vertex(numberOfNode[rows.cellNode[held]]), cap);
                }
            }
        }
        return arcs.network(vertex(numbers + feeders.size()), arc);
    }

    boolean isPooled(int node) {
        return numberOfNode[node] >= 0 && numberOfNode[node] < pooled.size();
    }

    /** Which vertex this is of those of pooled guarantees, then of feeders; -1 for one of a single row. */
    int shared(int vertex) {
        int number = vertex - vertex(0);
        int feeder = number - firstFeeder;
        return number < pooled.size() ? number : feeder >= 0 ? pooled.size() + feeder : NONE;
    }

    /** How many vertices are {@link #shared}. */
    int sharedCount() {
        return pooled.size() + feeders.size();
    }

    /** The shared vertex that a node's guarantee is pooled in. */
    int pool(int node) {
        return numberOfNode[node];
    }

    /** The vertex that feeds a node among those that are {@link #shared}, or -1. */
    int feeder(int node) {
        return feederOfNode[node] < 0 ? NONE : pooled.size() + feederOfNode[node];
    }

    /** The group of placements that an arc starts from, or -1. */
    int group(int arc) {
        int group = network.tail[arc] - GROUPS;
        return group < groups.count() ? group : NONE;
    }

    /** The row at the end of an arc that leads to a merchant standing apart. */
    int rowOf(int arc) {
        return rowOfArc[arc];
    }

    /** The first of the arcs from groups of placements and from feeders, which come last. */
    int firstCellArc() {
        return firstCellArc;
    }

    PlacementGroups groups() {
        return groups;
    }

    boolean isPromisedAny(int row) {
        return promisedTo[row] > 0;
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
