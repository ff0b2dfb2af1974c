package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Collects a {@link Problem} piece by piece, in any order. */
public final class ProblemDraft {
    private record Bound(int merchant, int scope, long amount, int tier, long even) {}

    private record Boost(int merchant, int scope, double factor, int group) {}

    private final List<Long> supply = new ArrayList<>();
    private final List<Integer> field = new ArrayList<>();
    private final List<Long> cellLimit = new ArrayList<>();
    private final List<Double> price = new ArrayList<>();
    private final List<TreeMap<Integer, Double>> weights = new ArrayList<>();
    private final List<Bound> caps = new ArrayList<>();
    private final List<Bound> guarantees = new ArrayList<>();
    private final List<Boost> boosts = new ArrayList<>();
    private final List<Double> pools = new ArrayList<>();
    private final List<Boolean> poolInYuan = new ArrayList<>();
    private double boostLimit = Double.POSITIVE_INFINITY;

    /** Returns the placement's number. */
    public int placement(long impressions, int inField, long mostPerMerchant, double yuanPerImpression) {
        supply.add(impressions);
        field.add(inField);
        cellLimit.add(mostPerMerchant);
        price.add(yuanPerImpression);
        return supply.size() - 1;
    }

    public int placement(long impressions, int inField) {
        return placement(impressions, inField, impressions, 0);
    }

    /** Returns the merchant's number. */
    public int merchant() {
        weights.add(new TreeMap<>());
        return weights.size() - 1;
    }

    public ProblemDraft cell(int merchant, int placement, double weight) {
        weights.get(merchant).put(placement, weight);
        return this;
    }

    public ProblemDraft cap(int merchant, int scope, long amount) {
        caps.removeIf(cap -> cap.merchant == merchant && cap.scope == scope);
        caps.add(new Bound(merchant, scope, amount, 0, amount));
        return this;
    }

    public ProblemDraft guarantee(int merchant, int scope, long amount, int tier) {
        return guarantee(merchant, scope, amount, amount, tier);
    }

    public ProblemDraft guarantee(int merchant, int scope, long amount, long even, int tier) {
        guarantees.add(new Bound(merchant, scope, amount, tier, even));
        return this;
    }

    /** Pools that run short leave an odd impression to the first of those to whom they promise as much. */
    public void dealOddImpressions(SplittableRandom random, Set<Integer> merchants) {
        Map<List<Long>, Integer> last = new HashMap<>();
        guarantees.replaceAll(bound -> {
            List<Long> pool = List.of((long) bound.scope, (long) bound.tier, bound.amount);
            int end = last.computeIfAbsent(pool, key -> random.nextInt(weights.size() + 1));
            return merchants.contains(bound.merchant) && bound.merchant < end
                    ? new Bound(bound.merchant, bound.scope, bound.amount + 1, bound.tier, bound.even)
                    : bound;
        });
    }

    public ProblemDraft boost(int merchant, int scope, double factor, int group) {
        boosts.add(new Boost(merchant, scope, factor, group));
        return this;
    }

    /** Returns the group's number. */
    public int boostGroup(double pool, boolean inYuan) {
        pools.add(pool);
        poolInYuan.add(inYuan);
        return pools.size() - 1;
    }

    public ProblemDraft boostLimit(double factor) {
        this.boostLimit = factor;
        return this;
    }

    public int fields() {
        return field.stream().mapToInt(f -> f + 1).max().orElse(0);
    }

    public int scopeOfField(int number) {
        return 1 + number;
    }

    /** Call it when every placement is there. */
    public int scopeOfPlacement(int number) {
        return 1 + fields() + number;
    }

    /** Gives another merchant the same cells and bounds, and returns its number. */
    public int twinOf(int merchant) {
        int twin = merchant();
        weights.get(twin).putAll(weights.get(merchant));
        List.copyOf(caps).stream().filter(b -> b.merchant == merchant).forEach(b -> cap(twin, b.scope, b.amount));
        List.copyOf(guarantees).stream()
                .filter(b -> b.merchant == merchant)
                .forEach(b -> guarantee(twin, b.scope, b.amount, b.even, b.tier));
        List.copyOf(boosts).stream()
                .filter(b -> b.merchant == merchant)
                .forEach(b -> boost(twin, b.scope, b.factor, b.group));
        return twin;
    }

    public Problem build() {
        int[] start = new int[weights.size() + 1];
        for (int m = 0; m < weights.size(); m++) {
            start[m + 1] = start[m] + weights.get(m).size();
        }
        Comparator<Bound> order = Comparator.comparingInt(Bound::merchant)
                .thenComparingInt(Bound::scope)
                .thenComparingInt(Bound::tier);
        caps.sort(order);
        guarantees.sort(order);
        boosts.sort(Comparator.comparingInt(Boost::merchant).thenComparingInt(Boost::scope));
        boolean[] inYuan = new boolean[poolInYuan.size()];
        for (int group = 0; group < inYuan.length; group++) {
            inYuan[group] = poolInYuan.get(group);
        }
        return new Problem(
                longs(supply),
                ints(field),
                fields(),
                longs(cellLimit),
                doubles(price),
                start,
                weights.stream()
                        .flatMap(row -> row.keySet().stream())
                        .mapToInt(Integer::intValue)
                        .toArray(),
                weights.stream()
                        .flatMap(row -> row.values().stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                new Problem.Caps(
                        caps.stream().mapToInt(Bound::merchant).toArray(),
                        caps.stream().mapToInt(Bound::scope).toArray(),
                        caps.stream().mapToLong(Bound::amount).toArray()),
                new Problem.Guarantees(
                        guarantees.stream().mapToInt(Bound::merchant).toArray(),
                        guarantees.stream().mapToInt(Bound::scope).toArray(),
                        guarantees.stream().mapToLong(Bound::amount).toArray(),
                        guarantees.stream().mapToLong(Bound::even).toArray(),
                        guarantees.stream().mapToInt(Bound::tier).toArray()),
                new Problem.Boosts(
                        boosts.stream().mapToInt(Boost::merchant).toArray(),
                        boosts.stream().mapToInt(Boost::scope).toArray(),
                        boosts.stream().mapToDouble(Boost::factor).toArray(),
                        boosts.stream().mapToInt(Boost::group).toArray()),
                boostLimit,
                doubles(pools),
                inYuan);
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The problem as statements that build it again: the smallest reproduction to put into a report. */
    public static String print(Problem problem) {
        StringBuilder text = new StringBuilder("supply " + Arrays.toString(problem.supply()) + " field "
                + Arrays.toString(problem.field()) + " cellLimit " + Arrays.toString(problem.cellLimit())
                + " yuan " + Arrays.toString(problem.yuanPerImpression()) + "\n");
        for (int m = 0; m + 1 < problem.start().length; m++) {
            text.append("merchant ").append(m).append(':');
            for (int c = problem.start()[m]; c < problem.start()[m + 1]; c++) {
                text.append(" p").append(problem.placement()[c]).append('=').append(problem.weight()[c]);
            }
            text.append('\n');
        }
        Problem.Caps caps = problem.caps();
        for (int b = 0; b < caps.merchant().length; b++) {
            text.append("cap m" + caps.merchant()[b] + " s" + caps.scope()[b] + " <= " + caps.amount()[b] + "\n");
        }
        Problem.Guarantees g = problem.guarantees();
        for (int b = 0; b < g.merchant().length; b++) {
            text.append("guarantee " + b + ": m" + g.merchant()[b] + " s" + g.scope()[b] + " >= " + g.amount()[b]
                    + (g.even()[b] < g.amount()[b] ? " (odd)" : "")
                    + " tier " + g.tier()[b] + "\n");
        }
        Problem.Boosts boosts = problem.boosts();
        for (int b = 0; b < boosts.merchant().length; b++) {
            text.append("boost m" + boosts.merchant()[b] + " s" + boosts.scope()[b] + " x " + boosts.factor()[b]
                    + " group " + boosts.group()[b] + "\n");
        }
        return text + "boostLimit " + problem.boostLimit() + " pools " + Arrays.toString(problem.boostPool())
                + " inYuan " + Arrays.toString(problem.boostPoolInYuan()) + " fields " + problem.fields();
    }
}
