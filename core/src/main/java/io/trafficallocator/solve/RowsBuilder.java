package io.trafficallocator.solve;

import java.util.Arrays;

/** Finds the held merchants and lays their trees out. */
final class RowsBuilder {
    final Problem problem;
    final boolean[] held;
    final int[] freeCells;
    final int[] merchant;
    final int[] cellStart;
    final int[] cell;
    final int[] cellNode;
    final long[] cellCap;
    final int[] nodeStart;
    final int[] guaranteeNode;
    int nodes;
    int[] parent = new int[64];
    int[] scope = new int[64];
    long[] nodeCap = new long[64];
    private final int[] nodeOfField;
    private final int[] nodeOfPlacement;

    RowsBuilder(Problem problem) {
        this.problem = problem;
        this.held = new boolean[problem.merchants()];
        for (int owner : problem.caps().merchant()) {
            held[owner] = true;
        }
        for (int owner : problem.guarantees().merchant()) {
            held[owner] = true;
        }
        this.freeCells = new int[problem.placements()];
        int rows = 0;
        int heldCells = 0;
        for (int owner = 0; owner < held.length; owner++) {
            int from = problem.start()[owner];
            int to = problem.start()[owner + 1];
            if (held[owner]) {
                rows++;
                heldCells += to - from;
            } else {
                for (int position = from; position < to; position++) {
                    freeCells[problem.placement()[position]]++;
                }
            }
        }
        this.merchant = new int[rows];
        this.cellStart = new int[rows + 1];
        this.cell = new int[heldCells];
        this.cellNode = new int[heldCells];
        this.cellCap = new long[heldCells];
        this.nodeStart = new int[rows + 1];
        this.guaranteeNode = new int[problem.guarantees().merchant().length];
        this.nodeOfField = new int[problem.fields()];
        this.nodeOfPlacement = new int[problem.placements()];
        Arrays.fill(nodeOfField, -1);
        Arrays.fill(nodeOfPlacement, -1);
        layOut();
    }

    private void layOut() {
        int row = 0;
        int cap = 0;
        int guarantee = 0;
        int filled = 0;
        int[] capOwner = problem.caps().merchant();
        int[] guaranteeOwner = problem.guarantees().merchant();
        for (int owner = 0; owner < held.length; owner++) {
            if (!held[owner]) {
                continue;
            }
            int capEnd = cap;
            while (capEnd < capOwner.length && capOwner[capEnd] == owner) {
                capEnd++;
            }
            int guaranteeEnd = guarantee;
            while (guaranteeEnd < guaranteeOwner.length && guaranteeOwner[guaranteeEnd] == owner) {
                guaranteeEnd++;
            }
            merchant[row] = owner;
            nodeStart[row] = nodes;
            filled = layOutRow(owner, filled, cap, capEnd, guarantee, guaranteeEnd);
            row++;
            cellStart[row] = filled;
            nodeStart[row] = nodes;
            cap = capEnd;
            guarantee = guaranteeEnd;
        }
    }

    private int layOutRow(int owner, int filled, int cap, int capEnd, int guarantee, int guaranteeEnd) {
        int from = problem.start()[owner];
        int to = problem.start()[owner + 1];
        int total = addNode(-1, 0);
        addFieldNodes(total, from, to, problem.caps().scope(), cap, capEnd);
        addFieldNodes(total, from, to, problem.guarantees().scope(), guarantee, guaranteeEnd);
        for (int index = guarantee; index < guaranteeEnd; index++) {
            int placement = placementOf(problem.guarantees().scope()[index]);
            int position = placement < 0 ? -1 : Arrays.binarySearch(problem.placement(), from, to, placement);
            if (position >= 0 && nodeOfPlacement[placement] < 0) {
                int field = nodeOfField[problem.field()[placement]];
                nodeOfPlacement[placement] =
                        addNode(field < 0 ? total : field, problem.guarantees().scope()[index]);
            }
        }
        for (int position = from; position < to; position++) {
            int placement = problem.placement()[position];
            int field = nodeOfField[problem.field()[placement]];
            int own = nodeOfPlacement[placement];
            cell[filled] = position;
            cellNode[filled] = own >= 0 ? own : field >= 0 ? field : total;
            long limit = problem.cellLimit()[placement];
            cellCap[filled] = limit >= problem.supply()[placement] ? FlowNetwork.UNBOUNDED : limit;
            filled++;
        }
        for (int index = cap; index < capEnd; index++) {
            int capScope = problem.caps().scope()[index];
            long amount = problem.caps().amount()[index];
            int placement = placementOf(capScope);
            if (placement >= 0) {
                int position = Arrays.binarySearch(problem.placement(), from, to, placement);
                if (position >= 0) {
                    int heldCell = filled - (to - position);
                    cellCap[heldCell] = Math.min(cellCap[heldCell], amount);
                }
            } else {
                int node = capScope == 0 ? total : nodeOfField[capScope - 1];
                if (node >= 0) {
                    nodeCap[node] = Math.min(nodeCap[node], amount);
                }
            }
        }
        for (int index = guarantee; index < guaranteeEnd; index++) {
            int wanted = problem.guarantees().scope()[index];
            int placement = placementOf(wanted);
            guaranteeNode[index] = wanted == 0
                    ? from == to ? -1 : total
                    : placement >= 0 ? nodeOfPlacement[placement] : nodeOfField[wanted - 1];
        }
        for (int position = from; position < to; position++) {
            nodeOfPlacement[problem.placement()[position]] = -1;
            nodeOfField[problem.field()[problem.placement()[position]]] = -1;
        }
        return filled;
    }

    private void addFieldNodes(int total, int from, int to, int[] scopes, int first, int end) {
        for (int index = first; index < end; index++) {
            int field = scopes[index] - 1;
            if (field < 0 || field >= problem.fields() || nodeOfField[field] >= 0) {
                continue;
            }
            for (int position = from; position < to; position++) {
                if (problem.field()[problem.placement()[position]] == field) {
                    nodeOfField[field] = addNode(total, scopes[index]);
                    break;
                }
            }
        }
    }

    /** The placement of a scope, or -1 when it is wider. */
    private int placementOf(int wanted) {
        return wanted - 1 - problem.fields();
    }

    private int addNode(int under, int of) {
        if (nodes == parent.length) {
            parent = Arrays.copyOf(parent, nodes * 2);
            scope = Arrays.copyOf(scope, nodes * 2);
            nodeCap = Arrays.copyOf(nodeCap, nodes * 2);
        }
        parent[nodes] = under;
        scope[nodes] = of;
        nodeCap[nodes] = FlowNetwork.UNBOUNDED;
        return nodes++;
    }
}
