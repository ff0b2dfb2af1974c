package io.trafficallocator.model;

/**
 * Organic demand in compressed rows: the entries of merchant row m are {@code start[m]} to {@code start[m + 1]}, each a
 * placement's index and a weight, placements ascending within a row. Merchant rows and placement indexes are those of
 * the request's {@link Merchants} and {@link Placements}, both in ascending order of id.
 *
 * <p>Immutable and safe for use by several threads, as long as the caller leaves alone the arrays it handed over.
 */
public final class DemandTable {
    private final DemandRows rows;
    private final int entries;

    private DemandTable(DemandRows rows, int entries) {
        this.rows = rows;
        this.entries = entries;
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
        return of(new Columns(start, placement, weight));
    }

    /**
     * Reads rows where they are, each time that they are needed.
     *
     * @throws InvalidRequestException when the rows are not of the form that {@link DemandRows} asks for
     */
    public static DemandTable of(DemandRows rows) {
        int merchants = rows.merchants();
        int entries = rows.start(merchants);
        if (rows.start(0) != 0) {
            throw new InvalidRequestException("start of demand row 0 is " + rows.start(0)
                    + ", but must be 0. Maybe the rows were cut out of others.");
        }
        for (int row = 0; row < merchants; row++) {
            int start = rows.start(row);
            int end = rows.start(row + 1);
            if (end < start || end > entries) {
                throw new InvalidRequestException("start of the demand table is not ascending at row " + row
                        + ". Maybe the rows were not counted up.");
            }
            int before = -1;
            for (int entry = start; entry < end; entry++) {
                int placement = rows.placement(entry);
                if (placement <= before) {
                    throw new InvalidRequestException("placement of demand entry " + entry + " is " + placement
                            + ", but indexes must be 0 or more and strictly ascending within merchant row " + row
                            + ". Maybe an entry is listed twice.");
                }
                before = placement;
                double weight = rows.weight(entry);
                if (!(weight >= 1e-60 && weight <= 1e60)) {
                    Require.weight("weight of demand entry " + entry, weight);
                }
            }
        }
        return new DemandTable(rows, entries);
    }

    public int merchants() {
        return rows.merchants();
    }

    public int entries() {
        return entries;
    }

    /** The first entry of a merchant's row; {@code start(merchants())} is the number of entries. */
    public int start(int merchantRow) {
        return rows.start(merchantRow);
    }

    public int placement(int entry) {
        return rows.placement(entry);
    }

    public double weight(int entry) {
        return rows.weight(entry);
    }

    /** Rows in arrays, which nobody changes. */
    private static final class Columns implements DemandRows {
        private final int[] start;
        private final int[] placement;
        private final double[] weight;

        Columns(int[] start, int[] placement, double[] weight) {
            this.start = start;
            this.placement = placement;
            this.weight = weight;
        }

        @Override
        public int merchants() {
            return start.length - 1;
        }

        @Override
        public int start(int merchantRow) {
            return start[merchantRow];
        }

        @Override
        public int placement(int entry) {
            return placement[entry];
        }

        @Override
        public double weight(int entry) {
            return weight[entry];
        }
    }
}
