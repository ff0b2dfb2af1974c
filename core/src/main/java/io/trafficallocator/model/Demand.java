package io.trafficallocator.model;

/**
 * Organic demand of one merchant at one placement.
 *
 * @param merchant a merchant's id
 * @param placement a placement's id
 * @param weight the impressions that natural ranking would give, up to scale; 0, or between 1e-60 and 1e60
 */
public record Demand(String merchant, String placement, double weight) {
    public Demand {
        Require.weight("weight of demand ('" + merchant + "', '" + placement + "')", weight);
    }
}
