package io.trafficallocator.budget;

/** Sorts positions by a key without an object for each: by one digit after the other, the least significant first. */
final class StableOrder {
    /** The more digits there are to count, the more positions it takes to be worth it. */
    private static final int FEW = 1 << 12;

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
        int bits = keys.length < FEW ? Byte.SIZE : Short.SIZE;
        int mask = (1 << bits) - 1;
        for (int shift = 0; shift < Long.SIZE; shift += bits) {
            if ((differing >>> shift & mask) == 0) {
                continue;
            }
            int[] next = new int[mask + 2];
            for (long key : keys) {
                next[((int) (key >>> shift) & mask) + 1]++;
            }
            for (int digit = 0; digit <= mask; digit++) {
                next[digit + 1] += next[digit];
            }
            for (int position : order) {
                sorted[next[(int) (keys[position] >>> shift) & mask]++] = position;
            }
            int[] swap = order;
            order = sorted;
            sorted = swap;
        }
        return order;
    }
}
