package io.trafficallocator.model;

/**
 * Organic demand in compressed rows: the entries of merchant row m are {@code start[m]} to {@code start[m + 1]}, each a
 * placement's index and a weight, placements ascending within a row. Merchant rows and placement indexes are those of
 * the request's {@link Merchants} and {@link Placements}, both in ascending order of id.
 *
 * <p>Immutable and safe for use by several threads, as long as the caller leaves alone the arrays it handed over.
 */
public final class DemandTable {
    private final int[] start;
    private final int[] placement;
    private final double[] weight;

    private DemandTable(int[] start, int[] placement, double[] weight) {
        this.start = start;
        this.placement = placement;
        this.weight = weight;
    }

    /**
     * Adopts the arrays without a copy.
     *
     * @param start one more than there are merchants, ascending from 0
     * @param placement indexes, strictly ascending within a row
     * @param weight 0, or between 1e-60 and 1e60
     * @throws InvalidRequestException when the arrays are not of that form
     */
    public static DemandTable ofColumns(int[] start, int[] placement, double[] weight) {
        if (start.length == 0 || start[0] != 0 || start[start.length - 1] != placement.length) {
            throw new InvalidRequestException("start of the demand table must run from 0 to its " + placement.length
                    + " entries. Maybe the last element is missing.");
        }
        if (placement.length != weight.length) {
            throw new InvalidRequestException("the demand table has " + placement.length + " placements but "
                    + weight.length + " weights, which must be equally many. Maybe one array is too long.");
        }
        for (int row = 0; row + 1 < start.length; row++) {
            if (start[row + 1] < start[row] || start[row + 1] > placement.length) {
                throw new InvalidRequestException("start of the demand table is not ascending at row " + row
                        + ". Maybe the rows were not counted up.");
            }
            for (int entry = start[row]; entry < start[row + 1]; entry++) {
                if (placement[entry] < 0 || (entry > start[row] && placement[entry - 1] >= placement[entry])) {
                    throw new InvalidRequestException("placement of demand entry " + entry + " is " + placement[entry]
                            + ", but indexes must be 0 or more and strictly ascending within merchant row " + row
                            + ". Maybe an entry is listed twice.");
                }
                if (!(weight[entry] >= 1e-60 && weight[entry] <= 1e60)) {
                    Require.weight("weight of demand entry " + entry, weight[entry]);
                }
            }
        }
        return new DemandTable(start, placement, weight);
    }

    public int merchants() {
        return start.length - 1;
    }

    public int entries() {
        return placement.length;
    }

    /** The first entry of a merchant's row; {@code start(merchants())} is the number of entries. */
    public int start(int merchantRow) {
        return start[merchantRow];
    }

    public int placement(int entry) {
        return placement[entry];
    }

    public double weight(int entry) {
        return weight[entry];
    }
}
