package io.trafficallocator.solve;

import com.google.common.math.LongMath;
import com.google.common.primitives.Ints;
import io.trafficallocator.solve.Leximin.Bottleneck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The leximin ratios of a tier whose guarantees lie within one another. All bottlenecks found so far are kept. The ratios
 * that are leximin under these alone are tried, none above some of the lowest; a flow that fails adds bottlenecks. Those
 * that fit are final, as each is held by a bottleneck in which nobody has more, and the arcs of its members are closed
 * then: what is left falls apart, and one flow that fails shows a bottleneck in each part.
 */
final class NestedLeximin {
    private final Leximin tier;
    private final FlowNetwork network;
    /** Whose ratio is final. */
    private final boolean[] settled;
    /** The upper bound of each arc before any was closed. */
    private final long[] openCap;

    NestedLeximin(Leximin tier) {
        this.tier = tier;
        this.network = tier.network;
        this.settled = new boolean[tier.members.length];
        this.openCap = network.cap.clone();
    }

    void settleLowestFirst() {
        List<Bottleneck> bottlenecks = new ArrayList<>();
        Arrays.fill(tier.ratio, 1);
        double reach = 1;
        int tried = settled.length;
        while (true) {
            for (int index = 0; index < settled.length; index++) {
                if (!settled[index]) {
                    tier.give(index, tier.lowAt(index, Math.min(reach, tier.ratio[index])));
                }
            }
            if (network.rebalance()) {
                settle(reach);
                bottlenecks.replaceAll(one -> without(one, settled));
                bottlenecks.removeIf(one -> one.members().length == 0);
                tried *= 2;
            } else {
                addBottlenecks(bottlenecks);
                fill(bottlenecks);
                tried = Math.max(1, tried / 2);
            }
            double[] open = IntStream.range(0, settled.length)
                    .filter(index -> !settled[index])
                    .mapToDouble(index -> tier.ratio[index])
                    .sorted()
                    .toArray();
            if (open.length == 0) {
                return;
            }
            tried = Math.min(tried, open.length);
            reach = open[tried - 1];
        }
    }

    /** Makes final what is not above a ratio. Nothing more can pass the arcs of these, which sets what lies within apart. */
    private void settle(double reach) {
        for (int index = 0; index < settled.length; index++) {
            if (!settled[index] && tier.ratio[index] <= reach) {
                settled[index] = true;
                network.setBounds(tier.arc[index], network.low[tier.arc[index]], network.low[tier.arc[index]]);
            }
        }
    }

    /** Gives everyone who is not settled the ratio that is leximin under these bottlenecks. */
    private void fill(List<Bottleneck> bottlenecks) {
        boolean[] filled = new boolean[settled.length];
        for (int index = 0; index < settled.length; index++) {
            tier.ratio[index] = settled[index] ? tier.ratio[index] : 1;
        }
        PriorityQueue<Bottleneck> queue = new PriorityQueue<>(Comparator.comparingDouble(Bottleneck::ratio));
        queue.addAll(bottlenecks);
        while (!queue.isEmpty() && queue.peek().ratio() < 1) {
            Bottleneck lowest = queue.remove();
            Bottleneck left = without(lowest, filled);
            if (left.members().length < lowest.members().length) {
                // Where some have less, the others have more, and so it may no longer be the lowest.
                queue.add(left);
                continue;
            }
            for (int index : lowest.members()) {
                filled[index] = true;
                tier.ratio[index] = lowest.ratio();
            }
        }
    }

    /** What a bottleneck leaves to the others of its members. */
    private Bottleneck without(Bottleneck all, boolean[] taken) {
        long sum = all.sum();
        int[] left = new int[all.members().length];
        int count = 0;
        for (int index : all.members()) {
            if (taken[index]) {
                sum -= tier.lowAt(index, tier.ratio[index]);
            } else {
                left[count++] = index;
            }
        }
        return count == left.length ? all : tier.bottleneck(Arrays.copyOf(left, count), sum);
    }

    /** Of a flow that failed, what each connected part lacks, or each with too much cannot hand on: the side with more parts. */
    private void addBottlenecks(List<Bottleneck> bottlenecks) {
        List<Bottleneck> lacking = bottlenecksOf(parts(true), true);
        List<Bottleneck> overflowing = bottlenecksOf(parts(false), false);
        bottlenecks.addAll(lacking.size() > overflowing.size() ? lacking : overflowing);
    }

    /** Numbers the parts of the network that are starved, or those that are not, connected by arcs whose flow can change. */
    private int[] parts(boolean starved) {
        int[] part = new int[network.vertices];
        Arrays.fill(part, FlowNetwork.UNSEEN);
        int[] queue = new int[network.vertices];
        int parts = 0;
        for (int root = 0; root < network.vertices; root++) {
            if (network.starved(root) != starved || part[root] != FlowNetwork.UNSEEN) {
                continue;
            }
            int queued = 0;
            queue[queued++] = root;
            part[root] = parts;
            for (int position = 0; position < queued; position++) {
                int vertex = queue[position];
                for (int slot = network.firstIncident[vertex]; slot < network.firstIncident[vertex + 1]; slot++) {
                    int step = network.incident[slot];
                    int to = network.destination(step);
                    if (part[to] == FlowNetwork.UNSEEN
                            && network.starved(to) == starved
                            && network.low[step >> 1] < network.cap[step >> 1]) {
                        part[to] = parts;
                        queue[queued++] = to;
                    }
                }
            }
            parts++;
        }
        return part;
    }

    /** For each part that its bounds make lack flow, or that has too much: what those who are not settled can have. */
    private List<Bottleneck> bottlenecksOf(int[] part, boolean starved) {
        int parts = Ints.max(part) + 1;
        long[] sum = new long[parts];
        long[] lack = new long[parts];
        int[] count = new int[parts];
        for (int at = 0; at < network.arcs; at++) {
            int into = part[into(at, starved)];
            int outOf = part[into(at, !starved)];
            if (into != outOf && into >= 0) {
                // Arcs without bounds are many together, and all that matters of them is that they are much.
                sum[into] = LongMath.saturatedAdd(sum[into], network.cap[at]);
                lack[into] = LongMath.saturatedSubtract(lack[into], network.cap[at]);
            }
            if (into != outOf && outOf >= 0) {
                sum[outOf] = LongMath.saturatedSubtract(sum[outOf], network.low[at]);
                lack[outOf] = LongMath.saturatedAdd(lack[outOf], network.low[at]);
                for (int index = tier.firstMember[at]; index >= 0; index = tier.nextMember[index]) {
                    count[outOf] += settled[index] ? 0 : 1;
                    sum[outOf] = LongMath.saturatedAdd(sum[outOf], settled[index] ? 0 : tier.given[index]);
                }
            }
        }
        int[][] found = new int[parts][];
        Arrays.setAll(found, number -> new int[lack[number] > 0 ? count[number] : 0]);
        Arrays.fill(count, 0);
        for (int at = 0; at < network.arcs; at++) {
            int into = part[into(at, starved)];
            int outOf = part[into(at, !starved)];
            if (into != outOf && outOf >= 0 && lack[outOf] > 0) {
                for (int index = tier.firstMember[at]; index >= 0; index = tier.nextMember[index]) {
                    if (!settled[index]) {
                        found[outOf][count[outOf]++] = index;
                    }
                }
            }
        }
        List<Bottleneck> bottlenecks = new ArrayList<>();
        for (int number = 0; number < parts; number++) {
            if (lack[number] <= 0) {
                continue;
            }
            if (tier.total(found[number], 0) <= sum[number]) {
                bottlenecks.add(tier.bottleneck(found[number], sum[number]));
            } else {
                loosen(number, part, starved);
            }
        }
        return bottlenecks;
    }

    /** The end of an arc whose upper bound limits what its part can have: the head on the starved side, the tail on the other. */
    private int into(int at, boolean starved) {
        return starved ? network.head[at] : network.tail[at];
    }

    /** Lets more than what is settled pass into a part, which those within it need by what was rounded to the grid. */
    private void loosen(int number, int[] part, boolean starved) {
        boolean loosened = false;
        for (int at = 0; at < network.arcs; at++) {
            int into = part[into(at, starved)];
            int outOf = part[into(at, !starved)];
            if (into == number && outOf != number && network.cap[at] < openCap[at]) {
                network.setBounds(at, network.low[at], openCap[at]);
                loosened = true;
            }
        }
        if (!loosened) {
            throw new IllegalStateException("a tier is starved, but none of its guarantees draws on the starved part");
        }
    }
}
