package io.trafficallocator.serve;

import io.trafficallocator.serve.QuotaLedger.Balance;
import io.trafficallocator.serve.QuotaLedger.Claim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps one server's counters in step with a ledger: tells it what was shown, leases ahead what caps may need until the
 * next time, and adds what other instances have shown. Requests never wait for it. Safe for use by several threads.
 */
final class Leases {
    /** Of a cap that is leased ahead at least, as one part of so many. */
    private static final long PARTS = 50;

    /** Impressions that are leased ahead at least, so that small caps are not shown in drops. */
    private static final long LEAST = 10;

    /** So often of what was shown since the last time is leased ahead, as traffic can grow meanwhile. */
    private static final long AHEAD = 2;

    /** Accounts that nothing happened to here are asked for once in so many times, for what others have shown. */
    private static final int ROUNDS = 16;

    private final QuotaLedger ledger;
    private final String instance;
    private final Counters counters;
    private long round;
    private boolean closed;

    /** By counter: the cap of the plan in force, and totals of this instance as the ledger knows them. */
    private long[] cap = new long[0];

    /** By counter, what is leased ahead at least. */
    private long[] least = new long[0];

    private long[] reported = new long[0];
    private long[] leased = new long[0];

    /** By counter, the part of it that others have shown, and the part that was given back unused. */
    private long[] others = new long[0];

    private long[] givenBack = new long[0];

    Leases(QuotaLedger ledger, String instance, Counters counters) {
        this.ledger = ledger;
        this.instance = instance;
        this.counters = counters;
    }

    /** Makes everything ready for an epoch that is about to be served. When this throws, the caps stay as they were. */
    synchronized void prepare(Epoch epoch) {
        int size = counters.size();
        long[] before = cap;
        reported = Arrays.copyOf(reported, size);
        leased = Arrays.copyOf(leased, size);
        others = Arrays.copyOf(others, size);
        givenBack = Arrays.copyOf(givenBack, size);
        cap = new long[size];
        Arrays.fill(cap, Long.MAX_VALUE);
        least = new long[size];
        Arrays.fill(least, LEAST);
        for (int promise = 0; promise < epoch.promises.count(); promise++) {
            cap[epoch.promises.slot(promise)] = epoch.promises.cap(promise);
        }
        Pools pools = epoch.prepared.pools;
        for (int pool = 0; pool < pools.count(); pool++) {
            cap[pools.slot(pool)] = pools.limit(pool);
            least[pools.slot(pool)] = LEAST * pools.dearest(pool);
        }
        try {
            settle(true);
        } catch (RuntimeException e) {
            cap = before;
            throw e;
        }
    }

    /** Tells, leases and asks. When this throws, everything stays as it was, and the next call makes up for it. */
    synchronized void settle() {
        settle(false);
    }

    /** Gives back what is not used. Nothing that is limited can be shown afterwards. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            Counters.Chunks chunks = counters.chunks();
            for (int slot = 0; slot < cap.length; slot++) {
                if (cap[slot] < Long.MAX_VALUE) {
                    givenBack[slot] += chunks.takeRest(slot);
                }
            }
        }
        settle(false);
    }

    private void settle(boolean all) {
        Counters.Chunks chunks = counters.chunks();
        List<Claim> claims = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        round++;
        for (int slot = 0; slot < cap.length; slot++) {
            long own = chunks.get(slot) - others[slot] - givenBack[slot];
            long wish = wish(slot, own);
            boolean turn = (slot + round) % ROUNDS == 0;
            if (all || turn || own != reported[slot] || wish != leased[slot]) {
                claims.add(new Claim(counters.account(slot), own, wish, cap[slot]));
                slots.add(slot);
            }
        }
        List<Balance> balances = claims.isEmpty() ? List.of() : ledger.settle(instance, round, claims);
        for (int index = 0; index < balances.size(); index++) {
            take(chunks, slots.get(index), claims.get(index).delivered(), balances.get(index));
        }
    }

    /** What this instance would like to be allowed to show altogether. */
    private long wish(int slot, long own) {
        if (cap[slot] == Long.MAX_VALUE || closed) {
            return own;
        }
        long ahead = Math.max(least[slot], Math.max(cap[slot] / PARTS, AHEAD * (own - reported[slot])));
        boolean low = 2 * (leased[slot] - own) < ahead;
        long wish = low ? Math.min(own + ahead, cap[slot] - others[slot]) : leased[slot];
        return Math.max(own, Math.max(leased[slot], wish));
    }

    private void take(Counters.Chunks chunks, int slot, long own, Balance balance) {
        // An impression that was counted, and given back as another scope was full, may have been told meanwhile.
        reported[slot] = Math.max(reported[slot], own);
        long more = balance.delivered() - reported[slot] - others[slot];
        // First the count, then the limit: between the two less may be shown, never more.
        chunks.add(slot, more);
        others[slot] += more;
        leased[slot] = balance.leased();
        chunks.limit(slot, cap[slot] == Long.MAX_VALUE ? cap[slot] : leased[slot] + others[slot] + givenBack[slot]);
    }
}
