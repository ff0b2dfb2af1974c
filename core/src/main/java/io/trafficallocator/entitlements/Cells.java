package io.trafficallocator.entitlements;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * The (merchant, placement) pairs that may receive impressions, in compressed rows: the cells of merchant row m are
 * {@code start(m)} to {@code start(m + 1)}, placements ascending. A pair is a cell when the merchant's categories fit
 * the placement, the placement is not reserved or access was granted, nothing excludes it, and natural demand or a
 * guarantee, boost or access opens it. Pairs that could never receive anything (no supply, a cap of 0, a concentration
 * limit below one impression) are left out. Immutable and safe for use by several threads.
 */
public final class Cells {
    private final int[] start;
    private final int[] placement;
    private final double[] weight;
    private final boolean[] demand;

    Cells(int[] start, int[] placement, double[] weight, boolean[] demand) {
        this.start = start;
        this.placement = placement;
        this.weight = weight;
        this.demand = demand;
    }

    public static Cells of(
            AllocationRequest request, Eligibility eligibility, Entitlements entitlements, Workers workers) {
        return new CellBuilder(request, eligibility, entitlements, workers).build();
    }

    public int count() {
        return placement.length;
    }

    /** The first cell of a merchant row; {@code start(merchants)} is the number of cells. */
    public int start(int merchantRow) {
        return start[merchantRow];
    }

    public int placement(int cell) {
        return placement[cell];
    }

    /** Above 0 and finite: of the demand row, or the placement's prior weight where there is none. */
    public double weight(int cell) {
        return weight[cell];
    }

    /** Whether the cell has natural demand; otherwise a grant opened it. */
    public boolean hasDemand(int cell) {
        return demand[cell];
    }

    /** The cell of a merchant at a placement, or -1 when there is none. */
    public int find(int merchantRow, int placementIndex) {
        return Math.max(-1, Arrays.binarySearch(placement, start[merchantRow], start[merchantRow + 1], placementIndex));
    }

    /** Whether the merchant has a cell within the scope. */
    public boolean anyWithin(Scopes scopes, int merchantRow, int scope) {
        if (scopes.isPlacement(scope)) {
            return find(merchantRow, scopes.placementOf(scope)) >= 0;
        }
        for (int cell = start[merchantRow]; cell < start[merchantRow + 1]; cell++) {
            if (scopes.covers(scope, placement[cell])) {
                return true;
            }
        }
        return false;
    }

    /** The array behind {@link #start(int)}, for the solver: not to be changed. */
    public int[] startArray() {
        return start;
    }

    /** The array behind {@link #placement(int)}, for the solver: not to be changed. */
    public int[] placementArray() {
        return placement;
    }

    /** The array behind {@link #weight(int)}, for the solver: not to be changed. */
    public double[] weightArray() {
        return weight;
    }
}
