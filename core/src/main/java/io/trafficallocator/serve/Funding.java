package io.trafficallocator.serve;

import java.util.Arrays;

/**
 * Which pool pays for which impressions of a promise: of each guarantee that was merged into it, the pool and how many
 * impressions are due. Each impression of the first so many is paid by every one that it is due to. A pool that cannot
 * pay any more drops its guarantee, and with it the lift; what is shown then, is shown for its own score. Immutable.
 */
final class Funding {
    final Pools pools;

    /** By promise, where its guarantees begin; the one of most impressions comes first. */
    private final int[] start;

    private final int[] pool;
    private final long[] due;

    private Funding(Pools pools, int[] start, int[] pool, long[] due) {
        this.pools = pools;
        this.start = start;
        this.pool = pool;
        this.due = due;
    }

    /**
     * What is still due to a promise at a placement (-1: at any), as far as a pool can pay for it.
     *
     * @param shown impressions so far
     */
    long need(int promise, long shown, int placement, Counters.Chunks counters) {
        long most = 0;
        for (int at = start[promise], end = start[promise + 1]; at < end; at++) {
            long need = due[at] - shown;
            if (need <= most) {
                return most;
            }
            most = Math.max(most, pool[at] < 0 ? need : Math.min(need, pools.affords(pool[at], placement, counters)));
        }
        return most;
    }

    /**
     * Pays for one impression that was shown.
     *
     * @param count the promise's impressions with it
     * @return whether it was due, and anything paid for it or nothing had to
     */
    boolean pay(int promise, long count, int placement, Counters.Chunks counters) {
        boolean paid = false;
        for (int at = start[promise], end = start[promise + 1]; at < end && count <= due[at]; at++) {
            paid |= pool[at] < 0 || pools.pay(pool[at], placement, counters);
        }
        return paid;
    }

    /** Collects guarantees in the order of their merchants. */
    static final class Builder {
        private final Pools pools;
        private int[] holder = new int[64];
        private int[] scope = new int[64];
        private int[] pool = new int[64];
        private long[] due = new long[64];
        private int size;

        Builder(Pools pools) {
            this.pools = pools;
        }

        void add(int inHolder, int inScope, int ofPool, long impressions) {
            if (size == holder.length) {
                holder = Arrays.copyOf(holder, 2 * size);
                scope = Arrays.copyOf(scope, 2 * size);
                pool = Arrays.copyOf(pool, 2 * size);
                due = Arrays.copyOf(due, 2 * size);
            }
            holder[size] = inHolder;
            scope[size] = inScope;
            pool[size] = ofPool;
            due[size++] = impressions;
        }

        /** Finds the promise of each guarantee. */
        Funding build(Promises promises, int[] first) {
            int[] of = new int[size];
            int[] start = new int[promises.count() + 1];
            for (int index = 0; index < size; index++) {
                int promise = first[holder[index]];
                while (promises.scope(promise) != scope[index]) {
                    promise++;
                }
                of[index] = promise;
                start[promise + 1]++;
            }
            for (int promise = 0; promise < promises.count(); promise++) {
                start[promise + 1] += start[promise];
            }
            int[] filled = start.clone();
            int[] pools = new int[size];
            long[] dues = new long[size];
            for (int index = 0; index < size; index++) {
                int at = filled[of[index]]++;
                while (at > start[of[index]] && dues[at - 1] < due[index]) {
                    dues[at] = dues[at - 1];
                    pools[at] = pools[at - 1];
                    at--;
                }
                dues[at] = due[index];
                pools[at] = pool[index];
            }
            return new Funding(this.pools, start, pools, dues);
        }
    }
}
