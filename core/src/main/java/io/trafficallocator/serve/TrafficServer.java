package io.trafficallocator.serve;

import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Delivers a plan request by request: of the candidates for a request it picks those with which every guarantee is met
 * by the end of the period at the least loss of relevance.
 *
 * <p>Safe for use by several threads, each with a {@link Chooser} of its own. Caps, exclusions and reserved placements
 * are hard limits whatever threads do at the same time, also while a plan takes the place of another. Counters live in
 * memory only: what was delivered is lost with the process unless {@link #delivered} was kept.
 */
public final class TrafficServer {
    private final Counters counters = new Counters();
    private volatile Epoch epoch;

    private TrafficServer(Plan plan, ToLongFunction<Placement> expectedRequests) {
        this.epoch = new Epoch(plan, expectedRequests, counters, null);
    }

    /**
     * Starts a period with nothing delivered.
     *
     * @param expectedRequests how many requests each placement is expected to see; all that pacing is told of the future.
     *     Which of them a merchant is a candidate for is learned as they come.
     * @throws IllegalArgumentException when a forecast is below 0
     */
    public static TrafficServer of(Plan plan, ToLongFunction<Placement> expectedRequests) {
        return new TrafficServer(plan, expectedRequests);
    }

    /** A new chooser, for one thread at a time. */
    public Chooser chooser() {
        return new Chooser(this);
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
     * @throws IllegalArgumentException when a forecast is below 0; then the earlier plan stays
     */
    public synchronized void replacePlan(Plan plan, ToLongFunction<Placement> expectedRequests) {
        epoch = new Epoch(plan, expectedRequests, counters, epoch);
    }

    /** How far each guarantee, cap and exclusion of the plan has come, ascending by merchant, then scope. */
    public List<Progress> progress() {
        Epoch now = epoch;
        List<Progress> all = new ArrayList<>(now.promises.count());
        Arrivals.View come = now.arrivals.reader();
        for (int row = 0; row < now.plan.merchants(); row++) {
            for (int promise = now.first(row), end = now.end(row); promise < end; promise++) {
                all.add(new Progress(
                        now.plan.merchant(row),
                        now.scopes.name(now.promises.scope(promise)),
                        now.promises.floor(promise),
                        now.promises.cap(promise),
                        now.delivered(promise),
                        now.left(promise, come),
                        now.need(promise) > 0 ? now.promises.lift(promise) : 0));
            }
        }
        return all;
    }

    /**
     * What was delivered toward the plan's guarantees, for the request of the next plan: what this one leaves undelivered
     * of a guarantee over a window then falls due later. Of several guarantees of one programme the most delivered counts.
     * Ascending by merchant, then programme.
     */
    public List<Delivered> delivered() {
        Epoch now = epoch;
        Map<String, Map<String, Long>> most = new TreeMap<>();
        for (Entitlement entitlement : now.plan.entitlements()) {
            if (entitlement.kind() == EntitlementKind.GUARANTEE) {
                int row = now.plan.row(entitlement.merchant());
                for (int promise = now.first(row), end = now.end(row); promise < end; promise++) {
                    if (now.scopes.name(now.promises.scope(promise)).equals(entitlement.scope())) {
                        most.computeIfAbsent(entitlement.merchant(), id -> new TreeMap<>())
                                .merge(entitlement.programme(), now.delivered(promise), Math::max);
                    }
                }
            }
        }
        List<Delivered> rows = new ArrayList<>();
        most.forEach((merchant, byProgramme) -> byProgramme.forEach(
                (programme, impressions) -> rows.add(new Delivered(merchant, programme, impressions))));
        return rows;
    }

    Epoch epoch() {
        return epoch;
    }
}
