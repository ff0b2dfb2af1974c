package io.trafficallocator.plan;

import com.google.common.collect.ImmutableList;

/**
 * What a guarantee or a subsidy lacks, and why.
 *
 * @param scope of a guarantee; {@link #FEN} for a subsidy, whose {@code due} and {@code planned} count fen
 * @param due impressions due in this period
 * @param planned impressions that the plan gives the merchant within the scope, below {@code due}
 * @param by what stood in the way: placements for exhausted supply, scopes for caps, reasons for an exclusion, the
 *     programme for its pool
 */
public record Shortfall(
        String merchant,
        String programme,
        String scope,
        long due,
        long planned,
        Reason reason,
        ImmutableList<String> by) {
    /** The scope of subsidies. */
    public static final String FEN = "fen";

    /** Why a guarantee or a subsidy is short. */
    public enum Reason {
        /** The programme's pool could not commit to all of it. */
        POOL_EXHAUSTED,
        /** Other guarantees of the same or a higher tier need the supply. */
        SUPPLY_EXHAUSTED,
        /** A cap, or the concentration limit, holds the merchant below it. */
        CAPPED,
        /** The merchant is excluded from the scope. */
        EXCLUDED,
        /** The merchant may be shown at no placement of the scope. */
        NO_PLACEMENT
    }

    /** One sentence for people: {@code supply exhausted: search-1, search-2}. */
    public String sentence() {
        String words = reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return by.isEmpty() ? words : words + ": " + String.join(", ", by);
    }
}
