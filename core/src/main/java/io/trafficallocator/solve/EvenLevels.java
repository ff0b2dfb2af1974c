package io.trafficallocator.solve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deals the levels of equal merchants out so that none of them has two impressions more than another anywhere. Which of
 * them gets the odd impression of a scarce scope is open, and what they get at nested scopes can add up.
 *
 * <p>The flow of a group is shared out anew: with the cells in the order of the tree of scopes and c the running mean
 * over its k merchants, merchant i has ⌊c + i/k⌋ so far. Each cell and each scope is then the mean rounded down or up,
 * and the group's sums are what they were (Hermite's identity). The levels of a scope are shared out as evenly, the larger
 * ones where the flow is larger, and the odd impressions of a pool go along with them.
 */
final class EvenLevels {
    private final Rows rows;
    private final FlowNetwork network;
    private final long[] level;
    private final long[] promised;
    private final int[] guaranteeStart;

    private EvenLevels(Problem problem, Rows rows, FlowNetwork network, long[] level, long[] promised) {
        this.rows = rows;
        this.network = network;
        this.level = level;
        this.promised = promised;
        this.guaranteeStart = EqualMerchants.guaranteeStart(problem, rows);
    }

    /** Changes the flow, and of equal merchants the levels and the odd impressions in what they are promised. */
    static void dealOut(
            Problem problem, Rows rows, List<int[]> equal, FlowNetwork network, long[] level, long[] promised) {
        EvenLevels levels = new EvenLevels(problem, rows, network, level, promised);
        for (int[] group : equal) {
            levels.dealOut(group);
        }
    }

    /**
     * Deals out again, so that the levels go along with the impressions of a plan in which equal merchants are two apart:
     * levels dealt out before the plan was known can leave it no better choice.
     *
     * @param impressions changed, of equal merchants: none of them has two more than another anywhere
     * @param levels changed, of equal merchants
     * @return the rows' network with these levels and a flow that keeps them, and has little else
     */
    static FlowNetwork dealOutAgain(
            Problem problem, Rows rows, List<int[]> equal, Whole impressions, Levels.Secured levels) {
        FlowNetwork network = rows.network();
        for (int heldCell = 0; heldCell < rows.cells(); heldCell++) {
            network.flow[rows.cellArc(heldCell)] = impressions.get(rows.cell[heldCell]);
        }
        for (int row = 0; row < rows.rows(); row++) {
            rows.sumUp(row, network);
        }
        for (int guarantee = 0; guarantee < rows.guaranteeNode.length; guarantee++) {
            if (rows.guaranteeNode[guarantee] >= 0) {
                int arc = rows.nodeArc(rows.guaranteeNode[guarantee]);
                network.low[arc] = Math.max(network.low[arc], levels.level()[guarantee]);
            }
        }
        dealOut(problem, rows, equal, network, levels.level(), levels.promised());
        for (int heldCell = 0; heldCell < rows.cells(); heldCell++) {
            impressions.set(rows.cell[heldCell], network.flow[rows.cellArc(heldCell)]);
        }
        leaveLevels(problem, rows, network);
        return network;
    }

    /** Takes from the flow of cells what no level needs, as {@link Lacking} reads off what stands in the way of levels alone. */
    private static void leaveLevels(Problem problem, Rows rows, FlowNetwork network) {
        for (int heldCell = 0; heldCell < rows.cells(); heldCell++) {
            long spare = network.flow[rows.cellArc(heldCell)];
            for (int node = rows.cellNode[heldCell]; node >= 0; node = rows.parent[node]) {
                spare = Math.min(spare, network.flow[rows.nodeArc(node)] - network.low[rows.nodeArc(node)]);
            }
            network.flow[rows.cellArc(heldCell)] -= spare;
            for (int node = rows.cellNode[heldCell]; node >= 0; node = rows.parent[node]) {
                network.flow[rows.nodeArc(node)] -= spare;
            }
            int placement = problem.placement()[rows.cell[heldCell]];
            network.flow[Rows.supplyArc(placement)] += network.flow[rows.cellArc(heldCell)];
            network.flow[rows.returnArc()] += network.flow[rows.cellArc(heldCell)];
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
            rows.sumUp(row, network);
        }
        for (int node = nodes - 1; node >= 0; node--) {
            int[] byFlow = byFlow(group, node);
            long[] low = new long[group.length];
            for (int guarantee = guaranteeStart[first]; guarantee < guaranteeStart[first + 1]; guarantee++) {
                if (rows.guaranteeNode[guarantee] == rows.nodeStart[first] + node) {
                    int offset = guarantee - guaranteeStart[first];
                    shareOut(byFlow, offset, promised);
                    shareOut(byFlow, offset, level);
                    for (int index = 0; index < byFlow.length; index++) {
                        low[index] = Math.max(low[index], level[guaranteeStart[byFlow[index]] + offset]);
                    }
                }
            }
            for (int index = 0; index < byFlow.length; index++) {
                int arc = rows.nodeArc(rows.nodeStart[byFlow[index]] + node);
                if (network.flow[arc] < low[index]) {
                    throw new IllegalStateException("the levels of equal merchants differ by more than rounding");
                }
                network.low[arc] = low[index];
            }
        }
    }

    /**
     * The rows of a group, those with the most flow at a node first; of these those with the most at levels within it, as
     * what is left of the level for the cells beside those is then even; and then the last, which is dealt more flow
     * elsewhere.
     */
    private int[] byFlow(int[] group, int node) {
        long[] flow = new long[group.length];
        long[] within = new long[group.length];
        for (int index = 0; index < group.length; index++) {
            flow[index] = network.flow[rows.nodeArc(rows.nodeStart[group[index]] + node)];
            within[index] = lowWithin(group[index], rows.nodeStart[group[index]] + node);
        }
        return IntStream.range(0, group.length)
                .mapToObj(index -> group.length - 1 - index)
                .sorted(Comparator.comparingLong((Integer index) -> -flow[index])
                        .thenComparingLong(index -> -within[index]))
                .mapToInt(index -> group[index])
                .toArray();
    }

    private long lowWithin(int row, int node) {
        long low = 0;
        if (rows.isPlacementNode(node)) {
            return low;
        }
        for (int below = node + 1; below < rows.nodeStart[row + 1]; below++) {
            low += rows.parent[below] == node ? network.low[rows.nodeArc(below)] : 0;
        }
        return low;
    }

    /** Shares the sum of one guarantee's values out, the larger parts to the first. */
    private void shareOut(int[] group, int offset, long[] values) {
        long sum = 0;
        for (int row : group) {
            sum += values[guaranteeStart[row] + offset];
        }
        for (int index = 0; index < group.length; index++) {
            values[guaranteeStart[group[index]] + offset] = Math.floorDiv(sum + group.length - 1 - index, group.length);
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
            // Beside a scope's narrower scopes its other cells come last: mostly whoever has more at the first has more
            // in all then.
            int last = rows.nodeStart[row + 1] - total;
            long outer = field == total ? last : field - total;
            long inner = node == field ? last : node - total;
            keys[position] = (outer * (last + 1) + inner) * cells + position;
        }
        Arrays.sort(keys);
        int[] order = new int[cells];
        Arrays.setAll(order, index -> (int) (keys[index] % cells));
        return order;
    }
}
