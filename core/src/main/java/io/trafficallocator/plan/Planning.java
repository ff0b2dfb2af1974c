package io.trafficallocator.plan;

import io.trafficallocator.budget.Commitments;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Eligibility;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.FactsDigest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import io.trafficallocator.solve.Solver;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The value of every stage between what the rules granted and the solution: what a plan is made from, and what explains
 * it. Nothing in it may be changed.
 *
 * @param factsDigest names the request; may still be worked out when it is asked for
 * @param bounds which commitments the problem's guarantees, caps and boosts are
 */
public record Planning(
        AllocationRequest request,
        Supplier<String> factsDigest,
        Grants grants,
        Eligibility eligibility,
        Entitlements entitlements,
        Cells cells,
        Commitments commitments,
        Bounds bounds,
        Problem problem,
        Solution solution) {

    /** Runs the stages after the rules. */
    public static Planning of(AllocationRequest request, Grants grants, Workers workers, StageTimes times) {
        return of(request, null, grants, workers, times, Solver::solve);
    }

    /** The same plan in less memory, without what {@link io.trafficallocator.explain} needs of the solution. */
    public static Planning ofPlanOnly(AllocationRequest request, Grants grants, Workers workers, StageTimes times) {
        return of(request, null, grants, workers, times, Solver::solveBriefly);
    }

    /** The same, begun at the prices and exponents of an earlier plan: some cells differ by one impression. */
    public static Planning ofPlanOnly(
            AllocationRequest request, Grants grants, Plan earlier, Workers workers, StageTimes times) {
        return of(
                request,
                null,
                grants,
                workers,
                times,
                (problem, threads) -> Solver.solveBriefly(problem, start(earlier, request, grants), threads));
    }

    private static Planning of(
            AllocationRequest request,
            @Nullable Supplier<String> knownDigest,
            Grants grants,
            Workers workers,
            StageTimes times,
            BiFunction<Problem, Workers, Solution> solver) {
        Eligibility eligibility = times.time("entitlements", () -> Eligibility.of(request));
        Entitlements entitlements = times.time("entitlements", () -> Entitlements.of(request, grants, workers));
        Cells cells = times.time("cells", () -> Cells.of(request, eligibility, entitlements, workers));
        // Most of what follows until prices are searched for uses one core.
        Supplier<String> digest = knownDigest != null
                ? knownDigest
                : workers.beside(cells.count(), () -> FactsDigest.of(request, Workers.of(1)));
        Commitments commitments = times.time("budget", () -> Commitments.of(request, entitlements, cells));
        Bounds bounds = times.time("budget", () -> Bounds.of(entitlements, commitments));
        Problem problem = times.time("budget", () -> bounds.problem(request, entitlements, cells, commitments));
        Solution solution = times.time("solve", () -> solver.apply(problem, workers));
        return new Planning(
                request, digest, grants, eligibility, entitlements, cells, commitments, bounds, problem, solution);
    }

    /** Where a plan ended, in the order of this request; what it did not know begins like a plan without an earlier one. */
    private static Solver.Start start(Plan earlier, AllocationRequest request, Grants grants) {
        double[] price = new double[request.placements().count()];
        double[] exponent = new double[grants.programmes().size()];
        Arrays.fill(price, 1);
        Arrays.fill(exponent, 1);
        for (Multiplier multiplier : earlier.multipliers()) {
            if (!multiplier.scope().equals(Multiplier.PRICE)) {
                break;
            }
            int placement = request.placements().index(multiplier.of());
            if (placement >= 0) {
                price[placement] = multiplier.factor();
            }
        }
        for (int programme = 0; programme < exponent.length; programme++) {
            String id = grants.programmes().get(programme).id();
            for (PoolSpend spend : earlier.pools()) {
                if (spend.programme().equals(id)) {
                    exponent[programme] = spend.boostExponent();
                }
            }
        }
        return new Solver.Start(price, exponent);
    }

    /**
     * The finished plan.
     *
     * @param rulesDigest names the rules that granted
     */
    public Plan plan(String rulesDigest, Workers workers, StageTimes times) {
        return times.time("plan", () -> new PlanAssembly(this).assemble(rulesDigest, workers))
                .withSeconds(times.seconds());
    }

    /** What would be without one programme: its grants taken out, and every later stage run again. */
    public Planning without(int programme, Workers workers, StageTimes times) {
        Grants.Builder others = new Grants.Builder(grants.programmes(), grants.rules());
        for (int grant = 0; grant < grants.count(); grant++) {
            if (grants.programme(grant) == programme) {
                continue;
            }
            int index = others.add(
                    grants.merchant(grant),
                    grants.kind(grant),
                    grants.programme(grant),
                    grants.scope(grant),
                    grants.amount(grant),
                    grants.rule(grant));
            others.setWindow(index, grants.windowStart(grant), grants.windowDays(grant));
            String reason = grants.reason(grant);
            if (reason != null) {
                others.setReason(index, reason);
            }
        }
        others.setFailures(grants.failures());
        return of(request, factsDigest, others.build(), workers, times, Solver::solveBriefly);
    }

    /** Impressions that the solution gives a merchant within a scope. */
    public long impressionsWithin(int merchantRow, int scope) {
        long sum = 0;
        for (int cell = cells.start(merchantRow); cell < cells.start(merchantRow + 1); cell++) {
            if (request.placements().scopes().covers(scope, cells.placement(cell))) {
                sum += solution.planned().get(cell);
            }
        }
        return sum;
    }
}
