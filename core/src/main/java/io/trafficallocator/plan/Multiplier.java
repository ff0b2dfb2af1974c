package io.trafficallocator.plan;

/**
 * One number of the plan's form: impressions = share · price(placement) · multiplier(merchant, scope).
 *
 * @param of the merchant's id, or the placement's for its price
 * @param scope the scope that the multiplier holds for; {@code price} for a placement's own
 * @param factor above 1 where a guarantee lifts, below 1 where a cap or scarcity holds back
 */
public record Multiplier(String of, String scope, double factor) {
    /** The scope of a placement's own multiplier. */
    public static final String PRICE = "price";
}
