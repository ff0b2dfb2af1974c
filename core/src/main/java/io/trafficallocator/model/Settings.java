package io.trafficallocator.model;

import java.time.LocalDate;

/**
 * What a request asks for besides its facts.
 *
 * @param asOf the first day of the period that is planned
 * @param periodDays the length of the period in days, 1 or more
 * @param boostLimit the largest factor that boosts may multiply to in one cell, 1 or more; infinite for no limit
 * @param concentrationLimit the largest share of one placement's supply for one merchant, above 0 and at most 1
 * @param priorWeight what the median weight of a placement is multiplied by to stand for the missing history of a
 *     merchant who was granted traffic there; above 0
 * @param launchDays how many days a merchant's first stage of life lasts, {@code launch}; 1 or more
 * @param growthDays how many days the stage after it lasts, {@code growth}, before {@code mature}; 0 or more
 */
public record Settings(
        LocalDate asOf,
        int periodDays,
        double boostLimit,
        double concentrationLimit,
        double priorWeight,
        int launchDays,
        int growthDays) {
    private static final int LAUNCH_DAYS = 28;
    private static final int GROWTH_DAYS = 56;

    public Settings {
        Require.day("as_of", asOf);
        if (periodDays < 1) {
            throw new InvalidRequestException(
                    "period_days is " + periodDays + ", but must be at least 1. Maybe 1 was meant.");
        }
        if (!(boostLimit >= 1)) {
            throw new InvalidRequestException("boost_limit is " + boostLimit
                    + ", but must be at least 1. Maybe it was written as an increase: a boost of 50 % is 1.5.");
        }
        if (!(concentrationLimit > 0 && concentrationLimit <= 1)) {
            throw new InvalidRequestException("concentration_limit is " + concentrationLimit
                    + ", but must be above 0 and at most 1. Maybe it is a percentage where a ratio is wanted.");
        }
        if (!(priorWeight > 0) || Double.isInfinite(priorWeight)) {
            throw new InvalidRequestException(
                    "prior_weight is " + priorWeight + ", but must be a finite number above 0. Maybe 1 was meant.");
        }
        if (launchDays < 1) {
            throw new InvalidRequestException(
                    "launch_days is " + launchDays + ", but must be at least 1. Maybe " + LAUNCH_DAYS + " was meant.");
        }
        if (growthDays < 0) {
            throw new InvalidRequestException(
                    "growth_days is " + growthDays + ", but must be at least 0. Maybe " + GROWTH_DAYS + " was meant.");
        }
    }

    /** With the usual stages of life: {@code launch} for 28 days, {@code growth} for 56 more. */
    public Settings(LocalDate asOf, int periodDays, double boostLimit, double concentrationLimit, double priorWeight) {
        this(asOf, periodDays, boostLimit, concentrationLimit, priorWeight, LAUNCH_DAYS, GROWTH_DAYS);
    }

    /** One day, no boost limit, no concentration limit, and the median weight as prior. */
    public static Settings of(LocalDate asOf) {
        return new Settings(asOf, 1, Double.POSITIVE_INFINITY, 1, 1);
    }

    public Settings withPeriodDays(int days) {
        return new Settings(asOf, days, boostLimit, concentrationLimit, priorWeight, launchDays, growthDays);
    }

    public Settings withBoostLimit(double factor) {
        return new Settings(asOf, periodDays, factor, concentrationLimit, priorWeight, launchDays, growthDays);
    }

    public Settings withConcentrationLimit(double share) {
        return new Settings(asOf, periodDays, boostLimit, share, priorWeight, launchDays, growthDays);
    }

    public Settings withPriorWeight(double weight) {
        return new Settings(asOf, periodDays, boostLimit, concentrationLimit, weight, launchDays, growthDays);
    }

    public Settings withLaunchDays(int days) {
        return new Settings(asOf, periodDays, boostLimit, concentrationLimit, priorWeight, days, growthDays);
    }

    public Settings withGrowthDays(int days) {
        return new Settings(asOf, periodDays, boostLimit, concentrationLimit, priorWeight, launchDays, days);
    }

    /** The same for another first day. */
    public Settings on(LocalDate day) {
        return new Settings(day, periodDays, boostLimit, concentrationLimit, priorWeight, launchDays, growthDays);
    }
}
