package io.trafficallocator.budget;

import com.google.common.primitives.Ints;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Scopes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * What the programmes' pools let the plan promise: how much of each guarantee is admitted, and what is left for boosts.
 *
 * <p>A guarantee costs its amount, even where another one overlaps it. When the pool is in yuan and the scope holds
 * several placements, it costs the price of the dearest one at which the merchant has a cell, so that the pool holds
 * wherever the plan delivers. A subsidy costs what it pays, and is admitted among the guarantees. A guarantee that covers no cell of its merchant can deliver nothing, and costs nothing.
 *
 * <p>Each list holds indexes of entitlements in ascending order of merchant, then scope, then programme, without those
 * that can have no effect. Immutable and safe for use by several threads.
 */
public final class Commitments {
    private final int[] guarantees;
    private final int[] subsidies;
    private final long[] admitted;
    private final long[] even;
    private final int[] caps;
    private final int[] boosts;
    private final BigDecimal[] committed;
    private final double[] boostPool;

    private Commitments(AllocationRequest request, Entitlements entitlements, Cells cells) {
        Scopes scopes = request.placements().scopes();
        int programmes = entitlements.programmes().size();
        this.guarantees = Selection.of(entitlements, cells, scopes, EntitlementKind.GUARANTEE);
        this.boosts = Selection.of(entitlements, cells, scopes, EntitlementKind.BOOST);
        this.caps =
                Selection.leastByScope(entitlements, Selection.of(entitlements, cells, scopes, EntitlementKind.CAP));
        this.subsidies = Selection.of(entitlements, cells, scopes, EntitlementKind.SUBSIDY);
        int[] claims = Ints.concat(guarantees, subsidies);
        this.admitted = new long[claims.length];
        this.even = new long[claims.length];
        this.committed = new BigDecimal[programmes];
        this.boostPool = new double[programmes];
        Admissions admissions = new Admissions(request, entitlements, cells, claims);
        int[][] positions = Selection.byProgramme(entitlements, claims);
        for (int index = 0; index < programmes; index++) {
            Admissions.Result result =
                    admissions.admit(entitlements.programmes().get(index), positions[index]);
            for (int position = 0; position < positions[index].length; position++) {
                admitted[positions[index][position]] = result.admitted()[position];
                even[positions[index][position]] = result.even()[position];
            }
            committed[index] = result.cost();
            boostPool[index] = left(entitlements.programmes().get(index), result.cost());
        }
    }

    public static Commitments of(AllocationRequest request, Entitlements entitlements, Cells cells) {
        return new Commitments(request, entitlements, cells);
    }

    /** Guarantees of which something is due and deliverable: indexes of entitlements. */
    public int[] guarantees() {
        return guarantees.clone();
    }

    /** Whole impressions admitted of each of the {@link #guarantees()}: 0 up to what is due. */
    public long[] admitted() {
        return Arrays.copyOf(admitted, guarantees.length);
    }

    /** The same without the odd impressions that the rest of a pool bought for some: alike for equal merchants. */
    public long[] even() {
        return Arrays.copyOf(even, guarantees.length);
    }

    /** Subsidies of which something can be paid: indexes of entitlements. */
    public int[] subsidies() {
        return subsidies.clone();
    }

    /** Whole fen admitted of each of the {@link #subsidies()}: 0 up to what is due. */
    public long[] admittedFen() {
        return Arrays.copyOfRange(admitted, guarantees.length, admitted.length);
    }

    /** The smallest cap of each merchant and scope: indexes of entitlements. */
    public int[] caps() {
        return caps.clone();
    }

    /** Boosts above 1: indexes of entitlements. */
    public int[] boosts() {
        return boosts.clone();
    }

    /** What the admitted guarantees and subsidies of a programme (by index) cost, exactly, in its pool's unit. */
    public BigDecimal committed(int programme) {
        return committed[programme];
    }

    /** What they leave of the programme's pool for its boosts, rounded down; infinite without a pool. */
    public double boostPool(int programme) {
        return boostPool[programme];
    }

    private static double left(Programme programme, BigDecimal cost) {
        if (programme.pool() == null) {
            return Double.POSITIVE_INFINITY;
        }
        BigDecimal pool = BigDecimal.valueOf(programme.pool());
        BigDecimal left = pool.subtract(cost);
        if (programme.poolUnit() == PoolUnit.IMPRESSIONS) {
            left = left.setScale(0, RoundingMode.DOWN);
        }
        double rounded = left.doubleValue();
        return new BigDecimal(rounded).compareTo(left) > 0 ? Math.nextDown(rounded) : rounded;
    }
}
