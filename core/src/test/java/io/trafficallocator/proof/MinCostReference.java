package io.trafficallocator.proof;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import io.trafficallocator.solve.Problem;

/** The smallest weighted shortfall, by OR-Tools MinCostFlow, where every guarantee covers everything. */
final class MinCostReference {
    static {
        Loader.loadNativeLibraries();
    }

    private MinCostReference() {}

    /** @param weight of one impression that a guarantee of each tier lacks, by tier − 1; larger for higher tiers */
    static long smallestShortfall(Problem problem, long[] weight) {
        Problem.Guarantees guarantees = problem.guarantees();
        int merchants = problem.start().length - 1;
        int sink = merchants + problem.supply().length;
        MinCostFlow flow = new MinCostFlow();
        long promised = 0;
        for (int g = 0; g < guarantees.merchant().length; g++) {
            int merchant = guarantees.merchant()[g];
            long amount = guarantees.amount()[g];
            flow.setNodeSupply(merchant, amount);
            flow.addArcWithCapacityAndUnitCost(
                    merchant, sink, amount, weight[guarantees.tier()[g] - 1]);
            for (int c = problem.start()[merchant]; c < problem.start()[merchant + 1]; c++) {
                int p = problem.placement()[c];
                flow.addArcWithCapacityAndUnitCost(
                        merchant, merchants + p, Math.min(amount, problem.cellLimit()[p]), 0);
            }
            promised += amount;
        }
        for (int p = 0; p < problem.supply().length; p++) {
            flow.addArcWithCapacityAndUnitCost(merchants + p, sink, problem.supply()[p], 0);
        }
        flow.setNodeSupply(sink, -promised);
        MinCostFlowBase.Status status = flow.solve();
        if (status != MinCostFlowBase.Status.OPTIMAL) {
            throw new AssertionError("OR-Tools MinCostFlow ends with " + status);
        }
        return flow.getOptimalCost();
    }

    static long shortfall(Problem problem, long[] level, long[] weight) {
        long sum = 0;
        for (int g = 0; g < level.length; g++) {
            sum += weight[problem.guarantees().tier()[g] - 1]
                    * (problem.guarantees().amount()[g] - level[g]);
        }
        return sum;
    }
}
