package io.trafficallocator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trafficallocator.parallel.Workers;
import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import io.trafficallocator.solve.Solver;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the solver to OR-Tools and to the references on the batch instance of {@link OlistProblem}, and prints a table.
 * Run it with {@code mvn -B -Pslow -pl core test -Dtest=OlistTest}.
 */
class OlistTest {
    private static final long[] WEIGHT = {4, 1};

    @BeforeEach
    void needsItsData() {
        assumeTrue(OlistProblem.available(), "the Olist files are not in " + OlistProblem.folder());
    }

    @ParameterizedTest
    @CsvSource({"0.6", "0.9", "1.1"})
    void four_weeks_are_solved_exactly(double sellThrough) throws IOException {
        OlistProblem olist = OlistProblem.of(LocalDate.of(2018, 4, 12), 4, sellThrough);
        assertThat(olist.problem().supply()).hasSize(232);
        assertThat(olist.fresh()).hasSize(1110);
        assertThat(olist.problem().placement()).hasSize(13_099);
        judge(olist.problem(), "4 weeks", sellThrough, 300);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0.6", "0.9", "1.1"})
    void fifty_six_weeks_are_solved_exactly(double sellThrough) throws IOException {
        OlistProblem olist = OlistProblem.of(LocalDate.of(2017, 6, 8), 56, sellThrough);
        assertThat(olist.problem().placement()).hasSize(308_873);
        judge(olist.problem(), "56 weeks", sellThrough, 100);
    }

    private static void judge(Problem problem, String weeks, double sellThrough, int sweeps) {
        long begin = System.nanoTime();
        Solution solution = Solver.solve(problem, Workers.of(2));
        double seconds = (System.nanoTime() - begin) / 1e9;
        long best = MinCostReference.smallestShortfall(problem, WEIGHT);
        long reached = MinCostReference.shortfall(problem, solution.level(), WEIGHT);
        double[] share = Boosting.shares(problem, solution.exponent());
        Face face = Face.of(problem, solution.level());
        assertThat(face).isNotNull();
        KlReference nearest = KlReference.certify(face, share, sweeps, problem, solution);
        double distance = KlReference.distance(solution.real(), share);
        System.out.printf(
                Locale.ROOT,
                "Olist %s at %.1f: %d placements, %d merchants, %d cells; weighted shortfall %d (OR-Tools %d); distance"
                        + " %.6f (lower bound %.6f, relative gap %.1e, reference off by %.1e); %d sweeps, %.3f s%n",
                weeks,
                sellThrough,
                problem.supply().length,
                problem.start().length - 1,
                problem.placement().length,
                reached,
                best,
                distance,
                nearest.lowerBound(),
                (distance - nearest.lowerBound()) / Math.max(1, Math.abs(distance)),
                nearest.violation(),
                solution.sweeps(),
                seconds);
        assertThat(reached).isEqualTo(best);
        assertThat(LeximinProbe.faults(problem, solution.level())).isEmpty();
        assertThat(PlanInvariants.violations(problem, solution)).isEmpty();
        assertThat(Math.abs(distance - nearest.lowerBound())).isLessThan(1e-6 * Math.max(1, Math.abs(distance)));
    }
}
