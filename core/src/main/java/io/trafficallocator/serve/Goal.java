package io.trafficallocator.serve;

import org.jspecify.annotations.Nullable;

/**
 * What a merchant ordered for itself, beside what the plan's programmes promise it: so many impressions by the end of
 * the period, paid from its own budget. An impression counts toward everything that covers it: who wants a goal beyond
 * what programmes promise adds the two.
 *
 * @param id unique among goals
 * @param merchant one of the plan's
 * @param scope {@code everything}, {@code field:NAME} or {@code placement:ID}
 * @param impressions the goal, 1 or more
 * @param budget yuan, 0 or more; each impression up to the goal costs its placement's price, rounded up to whole
 *     millionths of a yuan. Where it does not last for the goal, it is spent evenly over the period. Null for no limit
 */
public record Goal(
        String id,
        String merchant,
        String scope,
        long impressions,
        @Nullable Double budget) {
    /** @throws IllegalArgumentException when the goal is below 1, or the budget below 0 */
    public Goal {
        if (impressions < 1) {
            throw new IllegalArgumentException("goal '" + id + "' is " + impressions
                    + " impressions, but must be at least 1. Maybe leave it out.");
        }
        if (budget != null && !(budget >= 0 && budget < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("budget of goal '" + id + "' is " + budget
                    + " yuan, but must be 0 or more. Maybe null was meant, for no limit.");
        }
    }
}
