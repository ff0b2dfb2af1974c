package io.trafficallocator.model;

import org.jspecify.annotations.Nullable;

/**
 * A named policy with a priority tier and a pool for the plan's period.
 *
 * @param id unique among programmes
 * @param name for people; the id when none was given
 * @param tier priority, 1 or more; tier 1 is served before tier 2
 * @param pool what it may commit in the period, in {@code poolUnit}; null when unlimited
 * @param poolUnit what the pool is counted in
 * @param admission who goes first when the pool is too small
 */
public record Programme(
        String id, String name, int tier, @Nullable Double pool, PoolUnit poolUnit, Admission admission) {
    public Programme {
        Require.name("programme id", id);
        if (tier < 1) {
            throw new InvalidRequestException(
                    "tier of programme '" + id + "' is " + tier + ", but must be at least 1. Maybe 1 was meant.");
        }
        if (pool != null) {
            Require.atLeast("pool of programme '" + id + "'", pool, 0);
        }
    }

    /** A programme without a pool limit, admitted proportionally. */
    public static Programme of(String id, int tier) {
        return new Programme(id, id, tier, null, PoolUnit.IMPRESSIONS, Admission.PROPORTIONAL);
    }

    public Programme poolOfImpressions(long impressions) {
        return new Programme(id, name, tier, (double) impressions, PoolUnit.IMPRESSIONS, admission);
    }

    public Programme poolOfYuan(double yuan) {
        return new Programme(id, name, tier, yuan, PoolUnit.YUAN, admission);
    }

    public Programme admitting(Admission order) {
        return new Programme(id, name, tier, pool, poolUnit, order);
    }
}
