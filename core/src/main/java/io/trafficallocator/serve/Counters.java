package io.trafficallocator.serve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Impressions delivered, one counter for each merchant and scope that any plan so far has promised or limited something.
 * Counters never move, so a plan that is being replaced and the one after it count, and check caps, on the same ones.
 */
final class Counters {
    private static final int BITS = 16;
    private static final int CHUNK = 1 << BITS;

    record Key(String merchant, String scope) {}

    private final Map<Key, Integer> slots = new HashMap<>();
    private final List<AtomicLongArray> chunks = new ArrayList<>();

    /** The counter's number, made when there is none. */
    synchronized int slot(String merchant, String scope) {
        int slot = slots.computeIfAbsent(new Key(merchant, scope), key -> slots.size());
        while (chunks.size() << BITS <= slot) {
            chunks.add(new AtomicLongArray(CHUNK));
        }
        return slot;
    }

    /** All counters there are, to be read and raised without a lock. */
    synchronized AtomicLongArray[] chunks() {
        return chunks.toArray(new AtomicLongArray[0]);
    }

    static long get(AtomicLongArray[] chunks, int slot) {
        return chunks[slot >>> BITS].get(slot & (CHUNK - 1));
    }

    static void add(AtomicLongArray[] chunks, int slot, long impressions) {
        chunks[slot >>> BITS].getAndAdd(slot & (CHUNK - 1), impressions);
    }

    /** One impression more, unless the limit is reached. */
    static boolean take(AtomicLongArray[] chunks, int slot, long limit) {
        AtomicLongArray chunk = chunks[slot >>> BITS];
        int index = slot & (CHUNK - 1);
        if (limit == Long.MAX_VALUE) {
            chunk.getAndIncrement(index);
            return true;
        }
        long value = chunk.get(index);
        while (value < limit) {
            if (chunk.compareAndSet(index, value, value + 1)) {
                return true;
            }
            value = chunk.get(index);
        }
        return false;
    }
}
