package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries to break the levels of a large problem whose guarantees cover everything, one for each merchant: no guarantee
 * may be raised by an impression that is free, or that one of its own tier would give up though it stands higher.
 */
final class LeximinProbe {
    private LeximinProbe() {}

    /** What can be improved, in words; empty when the levels hold. */
    static List<String> faults(Problem problem, long[] level) {
        List<String> faults = new ArrayList<>();
        Problem.Guarantees guarantees = problem.guarantees();
        ScopeNetwork net = exactly(problem, level);
        if (!net.feasible()) {
            return List.of("the levels cannot all be kept");
        }
        for (int g = 0; g < level.length; g++) {
            double amount = guarantees.amount()[g];
            if (level[g] == guarantees.amount()[g] || net.guaranteeArc[g] < 0) {
                continue;
            }
            boolean[] reached = net.graph.reachableFrom(net.graph.head(net.guaranteeArc[g]));
            if (reached[net.sink]) {
                faults.add("guarantee " + g + " at " + level[g] + " can have one more that nobody needs");
            }
            for (int other = 0; other < level.length; other++) {
                boolean gives = other != g
                        && guarantees.tier()[other] >= guarantees.tier()[g]
                        && level[other] > 0
                        && net.guaranteeArc[other] >= 0
                        && reached[net.graph.head(net.guaranteeArc[other])];
                // Both are whole, so each may stand one impression off the real leximin.
                boolean higher = (level[other] - 1) / (double) guarantees.amount()[other] >= (level[g] + 1) / amount;
                if (gives && (higher || guarantees.tier()[other] > guarantees.tier()[g])) {
                    faults.add(
                            "guarantee " + other + " at " + level[other] + " can give one to " + g + " at " + level[g]);
                }
            }
        }
        return faults;
    }

    /** Nobody has more than the levels: what is left of supply is free. */
    private static ScopeNetwork exactly(Problem problem, long[] level) {
        Problem.Guarantees guarantees = problem.guarantees();
        int merchants = problem.start().length - 1;
        int[] merchant = new int[merchants];
        long[] amount = new long[merchants];
        for (int m = 0; m < merchants; m++) {
            merchant[m] = m;
        }
        for (int g = 0; g < level.length; g++) {
            amount[guarantees.merchant()[g]] = level[g];
        }
        return new ScopeNetwork(
                new Problem(
                        problem.supply(),
                        problem.field(),
                        problem.fields(),
                        problem.cellLimit(),
                        problem.yuanPerImpression(),
                        problem.start(),
                        problem.placement(),
                        problem.weight(),
                        new Problem.Caps(merchant, new int[merchants], amount),
                        guarantees,
                        problem.boosts(),
                        problem.boostLimit(),
                        problem.boostPool(),
                        problem.boostPoolInYuan()),
                level);
    }
}
