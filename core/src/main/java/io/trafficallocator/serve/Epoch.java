package io.trafficallocator.serve;

import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Plan;
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
    final Arrivals arrivals;
    final long[][] counters;
    final boolean[] reserved;

    private final double[] forecast;
    private double densitySum;
    private double densityViews;

    Epoch(Plan plan, ToLongFunction<Placement> expected, Counters shared, @Nullable Epoch before) {
        this.plan = plan;
        this.scopes = plan.placements().scopes();
        this.promises = Promises.of(plan);
        this.arrivals = new Arrivals(scopes, plan.placements().count());
        this.forecast = new double[scopes.count()];
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
            for (int promise = first(row), end = end(row); promise < end; promise++) {
                promises.countAt(promise, shared.slot(plan.merchant(row), scopes.name(promises.scope(promise))));
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

    /** The promises of a merchant's row are those from this one on; none when it has none. */
    int first(int row) {
        return promises.any(row) ? promises.first(row) : 0;
    }

    /** The one after the last of a merchant's promises. */
    int end(int row) {
        return promises.any(row) ? promises.end(row) : 0;
    }

    private void learnFrom(Epoch before, String merchant, int promise) {
        int row = before.plan.row(merchant);
        String scope = scopes.name(promises.scope(promise));
        for (int old = before.first(row), end = before.end(row); old < end; old++) {
            if (before.scopes.name(before.promises.scope(old)).equals(scope)) {
                promises.lift(promise, before.promises.lift(old));
                promises.density(promise, before.promises.densitySum(old), before.promises.viewed(old));
            }
        }
    }

    long delivered(int promise) {
        return Counters.get(counters, promises.slot(promise));
    }

    long need(int promise) {
        return Math.max(0, promises.floor(promise) - delivered(promise));
    }

    /** Requests still to come that have the merchant among their candidates: the rest of the forecast at the rate seen. */
    double left(int promise, Arrivals.View come) {
        int scope = promises.scope(promise);
        double requests = come.at(scope);
        return Math.max(0, forecast[scope] - requests) * Math.min(1, (promises.seen(promise) + 1) / (requests + 1));
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
        promises.density(promise, promises.densitySum(promise) + candidatesPerUnit, promises.viewed(promise) + 1);
    }

    /** The same, averaged over the merchants of one request. */
    void learnMeanDensity(double candidatesPerUnit) {
        densitySum += candidatesPerUnit;
        densityViews++;
    }

    /** 0 while nothing is known. */
    double density(int promise) {
        double prior = densityViews > 0 ? densitySum / densityViews : 0;
        return (promises.densitySum(promise) + PRIOR_VIEWS * prior) / (promises.viewed(promise) + PRIOR_VIEWS);
    }
}
