package io.trafficallocator.serve;

import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Plan;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one plan needs to be served: a request takes one epoch and stays with it to its end. Safe for use by
 * several threads; what was learned about a merchant (lift, density) may lose an update when two requests learn at the
 * same instant, which costs a little of what was learned and no impression.
 */
final class Epoch {
    /** Of what a merchant's density is taken to be before it was seen, as if it had been seen that many times. */
    private static final double PRIOR_VIEWS = 10;

    final Plan plan;
    final Scopes scopes;
    final Promises promises;
    final AtomicLongArray[] counters;
    final int[] slot;
    final boolean[] reserved;
    final double[] lift;

    private final double[] density;
    private final double[] viewed;
    private final double[] forecast;
    private final AtomicLongArray seen;
    private final AtomicLongArray requests;
    private double densitySum;
    private double densityViews;

    Epoch(Plan plan, ToLongFunction<Placement> expected, Counters shared, @Nullable Epoch before) {
        this.plan = plan;
        this.scopes = plan.placements().scopes();
        this.promises = Promises.of(plan);
        this.slot = new int[promises.count()];
        this.lift = new double[slot.length];
        this.density = new double[slot.length];
        this.viewed = new double[slot.length];
        this.seen = new AtomicLongArray(slot.length);
        this.forecast = new double[scopes.count()];
        this.requests = new AtomicLongArray(scopes.count());
        this.reserved = new boolean[plan.placements().count()];
        for (int placement = 0; placement < reserved.length; placement++) {
            Placement each = plan.placements().get(placement);
            reserved[placement] = each.festival() != null;
            long count = expected.applyAsLong(each);
            if (count < 0) {
                throw new IllegalArgumentException("expected requests at placement '" + each.id() + "' are " + count
                        + ", but cannot be below 0. Maybe give 0 where none is expected.");
            }
            forecast[Scopes.EVERYTHING] += count;
            forecast[scopes.fieldOf(placement)] += count;
            forecast[scopes.ofPlacement(placement)] += count;
        }
        for (int row = 0; row < plan.merchants(); row++) {
            for (int promise = promises.start[row]; promise < promises.start[row + 1]; promise++) {
                slot[promise] = shared.slot(plan.merchant(row), scopes.name(promises.scope[promise]));
                if (before != null) {
                    learnFrom(before, plan.merchant(row), promise);
                }
            }
        }
        if (before != null) {
            densitySum = before.densitySum;
            densityViews = before.densityViews;
        }
        this.counters = shared.chunks();
    }

    private void learnFrom(Epoch before, String merchant, int promise) {
        int row = before.plan.row(merchant);
        String scope = scopes.name(promises.scope[promise]);
        for (int old = row < 0 ? 0 : before.promises.start[row], end = row < 0 ? 0 : before.promises.start[row + 1];
                old < end;
                old++) {
            if (before.scopes.name(before.promises.scope[old]).equals(scope)) {
                lift[promise] = before.lift[old];
                density[promise] = before.density[old];
                viewed[promise] = before.viewed[old];
            }
        }
    }

    void countRequest(int placement) {
        requests.getAndIncrement(Scopes.EVERYTHING);
        requests.getAndIncrement(scopes.fieldOf(placement));
        requests.getAndIncrement(scopes.ofPlacement(placement));
    }

    void countSeen(int promise) {
        seen.getAndIncrement(promise);
    }

    long seen(int promise) {
        return seen.get(promise);
    }

    long delivered(int promise) {
        return Counters.get(counters, slot[promise]);
    }

    long need(int promise) {
        return Math.max(0, promises.floor[promise] - delivered(promise));
    }

    /** Requests still to come that have the merchant among their candidates: the rest of the forecast at the rate seen. */
    double left(int promise) {
        int scope = promises.scope[promise];
        double come = requests.get(scope);
        return Math.max(0, forecast[scope] - come) * Math.min(1, (seen.get(promise) + 1) / (come + 1));
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

    /** Candidates of one merchant that stand near the threshold, per unit of score. */
    void learnDensity(int promise, double candidatesPerUnit) {
        density[promise] += candidatesPerUnit;
        viewed[promise]++;
    }

    /** The same, averaged over the merchants of one request. */
    void learnMeanDensity(double candidatesPerUnit) {
        densitySum += candidatesPerUnit;
        densityViews++;
    }

    /** 0 while nothing is known. */
    double density(int promise) {
        double prior = densityViews > 0 ? densitySum / densityViews : 0;
        return (density[promise] + PRIOR_VIEWS * prior) / (viewed[promise] + PRIOR_VIEWS);
    }
}
