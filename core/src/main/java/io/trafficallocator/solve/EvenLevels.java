package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * Deals the levels of equal merchants out so that none of them has two impressions more than another anywhere. Which of
 * them gets the odd impression of a scarce scope is open, and what they get at nested scopes can add up.
 *
 * <p>The flow of a group is shared out anew: with the cells in the order of the tree of scopes and c the running mean
 * over its k merchants, merchant i has ⌊c + i/k⌋ so far. Each cell and each scope is then the mean rounded down or up,
 * and the group's sums are what they were (Hermite's identity). The levels follow the flow, so that each scope's
 * multiset of levels stays.
 */
final class EvenLevels {
    private final Rows rows;
    private final FlowNetwork network;
    private final long[] level;
    private final int[] guaranteeStart;

    private EvenLevels(Problem problem, Rows rows, FlowNetwork network, long[] level) {
        this.rows = rows;
        this.network = network;
        this.level = level;
        this.guaranteeStart = EqualMerchants.guaranteeStart(problem, rows);
    }

    static void dealOut(Problem problem, Rows rows, FlowNetwork network, long[] level) {
        EvenLevels levels = new EvenLevels(problem, rows, network, level);
        for (int[] group : EqualMerchants.groups(problem, rows, problem.weight())) {
            levels.dealOut(group);
        }
    }

    private void dealOut(int[] group) {
        int first = group[0];
        int cells = rows.cellStart[first + 1] - rows.cellStart[first];
        int nodes = rows.nodeStart[first + 1] - rows.nodeStart[first];
        int[] order = treeOrder(first, cells);
        long sum = 0;
        for (int position : order) {
            long before = sum;
            for (int row : group) {
                sum += network.flow[rows.cellArc(rows.cellStart[row] + position)];
            }
            for (int index = 0; index < group.length; index++) {
                long dealt = Math.floorDiv(sum + index, group.length) - Math.floorDiv(before + index, group.length);
                network.flow[rows.cellArc(rows.cellStart[group[index]] + position)] = dealt;
            }
        }
        for (int row : group) {
            sumUp(row);
        }
        for (int node = 0; node < nodes; node++) {
            int[] arcs = new int[group.length];
            for (int index = 0; index < arcs.length; index++) {
                arcs[index] = rows.nodeArc(rows.nodeStart[group[index]] + node);
            }
            followFlow(arcs, network.low, arcs);
            for (int guarantee = guaranteeStart[first]; guarantee < guaranteeStart[first + 1]; guarantee++) {
                if (rows.guaranteeNode[guarantee] == rows.nodeStart[first] + node) {
                    int[] guarantees = new int[group.length];
                    for (int index = 0; index < guarantees.length; index++) {
                        guarantees[index] = guaranteeStart[group[index]] + guarantee - guaranteeStart[first];
                    }
                    followFlow(guarantees, level, arcs);
                }
            }
        }
    }

    /** The cells of a row so that those of each scope are side by side. */
    private int[] treeOrder(int row, int cells) {
        long[] keys = new long[cells];
        for (int position = 0; position < cells; position++) {
            int node = rows.cellNode[rows.cellStart[row] + position];
            int total = rows.nodeStart[row];
            int field = node;
            while (field != total && rows.parent[field] != total) {
                field = rows.parent[field];
            }
            keys[position] =
                    ((long) (field - total) * (rows.nodeStart[row + 1] - total) + node - total) * cells + position;
        }
        Arrays.sort(keys);
        int[] order = new int[cells];
        Arrays.setAll(order, index -> (int) (keys[index] % cells));
        return order;
    }

    private void sumUp(int row) {
        for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
            network.flow[rows.nodeArc(node)] = 0;
        }
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            network.flow[rows.nodeArc(rows.cellNode[held])] += network.flow[rows.cellArc(held)];
        }
        for (int node = rows.nodeStart[row + 1] - 1; node > rows.nodeStart[row]; node--) {
            network.flow[rows.nodeArc(rows.parent[node])] += network.flow[rows.nodeArc(node)];
        }
    }

    /** Gives the larger of the values to those with the larger flow, without changing any for nothing. */
    private void followFlow(int[] places, long[] values, int[] arcs) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int place : places) {
            least = Math.min(least, values[place]);
            most = Math.max(most, values[place]);
        }
        if (least == most) {
            return;
        }
        int upper = 0;
        for (int place : places) {
            upper += values[place] == most ? 1 : 0;
        }
        for (int index = 0; index < places.length; index++) {
            boolean up = upper > 0 && network.flow[arcs[index]] >= most;
            values[places[index]] = up ? most : least;
            upper -= up ? 1 : 0;
        }
        if (upper > 0 || most - least > 1) {
            throw new IllegalStateException("the levels of equal merchants differ by more than rounding");
        }
    }
}
