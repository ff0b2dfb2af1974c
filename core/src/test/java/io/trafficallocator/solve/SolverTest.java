package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.parallel.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolverTest {
    @Test
    void without_rules_the_plan_is_organic_demand_rounded() {
        Solution solution = solve(new Cases()
                .placement(10, 0)
                .placement(7, 0)
                .merchant(1, 1)
                .merchant(3, 1)
                .merchant(6, 5)
                .build());
        assertThat(solution.impressions()).containsExactly(1, 1, 3, 1, 6, 5);
        assertThat(solution.unallocated()).containsExactly(0, 0);
    }

    @Test
    void a_guarantee_lifts_one_merchant_and_the_others_share_the_rest_by_demand() {
        Solution solution = solve(new Cases()
                .placement(100, 0)
                .merchant(1)
                .merchant(49)
                .merchant(50)
                .guarantee(0, 0, 34, 1)
                .build());
        assertThat(solution.level()).containsExactly(34);
        assertThat(solution.impressions()[0]).isEqualTo(34);
        assertThat(solution.real()[1]).isCloseTo(66 * 49 / 99.0, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void scarce_guarantees_are_leximin_and_the_first_tier_goes_first() {
        Solution solution = solve(new Cases()
                .placement(100, 0)
                .merchant(1)
                .merchant(1)
                .merchant(1)
                .merchant(1)
                .guarantee(0, 0, 30, 1)
                .guarantee(1, 0, 100, 2)
                .guarantee(2, 0, 50, 2)
                .build());
        assertThat(solution.level()).containsExactly(30, 47, 23);
        assertThat(solution.impressions()).containsExactly(30, 47, 23, 0);
        assertThat(solution.exhausted()[1]).containsExactly(0);
    }

    @Test
    void caps_leave_impressions_unallocated_only_where_nobody_else_may_take_them() {
        Solution solution = solve(new Cases()
                .placement(1000, 0)
                .placement(1000, 0)
                .merchant(1000, 100)
                .merchant(0, 10)
                .merchant(0, 30)
                .cap(0, 0, 100)
                .build());
        assertThat(solution.unallocated()).containsExactly(900, 0);
        assertThat(solution.impressions()).containsExactly(100, 0, 250, 750);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_limit_and_level_holds_on_random_problems(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 400; round++) {
            Problem problem = Cases.random(random);
            String name = "seed " + seed + ", round " + round;
            Solution solution;
            try {
                solution = solve(problem);
            } catch (RuntimeException e) {
                throw new AssertionError(name, e);
            }
            Cases.check(name, problem, solution);
        }
    }

    /** Real numbers have so many digits alone, and where they are large, sums of them are off by whole impressions. */
    @Test
    void supplies_of_a_trillion_are_rounded_as_well() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 1_500; round++) {
            Problem problem = Cases.enlarged(Cases.random(random), random);
            String name = "round " + round;
            try {
                Cases.check(name, problem, solve(problem), 1.01);
            } catch (RuntimeException e) {
                throw new AssertionError(name, e);
            }
        }
    }

    private static Solution solve(Problem problem) {
        return Solver.solve(problem, Workers.of(2));
    }
}
