package io.trafficallocator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tries the referee itself: what it must accept, and what it must refuse. */
class CheckerTest {
    /** Two merchants, two fields; a guarantee, a cap and a boost that all bind. */
    private static Problem problem() {
        ProblemDraft draft = new ProblemDraft();
        int live = draft.placement(100, 0, 60, 0.1);
        int search = draft.placement(50, 1, 50, 0.2);
        int group = draft.boostGroup(3, false);
        int small = draft.merchant();
        int middle = draft.merchant();
        int large = draft.merchant();
        draft.cell(small, live, 1).cell(small, search, 1);
        draft.cell(middle, live, 2).cell(middle, search, 3);
        draft.cell(large, live, 5).cell(large, search, 9);
        draft.guarantee(small, 0, 40, 1).guarantee(middle, draft.scopeOfField(1), 20, 2);
        draft.guarantee(large, draft.scopeOfField(1), 60, 2);
        draft.cap(large, draft.scopeOfPlacement(live), 40);
        draft.boost(middle, 0, 2, group);
        return draft.build();
    }

    @Test
    void accepts_what_the_references_make() {
        for (long seed = 0; seed < 250; seed++) {
            Problem problem = RandomProblems.of(seed, RandomProblems.Size.TINY);
            Solution solution = ReferenceSolver.solve(problem);
            List<String> violations = PlanInvariants.violations(problem, solution);
            // The references round each merchant for itself.
            violations.removeIf(violation -> violation.startsWith("equal merchants"));
            assertThat(violations).as("seed %d", seed).isEmpty();
            assertThat(new LevelReference(problem).faults(solution.level()))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void the_nearest_plan_meets_its_own_lower_bound() {
        for (long seed = 0; seed < 300; seed++) {
            Problem problem = RandomProblems.of(seed, RandomProblems.Size.SMALL);
            double[] ones = new double[problem.boostPool().length];
            java.util.Arrays.fill(ones, 1);
            double[] share = Boosting.shares(problem, ones);
            Face face = Face.of(problem, new long[problem.guarantees().merchant().length]);
            assertThat(face).as("seed %d", seed).isNotNull();
            KlReference nearest = KlReference.of(face, share, 300);
            double distance = KlReference.distance(nearest.x(), share);
            assertThat(nearest.violation()).as("seed %d", seed).isLessThan(1e-9);
            assertThat(distance - nearest.lowerBound())
                    .as("seed %d: distance %s", seed, distance)
                    .isBetween(-1e-6 * Math.max(1, distance), 1e-6 * Math.max(1, distance));
        }
    }

    @Test
    void accepts_the_undamaged_solution() {
        assertThat(PlanInvariants.violations(problem(), ReferenceSolver.solve(problem())))
                .isEmpty();
    }

    @Test
    void refuses_an_impression_too_many_in_a_placement() {
        refused("placement 0 gives", s -> with(s, impressions -> impressions[0]++));
    }

    @Test
    void refuses_a_broken_cap() {
        refused(
                "above its cap",
                s -> with(s, impressions -> {
                    impressions[4]++;
                    impressions[2]--;
                }));
    }

    @Test
    void refuses_a_plan_below_a_level() {
        refused(
                "below its level",
                s -> with(s, impressions -> {
                    impressions[0]--;
                    impressions[2]++;
                }));
    }

    @Test
    void refuses_a_plan_far_from_the_real_solution() {
        refused(
                "not within 1",
                s -> with(s, impressions -> {
                    impressions[0] -= 2;
                    impressions[2] += 2;
                }));
    }

    @Test
    void refuses_supply_left_over_without_need() {
        refused("can be", s -> {
            long[] unallocated = s.unallocated().clone();
            unallocated[0]++;
            Solution less = with(s, impressions -> impressions[2]--);
            return new Solution(
                    less.impressions(),
                    s.real(),
                    s.share(),
                    s.price(),
                    s.multipliers(),
                    s.level(),
                    s.promised(),
                    s.exponent(),
                    s.boostSpend(),
                    unallocated,
                    s.exhausted(),
                    s.cappedBy(),
                    0);
        });
    }

    @Test
    void refuses_a_multiplier_where_nothing_binds() {
        refused("where nothing bounds it", s -> {
            Solution.Multipliers more = new Solution.Multipliers(new int[] {1}, new int[] {1}, new double[] {1.5});
            return multiplied(s, more);
        });
    }

    @Test
    void refuses_a_real_solution_that_is_not_of_the_form() {
        refused(
                "share x price x multipliers",
                s -> multiplied(s, new Solution.Multipliers(new int[0], new int[0], new double[0])));
    }

    @Test
    void refuses_a_shortage_without_a_reason() {
        refused(
                "no reason",
                s -> new Solution(
                        s.impressions(),
                        s.real(),
                        s.share(),
                        s.price(),
                        s.multipliers(),
                        s.level(),
                        s.promised(),
                        s.exponent(),
                        s.boostSpend(),
                        s.unallocated(),
                        new int[s.level().length][0],
                        new int[s.level().length][0],
                        0));
    }

    @Test
    void refuses_levels_that_are_not_leximin() {
        long[] right = new LevelReference(problem()).levels();
        long[] unfair = right.clone();
        unfair[1] -= 3;
        unfair[2] += 3;
        assertThat(new LevelReference(problem()).faults(right)).isEmpty();
        assertThat(new LevelReference(problem()).faults(unfair)).isNotEmpty();
    }

    @Test
    void refuses_an_exponent_that_leaves_the_pool_unused() {
        refused("is dampened to", s -> {
            Solution other = ReferenceSolver.solve(problem());
            double[] exponent = {s.exponent()[0] / 10};
            return new Solution(
                    other.impressions(),
                    s.real(),
                    s.share(),
                    s.price(),
                    s.multipliers(),
                    s.level(),
                    s.promised(),
                    exponent,
                    s.boostSpend(),
                    s.unallocated(),
                    s.exhausted(),
                    s.cappedBy(),
                    0);
        });
    }

    private static void refused(String words, UnaryOperator<Solution> damage) {
        Solution damaged = damage.apply(ReferenceSolver.solve(problem()));
        assertThat(PlanInvariants.violations(problem(), damaged))
                .anySatisfy(violation -> assertThat(violation).contains(words));
    }

    private static Solution with(Solution s, java.util.function.Consumer<long[]> change) {
        long[] impressions = s.impressions().clone();
        change.accept(impressions);
        return new Solution(
                impressions,
                s.real(),
                s.share(),
                s.price(),
                s.multipliers(),
                s.level(),
                s.promised(),
                s.exponent(),
                s.boostSpend(),
                s.unallocated(),
                s.exhausted(),
                s.cappedBy(),
                0);
    }

    private static Solution multiplied(Solution s, Solution.Multipliers multipliers) {
        return new Solution(
                s.impressions(),
                s.real(),
                s.share(),
                s.price(),
                multipliers,
                s.level(),
                s.promised(),
                s.exponent(),
                s.boostSpend(),
                s.unallocated(),
                s.exhausted(),
                s.cappedBy(),
                0);
    }
}
