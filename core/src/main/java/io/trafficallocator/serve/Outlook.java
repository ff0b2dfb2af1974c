package io.trafficallocator.serve;

import org.jspecify.annotations.Nullable;

/**
 * How many requests a period will have seen at each placement: the forecast, corrected by what came whenever it is told
 * how much of the period is over. Guarded by its caller.
 */
final class Outlook {
    /** Part of a period in which as much is learned of its requests as the forecast told: forecasts are often half off. */
    private static final double TRUST = 0.05;

    /** Part of a period over which requests are remembered, so that a placement that dries up is noticed. */
    private static final double MEMORY = 1.0 / 4;

    private final double[] forecast;
    private final double[] before;
    private final double[] lately;
    private double trust = TRUST;
    private double over;
    private double overLately;

    Outlook(double[] forecast) {
        this.forecast = forecast;
        this.before = new double[forecast.length];
        this.lately = new double[forecast.length];
    }

    /**
     * Requests of the whole period at each placement, by what came until now; null when no time has gone by.
     *
     * @param elapsed of the period, 0 to 1
     * @param come at each placement so far
     */
    double @Nullable [] advance(double elapsed, double[] come) {
        double step = elapsed - over;
        if (!(step > 0)) {
            return null;
        }
        double kept = Math.exp(-step / MEMORY);
        over = elapsed;
        overLately = overLately * kept + step;
        trust *= kept;
        double[] all = new double[forecast.length];
        for (int placement = 0; placement < all.length; placement++) {
            lately[placement] = lately[placement] * kept + come[placement] - before[placement];
            before[placement] = come[placement];
            double rate = (trust * forecast[placement] + lately[placement]) / (trust + overLately);
            all[placement] = come[placement] + (1 - elapsed) * rate;
        }
        return all;
    }
}
