package io.trafficallocator.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.entitlements.Reach;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Shortfall.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the guarantees of which less is planned than due, and the true reason of each. */
final class ShortfallFinder {
    private static final int NOWHERE = -1;

    private final Planning planning;
    private final Entitlements entitlements;
    private final Placements placements;
    private final Scopes scopes;
    private final Reach reach;
    private final List<Shortfall> found = new ArrayList<>();

    /** For each entitlement, its position among the commitments, and among the problem's guarantees. */
    private final int[] commitment;

    private final int[] bound;
    private final int[] subsidy;
    private final long[] admittedFen;

    ShortfallFinder(Planning planning) {
        this.planning = planning;
        this.entitlements = planning.entitlements();
        this.placements = planning.request().placements();
        this.scopes = placements.scopes();
        this.reach = new Reach(planning.eligibility(), entitlements);
        this.commitment = positions(planning.commitments().guarantees());
        this.bound = positions(planning.bounds().guarantees());
        this.subsidy = positions(planning.commitments().subsidies());
        this.admittedFen = planning.commitments().admittedFen();
    }

    ImmutableList<Shortfall> find() {
        for (int row = 0; row < entitlements.count(); row++) {
            if (entitlements.kind(row) == EntitlementKind.GUARANTEE && entitlements.impressions(row) > 0) {
                long planned = planning.impressionsWithin(entitlements.merchant(row), entitlements.scope(row));
                if (planned < entitlements.impressions(row)) {
                    explain(row, planned);
                }
            } else if (entitlements.kind(row) == EntitlementKind.SUBSIDY) {
                explainSubsidy(row);
            }
        }
        return ImmutableList.copyOf(found);
    }

    private void explainSubsidy(int row) {
        long paid = subsidy[row] == NOWHERE ? 0 : admittedFen[subsidy[row]];
        if (paid < entitlements.impressions(row)) {
            boolean excluded = subsidy[row] == NOWHERE;
            add(
                    row,
                    paid,
                    excluded ? Reason.EXCLUDED : Reason.POOL_EXHAUSTED,
                    excluded ? reasons(row) : List.of(programme(row)));
        }
    }

    private void explain(int row, long planned) {
        if (commitment[row] == NOWHERE) {
            explainUndeliverable(row, planned);
        } else if (planned >= promised(row)) {
            add(row, planned, Reason.POOL_EXHAUSTED, List.of(programme(row)));
        } else {
            explainUnsolved(row, planned, bound[row]);
        }
    }

    /** What the pool lets the plan promise. */
    private long promised(int row) {
        return bound[row] == NOWHERE ? 0 : planning.solution().promised()[bound[row]];
    }

    private void explainUnsolved(int row, long planned, int guarantee) {
        // A full cap below what is due stands in the way whatever others have, and the solver looks at them first.
        List<String> fullCaps = fullCaps(row, planned);
        if (!fullCaps.isEmpty()) {
            add(row, planned, Reason.CAPPED, fullCaps);
            return;
        }
        TreeSet<Integer> cappedBy =
                new TreeSet<>(Ints.asList(planning.solution().cappedBy()[guarantee]));
        // More supply at a placement is of no use to a merchant whose own limit within the scope is full there.
        int[] exhausted = Arrays.stream(planning.solution().exhausted()[guarantee])
                .filter(placement -> !fullBelow(row, placement, cappedBy))
                .toArray();
        if (exhausted.length == 0 && !cappedBy.isEmpty()) {
            add(row, planned, Reason.CAPPED, cappedBy.stream().map(scopes::name).toList());
        } else {
            add(
                    row,
                    planned,
                    Reason.SUPPLY_EXHAUSTED,
                    Arrays.stream(exhausted)
                            .sorted()
                            .mapToObj(index -> placements.get(index).id())
                            .toList());
        }
    }

    /** Whether a cap or the concentration limit at the placement, narrower than the guarantee, is used up; adds it. */
    private boolean fullBelow(int row, int placement, Set<Integer> full) {
        int merchant = entitlements.merchant(row);
        int before = full.size();
        int here = scopes.ofPlacement(placement);
        boolean found = full.contains(here);
        for (int other = entitlements.start(merchant); other < entitlements.start(merchant + 1); other++) {
            int scope = entitlements.scope(other);
            if (entitlements.kind(other) == EntitlementKind.CAP
                    && scopes.covers(scope, placement)
                    && scope != entitlements.scope(row)
                    && scopes.contains(entitlements.scope(row), scope)
                    && planning.impressionsWithin(merchant, scope) >= entitlements.impressions(other)) {
                full.add(scope);
                found = true;
            }
        }
        if (here != entitlements.scope(row)
                && planning.impressionsWithin(merchant, here)
                        >= planning.problem().cellLimit()[placement]
                && planning.problem().cellLimit()[placement]
                        < planning.problem().supply()[placement]) {
            full.add(here);
        }
        return found || full.size() > before;
    }

    /** The wider caps that what is planned in the scope of a guarantee uses up on its own. */
    private List<String> fullCaps(int row, long planned) {
        int merchant = entitlements.merchant(row);
        TreeSet<Integer> full = new TreeSet<>();
        for (int other = entitlements.start(merchant); other < entitlements.start(merchant + 1); other++) {
            if (entitlements.kind(other) == EntitlementKind.CAP
                    && entitlements.impressions(other) < entitlements.impressions(row)
                    && scopes.contains(entitlements.scope(other), entitlements.scope(row))
                    && planned >= entitlements.impressions(other)) {
                full.add(entitlements.scope(other));
            }
        }
        return full.stream().map(scopes::name).toList();
    }

    /** The merchant has no cell in the scope. */
    private void explainUndeliverable(int row, long planned) {
        int scope = entitlements.scope(row);
        reach.moveTo(entitlements.merchant(row));
        boolean allExcluded = placements.count() > 0;
        boolean anyFits = false;
        boolean anyExcludedSupply = false;
        List<String> empty = new ArrayList<>();
        boolean anyLimited = false;
        for (int index = 0; index < placements.count(); index++) {
            if (!scopes.covers(scope, index)) {
                continue;
            }
            boolean excluded = reach.isExcluded(index);
            allExcluded &= excluded;
            if (reach.fits(index) && reach.isAccessible(index)) {
                anyFits = true;
                boolean hasSupply = placements.get(index).impressions() > 0;
                anyExcludedSupply |= excluded && hasSupply;
                anyLimited |= !excluded && hasSupply;
                if (!excluded && !hasSupply) {
                    empty.add(placements.get(index).id());
                }
            }
        }
        if (allExcluded) {
            add(row, planned, Reason.EXCLUDED, reasons(row));
        } else if (!anyFits) {
            add(row, planned, Reason.NO_PLACEMENT, List.of());
        } else if (anyLimited) {
            add(row, planned, Reason.CAPPED, limits(row));
        } else if (anyExcludedSupply || empty.isEmpty()) {
            add(row, planned, Reason.EXCLUDED, reasons(row));
        } else {
            add(row, planned, Reason.SUPPLY_EXHAUSTED, empty);
        }
    }

    private List<String> reasons(int row) {
        TreeSet<String> reasons = new TreeSet<>();
        int merchant = entitlements.merchant(row);
        for (int other = entitlements.start(merchant); other < entitlements.start(merchant + 1); other++) {
            if (entitlements.kind(other) == EntitlementKind.EXCLUSION
                    && overlap(entitlements.scope(other), entitlements.scope(row))) {
                reasons.add(entitlements.reason(other));
            }
        }
        return ImmutableList.copyOf(reasons);
    }

    /** Scopes of caps of 0, and placements whose concentration limit is below one impression. */
    private List<String> limits(int row) {
        int merchant = entitlements.merchant(row);
        TreeSet<Integer> limits = new TreeSet<>();
        for (int other = entitlements.start(merchant); other < entitlements.start(merchant + 1); other++) {
            if (entitlements.kind(other) == EntitlementKind.CAP
                    && entitlements.impressions(other) == 0
                    && overlap(entitlements.scope(other), entitlements.scope(row))) {
                limits.add(entitlements.scope(other));
            }
        }
        for (int index = 0; index < placements.count(); index++) {
            if (scopes.covers(entitlements.scope(row), index)
                    && reach.fits(index)
                    && placements.get(index).impressions() > 0
                    && !reach.isReceptive(index)) {
                limits.add(scopes.ofPlacement(index));
            }
        }
        return limits.stream().map(scopes::name).toList();
    }

    private boolean overlap(int scope, int other) {
        for (int index = 0; index < placements.count(); index++) {
            if (scopes.covers(scope, index) && scopes.covers(other, index)) {
                return true;
            }
        }
        return false;
    }

    private void add(int row, long planned, Reason reason, List<String> by) {
        found.add(new Shortfall(
                planning.request().merchants().id(entitlements.merchant(row)),
                programme(row),
                entitlements.kind(row) == EntitlementKind.SUBSIDY
                        ? Shortfall.FEN
                        : scopes.name(entitlements.scope(row)),
                entitlements.impressions(row),
                planned,
                reason,
                ImmutableList.copyOf(by)));
    }

    private String programme(int row) {
        return entitlements.programmes().get(entitlements.programme(row)).id();
    }

    private int[] positions(int[] rows) {
        int[] position = new int[entitlements.count()];
        Arrays.fill(position, NOWHERE);
        for (int index = 0; index < rows.length; index++) {
            position[rows[index]] = index;
        }
        return position;
    }
}
