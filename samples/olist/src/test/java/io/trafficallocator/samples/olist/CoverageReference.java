package io.trafficallocator.samples.olist;

import com.google.ortools.Loader;
import com.google.ortools.graph.MaxFlow;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.samples.olist.CoverageBound.Owed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** What OR-Tools proves about the promises of one programme of the first tier. */
final class CoverageReference {
    static {
        Loader.loadNativeLibraries();
    }

    private CoverageReference() {}

    /** The largest number of merchants that a plan can serve in full, proven by CP-SAT. */
    static int most(AllocationRequest request, List<Owed> owed) {
        CpModel model = new CpModel();
        List<LinearExprBuilder> taken = new ArrayList<>();
        for (int placement = 0; placement < request.placements().count(); placement++) {
            taken.add(LinearExpr.newBuilder());
        }
        List<Literal> served = new ArrayList<>();
        for (Owed each : owed) {
            BoolVar all = model.newBoolVar(each.merchant());
            LinearExprBuilder sum = LinearExpr.newBuilder();
            for (int cell = 0; cell < each.placements().length; cell++) {
                long most = Math.min(each.most()[cell], each.due());
                IntVar amount = model.newIntVar(0, most, each.merchant() + " " + cell);
                sum.addTerm(amount, 1);
                taken.get(each.placements()[cell]).addTerm(amount, 1);
            }
            sum.addTerm(all, -each.due());
            model.addGreaterOrEqual(sum.build(), 0);
            if (each.due() > each.mostOfAll()) {
                model.addEquality(all, 0);
            }
            served.add(all);
        }
        for (int placement = 0; placement < taken.size(); placement++) {
            model.addLessOrEqual(
                    taken.get(placement).build(),
                    request.placements().get(placement).impressions());
        }
        model.maximize(LinearExpr.sum(served.toArray(new Literal[0])));
        CpSolver solver = new CpSolver();
        solver.getParameters().setNumWorkers(1).setRandomSeed(1);
        CpSolverStatus status = solver.solve(model);
        if (status != CpSolverStatus.OPTIMAL) {
            throw new AssertionError("CP-SAT ends with " + status);
        }
        return (int) Math.round(solver.objectiveValue());
    }

    /** Whether one merchant could have an impression more while everybody else keeps a level. */
    static boolean hasRoom(AllocationRequest request, List<Owed> owed, long[] level, int more) {
        MaxFlow flow = new MaxFlow();
        int sink = 1 + owed.size() + request.placements().count();
        for (int index = 0; index < owed.size(); index++) {
            Owed each = owed.get(index);
            flow.addArcWithCapacity(0, 1 + index, level[index] + (index == more ? 1 : 0));
            for (int cell = 0; cell < each.placements().length; cell++) {
                flow.addArcWithCapacity(1 + index, 1 + owed.size() + each.placements()[cell], each.most()[cell]);
            }
        }
        for (int placement = 0; placement < request.placements().count(); placement++) {
            flow.addArcWithCapacity(
                    1 + owed.size() + placement,
                    sink,
                    request.placements().get(placement).impressions());
        }
        if (flow.solve(0, sink) != MaxFlow.Status.OPTIMAL) {
            throw new AssertionError("OR-Tools MaxFlow does not end");
        }
        return flow.getOptimalFlow() > LongStream.of(level).sum();
    }
}
