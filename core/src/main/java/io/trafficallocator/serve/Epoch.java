package io.trafficallocator.serve;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Plan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one plan needs to be served: a request takes one epoch and stays with it to its end. Safe for use by
 * several threads; what was learned about a merchant (lift, density) may lose an update when two requests learn at the
 * same instant, which costs a little of what was learned and no impression.
 */
final class Epoch {
    /** Of what a merchant's density is taken to be before it was seen, as if it had been seen that many times. */
    private static final double PRIOR_VIEWS = 10;

    /** Requests kept in hand at the end: the last may lack the merchant, or be asked for by too many. */
    private static final double IN_HAND = 3;

    /** Part of the period over which it is remembered how often a merchant was a candidate. */
    private static final double MEMORY = 1.0 / 4;

    /** In requests; where so few are expected, all of them are remembered. */
    private static final double LEAST_MEMORY = 100;

    /** So often must a merchant have been seen, and learned from 16 times then, before what is left is a safe guess. */
    private static final double SURE = 16 * Chooser.THINNED;

    /** Of what is left: from here to where it is urgent, or learned from in each request, it is far. */
    private static final double FAR = 0.5;

    /** Numbers of a line of memory and the one that processors fetch with it. */
    static final int APART = 16;

    private static final int CANDIDATES = APART;
    private static final int SPAN = APART + 1;
    private static final int REQUESTS = APART + 2;

    final PreparedPlan prepared;
    final Plan plan;
    final Scopes scopes;
    final Promises promises;
    final Glances glances;
    final Arrivals arrivals;
    final Counters.Chunks counters;
    final boolean[] reserved;

    /** Null where no guarantee has a pool. */
    final @Nullable Funding funding;

    final Slack[] slack;
    private final Outlook outlook;

    /** Requests expected in the whole period, by scope. */
    private volatile double[] expected;

    private final double[] memory;

    /**
     * Density of the mean merchant of a request: candidates, spans of scores and requests, added up. All threads write
     * them, so they stand in the middle of lines that nothing else is on.
     */
    private final double[] mean;

    Epoch(PreparedPlan prepared, Counters shared, @Nullable Epoch before) {
        this.prepared = prepared;
        this.plan = prepared.plan;
        this.scopes = prepared.scopes;
        this.reserved = prepared.reserved;
        this.promises = prepared.promises.fresh();
        this.glances = new Glances(promises.count());
        this.funding = promises.funding;
        this.memory = new double[scopes.count()];
        this.arrivals = new Arrivals(scopes, reserved.length, memory);
        this.slack = new Slack[reserved.length];
        Arrays.setAll(slack, placement -> new Slack());
        this.outlook = new Outlook(prepared.forecast);
        this.expected = byScope(prepared.forecast);
        for (int scope = 0; scope < memory.length; scope++) {
            memory[scope] = Math.max(LEAST_MEMORY, expected[scope] * MEMORY);
        }
        this.mean = before == null ? new double[3 * APART] : before.mean;
        this.counters = shared.chunks();
    }

    private double[] byScope(double[] byPlacement) {
        double[] sums = new double[scopes.count()];
        for (int placement = 0; placement < byPlacement.length; placement++) {
            sums[Scopes.EVERYTHING] += byPlacement[placement];
            sums[scopes.fieldOf(placement)] += byPlacement[placement];
            sums[scopes.ofPlacement(placement)] += byPlacement[placement];
        }
        return sums;
    }

    /** Corrects what is expected by what came, when so much of the time since this plan took over has gone by. */
    synchronized void advance(double elapsed) {
        Arrivals.View come = arrivals.reader();
        double[] byPlacement = new double[reserved.length];
        for (int placement = 0; placement < byPlacement.length; placement++) {
            byPlacement[placement] = come.at(scopes.ofPlacement(placement));
        }
        double[] all = outlook.advance(elapsed, byPlacement);
        if (all != null) {
            expected = byScope(all);
            glances.lookAtAll();
        }
    }

    /** The promises of a merchant's row are those from this one on; none when it has none. */
    int first(int row) {
        return promises.any(row) ? promises.first(row) : 0;
    }

    /** The one after the last of a merchant's promises. */
    int end(int row) {
        return promises.any(row) ? promises.end(row) : 0;
    }

    /** What is added to the merchant's scores, in their unit. */
    double lift(int promise) {
        return counters.lift(promises.slot(promise));
    }

    void lift(int promise, double lift) {
        double kept = Glances.rounded(lift);
        counters.lift(promises.slot(promise), kept);
        glances.lift(promise, kept);
    }

    /** Spares requests a look at a merchant's only promise as long as nothing will change soon but its lift. */
    void lookedAt(int promise, long need, double left, Arrivals.View come) {
        boolean isFar = need < FAR * left && FAR * left >= Chooser.MANY;
        // What is due may hang on a pool that others spend.
        if (isFar && funding == null && seenLately(promise, come.at(promises.scope(promise))) >= SURE) {
            glances.know(promise, promises.scope(promise), need > 0 ? lift(promise) : 0);
        } else {
            glances.look(promise);
        }
    }

    long delivered(int promise) {
        return counters.get(promises.slot(promise));
    }

    /** What is still due at a placement (-1: at any), as far as pools can pay for it; 0 or more. */
    long need(int promise, long shown, int placement) {
        long need = promises.floor(promise) - shown;
        return need <= 0 ? 0 : funding == null ? need : funding.need(promise, shown, placement, counters);
    }

    /** Requests still to come that have the merchant among their candidates: the rest of the forecast at the rate seen. */
    double left(int promise, Arrivals.View come) {
        int scope = promises.scope(promise);
        double share = Math.min(1, (seenLately(promise, come.at(scope)) + 1) / (come.lately(scope) + 1));
        return Math.max(0, expected[scope] - come.at(scope)) * share;
    }

    /** Counts a request that had the merchant among its candidates, in place of so many. */
    void countSeen(int promise, double requests, Arrivals.View come) {
        double at = come.at(promises.scope(promise));
        counters.seen(promises.slot(promise), seenLately(promise, at) + requests, at);
    }

    private double seenLately(int promise, double come) {
        return counters.seenLately(promises.slot(promise), come, memory[promises.scope(promise)]);
    }

    /** Whether everything that is left has to count toward a guarantee, with a few requests in hand. */
    static boolean isUrgent(long need, double left) {
        return need >= left - IN_HAND;
    }

    /** Whether a plan lets a merchant of this row (-1: unknown to it) in here at all. */
    boolean admits(int row, int placement) {
        if (!reserved[placement]) {
            return true;
        }
        int low = row < 0 ? 0 : plan.start(row);
        int high = row < 0 ? -1 : plan.start(row + 1) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = plan.placement(middle);
            if (found == placement) {
                return true;
            }
            if (found < placement) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** Starts from what another server learned, as far as this one has the same promises. */
    void learnFrom(Lifts learned) {
        mean[CANDIDATES] = learned.candidates();
        mean[SPAN] = learned.span();
        mean[REQUESTS] = learned.requests();
        for (Lifts.Lift each : learned.lifts()) {
            int row = plan.row(each.merchant());
            for (int promise = first(row), end = end(row); promise < end; promise++) {
                if (scopes.name(promises.scope(promise)).equals(each.scope())) {
                    lift(promise, Math.max(0, each.lift()));
                    counters.density(promises.slot(promise), each.candidates(), each.span());
                }
            }
        }
    }

    Lifts learned() {
        ImmutableList.Builder<Lifts.Lift> lifts = ImmutableList.builder();
        for (int row = 0; row < plan.merchants(); row++) {
            for (int promise = first(row), end = end(row); promise < end; promise++) {
                int slot = promises.slot(promise);
                if (counters.viewed(slot) > 0) {
                    lifts.add(new Lifts.Lift(
                            plan.merchant(row),
                            scopes.name(promises.scope(promise)),
                            lift(promise),
                            counters.densitySum(slot),
                            counters.viewed(slot)));
                }
            }
        }
        return new Lifts(lifts.build(), mean[CANDIDATES], mean[SPAN], mean[REQUESTS]);
    }

    /** Requests that a promise's lift was learned from, by the span of scores viewed for it; also before this plan. */
    double lessons(int promise) {
        return mean[REQUESTS] == 0 ? 0 : counters.viewed(promises.slot(promise)) * mean[REQUESTS] / mean[SPAN];
    }

    /** Candidates of one merchant that stand within a span of scores around the threshold. */
    void learnDensity(int promise, int candidates, double span) {
        int slot = promises.slot(promise);
        counters.density(slot, counters.densitySum(slot) + candidates, counters.viewed(slot) + span);
    }

    /** The same, averaged over the merchants of one request. */
    void learnMeanDensity(double candidates, double span) {
        mean[CANDIDATES] += candidates;
        mean[SPAN] += span;
        mean[REQUESTS]++;
    }

    /** Candidates per unit of score; 0 while nothing is known. */
    double density(int promise) {
        if (mean[REQUESTS] == 0) {
            return 0;
        }
        int slot = promises.slot(promise);
        double prior = PRIOR_VIEWS / mean[REQUESTS];
        return (counters.densitySum(slot) + prior * mean[CANDIDATES]) / (counters.viewed(slot) + prior * mean[SPAN]);
    }
}
