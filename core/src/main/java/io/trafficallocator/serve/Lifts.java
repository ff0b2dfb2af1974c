package io.trafficallocator.serve;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;

/**
 * What a server has learned, to start another with: after a restart, in the next period, or on another machine. Immutable.
 *
 * @param lifts of each guarantee, ascending by merchant, then scope
 * @param candidates near the threshold, of the mean merchant of a request, added up over requests
 * @param span of scores that they were counted in, added up over requests
 * @param requests that were learned from
 */
public record Lifts(ImmutableList<Lift> lifts, double candidates, double span, double requests) {
    /**
     * One guarantee's.
     *
     * @param scope {@code everything}, {@code field:NAME} or {@code placement:ID}
     * @param lift what is added to the merchant's scores, in their unit
     * @param candidates of the merchant near the threshold, added up over requests
     * @param span of scores that they were counted in, added up over requests: it also says how far the lift is trusted
     */
    public record Lift(String merchant, String scope, double lift, double candidates, double span) {}

    /**
     * The multipliers of a plan as lifts, for a first period without a past. A plan multiplies shares of demand, while a
     * lift is added to scores: it takes the score that shows a merchant e = 2.72 times as often.
     *
     * @param scorePerE 1 under {@link Policy#proportional}, and for scores that are logarithms of odds; otherwise about
     *     the difference between a request's last chosen score and that of the candidate at e times its rank
     * @throws IllegalArgumentException when the score is not above 0
     */
    public static Lifts of(Plan plan, double scorePerE) {
        if (!(scorePerE > 0 && scorePerE < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("score for a factor of e is " + scorePerE
                    + ", but must be above 0. Maybe take the spread of the scores of one request.");
        }
        ImmutableList.Builder<Lift> lifts = ImmutableList.builder();
        for (Multiplier multiplier : plan.multipliers()) {
            if (!multiplier.scope().equals(Multiplier.PRICE) && multiplier.factor() > 1) {
                double lift = scorePerE * Math.log(multiplier.factor());
                lifts.add(new Lift(multiplier.of(), multiplier.scope(), lift, 0, 0));
            }
        }
        return new Lifts(lifts.build(), 0, 0, 0);
    }
}
