package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import java.util.Collections;

/**
 * A step before it is put into words.
 *
 * @param before impressions without it
 * @param after impressions with it
 * @param entitlements of the merchant itself that cause it (indexes)
 * @param scope of the bound that causes it, or -1
 * @param weights of the entitlements, above 0: what they move is in proportion to these
 */
record Part(
        int placement,
        Cause cause,
        double before,
        double after,
        ImmutableList<Integer> entitlements,
        int scope,
        ImmutableList<Double> weights) {
    static final int NO_SCOPE = -1;

    /** All entitlements cause it alike. */
    Part(int placement, Cause cause, double before, double after, ImmutableList<Integer> entitlements, int scope) {
        this(
                placement,
                cause,
                before,
                after,
                entitlements,
                scope,
                ImmutableList.copyOf(Collections.nCopies(entitlements.size(), 1.0)));
    }

    Part(int placement, Cause cause, double before, double after) {
        this(placement, cause, before, after, ImmutableList.of(), NO_SCOPE);
    }

    double moved() {
        return after - before;
    }

    /** What the entitlement at a position moves of it. */
    double moved(int position) {
        double sum = weights.stream().mapToDouble(weight -> weight).sum();
        return moved() * (weights.get(position) / sum);
    }
}
