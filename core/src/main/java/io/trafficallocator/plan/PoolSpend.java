package io.trafficallocator.plan;

import io.trafficallocator.model.PoolUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a programme committed of its pool.
 *
 * @param pool null when unlimited
 * @param committed in {@code unit}; at most the pool
 * @param boostExponent the power that its boosts were dampened to so that the pool lasts: 1 when they were not
 */
public record PoolSpend(
        String programme, @Nullable Double pool, double committed, PoolUnit unit, double boostExponent) {}
