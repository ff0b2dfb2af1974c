package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.entitlements.OrganicDemand;
import io.trafficallocator.entitlements.Reach;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.solve.Problem;
import io.trafficallocator.solve.Solution;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Retraces how the plan came from organic demand to each whole number of a merchant, one part after the other. Not safe
 * for use by several threads.
 */
final class Trace {
    /** Real solutions keep levels to far less than this part of them. */
    private static final double NEAR = 1e-6;

    private final Planning planning;
    private final Entitlements entitlements;
    private final Cells cells;
    private final Problem problem;
    private final Solution solution;
    private final Scopes scopes;
    private final OrganicDemand organic;
    private final double[] cellWeights;
    private final Reach reach;

    /** @param cellWeights by placement, the weights of its cells added up */
    Trace(Planning planning, OrganicDemand organic, double[] cellWeights) {
        this.planning = planning;
        this.entitlements = planning.entitlements();
        this.cells = planning.cells();
        this.problem = planning.problem();
        this.solution = planning.solution();
        this.scopes = planning.request().placements().scopes();
        this.organic = organic;
        this.cellWeights = cellWeights;
        this.reach = new Reach(planning.eligibility(), entitlements);
    }

    /** Hands over the parts of a merchant, placement after placement; those of a placement join end to end. */
    void visit(int merchant, Consumer<Part> parts) {
        DemandTable demand = planning.request().demand();
        reach.moveTo(merchant);
        int cell = cells.start(merchant);
        int cellEnd = cells.start(merchant + 1);
        for (int entry = demand.start(merchant); entry < demand.start(merchant + 1); entry++) {
            int placement = demand.placement(entry);
            while (cell < cellEnd && cells.placement(cell) < placement) {
                visitCell(merchant, cell++, 0, parts);
            }
            double natural = organic.impressions(merchant, placement, demand.weight(entry));
            if (cell < cellEnd && cells.placement(cell) == placement) {
                visitCell(merchant, cell++, natural, parts);
            } else if (natural > 0) {
                visitNoCell(merchant, placement, natural, parts);
            }
        }
        while (cell < cellEnd) {
            visitCell(merchant, cell++, 0, parts);
        }
    }

    private void visitNoCell(int merchant, int placement, double natural, Consumer<Part> parts) {
        if (reach.isExcluded(placement)) {
            parts.accept(
                    part(merchant, placement, Cause.EXCLUSION, natural, 0, row -> is(row, EntitlementKind.EXCLUSION)));
        } else if (reach.isCappedToNothing(placement)) {
            parts.accept(part(
                    merchant,
                    placement,
                    Cause.CAP,
                    natural,
                    0,
                    row -> is(row, EntitlementKind.CAP) && entitlements.impressions(row) == 0));
        } else {
            parts.accept(new Part(placement, Cause.CONCENTRATION, natural, 0));
        }
    }

    private void visitCell(int merchant, int cell, double natural, Consumer<Part> parts) {
        int placement = cells.placement(cell);
        double entered = problem.supply()[placement] * (cells.weight(cell) / cellWeights[placement]);
        if (natural > 0) {
            parts.accept(new Part(placement, Cause.NEIGHBOURS, natural, entered));
        } else {
            parts.accept(part(merchant, placement, Cause.OPENED, 0, entered, row -> opens(row, placement)));
        }
        double boosted = entered * boost(merchant, placement);
        if (boosted != entered) {
            parts.accept(boosted(merchant, placement, entered, boosted));
        }
        double share = solution.share()[cell];
        parts.accept(new Part(placement, Cause.OTHERS_BOOSTED, boosted, share));
        double priced = share * solution.price()[placement];
        parts.accept(new Part(placement, Cause.PRICE, share, priced));
        double bound = visitMultipliers(merchant, cell, priced, parts);
        parts.accept(
                new Part(placement, Cause.ROUNDING, bound, solution.planned().get(cell)));
    }

    private double visitMultipliers(int merchant, int cell, double start, Consumer<Part> parts) {
        Solution.Multipliers multipliers = solution.multipliers();
        int placement = cells.placement(cell);
        double value = start;
        for (int index = Rows.first(multipliers.merchant(), merchant);
                index < Rows.first(multipliers.merchant(), merchant + 1);
                index++) {
            int scope = multipliers.scope()[index];
            if (scopes.covers(scope, placement)) {
                double after = value * multipliers.factor()[index];
                parts.accept(bound(merchant, placement, scope, value, after));
                value = after;
            }
        }
        return value;
    }

    /** The part of a guarantee or cap of the scope; where the solver merged scopes, of those that cover the cell. */
    private Part bound(int merchant, int placement, int scope, double before, double after) {
        boolean lifts = after > before;
        int[] bounds =
                lifts ? planning.bounds().guarantees() : planning.bounds().caps();
        int[] owners = lifts ? problem.guarantees().merchant() : problem.caps().merchant();
        long[] amounts = lifts ? solution.level() : problem.caps().amount();
        ImmutableList<Integer> exact = strongest(merchant, owners, bounds, amounts, lifts, other -> other == scope);
        ImmutableList<Integer> rows = exact.isEmpty()
                ? strongest(merchant, owners, bounds, amounts, lifts, other -> scopes.covers(other, placement))
                : exact;
        if (!rows.isEmpty() && (lifts || !exact.isEmpty() || !scopes.isPlacement(scope))) {
            return new Part(placement, lifts ? Cause.GUARANTEE : Cause.CAP, before, after, rows, scope);
        }
        if (lifts) {
            // The limits of others leave more here than the price could tell, because nobody here is free to follow it.
            return new Part(placement, Cause.PRICE, before, after);
        }
        boolean atLimit = after > 0 && after >= problem.cellLimit()[placement] * (1 - 1e-6);
        return new Part(placement, atLimit ? Cause.CONCENTRATION : Cause.SHUT, before, after, rows, scope);
    }

    /** Of a merchant's bounds, those with the largest level or the smallest cap. */
    private ImmutableList<Integer> strongest(
            int merchant, int[] owners, int[] bounds, long[] amounts, boolean largest, IntPredicate ofScope) {
        ImmutableList.Builder<Integer> rows = ImmutableList.builder();
        long best = largest ? Long.MIN_VALUE : Long.MAX_VALUE;
        int first = Rows.first(owners, merchant);
        int end = Rows.first(owners, merchant + 1);
        IntPredicate binds = index -> ofScope.test(entitlements.scope(bounds[index]))
                && !(largest && isExceeded(merchant, bounds[index], amounts[index]));
        for (int index = first; index < end; index++) {
            if (binds.test(index)) {
                best = largest ? Math.max(best, amounts[index]) : Math.min(best, amounts[index]);
            }
        }
        for (int index = first; index < end; index++) {
            if (amounts[index] == best && binds.test(index)) {
                rows.add(bounds[index]);
            }
        }
        return rows.build();
    }

    /** Whether a merchant has more within a scope than a guarantee secures there, so that the guarantee lifts nothing. */
    private boolean isExceeded(int merchant, int row, long level) {
        double has = 0;
        for (int cell = cells.start(merchant); cell < cells.start(merchant + 1); cell++) {
            if (scopes.covers(entitlements.scope(row), cells.placement(cell))) {
                has += solution.real()[cell];
            }
        }
        return has > level * (1 + NEAR) + NEAR;
    }

    private double boost(int merchant, int placement) {
        Problem.Boosts boosts = problem.boosts();
        double factor = 1;
        for (int index = Rows.first(boosts.merchant(), merchant);
                index < Rows.first(boosts.merchant(), merchant + 1);
                index++) {
            if (scopes.covers(boosts.scope()[index], placement)) {
                factor *= Math.pow(boosts.factor()[index], solution.exponent()[boosts.group()[index]]);
            }
        }
        return Math.min(problem.boostLimit(), factor);
    }

    /** Factors multiply, so that each boost moves in proportion to its logarithm; one dampened to 1 moves nothing. */
    private Part boosted(int merchant, int placement, double before, double after) {
        ImmutableList.Builder<Integer> rows = ImmutableList.builder();
        ImmutableList.Builder<Double> weights = ImmutableList.builder();
        Problem.Boosts boosts = problem.boosts();
        for (int index = Rows.first(boosts.merchant(), merchant);
                index < Rows.first(boosts.merchant(), merchant + 1);
                index++) {
            double weight = solution.exponent()[boosts.group()[index]] * Math.log(boosts.factor()[index]);
            if (weight > 0 && scopes.covers(boosts.scope()[index], placement)) {
                rows.add(planning.bounds().boosts()[index]);
                weights.add(weight);
            }
        }
        return new Part(placement, Cause.BOOST, before, after, rows.build(), Part.NO_SCOPE, weights.build());
    }

    private boolean opens(int row, int placement) {
        if (planning.request().placements().get(placement).festival() != null) {
            return is(row, EntitlementKind.ACCESS);
        }
        return is(row, EntitlementKind.ACCESS) || is(row, EntitlementKind.GUARANTEE) || is(row, EntitlementKind.BOOST);
    }

    private boolean is(int row, EntitlementKind kind) {
        return entitlements.kind(row) == kind;
    }

    private Part part(int merchant, int placement, Cause cause, double before, double after, IntPredicate isBehindIt) {
        ImmutableList.Builder<Integer> rows = ImmutableList.builder();
        for (int row = entitlements.start(merchant); row < entitlements.start(merchant + 1); row++) {
            if (scopes.covers(entitlements.scope(row), placement) && isBehindIt.test(row)) {
                rows.add(row);
            }
        }
        return new Part(placement, cause, before, after, rows.build(), Part.NO_SCOPE);
    }
}
