package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Small problems, written by hand or drawn at random. */
final class Cases {
    private record Bound(int merchant, int scope, double amount, int tier) {}

    private final List<long[]> placements = new ArrayList<>();
    private final List<double[]> merchants = new ArrayList<>();
    private final List<Bound> caps = new ArrayList<>();
    private final List<Bound> guarantees = new ArrayList<>();
    private final List<Bound> boosts = new ArrayList<>();
    private double concentration = 1;
    private double[] pools = {};
    private double boostLimit = Double.POSITIVE_INFINITY;

    Cases placement(long supply, int field) {
        placements.add(new long[] {supply, field});
        return this;
    }

    /** A weight for each placement; 0 is no cell. */
    Cases merchant(double... weights) {
        merchants.add(weights);
        return this;
    }

    Cases cap(int merchant, int scope, long amount) {
        caps.add(new Bound(merchant, scope, amount, 0));
        return this;
    }

    Cases guarantee(int merchant, int scope, long amount, int tier) {
        guarantees.add(new Bound(merchant, scope, amount, tier));
        return this;
    }

    Cases boost(int merchant, int scope, double factor, int group) {
        boosts.add(new Bound(merchant, scope, factor, group));
        return this;
    }

    Cases pools(double... impressions) {
        pools = impressions;
        return this;
    }

    Problem build() {
        int count = placements.size();
        long[] supply = new long[count];
        int[] field = new int[count];
        long[] limit = new long[count];
        double[] price = new double[count];
        int fields = 0;
        for (int index = 0; index < count; index++) {
            supply[index] = placements.get(index)[0];
            field[index] = (int) placements.get(index)[1];
            fields = Math.max(fields, field[index] + 1);
            limit[index] = (long) (concentration * supply[index]);
            price[index] = 0.01;
        }
        int[] start = new int[merchants.size() + 1];
        List<Integer> cells = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int owner = 0; owner < merchants.size(); owner++) {
            for (int index = 0; index < count; index++) {
                if (merchants.get(owner)[index] > 0) {
                    cells.add(index);
                    weights.add(merchants.get(owner)[index]);
                }
            }
            start[owner + 1] = cells.size();
        }
        Comparator<Bound> order = Comparator.comparingInt(Bound::merchant).thenComparingInt(Bound::scope);
        caps.sort(order);
        guarantees.sort(order);
        boosts.sort(order);
        return new Problem(
                supply,
                field,
                fields,
                limit,
                price,
                start,
                cells.stream().mapToInt(Integer::intValue).toArray(),
                weights.stream().mapToDouble(Double::doubleValue).toArray(),
                new Problem.Caps(owners(caps), scopes(caps), amounts(caps)),
                new Problem.Guarantees(
                        owners(guarantees),
                        scopes(guarantees),
                        amounts(guarantees),
                        guarantees.stream().mapToInt(Bound::tier).toArray()),
                new Problem.Boosts(
                        owners(boosts),
                        scopes(boosts),
                        boosts.stream().mapToDouble(Bound::amount).toArray(),
                        boosts.stream().mapToInt(Bound::tier).toArray()),
                boostLimit,
                pools,
                new boolean[pools.length]);
    }

    private static int[] owners(List<Bound> bounds) {
        return bounds.stream().mapToInt(Bound::merchant).toArray();
    }

    private static int[] scopes(List<Bound> bounds) {
        return bounds.stream().mapToInt(Bound::scope).toArray();
    }

    private static long[] amounts(List<Bound> bounds) {
        return bounds.stream().mapToLong(bound -> (long) bound.amount()).toArray();
    }

    static Problem random(SplittableRandom random) {
        Cases cases = new Cases();
        int count = random.nextInt(1, 6);
        int fields = random.nextInt(1, 3);
        int merchants = random.nextInt(0, 14);
        for (int index = 0; index < count; index++) {
            cases.placement(
                    random.nextInt(5) == 0 ? 0 : random.nextInt(1, 300),
                    index == 0 ? fields - 1 : random.nextInt(fields));
        }
        cases.concentration = random.nextInt(3) == 0 ? random.nextDouble(0.05, 1) : 1;
        boolean wild = random.nextInt(4) == 0;
        for (int owner = 0; owner < merchants; owner++) {
            double[] weights = new double[count];
            for (int index = 0; index < count; index++) {
                weights[index] = random.nextInt(3) == 0
                        ? 0
                        : wild ? Math.pow(10, random.nextDouble(-6, 6)) : random.nextInt(1, 20);
            }
            cases.merchant(weights);
            for (int scope = 0; scope <= fields + count; scope++) {
                if (random.nextInt(8) == 0) {
                    cases.cap(owner, scope, random.nextInt(0, 120));
                }
                if (random.nextInt(6) == 0) {
                    cases.guarantee(owner, scope, random.nextInt(1, 90), random.nextInt(1, 3));
                }
                if (random.nextInt(8) == 0) {
                    cases.boost(owner, scope, random.nextDouble(1, 6), random.nextInt(2));
                }
            }
        }
        cases.pools(random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(0, 60), random.nextInt(0, 200));
        cases.boostLimit = random.nextInt(2) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble(1, 8);
        return cases.build();
    }

    /** The same with supplies of up to a trillion, and all else in proportion. */
    static Problem enlarged(Problem problem, SplittableRandom random) {
        long times = 3_300_000_000L;
        long[] supply = Arrays.stream(problem.supply())
                .map(impressions -> impressions == 0 ? 0 : impressions * times + random.nextLong(times))
                .toArray();
        long[] limit = problem.cellLimit().clone();
        Arrays.setAll(
                limit,
                index -> limit[index] == problem.supply()[index] ? supply[index] : Math.max(1, limit[index]) * times);
        Problem.Guarantees guarantees = problem.guarantees();
        return new Problem(
                supply,
                problem.field(),
                problem.fields(),
                limit,
                problem.yuanPerImpression(),
                problem.start(),
                problem.placement(),
                problem.weight(),
                new Problem.Caps(
                        problem.caps().merchant(),
                        problem.caps().scope(),
                        times(problem.caps().amount(), random, times)),
                new Problem.Guarantees(
                        guarantees.merchant(),
                        guarantees.scope(),
                        times(guarantees.amount(), random, times),
                        guarantees.tier()),
                problem.boosts(),
                problem.boostLimit(),
                Arrays.stream(problem.boostPool())
                        .map(pool -> pool * (double) times)
                        .toArray(),
                problem.boostPoolInYuan());
    }

    private static long[] times(long[] amounts, SplittableRandom random, long times) {
        return Arrays.stream(amounts)
                .map(amount -> amount * times + random.nextLong(times))
                .toArray();
    }

    static void check(String name, Problem problem, Solution solution) {
        check(name, problem, solution, 1 + 1e-6);
    }

    /** @param rounding by less than which a cell is off its real number */
    static void check(String name, Problem problem, Solution solution, double rounding) {
        long[] left = problem.supply().clone();
        for (int owner = 0; owner < problem.merchants(); owner++) {
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                int placement = problem.placement()[cell];
                long value = solution.impressions()[cell];
                assertThat(value).as("%s: cell %d", name, cell).isBetween(0L, problem.cellLimit()[placement]);
                assertThat(Math.abs(value - solution.real()[cell]))
                        .as("%s: cell %d off %f", name, cell, solution.real()[cell])
                        .isLessThan(rounding);
                left[placement] -= value;
            }
        }
        assertThat(solution.unallocated()).as(name).isEqualTo(left);
        for (long rest : left) {
            assertThat(rest).as(name).isNotNegative();
        }
        for (int cap = 0; cap < problem.caps().merchant().length; cap++) {
            assertThat(planned(
                            problem,
                            solution,
                            problem.caps().merchant()[cap],
                            problem.caps().scope()[cap]))
                    .as("%s: cap %d", name, cap)
                    .isLessThanOrEqualTo(problem.caps().amount()[cap]);
        }
        for (int index = 0; index < problem.guarantees().merchant().length; index++) {
            assertThat(planned(
                            problem,
                            solution,
                            problem.guarantees().merchant()[index],
                            problem.guarantees().scope()[index]))
                    .as("%s: guarantee %d", name, index)
                    .isGreaterThanOrEqualTo(solution.level()[index]);
        }
        for (int group = 0; group < problem.boostPool().length; group++) {
            assertThat(solution.boostSpend()[group]).as(name).isLessThanOrEqualTo(problem.boostPool()[group]);
        }
    }

    private static long planned(Problem problem, Solution solution, int owner, int scope) {
        long sum = 0;
        for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
            if (problem.covers(scope, problem.placement()[cell])) {
                sum += solution.impressions()[cell];
            }
        }
        return sum;
    }
}
