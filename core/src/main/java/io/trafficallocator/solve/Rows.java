package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * The merchants that hold a guarantee or a cap, as trees: a node for the merchant's total, one for each field and
 * placement that has a bound of its own, and the cells as leaves. All other merchants are free: they take what is left
 * and differ only by their weights, so that nothing here grows with them.
 *
 * <p>The network has the vertices source, sink, free (all free merchants as one), then the placements, then the nodes;
 * and the arcs source → placement, placement → node (one for each cell of a held merchant), node → parent (or sink),
 * placement → free, free → sink, and sink → source.
 */
final class Rows {
    static final int SOURCE = 0;
    static final int SINK = 1;
    static final int FREE = 2;
    private static final int PLACEMENTS = 3;

    private final Problem problem;
    /** The merchant of each held row, ascending. */
    final int[] merchant;
    /** The held cells of row h are {@code cellStart[h]} to {@code cellStart[h + 1]}. */
    final int[] cellStart;
    /** The problem's cell of each held cell. */
    final int[] cell;
    /** The node that each held cell is a leaf of. */
    final int[] cellNode;
    /** The most that each held cell may receive. */
    final long[] cellCap;
    /** The nodes of row h are {@code nodeStart[h]} (the total) to {@code nodeStart[h + 1]}, parents before children. */
    final int[] nodeStart;
    /** The parent of each node, or -1 for a merchant's total. */
    final int[] parent;
    /** The scope of each node. */
    final int[] scope;
    /** The cap of each node, or {@link FlowNetwork#UNBOUNDED}. */
    final long[] nodeCap;
    /** The node of each guarantee, or -1 when the merchant has no cell within its scope. */
    final int[] guaranteeNode;
    /** Whether each merchant is held. */
    final boolean[] held;
    /** How many cells of free merchants each placement has. */
    final int[] freeCells;

    private Rows(RowsBuilder builder) {
        this.problem = builder.problem;
        this.merchant = builder.merchant;
        this.cellStart = builder.cellStart;
        this.cell = builder.cell;
        this.cellNode = builder.cellNode;
        this.cellCap = builder.cellCap;
        this.nodeStart = builder.nodeStart;
        this.parent = Arrays.copyOf(builder.parent, builder.nodes);
        this.scope = Arrays.copyOf(builder.scope, builder.nodes);
        this.nodeCap = Arrays.copyOf(builder.nodeCap, builder.nodes);
        this.guaranteeNode = builder.guaranteeNode;
        this.held = builder.held;
        this.freeCells = builder.freeCells;
    }

    private Rows(Rows all, int[] chosen) {
        this.problem = all.problem;
        this.merchant = new int[chosen.length];
        this.cellStart = new int[chosen.length + 1];
        this.nodeStart = new int[chosen.length + 1];
        for (int row = 0; row < chosen.length; row++) {
            int from = chosen[row];
            merchant[row] = all.merchant[from];
            cellStart[row + 1] = cellStart[row] + all.cellStart[from + 1] - all.cellStart[from];
            nodeStart[row + 1] = nodeStart[row] + all.nodeStart[from + 1] - all.nodeStart[from];
        }
        this.cell = new int[cellStart[chosen.length]];
        this.cellNode = new int[cell.length];
        this.cellCap = new long[cell.length];
        this.parent = new int[nodeStart[chosen.length]];
        this.scope = new int[parent.length];
        this.nodeCap = new long[parent.length];
        for (int row = 0; row < chosen.length; row++) {
            int cells = cellStart[row + 1] - cellStart[row];
            System.arraycopy(all.cell, all.cellStart[chosen[row]], cell, cellStart[row], cells);
            System.arraycopy(all.cellCap, all.cellStart[chosen[row]], cellCap, cellStart[row], cells);
            int nodes = nodeStart[row + 1] - nodeStart[row];
            System.arraycopy(all.scope, all.nodeStart[chosen[row]], scope, nodeStart[row], nodes);
            System.arraycopy(all.nodeCap, all.nodeStart[chosen[row]], nodeCap, nodeStart[row], nodes);
            int down = all.nodeStart[chosen[row]] - nodeStart[row];
            for (int held = cellStart[row]; held < cellStart[row + 1]; held++) {
                cellNode[held] = all.cellNode[held - cellStart[row] + all.cellStart[chosen[row]]] - down;
            }
            for (int node = nodeStart[row]; node < nodeStart[row + 1]; node++) {
                parent[node] = all.parent[node + down] < 0 ? -1 : all.parent[node + down] - down;
            }
        }
        this.guaranteeNode = new int[0];
        this.held = all.held;
        this.freeCells = all.freeCells;
    }

    static Rows of(Problem problem) {
        return new Rows(new RowsBuilder(problem));
    }

    /** Some of the rows, ascending, without what they are guaranteed; those of all others are held, but not here. */
    Rows only(int[] chosen) {
        return new Rows(this, chosen);
    }

    int rows() {
        return merchant.length;
    }

    int cells() {
        return cell.length;
    }

    int nodes() {
        return parent.length;
    }

    /** The problem's cell of a row's first held cell; the others follow. */
    int firstCell(int row) {
        return problem.start()[merchant[row]];
    }

    /** The first row whose merchant is at least {@code from}. */
    int firstRowFrom(int from) {
        int at = Arrays.binarySearch(merchant, from);
        return at >= 0 ? at : -at - 1;
    }

    /** Whether a node stands for a single placement, so that it has one leaf. */
    boolean isPlacementNode(int node) {
        return scope[node] > problem.fields();
    }

    /** The placement of such a node. */
    int placementOf(int placementNode) {
        return scope[placementNode] - 1 - problem.fields();
    }

    /** Whether a node is another one of its tree, or lies within it. */
    boolean isWithin(int node, int other) {
        int above = node;
        while (above >= 0 && above != other) {
            above = parent[above];
        }
        return above == other;
    }

    /** What a row's cells within a node of its tree have together. */
    long given(int row, int node, Whole impressions) {
        long sum = 0;
        for (int held = cellStart[row]; held < cellStart[row + 1]; held++) {
            sum += isWithin(cellNode[held], node) ? impressions.get(cell[held]) : 0;
        }
        return sum;
    }

    static int placementVertex(int placement) {
        return PLACEMENTS + placement;
    }

    int nodeVertex(int node) {
        return PLACEMENTS + problem.placements() + node;
    }

    static int supplyArc(int placement) {
        return placement;
    }

    int cellArc(int heldCell) {
        return problem.placements() + heldCell;
    }

    int nodeArc(int node) {
        return problem.placements() + cells() + node;
    }

    int freeArc(int placement) {
        return problem.placements() + cells() + nodes() + placement;
    }

    int freeSinkArc() {
        return 2 * problem.placements() + cells() + nodes();
    }

    int returnArc() {
        return freeSinkArc() + 1;
    }

    /** The network without any flow, with the caps as upper bounds and nothing guaranteed. */
    FlowNetwork network() {
        int placements = problem.placements();
        int arcs = returnArc() + 1;
        int[] tail = new int[arcs];
        int[] head = new int[arcs];
        for (int placement = 0; placement < placements; placement++) {
            tail[supplyArc(placement)] = SOURCE;
            head[supplyArc(placement)] = placementVertex(placement);
            tail[freeArc(placement)] = placementVertex(placement);
            head[freeArc(placement)] = FREE;
        }
        for (int heldCell = 0; heldCell < cells(); heldCell++) {
            tail[cellArc(heldCell)] = placementVertex(problem.placement()[cell[heldCell]]);
            head[cellArc(heldCell)] = nodeVertex(cellNode[heldCell]);
        }
        for (int node = 0; node < nodes(); node++) {
            tail[nodeArc(node)] = nodeVertex(node);
            head[nodeArc(node)] = parent[node] < 0 ? SINK : nodeVertex(parent[node]);
        }
        tail[freeSinkArc()] = FREE;
        head[freeSinkArc()] = SINK;
        tail[returnArc()] = SINK;
        head[returnArc()] = SOURCE;
        FlowNetwork network = new FlowNetwork(PLACEMENTS + placements + nodes(), tail, head);
        for (int placement = 0; placement < placements; placement++) {
            network.cap[supplyArc(placement)] = problem.supply()[placement];
            network.cap[freeArc(placement)] = freeCap(placement);
        }
        for (int heldCell = 0; heldCell < cells(); heldCell++) {
            network.cap[cellArc(heldCell)] = cellCap[heldCell];
        }
        for (int node = 0; node < nodes(); node++) {
            network.cap[nodeArc(node)] = nodeCap[node];
        }
        network.cap[freeSinkArc()] = FlowNetwork.UNBOUNDED;
        network.cap[returnArc()] = FlowNetwork.UNBOUNDED;
        return network;
    }

    /** Makes the flow of a row's nodes that of their leaves. */
    void sumUp(int row, FlowNetwork network) {
        for (int node = nodeStart[row]; node < nodeStart[row + 1]; node++) {
            network.flow[nodeArc(node)] = 0;
        }
        for (int held = cellStart[row]; held < cellStart[row + 1]; held++) {
            network.flow[nodeArc(cellNode[held])] += network.flow[cellArc(held)];
        }
        for (int node = nodeStart[row + 1] - 1; node > nodeStart[row]; node--) {
            network.flow[nodeArc(parent[node])] += network.flow[nodeArc(node)];
        }
    }

    private long freeCap(int placement) {
        long limit = problem.cellLimit()[placement];
        if (freeCells[placement] > 0 && limit >= problem.supply()[placement]) {
            return FlowNetwork.UNBOUNDED;
        }
        return limit * freeCells[placement];
    }
}
