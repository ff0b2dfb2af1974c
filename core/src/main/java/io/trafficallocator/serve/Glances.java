package io.trafficallocator.serve;

import java.util.Arrays;

/**
 * All that a request needs to know of a promise that is far from its end, in one number for each: whether a closer look is
 * needed at all, the scope, and the lift. What stands behind it ({@link Promises}, {@link Counters}) takes two more reads
 * of memory, one waiting for the other, and a few divisions.
 *
 * <p>Written without locks, as a later look mends what two threads write at the same instant. Limits do not rest on it:
 * whoever takes an impression counts it.
 */
final class Glances {
    /** Of a promise that needs a closer look; all do in the beginning. */
    static final long LOOK = 0;

    private static final int SCOPE_BITS = 15;

    /** Scope and mark stand where a lift has its last bits: what is left of them is right to a hundred-billionth. */
    private static final long REST = (1L << (SCOPE_BITS + 1)) - 1;

    private final long[] known;

    Glances(int promises) {
        this.known = new long[promises];
    }

    /** A lift as exactly as it can be known from now on. */
    static double rounded(double lift) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(lift) & ~REST);
    }

    long of(int promise) {
        return known[promise];
    }

    static int scope(long glance) {
        return (int) (glance & REST) >>> 1;
    }

    static double lift(long glance) {
        return Double.longBitsToDouble(glance & ~REST);
    }

    /** From now on this is enough. */
    void know(int promise, int scope, double lift) {
        known[promise] =
                scope >>> SCOPE_BITS == 0 ? (Double.doubleToRawLongBits(lift) & ~REST) | ((long) scope << 1) | 1 : LOOK;
    }

    /** The lift has moved. */
    void lift(int promise, double lift) {
        long glance = known[promise];
        if (glance != LOOK) {
            known[promise] = (Double.doubleToRawLongBits(lift) & ~REST) | (glance & REST);
        }
    }

    void look(int promise) {
        known[promise] = LOOK;
    }

    void lookAtAll() {
        Arrays.fill(known, LOOK);
    }
}
