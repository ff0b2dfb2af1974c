package io.trafficallocator.proof;

import io.trafficallocator.parallel.Workers;
import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import io.trafficallocator.solve.Solver;
import java.util.ArrayList;
import java.util.List;

/** What the referee says of the solver's answer to a problem. */
final class SolverVerdict {
    /** The relative distance that the objective of the real solution may have from the reference's. */
    private static final double OBJECTIVE_TOLERANCE = 1e-6;

    private static final int SWEEPS = 300;

    private SolverVerdict() {}

    /** Every fault, in words; empty when the answer is right. */
    static List<String> faults(Problem asked) {
        Solution solution = Solver.solve(asked, Workers.of(1));
        List<String> faults = new ArrayList<>(PlanInvariants.violations(asked, solution));
        Problem problem = Promises.asPromised(asked, solution);
        faults.addAll(new LevelReference(problem).faults(solution.level()));
        Face face = Face.of(problem, solution.level());
        if (face != null) {
            faults.addAll(distance(problem, solution, face));
        }
        return faults;
    }

    private static List<String> distance(Problem problem, Solution solution, Face face) {
        double[] share = Boosting.shares(problem, solution.exponent());
        KlReference nearest = KlReference.of(face, share, SWEEPS);
        double best = nearest.lowerBound();
        double reached = KlReference.distance(solution.real(), share);
        if (nearest.violation() > 1e-8) {
            return List.of("the reference itself did not settle: " + nearest.violation());
        }
        return Math.abs(reached - best) <= OBJECTIVE_TOLERANCE * Math.max(1, Math.abs(best))
                ? List.of()
                : List.of("the plan is " + reached + " from demand, but " + best + " is possible");
    }

    /** The faults with the smallest problem that still has one, to be read by a person. */
    static String report(Problem problem, String name) {
        Problem small = Shrinker.shrink(problem, smaller -> !faults(smaller).isEmpty());
        return name + ": " + faults(problem) + "\nshrunk to\n" + ProblemDraft.print(small) + "\nwhich has "
                + faults(small);
    }
}
