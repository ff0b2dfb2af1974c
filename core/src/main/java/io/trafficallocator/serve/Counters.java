package io.trafficallocator.serve;

import io.trafficallocator.serve.QuotaLedger.Account;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Impressions delivered, one counter for each merchant and scope that any plan so far has promised or limited something,
 * and what was spent of pools.
 * Counters never move, so a plan that is being replaced and the one after it count, and check caps, on the same ones.
 */
final class Counters {
    private static final int BITS = 16;
    private static final int CHUNK = 1 << BITS;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final Map<Account, Integer> slots = new HashMap<>();
    private final List<Account> accounts = new ArrayList<>();
    private final List<long[]> shown = new ArrayList<>();
    private final List<long[]> most = new ArrayList<>();
    private final boolean leased;

    /** Whether what may be shown is limited by leases as well, and not by the plan's caps alone. */
    Counters(boolean leased) {
        this.leased = leased;
    }

    /** The counter's number, made when there is none. */
    synchronized int slot(String merchant, String scope) {
        Account account = new Account(merchant, scope);
        Integer known = slots.get(account);
        if (known != null) {
            return known;
        }
        int slot = accounts.size();
        slots.put(account, slot);
        accounts.add(account);
        while (shown.size() << BITS <= slot) {
            shown.add(new long[CHUNK]);
            if (leased) {
                long[] unlimited = new long[CHUNK];
                Arrays.fill(unlimited, Long.MAX_VALUE);
                most.add(unlimited);
            }
        }
        return slot;
    }

    synchronized Account account(int slot) {
        return accounts.get(slot);
    }

    synchronized int size() {
        return accounts.size();
    }

    /** All counters there are, to be read and raised without a lock. */
    synchronized Chunks chunks() {
        return new Chunks(shown.toArray(new long[0][]), leased ? most.toArray(new long[0][]) : null);
    }

    /** Counters as of some time; the same ones, however often they are asked for. Safe for use by several threads. */
    static final class Chunks {
        private final long[][] shown;
        private final long @Nullable [][] most;

        private Chunks(long[][] shown, long @Nullable [][] most) {
            this.shown = shown;
            this.most = most;
        }

        long get(int slot) {
            return (long) ELEMENT.getVolatile(shown[slot >>> BITS], slot & (CHUNK - 1));
        }

        long add(int slot, long impressions) {
            return (long) ELEMENT.getAndAdd(shown[slot >>> BITS], slot & (CHUNK - 1), impressions) + impressions;
        }

        /** From now on the counter stays at this value at most. */
        void limit(int slot, long limit) {
            if (most != null) {
                ELEMENT.setVolatile(most[slot >>> BITS], slot & (CHUNK - 1), limit);
            }
        }

        /** What can still be taken, 0 or more. */
        long left(int slot, long cap) {
            return Math.max(0, Math.min(cap, most(slot)) - get(slot));
        }

        private long most(int slot) {
            return most == null ? Long.MAX_VALUE : (long) ELEMENT.getVolatile(most[slot >>> BITS], slot & (CHUNK - 1));
        }

        /** One impression more, unless the cap or what is leased is reached: the count with it, or -1. */
        long take(int slot, long cap) {
            return take(slot, 1, cap);
        }

        /** So much more, unless that is beyond the cap or what is leased: the sum with it, or -1. */
        long take(int slot, long amount, long cap) {
            long[] chunk = shown[slot >>> BITS];
            int index = slot & (CHUNK - 1);
            long limit = Math.min(cap, most(slot));
            if (limit == Long.MAX_VALUE) {
                return (long) ELEMENT.getAndAdd(chunk, index, amount) + amount;
            }
            long value = (long) ELEMENT.getVolatile(chunk, index);
            while (value <= limit - amount) {
                long witness = (long) ELEMENT.compareAndExchange(chunk, index, value, value + amount);
                if (witness == value) {
                    return value + amount;
                }
                value = witness;
            }
            return -1;
        }

        /** Raises a counter to what is leased, so that nothing more can be taken; by how much. */
        long takeRest(int slot) {
            if (most == null) {
                return 0;
            }
            long limit = (long) ELEMENT.getVolatile(most[slot >>> BITS], slot & (CHUNK - 1));
            while (true) {
                long value = get(slot);
                if (value >= limit || ELEMENT.compareAndSet(shown[slot >>> BITS], slot & (CHUNK - 1), value, limit)) {
                    return Math.max(0, limit - value);
                }
            }
        }
    }
}
