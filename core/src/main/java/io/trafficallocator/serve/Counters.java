package io.trafficallocator.serve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Impressions delivered, one counter for each merchant and scope that any plan so far has promised or limited something.
 * Counters never move, so a plan that is being replaced and the one after it count, and check caps, on the same ones.
 */
final class Counters {
    private static final int BITS = 16;
    private static final int CHUNK = 1 << BITS;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    record Key(String merchant, String scope) {}

    private final Map<Key, Integer> slots = new HashMap<>();
    private final List<long[]> chunks = new ArrayList<>();

    /** The counter's number, made when there is none. */
    synchronized int slot(String merchant, String scope) {
        int slot = slots.computeIfAbsent(new Key(merchant, scope), key -> slots.size());
        while (chunks.size() << BITS <= slot) {
            chunks.add(new long[CHUNK]);
        }
        return slot;
    }

    /** All counters there are, to be read and raised without a lock. */
    synchronized long[][] chunks() {
        return chunks.toArray(new long[0][]);
    }

    static long get(long[][] chunks, int slot) {
        return (long) ELEMENT.getVolatile(chunks[slot >>> BITS], slot & (CHUNK - 1));
    }

    static void add(long[][] chunks, int slot, long impressions) {
        long unused = (long) ELEMENT.getAndAdd(chunks[slot >>> BITS], slot & (CHUNK - 1), impressions);
    }

    /** One impression more, unless the limit is reached. */
    static boolean take(long[][] chunks, int slot, long limit) {
        long[] chunk = chunks[slot >>> BITS];
        int index = slot & (CHUNK - 1);
        if (limit == Long.MAX_VALUE) {
            long unused = (long) ELEMENT.getAndAdd(chunk, index, 1L);
            return true;
        }
        long value = (long) ELEMENT.getVolatile(chunk, index);
        while (value < limit) {
            long witness = (long) ELEMENT.compareAndExchange(chunk, index, value, value + 1);
            if (witness == value) {
                return true;
            }
            value = witness;
        }
        return false;
    }
}
