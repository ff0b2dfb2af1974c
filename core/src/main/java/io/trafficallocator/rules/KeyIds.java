package io.trafficallocator.rules;

import java.util.Arrays;

/** Gives every distinct key a number from 0 on, in the order of first sight. Not safe for use by several threads. */
final class KeyIds {
    private static final int FREE = -1;

    private long[] keys = new long[16];
    private int[] ids = free(16);
    private long[] byId = new long[8];
    private int count;

    private static int[] free(int size) {
        int[] ids = new int[size];
        Arrays.fill(ids, FREE);
        return ids;
    }

    int count() {
        return count;
    }

    long key(int id) {
        return byId[id];
    }

    /** The number of a key, or -1 when it has none. */
    int find(long key) {
        return ids[slot(key)];
    }

    /** The number of a key, which is given one if it has none. */
    int idOf(long key) {
        int at = slot(key);
        if (ids[at] != FREE) {
            return ids[at];
        }
        if (2 * (count + 1) > ids.length) {
            grow();
            at = slot(key);
        }
        if (count == byId.length) {
            byId = Arrays.copyOf(byId, 2 * count);
        }
        byId[count] = key;
        keys[at] = key;
        ids[at] = count;
        return count++;
    }

    private int slot(long key) {
        long mixed = key * 0x9e37_79b9_7f4a_7c15L;
        int at = (int) (mixed >>> 32) & (ids.length - 1);
        while (ids[at] != FREE && keys[at] != key) {
            at = (at + 1) & (ids.length - 1);
        }
        return at;
    }

    private void grow() {
        keys = new long[2 * ids.length];
        ids = free(keys.length);
        for (int id = 0; id < count; id++) {
            int at = slot(byId[id]);
            keys[at] = byId[id];
            ids[at] = id;
        }
    }
}
