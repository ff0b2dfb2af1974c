package io.trafficallocator.serve;

import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a plan request by request: of the candidates for a request it picks those with which every guarantee is met
 * by the end of the period at the least loss of relevance.
 *
 * <p>Safe for use by several threads, each with a {@link Chooser} of its own. Caps, exclusions and reserved placements
 * are hard limits whatever threads do at the same time, also while a plan takes the place of another.
 *
 * <p>Without a {@link QuotaLedger}, counters live in memory only: what was delivered is lost with the process unless
 * {@link #delivered} was kept. With one, several servers share the plan's limits and know of each other's deliveries, and
 * a server that starts again goes on where it ended. What a kill can lose is what happened since the last
 * {@link #settle}: impressions since then are not known afterwards. Where a cap stands, the whole lease counts as shown
 * instead, so that the cap holds; that takes at most the largest of 10 impressions, a fiftieth of the cap, and twice what
 * was shown between two settlements out of what the merchant may still get.
 */
public final class TrafficServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficServer.class);

    private final Counters counters;
    private final Relevance relevance = new Relevance();
    private final @Nullable Leases leases;
    private final @Nullable ServeListener listener;
    private final @Nullable Future<?> settling;
    private final Policy policy;
    private final AtomicInteger choosers = new AtomicInteger();
    private volatile Epoch epoch;

    /** Of the period, now and when the plan took over. */
    private double elapsed;

    private double since;

    private TrafficServer(Builder builder) {
        this.listener = builder.listener;
        this.counters = new Counters();
        this.leases = builder.ledger == null ? null : new Leases(builder.ledger, builder.instance, counters);
        this.policy = builder.policy;
        this.epoch = new Epoch(
                new PreparedPlan(this, builder.plan, builder.goals, builder.expectedRequests, counters, null),
                counters,
                null);
        if (builder.lifts != null) {
            epoch.learnFrom(builder.lifts);
        }
        if (leases != null) {
            leases.prepare(epoch);
        }
        this.settling = builder.scheduler == null || leases == null
                ? null
                : builder.scheduler.scheduleWithFixedDelay(
                        this::settleOrTell, builder.everyNanos, builder.everyNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Starts a period with nothing delivered, in memory.
     *
     * @param expectedRequests how many requests each placement is expected to see; all that pacing is told of the future,
     *     unless {@link #advance} is called. Which of them a merchant is a candidate for is learned as they come.
     * @throws IllegalArgumentException when a forecast is below 0
     */
    public static TrafficServer of(Plan plan, ToLongFunction<Placement> expectedRequests) {
        return builder(plan, expectedRequests).start();
    }

    /** The same with more to say about it. */
    public static Builder builder(Plan plan, ToLongFunction<Placement> expectedRequests) {
        return new Builder(plan, expectedRequests);
    }

    /** How a server is to work; see {@link TrafficServer#builder}. Not safe for use by several threads. */
    public static final class Builder {
        private final Plan plan;
        private final ToLongFunction<Placement> expectedRequests;
        private @Nullable QuotaLedger ledger;
        private String instance = UUID.randomUUID().toString();
        private @Nullable ServeListener listener;
        private @Nullable ScheduledExecutorService scheduler;
        private long everyNanos;
        private Policy policy = Policy.ranked();
        private @Nullable Lifts lifts;
        private List<Goal> goals = List.of();

        private Builder(Plan plan, ToLongFunction<Placement> expectedRequests) {
            this.plan = plan;
            this.expectedRequests = expectedRequests;
        }

        /** Where to account for impressions, under a name that is made up for this run. */
        public Builder ledger(QuotaLedger shared) {
            this.ledger = shared;
            return this;
        }

        /**
         * Where to account for impressions.
         *
         * @param name of this run: a server that starts again needs another one
         */
        public Builder ledger(QuotaLedger shared, String name) {
            this.instance = name;
            return ledger(shared);
        }

        /**
         * Settles with the ledger on an interval, by a thread of the scheduler; without this call {@link #settle} itself.
         *
         * @param interval from the end of one settlement to the next; the shorter, the less a kill loses
         * @throws IllegalArgumentException when the interval is not above 0
         */
        public Builder settleEvery(Duration interval, ScheduledExecutorService by) {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("interval is " + interval
                        + ", but must be above 0. Maybe leave it out, and call settle() when it suits.");
            }
            this.everyNanos = interval.toNanos();
            this.scheduler = by;
            return this;
        }

        /** Whom to tell what happens; nobody by default, which costs nothing. */
        public Builder listener(ServeListener toTell) {
            this.listener = toTell;
            return this;
        }

        /** What merchants ordered for themselves; nothing by default. */
        public Builder goals(List<Goal> ordered) {
            this.goals = List.copyOf(ordered);
            return this;
        }

        /** How candidates are chosen; {@link Policy#ranked()} when not given. */
        public Builder policy(Policy how) {
            this.policy = how;
            return this;
        }

        /** What was learned before, from {@link TrafficServer#lifts()} or the plan. */
        public Builder startingFrom(Lifts learned) {
            this.lifts = learned;
            return this;
        }

        /**
         * Starts to serve, from what the ledger knows to be delivered.
         *
         * @throws IllegalArgumentException when a forecast is below 0
         * @throws java.io.UncheckedIOException when the ledger cannot be reached
         */
        public TrafficServer start() {
            return new TrafficServer(this);
        }
    }

    /** A new chooser, for one thread at a time. */
    public Chooser chooser() {
        return new Chooser(this, policy, choosers.getAndIncrement());
    }

    public Plan plan() {
        return epoch.plan;
    }

    /**
     * Lets another plan for the same period take over, while requests are being served: each request is served by one of
     * the two whole. What was delivered to a merchant within a scope that both plans promise or limit something counts on.
     * A scope that the earlier plan neither promised nor limited was not counted, and starts at 0.
     *
     * @param expectedRequests from now to the end of the period
     * @throws IllegalArgumentException when a forecast is below 0, or a goal's merchant or scope is not in the plan; then
     *     the earlier plan stays
     * @throws java.io.UncheckedIOException when the ledger cannot be reached; then the earlier plan stays as well
     */
    public void replacePlan(Plan plan, ToLongFunction<Placement> expectedRequests) {
        replacePlan(prepare(plan, expectedRequests));
    }

    /**
     * Makes a plan ready to take over, which is most of the work of {@link #replacePlan(Plan, ToLongFunction)} and takes
     * time when the plan is large. Nothing waits for it, and nothing changes. Goals stay as they are.
     *
     * @param expectedRequests from when it takes over to the end of the period
     * @throws IllegalArgumentException when a forecast is below 0, or a goal's merchant or scope is not in the plan
     */
    public PreparedPlan prepare(Plan plan, ToLongFunction<Placement> expectedRequests) {
        return prepare(plan, epoch.prepared.goals, expectedRequests);
    }

    /** The same with other goals: what was delivered to a merchant, or spent for a goal of the same id, counts on. */
    public PreparedPlan prepare(Plan plan, List<Goal> goals, ToLongFunction<Placement> expectedRequests) {
        return new PreparedPlan(this, plan, goals, expectedRequests, counters, epoch.prepared);
    }

    /**
     * Lets a plan take over that was made ready, as {@link #replacePlan(Plan, ToLongFunction)} does.
     *
     * @throws IllegalArgumentException when another server made it ready
     * @throws java.io.UncheckedIOException when the ledger cannot be reached; then the earlier plan stays
     */
    public synchronized void replacePlan(PreparedPlan prepared) {
        if (prepared.server != this) {
            throw new IllegalArgumentException("prepared plan is of another server, but counts on that one's counters."
                    + " Maybe prepare it here.");
        }
        Epoch before = epoch;
        Epoch next = new Epoch(prepared, counters, before);
        if (leases != null) {
            leases.prepare(next);
        }
        epoch = next;
        since = elapsed;
        if (listener != null) {
            listener.planReplaced(before.plan, next.plan);
        }
    }

    /**
     * Tells the ledger what was delivered, leases what caps may need until the next time, and hears of other instances.
     * Requests are served meanwhile. Does nothing without a ledger.
     *
     * @throws java.io.UncheckedIOException when the ledger cannot be reached; the next call makes up for it
     */
    public void settle() {
        if (leases != null) {
            leases.settle();
        }
    }

    private void settleOrTell() {
        try {
            settle();
        } catch (RuntimeException e) {
            LOG.warn("The ledger cannot be settled with. Leases run out until it can.", e);
            if (listener != null) {
                listener.ledgerFailed(e);
            }
        }
    }

    /**
     * Settles a last time, and gives unused leases back. What has a cap is not shown any more afterwards, and what is
     * shown is not known to the ledger: close when the last request has been answered. Without a ledger nothing happens.
     *
     * @throws java.io.UncheckedIOException when the ledger cannot be reached; call it again then
     */
    @Override
    public void close() {
        if (settling != null) {
            settling.cancel(false);
        }
        if (leases != null) {
            leases.close();
        }
    }

    /**
     * Tells how much of the period's time is over, so that the forecast can be corrected by what came in it. Call it every
     * thousandth of a period or so; when it is never called, the forecast is all that is known of the future, and one that
     * was too high leaves guarantees undelivered. Time that traffic sleeps through should not count: give the part of a
     * usual day's requests that usually have come by this hour.
     *
     * @param share of the period, 0 to 1; one that is lower than before changes nothing
     * @throws IllegalArgumentException when the share is not within 0 to 1
     */
    public synchronized void advance(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share of the period that is over is " + share
                    + ", but must be 0 to 1. Maybe it was given in hours or percent.");
        }
        elapsed = Math.max(elapsed, share);
        if (since < 1) {
            epoch.advance((elapsed - since) / (1 - since));
        }
    }

    /** What was learned so far, to start another server with. */
    public Lifts lifts() {
        return epoch.learned();
    }

    /** How far each guarantee, cap and exclusion of the plan has come, ascending by merchant, then scope. */
    public List<Progress> progress() {
        return Snapshots.progress(epoch);
    }

    /**
     * How serving stands, in figures for people and monitors. Takes a walk over all promises: not for each request.
     *
     * @param lagging how many of the worst lagging guarantees to name, 0 or more
     */
    public ServeSnapshot snapshot(int lagging) {
        return Snapshots.snapshot(epoch, relevance, lagging);
    }

    /**
     * What was delivered toward the plan's guarantees, for the request of the next plan: what this one leaves undelivered
     * of a guarantee over a window then falls due later. Of several guarantees of one programme the most delivered counts.
     * Ascending by merchant, then programme.
     */
    public List<Delivered> delivered() {
        return Snapshots.delivered(epoch);
    }

    Epoch epoch() {
        return epoch;
    }

    Relevance relevance() {
        return relevance;
    }

    @Nullable ServeListener listener() {
        return listener;
    }
}
