package io.trafficallocator.budget;

/** Sorts positions by a key without an object for each: by one digit after the other, the least significant first. */
final class StableOrder {
    private static final int DIGIT_BITS = 16;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private StableOrder() {}

    /** The positions 0 to n in ascending order of their keys, which are 0 or more; of equal keys the first first. */
    static int[] ascending(long[] keys) {
        int[] order = new int[keys.length];
        for (int position = 0; position < order.length; position++) {
            order[position] = position;
        }
        int[] sorted = new int[keys.length];
        long differing = 0;
        for (long key : keys) {
            differing |= key ^ keys[0];
        }
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
            if ((differing >>> shift & (DIGITS - 1)) == 0) {
                continue;
            }
            int[] next = new int[DIGITS + 1];
            for (long key : keys) {
                next[digit(key, shift) + 1]++;
            }
            for (int digit = 0; digit < DIGITS; digit++) {
                next[digit + 1] += next[digit];
            }
            for (int position : order) {
                sorted[next[digit(keys[position], shift)]++] = position;
            }
            int[] swap = order;
            order = sorted;
            sorted = swap;
        }
        return order;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (DIGITS - 1);
    }
}
