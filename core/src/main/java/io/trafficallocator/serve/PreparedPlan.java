package io.trafficallocator.serve;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A plan that was made ready to be served by {@link TrafficServer#prepare}, so that it can take over at once. It can take
 * over more than once, and only at the server that made it. Immutable.
 */
public final class PreparedPlan {
    final TrafficServer server;
    final Plan plan;
    final ImmutableList<Goal> goals;
    final Scopes scopes;
    final String[] names;

    /** All of them open. */
    final Promises promises;

    final Pools pools;

    /** Requests by placement. */
    final double[] forecast;

    final boolean[] reserved;

    PreparedPlan(
            TrafficServer server,
            Plan plan,
            List<Goal> goals,
            ToLongFunction<Placement> expectedRequests,
            Counters counters,
            @Nullable PreparedPlan like) {
        this.server = server;
        this.plan = plan;
        this.goals = ImmutableList.copyOf(goals);
        this.scopes = plan.placements().scopes();
        this.reserved = new boolean[plan.placements().count()];
        this.forecast = new double[reserved.length];
        for (int placement = 0; placement < reserved.length; placement++) {
            Placement each = plan.placements().get(placement);
            reserved[placement] = each.festival() != null;
            long count = expectedRequests.applyAsLong(each);
            if (count < 0) {
                throw new IllegalArgumentException("expected requests at placement '" + each.id() + "' are " + count
                        + ", but cannot be below 0. Maybe give 0 where none is expected.");
            }
            forecast[placement] = count;
        }
        this.names = new String[scopes.count()];
        Arrays.setAll(names, scopes::name);
        this.pools = Pools.of(plan, goals, counters);
        this.promises = Promises.of(plan, goals, pools);
        countAt(counters, like);
    }

    /** Gives each promise its counter: that of a plan before, found without a look at names, or by its name. */
    private void countAt(Counters counters, @Nullable PreparedPlan like) {
        RowCursor old = like == null ? null : new RowCursor(like.plan);
        for (int row = 0; row < plan.merchants(); row++) {
            if (!promises.any(row)) {
                continue;
            }
            int rowBefore = old == null ? -1 : old.seek(plan.merchant(row));
            for (int promise = promises.first(row), end = promises.end(row); promise < end; promise++) {
                String name = names[promises.scope(promise)];
                int same = like == null ? -1 : like.find(rowBefore, name);
                promises.countAt(
                        promise,
                        like == null || same < 0 ? counters.slot(plan.merchant(row), name) : like.promises.slot(same));
            }
        }
    }

    /** The promise of a merchant's row (-1: none) within a scope of that name, or -1. */
    private int find(int row, String scope) {
        if (promises.any(row)) {
            for (int promise = promises.first(row), end = promises.end(row); promise < end; promise++) {
                if (names[promises.scope(promise)].equals(scope)) {
                    return promise;
                }
            }
        }
        return -1;
    }
}
