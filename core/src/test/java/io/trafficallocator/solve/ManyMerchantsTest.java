package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * So many merchants that they are cut into pieces: a few guaranteed, capped or boosted, some so large that the
 * concentration limit holds them, and all others free.
 */
class ManyMerchantsTest {
    private static final int MERCHANTS = 80_000;
    private static final int PLACEMENTS = 7;
    private static final int ROWS = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whole_numbers_are_the_same_on_any_threads_and_whatever_is_kept(long seed) {
        Problem problem = problem(seed);
        Solution one = Solver.solve(problem, Workers.of(1));
        Solution three = Solver.solve(problem, Workers.of(3));
        Solution brief = Solver.solveBriefly(problem, Workers.of(2));
        for (Solution other : new Solution[] {three, brief}) {
            assertThat(other.planned()).as("seed %d", seed).isEqualTo(one.planned());
            assertThat(other.price()).as("seed %d", seed).isEqualTo(one.price());
            assertThat(other.exponent()).as("seed %d", seed).isEqualTo(one.exponent());
            assertThat(other.boostSpend()).as("seed %d", seed).isEqualTo(one.boostSpend());
            assertThat(other.unallocated()).as("seed %d", seed).isEqualTo(one.unallocated());
            assertThat(other.multipliers().merchant())
                    .as("seed %d", seed)
                    .isEqualTo(one.multipliers().merchant());
            assertThat(other.multipliers().factor())
                    .as("seed %d", seed)
                    .isEqualTo(one.multipliers().factor());
        }
        assertThat(three.real()).as("seed %d", seed).isEqualTo(one.real());
        assertThat(three.share()).as("seed %d", seed).isEqualTo(one.share());
        assertThat(brief.real()).as("seed %d", seed).isEmpty();
        assertThat(brief.share()).as("seed %d", seed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_cell_has_the_form_and_every_sum_is_exact(long seed) {
        Problem problem = problem(seed);
        Solution solution = Solver.solve(problem, Workers.of(2));
        double[] multiplier = new double[problem.cells()];
        Arrays.fill(multiplier, 1);
        Solution.Multipliers multipliers = solution.multipliers();
        for (int index = 0; index < multipliers.merchant().length; index++) {
            int owner = multipliers.merchant()[index];
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                if (problem.covers(multipliers.scope()[index], problem.placement()[cell])) {
                    multiplier[cell] *= multipliers.factor()[index];
                }
            }
        }
        long[] left = problem.supply().clone();
        double[] share = new double[PLACEMENTS];
        int limited = 0;
        for (int cell = 0; cell < problem.cells(); cell++) {
            int placement = problem.placement()[cell];
            double form = solution.share()[cell] * solution.price()[placement] * multiplier[cell];
            long impressions = solution.planned().get(cell);
            assertThat(Math.abs(solution.real()[cell] - form))
                    .as("seed %d, real of cell %d", seed, cell)
                    .isLessThanOrEqualTo(1e-6 * (1 + form));
            assertThat(Math.abs(impressions - solution.real()[cell]))
                    .as("seed %d, cell %d", seed, cell)
                    .isLessThan(1 + 1e-6);
            assertThat(impressions).as("seed %d, cell %d", seed, cell).isBetween(0L, problem.cellLimit()[placement]);
            limited += impressions == problem.cellLimit()[placement] ? 1 : 0;
            left[placement] -= impressions;
            share[placement] += solution.share()[cell];
        }
        assertThat(left).as("seed %d", seed).isEqualTo(solution.unallocated());
        assertThat(left).as("seed %d", seed).containsOnly(0);
        assertThat(limited)
                .as("seed %d: cells at the concentration limit", seed)
                .isPositive();
        for (int placement = 0; placement < PLACEMENTS; placement++) {
            assertThat(share[placement] / problem.supply()[placement])
                    .as("seed %d, shares of placement %d", seed, placement)
                    .isBetween(1 - 1e-9, 1 + 1e-9);
        }
        assertThat(solution.exponent()[0]).as("seed %d", seed).isBetween(0.01, 0.99);
        assertThat(solution.boostSpend()[0]).as("seed %d", seed).isLessThanOrEqualTo(problem.boostPool()[0]);
        for (int index = 0; index < problem.guarantees().merchant().length; index++) {
            int owner = problem.guarantees().merchant()[index];
            long sum = 0;
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                sum += problem.covers(problem.guarantees().scope()[index], problem.placement()[cell])
                        ? solution.planned().get(cell)
                        : 0;
            }
            assertThat(sum).as("seed %d, guarantee %d", seed, index).isGreaterThanOrEqualTo(solution.level()[index]);
            assertThat(solution.level()[index])
                    .as("seed %d, guarantee %d", seed, index)
                    .isEqualTo(problem.guarantees().amount()[index]);
        }
    }

    private static Problem problem(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] start = new int[MERCHANTS + 1];
        int[] placement = new int[MERCHANTS * ROWS];
        double[] weight = new double[placement.length];
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            double trade = merchant % 9973 == 0 ? 5000 : Math.pow(1 - random.nextDouble(), -0.5);
            int first = random.nextInt(PLACEMENTS - 2 * (ROWS - 1));
            for (int row = 0; row < ROWS; row++) {
                placement[merchant * ROWS + row] = first + 2 * row;
                weight[merchant * ROWS + row] = trade * random.nextDouble(0.5, 1.5);
            }
            start[merchant + 1] = (merchant + 1) * ROWS;
        }
        long[] supply = new long[PLACEMENTS];
        long[] limit = new long[PLACEMENTS];
        for (int index = 0; index < PLACEMENTS; index++) {
            supply[index] = random.nextLong(1_000_000, 2_000_000);
            limit[index] = supply[index] / 400;
        }
        int[] guaranteed = every(37, 5);
        int[] capped = every(101, 7);
        int[] boosted = every(29, 11);
        return new Problem(
                supply,
                new int[PLACEMENTS],
                1,
                limit,
                new double[PLACEMENTS],
                start,
                placement,
                weight,
                new Problem.Caps(capped, new int[capped.length], filled(capped.length, 20)),
                new Problem.Guarantees(
                        guaranteed, new int[guaranteed.length], filled(guaranteed.length, 15), ones(guaranteed.length)),
                new Problem.Boosts(
                        boosted,
                        new int[boosted.length],
                        Arrays.stream(boosted).mapToDouble(any -> 1.5).toArray(),
                        new int[boosted.length]),
                4,
                new double[] {60_000},
                new boolean[] {false});
    }

    private static int[] every(int step, int offset) {
        int[] merchants = new int[(MERCHANTS - offset + step - 1) / step];
        Arrays.setAll(merchants, index -> offset + index * step);
        return merchants;
    }

    private static long[] filled(int length, long amount) {
        long[] amounts = new long[length];
        Arrays.fill(amounts, amount);
        return amounts;
    }

    private static int[] ones(int length) {
        int[] ones = new int[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
