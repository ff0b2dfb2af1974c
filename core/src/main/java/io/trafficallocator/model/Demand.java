package io.trafficallocator.model;

/**
 * Organic demand of one merchant at one placement.
 *
 * @param merchant a merchant's id
 * @param placement a placement's id
 * @param weight the impressions that natural ranking would give, up to scale; finite, 0 or more
 */
public record Demand(String merchant, String placement, double weight) {
    public Demand {
        Require.atLeast("weight of demand ('" + merchant + "', '" + placement + "')", weight, 0);
    }
}
