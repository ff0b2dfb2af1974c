package io.trafficallocator.solve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Step 2 of the solver: secures whole impressions for each guarantee, tier by tier. Within a tier the ratios of secured
 * to guaranteed are leximin; under scarcity each level is that real number rounded down or up so that the tier's total
 * is as large as whole numbers allow.
 *
 * <p>Where a whole tier fits, one flow shows it. Otherwise {@link Leximin} finds its real levels on a finer grid, and unit
 * augmentations share out what rounding down left over.
 */
final class Levels {
    /** Real levels this many grid cells or closer to a whole number are that number. */
    private static final double NEAR_CELLS = 8;

    /** Ratios closer than this belong to one bottleneck. */
    private static final double SAME_RATIO = 1e-9;

    private final Problem problem;
    private final Rows rows;
    private final LevelNetwork secured;
    private final FlowNetwork network;
    /** The most that bounds of the merchant itself let each guarantee have. */
    private final long[] ceiling;

    private final long[] level;
    private final long[] promised;

    /**
     * What came of each guarantee.
     *
     * @param level the whole impressions secured for it
     * @param promised what it amounts to, after the odd impressions of pools were dealt out
     */
    record Secured(long[] level, long[] promised) {
        boolean lacks(int guarantee) {
            return level[guarantee] < promised[guarantee];
        }

        boolean anyLacks() {
            return IntStream.range(0, level.length).anyMatch(this::lacks);
        }
    }

    private Levels(Problem problem, Rows rows) {
        this.problem = problem;
        this.rows = rows;
        this.secured = new LevelNetwork(problem, rows);
        this.network = secured.network;
        this.ceiling = ceilings(problem, rows);
        this.level = new long[ceiling.length];
        this.promised = problem.guarantees().amount().clone();
    }

    /**
     * Secures the levels as lower bounds of the network, which is left with a flow that keeps them.
     *
     * @param equal the rows that are equal; asked for where something is left to even out among them
     * @param whole the rows' own network, which need not be there before the levels are
     */
    static Secured secure(Problem problem, Rows rows, Supplier<List<int[]>> equal, Supplier<FlowNetwork> whole) {
        Levels levels = new Levels(problem, rows);
        boolean full = levels.secureByTier();
        FlowNetwork network = whole.get();
        LevelSpread.over(problem, rows, levels.secured, network);
        if (!full || problem.guarantees().hasOdd()) {
            EvenLevels.dealOut(problem, rows, equal.get(), network, levels.level, levels.promised);
        }
        return new Secured(levels.level, levels.promised);
    }

    /** Whether every guarantee has all that its own bounds let it have. */
    private boolean secureByTier() {
        int[] tiers =
                Arrays.stream(problem.guarantees().tier()).distinct().sorted().toArray();
        boolean full = true;
        // Twice as many at once each time: few attempts where all fit, and few in vain where one of the first does not.
        int from = 0;
        for (int width = 1; from < tiers.length; width *= 2) {
            int to = Math.min(tiers.length, from + width);
            full &= secure(tiers, from, to);
            from = to;
        }
        return full;
    }

    /** Secures some tiers together, or where that is impossible one half of them after the other. */
    private boolean secure(int[] tiers, int from, int to) {
        int[] members = membersOf(tiers[from], tiers[to - 1]);
        if (tryFull(members)) {
            return true;
        }
        if (to - from == 1) {
            secureScarce(members);
            return false;
        }
        int middle = (from + to) >>> 1;
        boolean first = secure(tiers, from, middle);
        return secure(tiers, middle, to) && first;
    }

    private int[] membersOf(int firstTier, int lastTier) {
        int[] members = new int[ceiling.length];
        int count = 0;
        for (int guarantee = 0; guarantee < ceiling.length; guarantee++) {
            int tier = problem.guarantees().tier()[guarantee];
            if (tier >= firstTier && tier <= lastTier && problem.guarantees().amount()[guarantee] > 0) {
                members[count++] = guarantee;
            }
        }
        return Arrays.copyOf(members, count);
    }

    private boolean tryFull(int[] members) {
        long[] wanted = new long[members.length];
        for (int index = 0; index < members.length; index++) {
            wanted[index] = ceiling[members[index]];
        }
        return raise(members, wanted);
    }

    /** Raises the members to what is wanted if that is possible, and else leaves everything as it was. */
    private boolean raise(int[] members, long[] wanted) {
        long[] flow = network.flow.clone();
        long[] before = new long[members.length];
        for (int index = 0; index < members.length; index++) {
            int node = rows.guaranteeNode[members[index]];
            if (node >= 0) {
                before[index] = secured.low[node];
                secured.secure(node, Math.max(before[index], wanted[index]));
            }
        }
        if (network.rebalance()) {
            for (int index = 0; index < members.length; index++) {
                level[members[index]] = rows.guaranteeNode[members[index]] < 0 ? 0 : wanted[index];
            }
            return true;
        }
        // Backwards, as several may have raised one node.
        for (int index = members.length - 1; index >= 0; index--) {
            int node = rows.guaranteeNode[members[index]];
            if (node >= 0) {
                secured.secure(node, before[index]);
            }
        }
        System.arraycopy(flow, 0, network.flow, 0, flow.length);
        return false;
    }

    private void secureScarce(int[] members) {
        int[] leaders = leaders(members);
        double[] real = Leximin.levels(problem, rows, secured, leaders, ceiling);
        double near = Math.min(0.25, Math.max(1e-6, NEAR_CELLS * Leximin.grid(problem)));
        long[] base = new long[leaders.length];
        boolean[] fractional = new boolean[leaders.length];
        for (int index = 0; index < leaders.length; index++) {
            long nearest = Math.round(real[index]);
            boolean whole = Math.abs(real[index] - nearest) < near;
            base[index] = whole ? nearest : (long) Math.floor(real[index]);
            fractional[index] = !whole;
        }
        if (!raise(leaders, base)) {
            for (int index = 0; index < leaders.length; index++) {
                if (!fractional[index] && base[index] > 0 && base[index] < ceiling[leaders[index]]) {
                    base[index]--;
                    fractional[index] = true;
                }
            }
            if (!raise(leaders, base)) {
                throw new IllegalStateException("leximin levels rounded down do not fit into the network");
            }
        }
        roundUp(leaders, base, gains(members, leaders, base, fractional), real);
        for (int member : members) {
            int node = rows.guaranteeNode[member];
            level[member] = node < 0 ? 0 : Math.min(ceiling[member], secured.low[node]);
        }
    }

    /** For each leader, how many guarantees of the tier have one impression more when its node does. */
    private int[] gains(int[] members, int[] leaders, long[] base, boolean[] fractional) {
        int[] leaderAt = new int[rows.nodes()];
        Arrays.fill(leaderAt, -1);
        for (int index = 0; index < leaders.length; index++) {
            leaderAt[rows.guaranteeNode[leaders[index]]] = fractional[index] ? index : -1;
        }
        int[] gains = new int[leaders.length];
        for (int member : members) {
            int node = rows.guaranteeNode[member];
            int index = node < 0 ? -1 : leaderAt[node];
            if (index >= 0 && ceiling[member] > base[index]) {
                gains[index]++;
            }
        }
        return gains;
    }

    /** Of the members at one node the largest: the others have what they are due as soon as it has. */
    private int[] leaders(int[] members) {
        int[] leaderOfNode = new int[rows.nodes()];
        Arrays.fill(leaderOfNode, -1);
        for (int member : members) {
            int node = rows.guaranteeNode[member];
            if (node >= 0) {
                int leader = leaderOfNode[node];
                if (leader < 0
                        || problem.guarantees().amount()[leader]
                                < problem.guarantees().amount()[member]) {
                    leaderOfNode[node] = member;
                }
            }
        }
        return Arrays.stream(members)
                .filter(member -> rows.guaranteeNode[member] >= 0 && leaderOfNode[rows.guaranteeNode[member]] == member)
                .toArray();
    }

    /** Raises levels by one where that gains the most guarantees an impression. */
    private void roundUp(int[] leaders, long[] base, int[] gains, double[] real) {
        boolean[] nestedNodes = secured.nestedNodes(leaders);
        Odd[] odd = IntStream.range(0, leaders.length)
                .filter(index -> gains[index] > 0 && secured.low[rows.guaranteeNode[leaders[index]]] == base[index])
                .mapToObj(index -> odd(leaders[index], base[index], gains[index], real[index]))
                .sorted()
                .toArray(Odd[]::new);
        Odd[] plain = Arrays.stream(odd).filter(one -> !nestedNodes[one.node()]).toArray(Odd[]::new);
        raiseSetBySet(plain, Odd::compareSet);
        if (plain.length < odd.length) {
            roundUpNested(odd, nestedNodes);
        }
    }

    /**
     * A level that may be rounded up. The lowest ratio comes first: what those who have least can share between them is a
     * whole number, and none of it may go to others who have more. Within a ratio the largest gain comes first, and those
     * last whom the odd impression of a pool has put ahead of their equals.
     *
     * @param ratio of what is secured to what is guaranteed, in steps within which two belong to one bottleneck
     * @param gain how many guarantees have one impression more
     * @param base the level rounded down
     */
    private record Odd(int node, int arc, long ratio, int gain, boolean ahead, long base) implements Comparable<Odd> {
        @Override
        public int compareTo(Odd other) {
            int bySet = compareSet(other);
            return bySet != 0 ? bySet : Integer.compare(node, other.node);
        }

        /** 0 for those that nothing tells apart. */
        int compareSet(Odd other) {
            if (ratio != other.ratio) {
                return Long.compare(ratio, other.ratio);
            }
            return gain != other.gain ? Integer.compare(other.gain, gain) : Boolean.compare(ahead, other.ahead);
        }
    }

    private Odd odd(int leader, long base, int gain, double real) {
        int node = rows.guaranteeNode[leader];
        double ratio = real / problem.guarantees().amount()[leader];
        boolean ahead = base > ratio * problem.guarantees().even()[leader];
        return new Odd(node, secured.arc(node), Math.round(ratio / SAME_RATIO), gain, ahead, base);
    }

    /** Raises all of a set at once that nothing tells apart in this order, as many as possible, then the next set. */
    private void raiseSetBySet(Odd[] order, Comparator<Odd> sets) {
        long[] dealt = network.low.clone();
        for (int first = 0; first < order.length; ) {
            int end = first + 1;
            while (end < order.length && sets.compare(order[end], order[first]) == 0) {
                end++;
            }
            Odd[] set = Arrays.copyOfRange(order, first, end);
            network.raiseMost(Arrays.stream(set).mapToInt(Odd::arc).toArray());
            for (Odd one : set) {
                if (dealt[one.arc()] < network.low[one.arc()]) {
                    dealt[one.arc()]++;
                    secured.low[one.node()]++;
                }
            }
            first = end;
        }
    }

    /** Levels within one another: after a first deal of all of one depth at once, units are moved as long as that gains any. */
    private void roundUpNested(Odd[] odd, boolean[] nestedNodes) {
        Odd[] nested = Arrays.stream(odd).filter(one -> nestedNodes[one.node()]).toArray(Odd[]::new);
        for (Odd one : nested) {
            if (network.flow[one.arc()] > network.low[one.arc()]) {
                secured.secure(one.node(), one.base() + 1);
            }
        }
        // Deepest first, because one more impression there counts for the wider scopes as well.
        Comparator<Odd> sets =
                Comparator.comparingInt((Odd one) -> -depth(one.node())).thenComparingInt(one -> -one.gain());
        Odd[] order = Arrays.stream(nested)
                .filter(one -> secured.low[one.node()] == one.base())
                .sorted(sets.thenComparingInt(Odd::node))
                .toArray(Odd[]::new);
        raiseSetBySet(order, sets);
        int[] count = new int[network.arcs];
        for (Odd one : odd) {
            secured.secure(one.node(), one.base());
            count[one.arc()]++;
        }
        Odd[] byGain = odd.clone();
        Arrays.sort(byGain, Comparator.comparingInt(Odd::gain).reversed());
        int[][] gains = new int[network.arcs][];
        Arrays.setAll(gains, arc -> new int[count[arc]]);
        int[] filled = new int[network.arcs];
        for (Odd one : byGain) {
            gains[one.arc()][filled[one.arc()]++] = one.gain();
        }
        new UnitGains(network, gains).cancel();
        for (Odd one : byGain) {
            if (network.flow[one.arc()] > network.low[one.arc()]) {
                secured.secure(one.node(), one.base() + 1);
            }
        }
    }

    private int depth(int guaranteed) {
        int depth = 0;
        for (int node = guaranteed; node >= 0; node = rows.parent[node]) {
            depth++;
        }
        return depth;
    }

    private static long[] ceilings(Problem problem, Rows rows) {
        long[] below = new long[rows.nodes()];
        for (int heldCell = 0; heldCell < rows.cells(); heldCell++) {
            long most = Math.min(rows.cellCap[heldCell], problem.supply()[problem.placement()[rows.cell[heldCell]]]);
            below[rows.cellNode[heldCell]] = Math.min(FlowNetwork.UNBOUNDED, below[rows.cellNode[heldCell]] + most);
        }
        for (int node = rows.nodes() - 1; node >= 0; node--) {
            below[node] = Math.min(below[node], rows.nodeCap[node]);
            if (rows.parent[node] >= 0) {
                below[rows.parent[node]] = Math.min(FlowNetwork.UNBOUNDED, below[rows.parent[node]] + below[node]);
            }
        }
        for (int node = 0; node < rows.nodes(); node++) {
            if (rows.parent[node] >= 0) {
                below[node] = Math.min(below[node], below[rows.parent[node]]);
            }
        }
        long[] ceiling = new long[rows.guaranteeNode.length];
        for (int guarantee = 0; guarantee < ceiling.length; guarantee++) {
            int node = rows.guaranteeNode[guarantee];
            ceiling[guarantee] = node < 0 ? 0 : Math.min(problem.guarantees().amount()[guarantee], below[node]);
        }
        return ceiling;
    }
}
