package io.trafficallocator.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
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
 * @param parameters values by name that its rules read: what an operator changes without changing a rule
 */
public record Programme(
        String id,
        String name,
        int tier,
        @Nullable Double pool,
        PoolUnit poolUnit,
        Admission admission,
        ImmutableMap<String, String> parameters) {
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

    /** A programme whose rules use their own values. */
    public Programme(String id, String name, int tier, @Nullable Double pool, PoolUnit poolUnit, Admission admission) {
        this(id, name, tier, pool, poolUnit, admission, ImmutableMap.of());
    }

    /** A programme without a pool limit, admitted proportionally. */
    public static Programme of(String id, int tier) {
        return new Programme(id, id, tier, null, PoolUnit.IMPRESSIONS, Admission.PROPORTIONAL);
    }

    public Programme poolOfImpressions(long impressions) {
        return new Programme(id, name, tier, (double) impressions, PoolUnit.IMPRESSIONS, admission, parameters);
    }

    public Programme poolOfYuan(double yuan) {
        return new Programme(id, name, tier, yuan, PoolUnit.YUAN, admission, parameters);
    }

    public Programme admitting(Admission order) {
        return new Programme(id, name, tier, pool, poolUnit, order, parameters);
    }

    /** The same programme with these values in place of any it had. */
    public Programme withParameters(Map<String, String> values) {
        return new Programme(id, name, tier, pool, poolUnit, admission, ImmutableMap.copyOf(values));
    }

    /**
     * A parameter that is a number.
     *
     * @param otherwise its value when the programme does not have it
     * @throws InvalidRequestException when its value is no finite number
     */
    public double number(String parameter, double otherwise) {
        String value = parameters.get(parameter);
        if (value == null) {
            return otherwise;
        }
        double number = DecimalText.parse(value);
        if (!Double.isFinite(number)) {
            throw new InvalidRequestException("parameter '" + parameter + "' of programme '" + id + "' is '" + value
                    + "', but must be a number. Maybe it has a unit or a thousands separator.");
        }
        return number;
    }

    /** A parameter that is a text; {@code otherwise} when the programme does not have it. */
    public String text(String parameter, String otherwise) {
        String value = parameters.get(parameter);
        return value == null ? otherwise : value;
    }

    /** A parameter whose parts are separated by semicolons; {@code otherwise} when the programme does not have it. */
    public ImmutableSet<String> list(String parameter, String otherwise) {
        ImmutableSet.Builder<String> parts = ImmutableSet.builder();
        for (String part : text(parameter, otherwise).split(";", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts.build();
    }
}
