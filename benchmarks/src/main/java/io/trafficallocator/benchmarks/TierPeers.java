package io.trafficallocator.benchmarks;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import io.trafficallocator.solve.Problem;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * The smallest weighted shortfall of a problem, by solvers that others wrote: what an impression lacks counts 4 in tier 1
 * and 1 in tier 2. Each guarantee must cover everything.
 */
final class TierPeers {
    private static final long[] WEIGHT = {4, 1};

    static {
        Loader.loadNativeLibraries();
    }

    private TierPeers() {}

    /** What levels fall short by. */
    static long shortfall(Problem problem, long[] level) {
        long sum = 0;
        for (int index = 0; index < level.length; index++) {
            sum += weight(problem, index) * (problem.guarantees().amount()[index] - level[index]);
        }
        return sum;
    }

    private static long weight(Problem problem, int guarantee) {
        return WEIGHT[problem.guarantees().tier()[guarantee] - 1];
    }

    /** The flow network of OR-Tools, built but not solved. */
    static MinCostFlow minCostFlow(Problem problem) {
        Problem.Guarantees guarantees = problem.guarantees();
        int merchants = problem.start().length - 1;
        int sink = merchants + problem.supply().length;
        MinCostFlow flow = new MinCostFlow();
        long promised = 0;
        for (int index = 0; index < guarantees.merchant().length; index++) {
            int merchant = guarantees.merchant()[index];
            long amount = guarantees.amount()[index];
            flow.setNodeSupply(merchant, amount);
            flow.addArcWithCapacityAndUnitCost(merchant, sink, amount, weight(problem, index));
            for (int cell = problem.start()[merchant]; cell < problem.start()[merchant + 1]; cell++) {
                flow.addArcWithCapacityAndUnitCost(merchant, merchants + problem.placement()[cell], amount, 0);
            }
            promised += amount;
        }
        for (int placement = 0; placement < problem.supply().length; placement++) {
            flow.addArcWithCapacityAndUnitCost(merchants + placement, sink, problem.supply()[placement], 0);
        }
        flow.setNodeSupply(sink, -promised);
        return flow;
    }

    static long solve(MinCostFlow flow) {
        MinCostFlowBase.Status status = flow.solve();
        if (status != MinCostFlowBase.Status.OPTIMAL) {
            throw new IllegalStateException("OR-Tools MinCostFlow ends with " + status);
        }
        return flow.getOptimalCost();
    }

    /** By OR-Tools' linear solver. */
    static long glop(Problem problem) {
        MPSolver solver = MPSolver.createSolver("GLOP");
        MPConstraint[] supply = new MPConstraint[problem.supply().length];
        for (int placement = 0; placement < supply.length; placement++) {
            supply[placement] = solver.makeConstraint(0, (double) problem.supply()[placement]);
        }
        Problem.Guarantees guarantees = problem.guarantees();
        for (int index = 0; index < guarantees.merchant().length; index++) {
            int merchant = guarantees.merchant()[index];
            double amount = (double) guarantees.amount()[index];
            MPConstraint promise = solver.makeConstraint(amount, Double.POSITIVE_INFINITY);
            MPVariable lack = solver.makeNumVar(0, amount, "");
            promise.setCoefficient(lack, 1);
            solver.objective().setCoefficient(lack, (double) weight(problem, index));
            for (int cell = problem.start()[merchant]; cell < problem.start()[merchant + 1]; cell++) {
                MPVariable given = solver.makeNumVar(0, amount, "");
                promise.setCoefficient(given, 1);
                supply[problem.placement()[cell]].setCoefficient(given, 1);
            }
        }
        solver.objective().setMinimization();
        MPSolver.ResultStatus status = solver.solve();
        if (status != MPSolver.ResultStatus.OPTIMAL) {
            throw new IllegalStateException("GLOP ends with " + status);
        }
        long cost = Math.round(solver.objective().value());
        solver.delete();
        return cost;
    }

    /** By ojAlgo's linear solver. */
    static long ojAlgo(Problem problem) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        Expression[] supply = new Expression[problem.supply().length];
        for (int placement = 0; placement < supply.length; placement++) {
            supply[placement] = model.addExpression("p" + placement).upper(problem.supply()[placement]);
        }
        Problem.Guarantees guarantees = problem.guarantees();
        for (int index = 0; index < guarantees.merchant().length; index++) {
            int merchant = guarantees.merchant()[index];
            long amount = guarantees.amount()[index];
            Expression promise = model.addExpression("g" + index).lower(amount);
            Variable lack =
                    model.addVariable("l" + index).lower(0).upper(amount).weight(weight(problem, index));
            promise.set(lack, 1);
            for (int cell = problem.start()[merchant]; cell < problem.start()[merchant + 1]; cell++) {
                Variable given = model.addVariable("c" + cell).lower(0).upper(amount);
                promise.set(given, 1);
                supply[problem.placement()[cell]].set(given, 1);
            }
        }
        Optimisation.Result result = model.minimise();
        if (!result.getState().isOptimal()) {
            throw new IllegalStateException("ojAlgo ends with " + result.getState());
        }
        return Math.round(result.getValue());
    }

    /** Refuses to compare the time of solvers that do not agree. */
    static void requireEqual(String peer, long theirs, long ours) {
        if (theirs != ours) {
            throw new IllegalStateException(peer + " falls short by " + theirs + ", but this library by " + ours
                    + ". Times would mean nothing.");
        }
    }
}
