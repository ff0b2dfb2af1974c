package io.trafficallocator.proof;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.trafficallocator.solve.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
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
