package io.trafficallocator.serve;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.PoolUnit;

/**
 * How serving stands. Requests go on while it is made, so its parts may lie a few requests apart.
 *
 * @param requests that came under the plan in force
 * @param programmes what was delivered of each one's guarantees, ascending by id
 * @param lagging the open guarantees that need the largest part of the requests left to them, the worst first; above
 *     1 in 1 a guarantee will be missed
 * @param pools what was spent of programmes' pools, then of merchants' budgets
 * @param relevance what keeping the plan costs
 */
public record ServeSnapshot(
        long requests,
        ImmutableList<Programme> programmes,
        ImmutableList<Progress> lagging,
        ImmutableList<Pool> pools,
        Paid relevance) {
    /**
     * Guarantees of one programme.
     *
     * @param due impressions that its guarantees add up to, as far as the plan can keep them
     * @param delivered of these; what a merchant got beyond its guarantee does not count
     * @param guarantees how many there are
     * @param met how many of them are met
     */
    public record Programme(String programme, long due, long delivered, long guarantees, long met) {}

    /**
     * What guarantees have spent. A programme's subsidies are no part of either figure: they were paid beforehand.
     *
     * @param name {@code pool:PROGRAMME} or {@code goal:ID}
     * @param limit the most, in whole impressions, or in millionths of a yuan when the unit is yuan
     * @param spent in the same; at most the limit
     */
    public record Pool(String name, PoolUnit unit, long limit, long spent) {}

    /**
     * Relevance on a sample of about one request in sixteen.
     *
     * @param requests in the sample
     * @param chosen sum of the scores that were chosen
     * @param highest sum of the highest scores that limits would have let through
     */
    public record Paid(long requests, double chosen, double highest) {
        /** The part of relevance that is kept, 1 when the plan costs nothing. */
        public double kept() {
            return highest == 0 ? 1 : chosen / highest;
        }
    }
}
