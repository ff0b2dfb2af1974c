package io.trafficallocator.benchmarks.results;

import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How many times as long B takes as A, with its 95 % confidence interval: Student's t on the logarithms of the times,
 * since it is ratios that are asked for and times are skewed to the right.
 *
 * @param estimate the ratio of geometric means
 */
record Ratio(double estimate, double low, double high) {
    private static final double CONFIDENCE = 0.95;

    /** Fewer than so many values of a side have no spread, and the ratio may be any. */
    static final int ENOUGH_VALUES = 2;

    /** From pairs measured one after the other, so that what slows the machine for a while slows both. */
    static Ratio paired(double[] a, double[] b) {
        double[] log = new double[a.length];
        for (int pair = 0; pair < log.length; pair++) {
            log[pair] = Math.log(b[pair] / a[pair]);
        }
        return of(StatUtils.mean(log), StatUtils.variance(log) / log.length, log.length - 1);
    }

    /** From two independent samples: Welch's interval. */
    static Ratio unpaired(double[] a, double[] b) {
        double[] logA = logs(a);
        double[] logB = logs(b);
        if (Math.min(logA.length, logB.length) < ENOUGH_VALUES) {
            // The variance of one value counts as 0, which would pass for certainty.
            return of(StatUtils.mean(logB) - StatUtils.mean(logA), 0, 0);
        }
        double errorA = StatUtils.variance(logA) / logA.length;
        double errorB = StatUtils.variance(logB) / logB.length;
        double sum = errorA + errorB;
        double freedom =
                sum == 0 ? 1 : sum * sum / (errorA * errorA / (logA.length - 1) + errorB * errorB / (logB.length - 1));
        return of(StatUtils.mean(logB) - StatUtils.mean(logA), sum, freedom);
    }

    private static Ratio of(double mean, double squaredError, double freedom) {
        if (!(freedom > 0)) {
            return new Ratio(Math.exp(mean), 0, Double.POSITIVE_INFINITY);
        }
        double half = squaredError == 0
                ? 0
                : new TDistribution(freedom).inverseCumulativeProbability((1 + CONFIDENCE) / 2)
                        * Math.sqrt(squaredError);
        return new Ratio(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
    }

    private static double[] logs(double[] values) {
        double[] log = new double[values.length];
        for (int index = 0; index < log.length; index++) {
            log[index] = Math.log(values[index]);
        }
        return log;
    }

    /** Of speeds what this is of times, and the reverse. */
    Ratio inverse() {
        return new Ratio(1 / estimate, 1 / high, 1 / low);
    }

    /** What it says, when a change of less than the tolerance does not matter. */
    Verdict verdict(double tolerance) {
        if (low > 1 + tolerance) {
            return Verdict.SLOWER;
        }
        if (high < 1 / (1 + tolerance)) {
            return Verdict.FASTER;
        }
        return low >= 1 / (1 + tolerance) && high <= 1 + tolerance ? Verdict.EQUAL : Verdict.UNCLEAR;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", estimate, low, high);
    }

    /** What can be said of B beside A. */
    enum Verdict {
        SLOWER,
        FASTER,
        EQUAL,
        UNCLEAR
    }
}
