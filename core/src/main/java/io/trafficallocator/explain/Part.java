package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;

/**
 * A step before it is put into words.
 *
 * @param before impressions without it
 * @param after impressions with it
 * @param entitlements of the merchant itself that cause it (indexes)
 * @param scope of the bound that causes it, or -1
 */
record Part(int placement, Cause cause, double before, double after, ImmutableList<Integer> entitlements, int scope) {
    static final int NO_SCOPE = -1;

    Part(int placement, Cause cause, double before, double after) {
        this(placement, cause, before, after, ImmutableList.of(), NO_SCOPE);
    }

    double moved() {
        return after - before;
    }
}
