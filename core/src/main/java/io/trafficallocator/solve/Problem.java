package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * What the solver is asked, as plain arrays; nothing in it is copied, and the solver changes none of it.
 *
 * <p>Merchants, placements and fields are numbered from 0. A scope is 0 for everything, 1 + f for field f, and 1 +
 * fields + p for placement p. The bounds of caps and guarantees are whole impressions.
 *
 * @param supply impressions of each placement
 * @param field the field of each placement
 * @param fields how many fields there are
 * @param cellLimit the most impressions that one merchant may have at each placement (concentration)
 * @param yuanPerImpression price of each placement
 * @param start the cells of merchant m are {@code start[m]} to {@code start[m + 1]}
 * @param placement the placement of each cell, strictly ascending within a merchant
 * @param weight the organic weight (or prior weight) of each cell, above 0 and finite
 * @param caps at most one for each merchant and scope, ascending by merchant, then scope
 * @param guarantees ascending by merchant, then scope; several may share both
 * @param boosts ascending by merchant, then scope
 * @param boostLimit the largest factor that boosts may multiply to in one cell
 * @param boostPool what each boost group may spend; infinite for no limit
 * @param boostPoolInYuan whether the pool of each boost group is in yuan
 */
public record Problem(
        long[] supply,
        int[] field,
        int fields,
        long[] cellLimit,
        double[] yuanPerImpression,
        int[] start,
        int[] placement,
        double[] weight,
        Caps caps,
        Guarantees guarantees,
        Boosts boosts,
        double boostLimit,
        double[] boostPool,
        boolean[] boostPoolInYuan) {

    /** At most {@code amount} impressions for a merchant within a scope. */
    public record Caps(int[] merchant, int[] scope, long[] amount) {}

    /**
     * At least {@code amount} impressions for a merchant within a scope, tier 1 first; 0 where a pool left nothing to this
     * merchant and an odd impression to one that is equal to it.
     *
     * @param even the amount, or one less where a pool that runs short left an odd impression to one of several equals:
     *     merchants whose even amounts are equal are treated alike
     */
    public record Guarantees(int[] merchant, int[] scope, long[] amount, long[] even, int[] tier) {
        public Guarantees(int[] merchant, int[] scope, long[] amount, int[] tier) {
            this(merchant, scope, amount, amount, tier);
        }

        boolean hasOdd() {
            return !Arrays.equals(amount, even);
        }
    }

    /** A factor of at least 1 on a merchant's demand within a scope; a group shares one pool and one exponent. */
    public record Boosts(int[] merchant, int[] scope, double[] factor, int[] group) {}

    /** Whether a scope holds a placement. */
    boolean covers(int scope, int placementIndex) {
        return scope == 0 || scope == 1 + field[placementIndex] || scope == 1 + fields + placementIndex;
    }

    int merchants() {
        return start.length - 1;
    }

    int placements() {
        return supply.length;
    }

    int cells() {
        return placement.length;
    }
}
