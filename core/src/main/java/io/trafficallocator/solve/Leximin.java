package io.trafficallocator.solve;

import com.google.common.math.LongMath;
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
 * solved apart (the decomposition algorithm, Fujishige 1980); otherwise see {@link NestedLeximin}.
 */
final class Leximin {
    private static final int FINEST_GRID_BITS = 30;
    /** Sums up to this are exact in a double, with a bit to spare. */
    private static final long LARGEST_SUM = 1L << 52;
    /** Of a long, so that all that is asked for together, supplied or not, and what flows already fit into it. */
    private static final int SPARE_BITS = 3;

    final FlowNetwork network;
    private final long unit;
    final int[] members;
    private final double[] amount;
    private final long[] floor;
    private final long[] ceiling;
    final int[] arc;
    final double[] ratio;
    /** What each member is given at present. */
    final long[] given;
    /** The members whose levels an arc adds up are this one and those {@link #nextMember} of it, until -1. */
    final int[] firstMember;

    final int[] nextMember;

    /**
     * What ratios ran into.
     *
     * @param members that draw on the starved part
     * @param sum how much they can have together
     * @param ratio the largest at which they, each on the grid, stay within the sum
     */
    record Bottleneck(int[] members, long sum, double ratio) {}

    private Leximin(Problem problem, Rows rows, LevelNetwork secured, int[] members, long[] ceiling) {
        this.unit = unit(problem);
        this.network = secured.network.scaledBy(unit);
        this.members = members;
        this.amount = new double[members.length];
        this.floor = new long[members.length];
        this.ceiling = new long[members.length];
        this.arc = new int[members.length];
        this.ratio = new double[members.length];
        this.firstMember = new int[network.arcs];
        this.nextMember = new int[members.length];
        Arrays.fill(firstMember, -1);
        for (int index = members.length - 1; index >= 0; index--) {
            int node = rows.guaranteeNode[members[index]];
            amount[index] = problem.guarantees().amount()[members[index]];
            arc[index] = secured.arc(node);
            floor[index] = secured.low[node] * unit;
            this.ceiling[index] = Math.max(floor[index], ceiling[members[index]] * unit);
            nextMember[index] = firstMember[arc[index]];
            firstMember[arc[index]] = index;
        }
        this.given = floor.clone();
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
        long asked = 1;
        for (long amount : problem.guarantees().amount()) {
            asked = LongMath.saturatedAdd(asked, Math.min(amount, supply));
        }
        int exact = Long.numberOfLeadingZeros(supply) - Long.numberOfLeadingZeros(LARGEST_SUM);
        int fitting = Long.numberOfLeadingZeros(asked) - SPARE_BITS;
        return 1L << Math.max(0, Math.min(FINEST_GRID_BITS, Math.min(exact, fitting)));
    }

    /** The real level of each member, in impressions. */
    static double[] levels(Problem problem, Rows rows, LevelNetwork secured, int[] members, long[] ceiling) {
        Leximin leximin = new Leximin(problem, rows, secured, members, ceiling);
        if (Booleans.contains(secured.nestedNodes(members), true)) {
            new NestedLeximin(leximin).settleLowestFirst();
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

    private void decompose() {
        ArrayDeque<Bottleneck> pending = new ArrayDeque<>();
        pending.push(new Bottleneck(everyone(), Long.MAX_VALUE, 1));
        while (!pending.isEmpty()) {
            Bottleneck part = pending.pop();
            if (part.members().length == 0) {
                continue;
            }
            Bottleneck hit = raise(part.members(), part.ratio());
            if (hit == null) {
                freeze(part.members(), part.ratio());
                continue;
            }
            int[] rest = without(part.members(), hit.members());
            long left = part.sum() == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, part.sum() - hit.sum());
            if (rest.length > 0) {
                pending.push(bottleneck(rest, left));
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

    long lowAt(int index, double lambda) {
        return Math.max(floor[index], Math.min(ceiling[index], (long) Math.floor(lambda * amount[index] * unit)));
    }

    /** Raises a group to a ratio; when that does not fit, takes it back and says what stood in the way. */
    private @Nullable Bottleneck raise(int[] group, double lambda) {
        long[] flow = network.flow.clone();
        long[] before = new long[group.length];
        for (int position = 0; position < group.length; position++) {
            int index = group[position];
            before[position] = given[index];
            give(index, Math.max(before[position], lowAt(index, lambda)));
        }
        if (network.rebalance()) {
            return null;
        }
        Bottleneck hit = hit(group);
        for (int position = 0; position < group.length; position++) {
            give(group[position], before[position]);
        }
        System.arraycopy(flow, 0, network.flow, 0, flow.length);
        return hit;
    }

    void give(int index, long amountOnGrid) {
        int at = arc[index];
        network.setBounds(at, network.low[at] + amountOnGrid - given[index], network.cap[at]);
        given[index] = amountOnGrid;
    }

    private Bottleneck hit(int[] group) {
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
                sum -= network.low[at];
                for (int index = firstMember[at]; index >= 0; index = nextMember[index]) {
                    if (inGroup[index] && given[index] > floor[index]) {
                        found[count++] = index;
                        sum += given[index];
                    }
                }
            }
        }
        if (count == 0) {
            throw new IllegalStateException("a tier is starved, but none of its guarantees draws on the starved part");
        }
        return bottleneck(Arrays.copyOf(found, count), sum);
    }

    Bottleneck bottleneck(int[] group, long sum) {
        return new Bottleneck(group, sum, total(group, 1) <= sum ? 1 : shareOut(group, sum));
    }

    /** The largest ratio at which a group, each on the grid, together stays within a sum that it would pass at 1. */
    private double shareOut(int[] group, long sum) {
        double least = 0;
        double most = 1;
        while (true) {
            double middle = 0.5 * (least + most);
            if (middle <= least || middle >= most) {
                return least;
            }
            if (total(group, middle) <= sum) {
                least = middle;
            } else {
                most = middle;
            }
        }
    }

    long total(int[] group, double lambda) {
        long total = 0;
        for (int index : group) {
            total += lowAt(index, lambda);
        }
        return total;
    }
}
