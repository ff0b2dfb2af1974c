package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import java.util.List;

/**
 * The one checker of what must hold for every plan, whoever made it. It recomputes everything with slow and simple code
 * that shares nothing with the stages.
 */
public final class PlanInvariants {
    private PlanInvariants() {}

    /**
     * Checks a solution against its problem: limits, levels, rounding, pools, the form of the real solution, the
     * conditions of optimality, the reasons of what is short, and equal treatment of equal merchants. Whether the levels
     * are the right ones is for {@link LevelReference} to say.
     *
     * @return what is broken, in words; empty when all holds
     */
    public static List<String> violations(Problem problem, Solution solution) {
        return new SolutionChecks(problem, solution).violations();
    }
}
