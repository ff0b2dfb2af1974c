package io.trafficallocator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.parallel.Workers;
import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import io.trafficallocator.solve.Solver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever the search begins, it ends at the same plan, but for one impression in a cell. */
class WarmStartTest {
    private static final Workers ONE = Workers.of(1);
    private static final long TIMES = 100_000;

    @ParameterizedTest
    @CsvSource({"TINY, 1000", "SMALL, 200", "MEDIUM, 20"})
    void ends_at_the_same_plan(RandomProblems.Size size, long seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            Problem problem = RandomProblems.of(seed, size);
            SplittableRandom random = new SplittableRandom(seed);
            Solution cold = Solver.solve(problem, ONE);
            double[] price = new double[problem.supply().length];
            double[] exponent = new double[problem.boostPool().length];
            for (int placement = 0; placement < price.length; placement++) {
                price[placement] = Math.exp(random.nextDouble(-3, 3));
            }
            for (int group = 0; group < exponent.length; group++) {
                exponent[group] = random.nextDouble(0.01, 1);
            }
            String name = size + " seed " + seed;
            compare(name + ", from its end", problem, cold, new Solver.Start(cold.price(), cold.exponent()));
            compare(name + ", from anywhere", problem, cold, new Solver.Start(price, exponent));
        }
    }

    /** Where supplies are large, a number of the grid moves many impressions: rough projections must not choose it. */
    @Test
    void large_supplies_end_at_the_same_exponents() {
        List<String> others = new ArrayList<>();
        for (long seed = 0; seed < 300; seed++) {
            Problem problem = enlarged(RandomProblems.of(seed, RandomProblems.Size.SMALL));
            SplittableRandom random = new SplittableRandom(seed);
            Solution cold = Solver.solve(problem, ONE);
            double[] price = cold.price().clone();
            Arrays.setAll(price, placement -> price[placement] * Math.exp(random.nextDouble(-3e-5, 3e-5)));
            Solution warm = Solver.solve(
                    problem, new Solver.Start(price, cold.exponent().clone()), ONE);
            if (!Arrays.equals(cold.exponent(), warm.exponent())) {
                others.add("seed " + seed + ": " + Arrays.toString(cold.exponent()) + " became "
                        + Arrays.toString(warm.exponent()));
            }
        }
        // Where several pools depend on each other, a spend can lie so near to a pool that both answers are right.
        assertThat(others).hasSizeLessThanOrEqualTo(3);
    }

    private static Problem enlarged(Problem small) {
        Problem.Caps caps = small.caps();
        Problem.Guarantees guarantees = small.guarantees();
        return new Problem(
                times(small.supply()),
                small.field(),
                small.fields(),
                times(small.cellLimit()),
                small.yuanPerImpression(),
                small.start(),
                small.placement(),
                small.weight(),
                new Problem.Caps(caps.merchant(), caps.scope(), times(caps.amount())),
                new Problem.Guarantees(
                        guarantees.merchant(), guarantees.scope(), times(guarantees.amount()), guarantees.tier()),
                small.boosts(),
                small.boostLimit(),
                Arrays.stream(small.boostPool()).map(pool -> pool * TIMES).toArray(),
                small.boostPoolInYuan());
    }

    private static long[] times(long[] impressions) {
        return Arrays.stream(impressions)
                .map(each -> each > Long.MAX_VALUE / 8 / TIMES ? each : each * TIMES)
                .toArray();
    }

    private static void compare(String name, Problem problem, Solution cold, Solver.Start start) {
        Solution warm = Solver.solve(problem, start, ONE);
        assertThat(PlanInvariants.violations(problem, warm)).as(name).isEmpty();
        assertThat(warm.level()).as(name).isEqualTo(cold.level());
        for (int cell = 0; cell < problem.weight().length; cell++) {
            assertThat(Math.abs(warm.planned().get(cell) - cold.planned().get(cell)))
                    .as(
                            "%s: cell %d has %d, was %d; exponents %s, were %s",
                            name,
                            cell,
                            warm.planned().get(cell),
                            cold.planned().get(cell),
                            Arrays.toString(warm.exponent()),
                            Arrays.toString(cold.exponent()))
                    .isLessThanOrEqualTo(1);
        }
    }
}
