package io.trafficallocator.explain;

/**
 * What a merchant would have had without one programme: by a plan of its own, not by an estimate.
 *
 * @param impressions of the merchant in the plan without the programme's grants
 * @param difference what the programme as a whole gives the merchant, or takes from it when below 0
 */
public record Counterfactual(String programme, long impressions, long difference) {}
