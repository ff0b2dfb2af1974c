package io.trafficallocator.solve;

/**
 * What the solver answers, as plain arrays in the numbering of the {@link Problem}.
 *
 * @param planned whole impressions of each cell
 * @param real the real solution that was rounded: share · price · multipliers, or 0 in a cell that is shut because
 *     every plan that keeps the guarantees (and allocates the most) leaves it empty; of length 0 when it was not asked
 *     for
 * @param share q: the placement's supply shared out in proportion to weight × boost; of length 0 when it was not asked for
 * @param price the multiplier of each placement
 * @param multipliers of merchants within a scope, where a guarantee or cap binds (or a cell is at its limit or shut)
 * @param level the whole impressions that step 2 secured for each guarantee: its amount, or less under scarcity
 * @param promised the amount of each guarantee as the problem has it, but that the odd impressions of a pool may have
 *     changed hands between equal merchants
 * @param exponent of each boost group: 1, or less where its pool dampens it
 * @param boostSpend of each boost group, in its pool's unit
 * @param unallocated impressions of each placement that caps leave nobody to take
 * @param exhausted for each guarantee that lacks something, the placements whose supply ran out, else an empty array
 * @param cappedBy for each guarantee that lacks something, the scopes of the merchant's caps (or cell limits) that
 *     hold it, else an empty array
 * @param sweeps how many passes the projection took
 */
public record Solution(
        Whole planned,
        double[] real,
        double[] share,
        double[] price,
        Multipliers multipliers,
        long[] level,
        long[] promised,
        double[] exponent,
        double[] boostSpend,
        long[] unallocated,
        int[][] exhausted,
        int[][] cappedBy,
        int sweeps) {

    /** With the whole impressions of each cell as an array. */
    public Solution(
            long[] impressions,
            double[] real,
            double[] share,
            double[] price,
            Multipliers multipliers,
            long[] level,
            long[] promised,
            double[] exponent,
            double[] boostSpend,
            long[] unallocated,
            int[][] exhausted,
            int[][] cappedBy,
            int sweeps) {
        this(
                Whole.of(impressions),
                real,
                share,
                price,
                multipliers,
                level,
                promised,
                exponent,
                boostSpend,
                unallocated,
                exhausted,
                cappedBy,
                sweeps);
    }

    /** Whole impressions of each cell; a copy when there are many. */
    public long[] impressions() {
        return planned.toArray();
    }

    /** The factor on a merchant's cells within a scope, ascending by merchant, then scope. */
    public record Multipliers(int[] merchant, int[] scope, double[] factor) {}
}
