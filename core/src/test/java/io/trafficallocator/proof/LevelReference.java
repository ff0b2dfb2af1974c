package io.trafficallocator.proof;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import io.trafficallocator.solve.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the levels of guarantees must be, by linear programming with OR-Tools GLOP: the real leximin of a tier, given the
 * levels of the tiers above it, and the largest total of whole levels that are the leximin rounded down or up.
 */
final class LevelReference {
    private static final double TOLERANCE = 1e-6;
    /** Relative; keeps what an earlier round found feasible in the next. */
    private static final double SLACK = 1e-13;

    private static final String FIRST_ENGINE = "GLOP";
    private static final String OTHER_ENGINE = "CLP";

    static {
        Loader.loadNativeLibraries();
    }

    private final Problem problem;

    LevelReference(Problem problem) {
        this.problem = problem;
    }

    /** The tiers in use, ascending. */
    int[] tiers() {
        return Arrays.stream(problem.guarantees().tier()).distinct().sorted().toArray();
    }

    /** Every way in which these levels are not what they must be; empty when they are right. */
    List<String> faults(long[] level) {
        List<String> faults = new ArrayList<>();
        Problem.Guarantees guarantees = problem.guarantees();
        for (int tier : tiers()) {
            double[] real = leximin(tier, level);
            double total = 0;
            boolean within = true;
            for (int g = 0; g < level.length; g++) {
                if (guarantees.tier()[g] == tier) {
                    total += level[g];
                    if (level[g] < down(real[g]) || level[g] > up(real[g])) {
                        within = false;
                        faults.add("tier " + tier + ": level " + level[g] + " of guarantee " + g + " (amount "
                                + guarantees.amount()[g] + "), but the leximin is " + real[g]);
                    }
                }
            }
            if (!within) {
                break;
            }
            double best = Arrays.stream(largestTotal(tier, level, real)).sum();
            if (Math.abs(best - total) > 0.01) {
                faults.add("tier " + tier + ": the levels add up to " + total + ", but " + best + " is possible");
            }
        }
        return faults;
    }

    /** Levels that are right; of several right ones, those that GLOP comes upon. */
    long[] levels() {
        long[] level = new long[problem.guarantees().merchant().length];
        for (int tier : tiers()) {
            double[] delivered = largestTotal(tier, level, leximin(tier, level));
            for (int g = 0; g < level.length; g++) {
                level[g] += Math.round(delivered[g]);
            }
        }
        return level;
    }

    /** Real deliveries of the guarantees of a tier; 0 for other guarantees. */
    private double[] leximin(int tier, long[] level) {
        Problem.Guarantees guarantees = problem.guarantees();
        int count = level.length;
        double[] real = new double[count];
        boolean[] settled = new boolean[count];
        int left = 0;
        for (int g = 0; g < count; g++) {
            settled[g] = guarantees.tier()[g] != tier;
            left += settled[g] ? 0 : 1;
        }
        String engine = FIRST_ENGINE;
        while (left > 0) {
            Program program = new Program(tier, level, engine);
            double largest = 1;
            for (int g = 0; g < count; g++) {
                largest = settled[g]
                        ? largest
                        : Math.max(largest, (double) guarantees.amount()[g]);
            }
            // Counted in impressions of the largest guarantee, so that all numbers are of one size.
            MPVariable ratio = program.solver.makeNumVar(0, largest, "ratio");
            program.solver.objective().setCoefficient(ratio, 1);
            MPConstraint[] share = new MPConstraint[count];
            for (int g = 0; g < count; g++) {
                if (guarantees.tier()[g] == tier) {
                    double fixed = settled[g] ? Math.max(0, real[g] - SLACK * (1 + real[g])) : 0;
                    share[g] = program.solver.makeConstraint(fixed, MPSolver.infinity());
                    share[g].setCoefficient(program.delivered[g], 1);
                    if (!settled[g]) {
                        share[g].setCoefficient(ratio, -guarantees.amount()[g] / largest);
                    }
                }
            }
            double best = program.maximise() / largest;
            if (Double.isNaN(best)) {
                program.solver.delete();
                if (engine.equals(OTHER_ENGINE)) {
                    throw new AssertionError("no engine solves tier " + tier + ": are the levels above it kept?");
                }
                engine = OTHER_ENGINE;
                continue;
            }
            engine = FIRST_ENGINE;
            int before = left;
            for (int g = 0; g < count; g++) {
                if (!settled[g]
                        && (best > 1 - 1e-9
                                || Math.abs(share[g].dualValue()) * guarantees.amount()[g] / largest > 1e-6)) {
                    settled[g] = true;
                    real[g] = Math.min(1, best) * guarantees.amount()[g];
                    left--;
                }
            }
            program.solver.delete();
            if (left == before) {
                throw new AssertionError("no guarantee holds the ratio " + best + " of tier " + tier);
            }
        }
        return real;
    }

    /** Delivered to each guarantee when whole levels between these bounds add up to the most. */
    private double[] largestTotal(int tier, long[] level, double[] real) {
        for (String engine : List.of(FIRST_ENGINE, OTHER_ENGINE)) {
            Program program = new Program(tier, level, engine);
            for (int g = 0; g < level.length; g++) {
                if (problem.guarantees().tier()[g] == tier) {
                    program.delivered[g].setBounds(down(real[g]), up(real[g]));
                    program.solver.objective().setCoefficient(program.delivered[g], 1);
                }
            }
            double best = program.maximise();
            double[] delivered = new double[level.length];
            for (int g = 0; g < level.length; g++) {
                if (problem.guarantees().tier()[g] == tier) {
                    delivered[g] = program.delivered[g].solutionValue();
                }
            }
            program.solver.delete();
            if (!Double.isNaN(best)) {
                return delivered;
            }
        }
        throw new AssertionError("no engine finds the largest total of tier " + tier);
    }

    private static double down(double real) {
        return Math.floor(real + TOLERANCE);
    }

    private static double up(double real) {
        return Math.max(down(real), Math.ceil(real - TOLERANCE));
    }

    /** The hard limits, the levels of higher tiers, and what is delivered to each guarantee of this one. */
    private final class Program {
        final MPSolver solver;
        final MPVariable[] delivered;

        Program(int tier, long[] level, String engine) {
            this.solver = MPSolver.createSolver(engine);
            Problem.Guarantees guarantees = problem.guarantees();
            MPVariable[] x = new MPVariable[problem.placement().length];
            MPConstraint[] column = new MPConstraint[problem.supply().length];
            for (int p = 0; p < column.length; p++) {
                column[p] = solver.makeConstraint(0, (double) problem.supply()[p]);
            }
            for (int c = 0; c < x.length; c++) {
                int p = problem.placement()[c];
                x[c] = solver.makeNumVar(0, (double) problem.cellLimit()[p], "");
                column[p].setCoefficient(x[c], 1);
            }
            Problem.Caps caps = problem.caps();
            for (int cap = 0; cap < caps.merchant().length; cap++) {
                MPConstraint row = solver.makeConstraint(0, (double) caps.amount()[cap]);
                Cells.each(problem, caps.merchant()[cap], caps.scope()[cap], c -> row.setCoefficient(x[c], 1));
            }
            this.delivered = new MPVariable[level.length];
            for (int g = 0; g < level.length; g++) {
                int merchant = guarantees.merchant()[g];
                int scope = guarantees.scope()[g];
                if (guarantees.tier()[g] < tier && level[g] > 0) {
                    MPConstraint row = solver.makeConstraint((double) level[g], MPSolver.infinity());
                    Cells.each(problem, merchant, scope, c -> row.setCoefficient(x[c], 1));
                } else if (guarantees.tier()[g] == tier) {
                    delivered[g] = solver.makeNumVar(0, (double) guarantees.amount()[g], "");
                    MPConstraint row = solver.makeConstraint(0, MPSolver.infinity());
                    row.setCoefficient(delivered[g], -1);
                    Cells.each(problem, merchant, scope, c -> row.setCoefficient(x[c], 1));
                }
            }
            solver.objective().setMaximization();
        }

        /** NaN when the engine loses its footing, as GLOP does now and then on degenerate programs. */
        double maximise() {
            MPSolver.ResultStatus status = solver.solve();
            if (status != MPSolver.ResultStatus.OPTIMAL) {
                return Double.NaN;
            }
            return solver.objective().value();
        }
    }
}
