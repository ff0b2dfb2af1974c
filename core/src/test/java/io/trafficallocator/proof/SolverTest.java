package io.trafficallocator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.trafficallocator.solve.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the solver to the referee on random problems of every shape. */
class SolverTest {
    @ParameterizedTest
    @CsvSource({
        "TINY, 0, 1000",
        "SMALL, 0, 200",
        "MEDIUM, 0, 20",
        "ALIKE, 0, 400",
        "ALIKE, 2904, 2905",
        "ALIKE, 18322, 18323"
    })
    void solves_every_problem_exactly(RandomProblems.Size size, long from, long to) {
        solveAll(size, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"TINY, 1000, 4000", "SMALL, 200, 2000", "MEDIUM, 20, 200", "ALIKE, 400, 4000"})
    void solves_many_more_problems_exactly(RandomProblems.Size size, long from, long to) {
        solveAll(size, from, to);
    }

    /** Where equal merchants are two apart even after their levels were dealt out again. */
    @Test
    void equal_merchants_are_even_where_the_plan_moves_with_their_levels() {
        ProblemDraft draft = new ProblemDraft();
        draft.placement(423, 1, 423, 0.02891);
        draft.placement(509, 1, 510, 0.01889);
        draft.placement(305, 0, 305, 0.02682);
        draft.placement(64, 1, 64, 0.03439);
        draft.placement(38, 1, 42, 0.02816);
        merchant(draft, 38, 13, 2, 27, 22);
        for (int merchant = 1; merchant <= 4; merchant++) {
            merchant(draft, 10, 13, 38, 20, 44);
        }
        merchant(draft, 34, 24, 38, 48, 24);
        merchant(draft, 34, 24, 38, 48, 24);
        draft.guarantee(0, 2, 7, 6, 1);
        for (int merchant = 1; merchant <= 4; merchant++) {
            draft.guarantee(merchant, 0, 569, 1);
            draft.guarantee(merchant, 3, merchant == 1 ? 9 : 8, 8, 1);
            draft.guarantee(merchant, 7, 28, 2);
        }
        draft.boostGroup(Double.POSITIVE_INFINITY, false);
        draft.boostGroup(0, false);
        draft.boostGroup(1095, false);
        draft.boost(0, 3, 2, 1).boost(0, 6, 3, 2).boost(5, 7, 3.5, 1).boost(6, 7, 3.5, 1);
        assertThat(SolverVerdict.faults(draft.build())).isEmpty();
    }

    /** Where three placements leave four merchants a choice within one impression, and prices far from it tell nothing of the way. */
    @Test
    void prices_are_found_where_hardly_any_cell_is_between_its_bounds() {
        ProblemDraft draft = new ProblemDraft();
        draft.placement(274, 0, 69, 0.15);
        draft.placement(1894, 1, 474, 0.05);
        draft.placement(201, 1, 51, 0.05);
        draft.placement(642, 1, 161, 0.1);
        draft.placement(733, 0, 184, 0.05);
        for (int merchant = 0; merchant < 4; merchant++) {
            merchant(draft, 0, 1, 1, 1, 11.91481072356853);
            draft.guarantee(merchant, 2, 896, 1);
            draft.guarantee(merchant, 4, 327, 1);
            draft.guarantee(merchant, 7, 711, 1);
            draft.boost(merchant, 1, 3, 0);
        }
        merchant(draft, 7, 0, 1, 6, 0);
        merchant(draft, 0, 2, 4, 2, 0);
        merchant(draft, 8, 0, 0, 4, 6);
        draft.boostGroup(Double.POSITIVE_INFINITY, false);
        draft.boostGroup(120.93727867283022, false);
        assertThat(SolverVerdict.faults(draft.build())).isEmpty();
    }

    private static void merchant(ProblemDraft draft, double... weights) {
        int merchant = draft.merchant();
        for (int placement = 0; placement < weights.length; placement++) {
            if (weights[placement] > 0) {
                draft.cell(merchant, placement, weights[placement]);
            }
        }
    }

    private static void solveAll(RandomProblems.Size size, long from, long to) {
        for (long seed = from; seed < to; seed++) {
            Problem problem = RandomProblems.of(seed, size);
            String name = size + " seed " + seed;
            boolean right = assertTimeoutPreemptively(
                    Duration.ofMinutes(1), () -> SolverVerdict.faults(problem).isEmpty(), name);
            if (!right) {
                throw new AssertionError(SolverVerdict.report(problem, name));
            }
        }
    }
}
