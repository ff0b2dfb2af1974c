package io.trafficallocator.proof;

import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that must hold between a problem and its solution, apart from optimality; see {@link PlanInvariants}. */
final class SolutionChecks {
    /** Relative; what a sum of the real solution may miss its bound by. */
    static final double REAL_TOLERANCE = 1e-6;

    private final Problem problem;
    private final Solution solution;
    private final List<String> violations = new ArrayList<>();
    private final int merchants;
    private final int cells;

    SolutionChecks(Problem problem, Solution solution) {
        this.problem = Promises.asPromised(problem, solution);
        this.solution = solution;
        violations.addAll(Promises.violations(problem, solution));
        this.merchants = problem.start().length - 1;
        this.cells = problem.placement().length;
    }

    List<String> violations() {
        if (shapes()) {
            placements();
            caps();
            levels();
            rounding();
            pools();
            shares();
            ScopeNetwork net = network();
            if (net != null) {
                largestTotal(net);
                optimality();
            }
            reasons();
            twins();
        }
        return violations;
    }

    private void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    private boolean shapes() {
        require(solution.impressions().length == cells, "impressions have another length than the cells");
        require(solution.real().length == cells, "real has another length than the cells");
        require(solution.share().length == cells, "share has another length than the cells");
        require(solution.price().length == problem.supply().length, "price has another length than the placements");
        require(solution.unallocated().length == problem.supply().length, "unallocated has another length");
        int guarantees = problem.guarantees().merchant().length;
        require(solution.level().length == guarantees, "level has another length than the guarantees");
        require(solution.exhausted().length == guarantees, "exhausted has another length than the guarantees");
        require(solution.cappedBy().length == guarantees, "cappedBy has another length than the guarantees");
        require(solution.exponent().length == problem.boostPool().length, "exponent has another length");
        require(solution.boostSpend().length == problem.boostPool().length, "boostSpend has another length");
        return violations.isEmpty();
    }

    private void placements() {
        long[] sum = new long[problem.supply().length];
        for (int c = 0; c < cells; c++) {
            int p = problem.placement()[c];
            long x = solution.impressions()[c];
            require(x >= 0, "cell " + c + " has " + x + " impressions");
            require(
                    x <= problem.cellLimit()[p],
                    "cell " + c + " has " + x + ", above the limit " + problem.cellLimit()[p]);
            sum[p] += x;
        }
        for (int p = 0; p < sum.length; p++) {
            long unallocated = solution.unallocated()[p];
            require(unallocated >= 0, "unallocated of placement " + p + " is " + unallocated);
            require(
                    sum[p] == problem.supply()[p] - unallocated,
                    "placement " + p + " gives " + sum[p] + ", but has " + problem.supply()[p] + " less "
                            + unallocated);
        }
    }

    private void caps() {
        Problem.Caps caps = problem.caps();
        for (int cap = 0; cap < caps.merchant().length; cap++) {
            long planned = Cells.sum(problem, solution.impressions(), caps.merchant()[cap], caps.scope()[cap]);
            require(
                    planned <= caps.amount()[cap],
                    "merchant " + caps.merchant()[cap] + " has " + planned + " in scope " + caps.scope()[cap]
                            + ", above its cap " + caps.amount()[cap]);
        }
    }

    private void levels() {
        Problem.Guarantees guarantees = problem.guarantees();
        for (int g = 0; g < guarantees.merchant().length; g++) {
            long level = solution.level()[g];
            long planned = Cells.sum(
                    problem,
                    solution.impressions(),
                    guarantees.merchant()[g],
                    guarantees.scope()[g]);
            require(
                    level >= 0 && level <= guarantees.amount()[g],
                    "level " + level + " of guarantee " + g + " is not within its amount "
                            + guarantees.amount()[g]);
            require(planned >= level, "guarantee " + g + " is planned " + planned + ", below its level " + level);
        }
    }

    private void rounding() {
        for (int c = 0; c < cells; c++) {
            double real = solution.real()[c];
            double off = Math.abs(solution.impressions()[c] - real);
            // A real solution of a billion is not known to the impression.
            require(
                    real >= 0 && off < 1 + 1e-6 + 1e-9 * real,
                    "cell " + c + " has " + solution.impressions()[c] + ", which is not within 1 of " + real);
        }
    }

    private void pools() {
        for (int group = 0; group < problem.boostPool().length; group++) {
            double pool = problem.boostPool()[group];
            double theta = solution.exponent()[group];
            require(theta >= 0 && theta <= 1, "exponent of group " + group + " is " + theta);
            double whole = Boosting.spend(problem, group, theta, c -> solution.impressions()[c]);
            double real = Boosting.spend(problem, group, theta, c -> solution.real()[c]);
            double tiny = 1e-9 * Math.max(1, whole);
            require(whole <= pool + tiny, "group " + group + " spends " + whole + " of its pool " + pool);
            require(
                    Math.abs(solution.boostSpend()[group] - whole) <= 1e-6 * Math.max(1, whole),
                    "boost spend of group " + group + " is said to be " + solution.boostSpend()[group] + ", but is "
                            + whole);
            if (theta < 1) {
                // Rounding moves up to one impression in each boosted cell.
                double rounding = Boosting.roundingSpend(problem, group, theta);
                require(
                        Math.max(real, whole) >= pool * (1 - 1e-4) - rounding - 1e-6,
                        "group " + group + " is dampened to " + theta + ", but spends only " + real + " of " + pool);
            }
        }
    }

    private void shares() {
        double[] share = Boosting.shares(problem, solution.exponent());
        for (int c = 0; c < cells; c++) {
            require(
                    close(solution.share()[c], share[c], 1e-9),
                    "share of cell " + c + " is " + solution.share()[c] + ", but must be " + share[c]);
        }
        double[] form = new double[cells];
        for (int c = 0; c < cells; c++) {
            form[c] = share[c] * solution.price()[problem.placement()[c]];
        }
        Solution.Multipliers multipliers = solution.multipliers();
        for (int i = 0; i < multipliers.merchant().length; i++) {
            double factor = multipliers.factor()[i];
            Cells.each(problem, multipliers.merchant()[i], multipliers.scope()[i], c -> form[c] *= factor);
        }
        for (int c = 0; c < cells; c++) {
            require(
                    close(solution.real()[c], form[c], REAL_TOLERANCE),
                    "real of cell " + c + " is " + solution.real()[c] + ", but share x price x multipliers is "
                            + form[c]);
        }
    }

    private static boolean close(double value, double wanted, double relative) {
        return Math.abs(value - wanted) <= relative * Math.max(Math.abs(wanted), 1e-9);
    }

    private @Nullable ScopeNetwork network() {
        try {
            ScopeNetwork net = new ScopeNetwork(problem, solution.level());
            if (net.feasible()) {
                net.allocateMost();
                return net;
            }
        } catch (IllegalArgumentException e) {
            violations.add("levels " + Arrays.toString(solution.level()) + " break a cap: " + e.getMessage());
            return null;
        }
        violations.add("levels " + Arrays.toString(solution.level()) + " cannot all be kept");
        return null;
    }

    private void largestTotal(ScopeNetwork net) {
        long allocated = Arrays.stream(solution.impressions()).sum();
        require(
                allocated == net.allocated(),
                "the plan allocates " + allocated + " impressions, but " + net.allocated() + " can be");
    }

    /** The conditions of Karush, Kuhn and Tucker for the nearest plan of the face. */
    private void optimality() {
        Face face = Face.of(problem, solution.level());
        if (face == null) {
            return;
        }
        double[] real = solution.real();
        for (int c = 0; c < cells; c++) {
            require(!face.shut()[c] || real[c] == 0, "cell " + c + " must stay empty, but real is " + real[c]);
            require(
                    face.shut()[c] || real[c] > 0,
                    "cell " + c + " is not forced to stay empty, but real is " + real[c]);
        }
        Map<Long, Face.Row> rows = new HashMap<>();
        for (Face.Row row : face.rows()) {
            double sum = Arrays.stream(row.cells()).mapToDouble(c -> real[c]).sum();
            double tolerance = REAL_TOLERANCE * Math.max(1, Math.abs(sum));
            String what = (row.merchant() < 0 ? "placement" : "merchant " + row.merchant()) + " scope " + row.scope();
            require(sum >= row.least() - tolerance, what + " has real " + sum + ", below " + row.least());
            require(sum <= row.most() + tolerance, what + " has real " + sum + ", above " + row.most());
            rows.put(key(row.merchant(), row.scope()), row);
        }
        Solution.Multipliers multipliers = solution.multipliers();
        for (int i = 0; i < multipliers.merchant().length; i++) {
            held(
                    rows,
                    multipliers.merchant()[i],
                    multipliers.scope()[i],
                    multipliers.factor()[i]);
        }
        for (int p = 0; p < problem.supply().length; p++) {
            Face.Row row = rows.get(key(-1, 1 + problem.fields() + p));
            double factor = solution.price()[p];
            if (row != null && !row.fixed()) {
                double sum =
                        Arrays.stream(row.cells()).mapToDouble(c -> real[c]).sum();
                boolean full = sum >= row.most() - REAL_TOLERANCE * Math.max(1, sum);
                require(
                        factor <= 1 + REAL_TOLERANCE && (full || factor >= 1 - REAL_TOLERANCE),
                        "price of placement " + p + " is " + factor + ", though " + sum + " of " + row.most()
                                + " are allocated");
            }
        }
    }

    private void held(Map<Long, Face.Row> rows, int merchant, int scope, double factor) {
        Face.Row row = rows.get(key(merchant, scope));
        if (row == null) {
            double[] sum = new double[1];
            Cells.each(problem, merchant, scope, c -> sum[0] += solution.real()[c]);
            require(
                    sum[0] == 0 || Math.abs(factor - 1) <= REAL_TOLERANCE,
                    "merchant " + merchant + " has the factor " + factor + " in scope " + scope
                            + ", where nothing bounds it");
            return;
        }
        if (row.fixed()) {
            return;
        }
        double sum =
                Arrays.stream(row.cells()).mapToDouble(c -> solution.real()[c]).sum();
        double tolerance = REAL_TOLERANCE * Math.max(1, sum);
        String what =
                "merchant " + merchant + " has the factor " + factor + " in scope " + scope + ", with real " + sum;
        require(factor <= 1 + 1e-9 || sum <= row.least() + tolerance, what + " above its level " + row.least());
        require(factor >= 1 - 1e-9 || sum >= row.most() - tolerance, what + " below its cap " + row.most());
    }

    private static long key(int merchant, int scope) {
        return ((long) merchant << 32) | scope;
    }

    /** Each cell in the scope of a short guarantee must be closed by one of the listed reasons, and each must be true. */
    private void reasons() {
        Problem.Guarantees guarantees = problem.guarantees();
        for (int g = 0; g < guarantees.merchant().length; g++) {
            int[] exhausted = solution.exhausted()[g];
            int[] cappedBy = solution.cappedBy()[g];
            String of = " of guarantee " + g;
            if (solution.level()[g] == guarantees.amount()[g]) {
                require(exhausted.length == 0 && cappedBy.length == 0, "reasons" + of + ", which lacks nothing");
                continue;
            }
            for (int p : exhausted) {
                require(solution.unallocated()[p] == 0, "placement " + p + of + " is not exhausted");
            }
            int merchant = guarantees.merchant()[g];
            for (int scope : cappedBy) {
                long planned = Cells.sum(problem, solution.impressions(), merchant, scope);
                require(planned == limit(merchant, scope), "scope " + scope + of + " is not held by a cap: " + planned);
            }
            Cells.each(problem, merchant, guarantees.scope()[g], c -> {
                int p = problem.placement()[c];
                boolean closed = Arrays.stream(exhausted).anyMatch(e -> e == p)
                        || Arrays.stream(cappedBy).anyMatch(scope -> Cells.covers(problem, scope, p));
                require(
                        closed,
                        "placement " + p + " is open to merchant " + merchant + ", no reason" + of + " holds it");
            });
        }
    }

    private long limit(int merchant, int scope) {
        long most = Long.MAX_VALUE;
        Problem.Caps caps = problem.caps();
        for (int cap = 0; cap < caps.merchant().length; cap++) {
            if (caps.merchant()[cap] == merchant && caps.scope()[cap] == scope) {
                most = Math.min(most, caps.amount()[cap]);
            }
        }
        int p = scope - 1 - problem.fields();
        return p >= 0 ? Math.min(most, problem.cellLimit()[p]) : most;
    }

    private void twins() {
        Map<String, List<Integer>> kinds = new HashMap<>();
        for (int m = 0; m < merchants; m++) {
            kinds.computeIfAbsent(Boosting.signature(problem, m), unused -> new ArrayList<>())
                    .add(m);
        }
        kinds.values().forEach(twins -> {
            int first = problem.start()[twins.get(0)];
            for (int i = 0; i < problem.start()[twins.get(0) + 1] - first; i++) {
                int cell = i;
                LongSummaryStatistics given = twins.stream()
                        .mapToLong(m -> solution.impressions()[problem.start()[m] + cell])
                        .summaryStatistics();
                require(
                        given.getMax() - given.getMin() <= 1,
                        "equal merchants " + twins + " have " + given.getMin() + " to " + given.getMax()
                                + " at placement " + problem.placement()[first + i]);
            }
        });
    }
}
