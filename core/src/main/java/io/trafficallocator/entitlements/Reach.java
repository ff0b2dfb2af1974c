package io.trafficallocator.entitlements;

import java.util.Arrays;

/**
 * Where the rules let one merchant be shown. A cursor: {@link #moveTo} makes it speak of another merchant. Not safe for
 * use by several threads.
 */
public final class Reach {
    private final Eligibility eligibility;
    private final Entitlements entitlements;
    private final long[] opened;
    private final long[] accessible;
    private final long[] excluded;
    private final long[] cappedToNothing;
    private long[] fit = {};
    private boolean opensAny;

    public Reach(Eligibility eligibility, Entitlements entitlements) {
        this.eligibility = eligibility;
        this.entitlements = entitlements;
        int words = eligibility.words();
        this.opened = new long[words];
        this.accessible = new long[words];
        this.excluded = new long[words];
        this.cappedToNothing = new long[words];
    }

    public void moveTo(int merchantRow) {
        fit = eligibility.fit(merchantRow);
        opensAny = false;
        Arrays.fill(opened, 0);
        Arrays.fill(excluded, 0);
        Arrays.fill(cappedToNothing, 0);
        long[] reserved = eligibility.reserved();
        for (int word = 0; word < accessible.length; word++) {
            accessible[word] = ~reserved[word];
        }
        int end = entitlements.start(merchantRow + 1);
        for (int entitlement = entitlements.start(merchantRow); entitlement < end; entitlement++) {
            int scope = entitlements.scope(entitlement);
            switch (entitlements.kind(entitlement)) {
                case GUARANTEE, BOOST -> open(scope);
                case ACCESS -> {
                    open(scope);
                    eligibility.addScope(accessible, scope);
                }
                case EXCLUSION -> eligibility.addScope(excluded, scope);
                case SUBSIDY -> {
                    // Money opens no placement.
                }
                case CAP -> {
                    if (entitlements.impressions(entitlement) == 0) {
                        eligibility.addScope(cappedToNothing, scope);
                    }
                }
            }
        }
    }

    private void open(int scope) {
        opensAny = true;
        eligibility.addScope(opened, scope);
    }

    /** The merchant's categories fit the placement. */
    public boolean fits(int placement) {
        return Eligibility.holds(fit, placement);
    }

    /** The placement is open to all, or access was granted. */
    public boolean isAccessible(int placement) {
        return Eligibility.holds(accessible, placement);
    }

    public boolean isExcluded(int placement) {
        return Eligibility.holds(excluded, placement);
    }

    /** A guarantee, boost or access covers the placement, so that no demand is needed. */
    public boolean isOpened(int placement) {
        return Eligibility.holds(opened, placement);
    }

    /** A cap of 0 covers the placement. */
    public boolean isCappedToNothing(int placement) {
        return Eligibility.holds(cappedToNothing, placement);
    }

    /** The placement has supply, and a concentration limit that lets at least one impression through. */
    public boolean isReceptive(int placement) {
        return Eligibility.holds(eligibility.receptive(), placement);
    }

    boolean opensAny() {
        return opensAny;
    }

    /** The placements of a word of bits that may receive something, given demand or a grant there. */
    long allowed(int word) {
        return fit[word]
                & accessible[word]
                & ~excluded[word]
                & ~cappedToNothing[word]
                & eligibility.receptive()[word];
    }

    long opened(int word) {
        return opened[word];
    }
}
