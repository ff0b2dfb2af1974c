package io.trafficallocator.serve;

import io.trafficallocator.serve.QuotaLedger.Account;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Impressions delivered, one counter for each merchant and scope that any plan so far has promised or limited something,
 * and what was spent of pools;
 * beside each, what was learned of the promise that counts on it. Counters never move, so a plan that is being replaced and the one after it count, and check caps, on the same ones.
 */
final class Counters {
    private static final int BITS = 15;
    private static final int CHUNK = 1 << BITS;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    /** Longs of a counter: one line of memory holds all that a request needs of it, and nothing of another. */
    private static final int WIDTH = 8;

    /** Longs before the first, so that with the head of the array they fill a line. */
    private static final int AHEAD = 6;

    private static final int SHOWN = 0;

    /** What leases allow. */
    private static final int MOST = 1;

    private static final int LIFT = 2;
    private static final int SEEN = 3;
    private static final int SEEN_AT = 4;

    /** The number of the epoch that {@link #SEEN} and {@link #SEEN_AT} are of. */
    private static final int SEEN_IN = 5;

    private static final int DENSITY = 6;
    private static final int VIEWED = 7;

    private final Map<Account, Integer> slots = new HashMap<>();
    private final List<Account> accounts = new ArrayList<>();
    private final List<long[]> chunks = new ArrayList<>();
    private int epochs;

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
        if (chunks.size() << BITS <= slot) {
            long[] chunk = new long[AHEAD + WIDTH * CHUNK];
            for (int index = 0; index < CHUNK; index++) {
                chunk[AHEAD + WIDTH * index + MOST] = Long.MAX_VALUE;
            }
            chunks.add(chunk);
        }
        return slot;
    }

    synchronized Account account(int slot) {
        return accounts.get(slot);
    }

    synchronized int size() {
        return accounts.size();
    }

    /** All counters there are, for an epoch to read and raise without a lock. */
    synchronized Chunks chunks() {
        return new Chunks(chunks.toArray(new long[0][]), ++epochs);
    }

    /**
     * Counters as of some time; the same ones, however often they are asked for. Safe for use by several threads: those
     * of impressions are exact, while what was learned is written without locks, so that an update can be lost when two
     * requests learn at the same instant. That costs a little of what was learned, and no impression.
     */
    static final class Chunks {
        private final long[][] chunks;
        private final int epoch;

        private Chunks(long[][] chunks, int epoch) {
            this.chunks = chunks;
            this.epoch = epoch;
        }

        private static int at(int slot, int number) {
            return AHEAD + WIDTH * (slot & (CHUNK - 1)) + number;
        }

        private double number(int slot, int number) {
            return Double.longBitsToDouble(chunks[slot >>> BITS][at(slot, number)]);
        }

        private void number(int slot, int number, double value) {
            chunks[slot >>> BITS][at(slot, number)] = Double.doubleToRawLongBits(value);
        }

        /** What is added to the merchant's scores, in their unit. */
        double lift(int slot) {
            return number(slot, LIFT);
        }

        void lift(int slot, double lift) {
            number(slot, LIFT, lift);
        }

        /**
         * Requests of this epoch that had the merchant among their candidates; those of long ago count for less.
         *
         * @param come requests so far
         * @param memory requests after which about a third of the count is left
         */
        double seenLately(int slot, double come, double memory) {
            long[] chunk = chunks[slot >>> BITS];
            int at = at(slot, 0);
            if (chunk[at + SEEN_IN] != epoch) {
                return 0;
            }
            // The start of the series of the exponential function: right to a thousandth within half a memory.
            double gone = Math.max(0, come - Double.longBitsToDouble(chunk[at + SEEN_AT])) / memory;
            return Double.longBitsToDouble(chunk[at + SEEN]) / (1 + gone * (1 + gone * (1.0 / 2 + gone / 6)));
        }

        void seen(int slot, double requests, double when) {
            number(slot, SEEN, requests);
            number(slot, SEEN_AT, when);
            chunks[slot >>> BITS][at(slot, SEEN_IN)] = epoch;
        }

        /** Candidates near the threshold, added up over what was viewed. */
        double densitySum(int slot) {
            return number(slot, DENSITY);
        }

        /** Scores viewed around thresholds, added up. */
        double viewed(int slot) {
            return number(slot, VIEWED);
        }

        void density(int slot, double sum, double viewed) {
            number(slot, DENSITY, sum);
            number(slot, VIEWED, viewed);
        }

        long get(int slot) {
            return (long) ELEMENT.getVolatile(chunks[slot >>> BITS], at(slot, SHOWN));
        }

        long add(int slot, long impressions) {
            return (long) ELEMENT.getAndAdd(chunks[slot >>> BITS], at(slot, SHOWN), impressions) + impressions;
        }

        /** From now on the counter stays at this value at most, whatever caps say. */
        void limit(int slot, long limit) {
            ELEMENT.setVolatile(chunks[slot >>> BITS], at(slot, MOST), limit);
        }

        /** What can still be taken, 0 or more. */
        long left(int slot, long cap) {
            return Math.max(0, Math.min(cap, most(slot)) - get(slot));
        }

        private long most(int slot) {
            return (long) ELEMENT.getVolatile(chunks[slot >>> BITS], at(slot, MOST));
        }

        /** One impression more, unless the cap or what is leased is reached: the count with it, or -1. */
        long take(int slot, long cap) {
            return take(slot, 1, cap);
        }

        /** So much more, unless that is beyond the cap or what is leased: the sum with it, or -1. */
        long take(int slot, long amount, long cap) {
            long[] chunk = chunks[slot >>> BITS];
            int index = at(slot, SHOWN);
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
            long limit = most(slot);
            if (limit == Long.MAX_VALUE) {
                return 0;
            }
            while (true) {
                long value = get(slot);
                if (value >= limit || ELEMENT.compareAndSet(chunks[slot >>> BITS], at(slot, SHOWN), value, limit)) {
                    return Math.max(0, limit - value);
                }
            }
        }
    }
}
