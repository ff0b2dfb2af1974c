package io.trafficallocator.serve;

import org.jspecify.annotations.Nullable;

/**
 * Counts impressions of one thread in every scope that something was promised or limited in, lets pools pay for them, and
 * tells of what was met or reached. Not safe for use by several threads; the counters are.
 */
final class Counting {
    private final @Nullable ServeListener listener;

    /** Impressions with the one being taken, for each scope around the placement: everything, its field, itself. */
    private final long[] counts = new long[3];

    Counting(@Nullable ServeListener listener) {
        this.listener = listener;
    }

    /** Counts one impression in every scope around the placement, or in none. */
    boolean take(Epoch epoch, int placement, int row) {
        if (!epoch.promises.any(row)) {
            return true;
        }
        Promises promises = epoch.promises;
        int first = promises.first(row);
        int end = promises.end(row);
        int taken = 0;
        for (int promise = first; promise < end; promise++) {
            if (epoch.scopes.covers(promises.scope(promise), placement)) {
                long count = epoch.counters.take(promises.slot(promise), promises.cap(promise));
                if (count < 0 || count == promises.floor(promise)) {
                    epoch.glances.look(promise);
                }
                if (count < 0) {
                    giveBack(epoch, placement, first, promise);
                    return false;
                }
                counts[taken++] = count;
                if (listener != null) {
                    tell(listener, epoch, row, promise, count);
                }
            }
        }
        return true;
    }

    /** Lets pools pay for the impression that was just taken: whether it was due, and one did or none had to. */
    boolean pay(Epoch epoch, Funding funding, int placement, int row) {
        if (!epoch.promises.any(row)) {
            return false;
        }
        boolean paid = false;
        int taken = 0;
        for (int promise = epoch.promises.first(row), end = epoch.promises.end(row); promise < end; promise++) {
            if (epoch.scopes.covers(epoch.promises.scope(promise), placement)) {
                paid |= funding.pay(promise, counts[taken++], placement, epoch.counters);
            }
        }
        return paid;
    }

    static void giveBack(Epoch epoch, int placement, int first, int end) {
        for (int taken = first; taken < end; taken++) {
            if (epoch.scopes.covers(epoch.promises.scope(taken), placement)) {
                epoch.counters.add(epoch.promises.slot(taken), -1);
            }
        }
    }

    private static void tell(ServeListener listener, Epoch epoch, int row, int promise, long count) {
        if (count == epoch.promises.floor(promise)) {
            listener.guaranteeMet(epoch.plan.merchant(row), epoch.scopes.name(epoch.promises.scope(promise)), count);
        }
        if (count == epoch.promises.cap(promise)) {
            listener.capReached(epoch.plan.merchant(row), epoch.scopes.name(epoch.promises.scope(promise)), count);
        }
    }
}
