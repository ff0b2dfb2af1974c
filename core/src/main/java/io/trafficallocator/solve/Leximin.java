package io.trafficallocator.solve;

import com.google.common.primitives.Booleans;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The real leximin levels of one scarce tier: the smallest ratio of level to amount is as large as the network allows,
 * then the next smallest, and so on. Works on a copy of the network whose unit is a small fraction of an impression.
 *
 * <p>A ratio that does not fit leaves a starved part of the network; the guarantees that draw on it can share no more
 * than the flow that crosses into it (Hoffman's circulation theorem), which gives the next ratio to try. Where no
 * merchant holds guarantees at nested scopes, the starved part and the rest are independent of one another and are
 * solved apart (the decomposition algorithm, Fujishige 1980); with nested scopes the ratio is lowered until it fits
 * (discrete Newton method), the starved guarantees are frozen there, and the others are tried again.
 */
final class Leximin {
    private static final int FINEST_GRID_BITS = 30;
    /** Sums up to this are exact in a double, with a bit to spare. */
    private static final long LARGEST_SUM = 1L << 52;

    private final Rows rows;
    private final FlowNetwork network;
    private final long unit;
    private final int[] members;
    private final double[] amount;
    private final long[] floor;
    private final long[] ceiling;
    private final int[] arc;
    private final double[] ratio;
    private final int[] memberOfNode;

    /** What a ratio ran into: the members that draw on the starved part, and how much they can have together. */
    private record Bottleneck(int[] members, long sum) {}

    private Leximin(Problem problem, Rows rows, FlowNetwork network, int[] members, long[] ceiling) {
        this.rows = rows;
        this.unit = unit(problem);
        this.network = network.scaledBy(unit);
        this.members = members;
        this.amount = new double[members.length];
        this.floor = new long[members.length];
        this.ceiling = new long[members.length];
        this.arc = new int[members.length];
        this.ratio = new double[members.length];
        this.memberOfNode = new int[rows.nodes()];
        Arrays.fill(memberOfNode, -1);
        for (int index = 0; index < members.length; index++) {
            int node = rows.guaranteeNode[members[index]];
            amount[index] = problem.guarantees().amount()[members[index]];
            arc[index] = rows.nodeArc(node);
            floor[index] = this.network.low[arc[index]];
            this.ceiling[index] = Math.max(floor[index], ceiling[members[index]] * unit);
            memberOfNode[node] = index;
        }
    }

    /** The size of the grid's cells, in impressions: real levels are known to within a few of them. */
    static double grid(Problem problem) {
        return 1.0 / unit(problem);
    }

    private static long unit(Problem problem) {
        long supply = 1;
        for (long impressions : problem.supply()) {
            supply += impressions;
        }
        int bits = Long.numberOfLeadingZeros(supply) - Long.numberOfLeadingZeros(LARGEST_SUM);
        return 1L << Math.max(0, Math.min(FINEST_GRID_BITS, bits));
    }

    /** The real level of each member, in impressions. */
    static double[] levels(Problem problem, Rows rows, FlowNetwork network, int[] members, long[] ceiling) {
        Leximin leximin = new Leximin(problem, rows, network, members, ceiling);
        if (Booleans.contains(nestedNodes(rows, network, members), true)) {
            leximin.lowerUntilAllFit();
        } else {
            leximin.decompose();
        }
        double[] levels = new double[members.length];
        for (int index = 0; index < levels.length; index++) {
            double level = Math.min(
                    leximin.ratio[index] * leximin.amount[index], (double) leximin.ceiling[index] / leximin.unit);
            levels[index] = Math.max(level, (double) leximin.floor[index] / leximin.unit);
        }
        return levels;
    }

    /** Which nodes have levels, old or new, that lie within one another or under a cap, and so depend on each other. */
    static boolean[] nestedNodes(Rows rows, FlowNetwork network, int[] members) {
        boolean[] guaranteed = new boolean[rows.nodes()];
        for (int node = 0; node < guaranteed.length; node++) {
            guaranteed[node] = network.low[rows.nodeArc(node)] > 0;
        }
        for (int member : members) {
            guaranteed[rows.guaranteeNode[member]] = true;
        }
        boolean[] nested = new boolean[rows.nodes()];
        for (int node = 0; node < guaranteed.length; node++) {
            for (int above = guaranteed[node] ? rows.parent[node] : -1; above >= 0; above = rows.parent[above]) {
                if (guaranteed[above]) {
                    nested[above] = true;
                    nested[node] = true;
                } else if (rows.nodeCap[above] < FlowNetwork.UNBOUNDED) {
                    nested[node] = true;
                }
            }
        }
        return nested;
    }

    private void lowerUntilAllFit() {
        int[] open = everyone();
        while (open.length > 0) {
            double lambda = 1;
            Bottleneck hit = raise(open, lambda);
            if (hit == null) {
                freeze(open, 1);
                return;
            }
            int[] starved = hit.members();
            while (hit != null) {
                starved = hit.members();
                double lower = shareOut(hit);
                lambda = Math.min(lower, Math.nextDown(lambda));
                hit = raise(open, lambda);
            }
            freeze(starved, lambda);
            open = without(open, starved);
        }
    }

    private void decompose() {
        ArrayDeque<Bottleneck> pending = new ArrayDeque<>();
        pending.push(new Bottleneck(everyone(), Long.MAX_VALUE));
        while (!pending.isEmpty()) {
            Bottleneck part = pending.pop();
            if (part.members().length == 0) {
                continue;
            }
            double lambda = part.sum() == Long.MAX_VALUE ? 1 : shareOut(part);
            Bottleneck hit = raise(part.members(), lambda);
            if (hit == null) {
                freeze(part.members(), lambda);
                continue;
            }
            int[] rest = without(part.members(), hit.members());
            long left = part.sum() == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, part.sum() - hit.sum());
            if (rest.length > 0) {
                pending.push(new Bottleneck(rest, left));
            }
            pending.push(hit);
        }
    }

    private int[] everyone() {
        int[] everyone = new int[members.length];
        Arrays.setAll(everyone, index -> index);
        return everyone;
    }

    private static int[] without(int[] from, int[] taken) {
        int[] sorted = taken.clone();
        Arrays.sort(sorted);
        return Arrays.stream(from)
                .filter(index -> Arrays.binarySearch(sorted, index) < 0)
                .toArray();
    }

    private void freeze(int[] group, double lambda) {
        for (int index : group) {
            ratio[index] = lambda;
        }
    }

    private long lowAt(int index, double lambda) {
        return Math.max(floor[index], Math.min(ceiling[index], (long) Math.floor(lambda * amount[index] * unit)));
    }

    /** Raises a group to a ratio; when that does not fit, takes it back and says what stood in the way. */
    private @Nullable Bottleneck raise(int[] group, double lambda) {
        long[] flow = network.flow.clone();
        long[] before = new long[group.length];
        for (int position = 0; position < group.length; position++) {
            int at = arc[group[position]];
            before[position] = network.low[at];
            network.setBounds(at, Math.max(network.low[at], lowAt(group[position], lambda)), network.cap[at]);
        }
        if (network.rebalance()) {
            return null;
        }
        Bottleneck hit = bottleneck(group);
        for (int position = 0; position < group.length; position++) {
            network.low[arc[group[position]]] = before[position];
        }
        Arrays.setAll(network.flow, at -> flow[at]);
        return hit;
    }

    private Bottleneck bottleneck(int[] group) {
        boolean[] inGroup = new boolean[members.length];
        for (int index : group) {
            inGroup[index] = true;
        }
        int[] found = new int[group.length];
        int count = 0;
        long sum = 0;
        for (int at = 0; at < network.arcs; at++) {
            boolean fromStarved = network.starved(network.tail[at]);
            boolean toStarved = network.starved(network.head[at]);
            if (!fromStarved && toStarved) {
                sum += network.cap[at];
            } else if (fromStarved && !toStarved) {
                int index = memberAt(at);
                if (index >= 0 && inGroup[index] && network.low[at] > floor[index]) {
                    found[count++] = index;
                } else {
                    sum -= network.low[at];
                }
            }
        }
        if (count == 0) {
            throw new IllegalStateException("a tier is starved, but none of its guarantees draws on the starved part");
        }
        return new Bottleneck(Arrays.copyOf(found, count), sum);
    }

    private int memberAt(int at) {
        int node = at - rows.nodeArc(0);
        return node >= 0 && node < rows.nodes() ? memberOfNode[node] : -1;
    }

    /** The largest ratio at which a bottleneck's members, each on the grid, together stay within its sum. */
    private double shareOut(Bottleneck part) {
        double least = 0;
        double most = 1;
        while (true) {
            double middle = 0.5 * (least + most);
            if (middle <= least || middle >= most) {
                return least;
            }
            if (total(part.members(), middle) <= part.sum()) {
                least = middle;
            } else {
                most = middle;
            }
        }
    }

    private long total(int[] group, double lambda) {
        long total = 0;
        for (int index : group) {
            total += lowAt(index, lambda);
        }
        return total;
    }
}
