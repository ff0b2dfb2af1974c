package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void pairsThatAllDoubleAreSlowerWithCertainty() {
        Ratio ratio = Ratio.paired(new double[] {1, 5, 3}, new double[] {2, 10, 6});
        assertThat(ratio).isEqualTo(new Ratio(ratio.estimate(), ratio.estimate(), ratio.estimate()));
        assertThat(ratio.estimate()).isCloseTo(2, within(1e-12));
        assertThat(ratio.verdict(0.03)).isEqualTo(Ratio.Verdict.SLOWER);
        assertThat(ratio.inverse().verdict(0.03)).isEqualTo(Ratio.Verdict.FASTER);
    }

    /** By hand: logarithms of the ratios 0, ln 2, so mean ln 2 / 2, standard error ln 2 / 2, t(1; 0.975) = 12.7062. */
    @Test
    void agreesWithAnIntervalComputedByHand() {
        Ratio ratio = Ratio.paired(new double[] {1, 1}, new double[] {1, 2});
        assertThat(ratio.estimate()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(ratio.high()).isCloseTo(Math.exp(Math.log(2) / 2 * (1 + 12.7062047)), within(1e-2));
        assertThat(ratio.verdict(0.03)).isEqualTo(Ratio.Verdict.UNCLEAR);
    }

    @Test
    void oneSampleSaysNothing() {
        assertThat(Ratio.paired(new double[] {1}, new double[] {2}).verdict(0.03))
                .isEqualTo(Ratio.Verdict.UNCLEAR);
    }

    @Test
    void oneValueOfASideSaysNothing() {
        for (double[] a : new double[][] {{1}, {1, 1.1, 1.2}}) {
            Ratio ratio = Ratio.unpaired(a, new double[] {30});
            assertThat(ratio.estimate()).isGreaterThan(25);
            assertThat(ratio.low()).isZero();
            assertThat(ratio.high()).isInfinite();
            assertThat(ratio.verdict(0.03)).isEqualTo(Ratio.Verdict.UNCLEAR);
            assertThat(ratio.inverse().verdict(0.03)).isEqualTo(Ratio.Verdict.UNCLEAR);
        }
    }

    /** Of 1,000 intervals around samples with no difference, about 950 must hold the ratio 1. */
    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        int held = 0;
        for (int trial = 0; trial < 1000; trial++) {
            Ratio ratio = Ratio.unpaired(sample(random, 6, 0.2), sample(random, 9, 0.05));
            held += ratio.low() <= 1 && ratio.high() >= 1 ? 1 : 0;
        }
        assertThat(held).as("seed %d", seed).isBetween(930, 970);
    }

    private static double[] sample(SplittableRandom random, int size, double spread) {
        double[] values = new double[size];
        for (int index = 0; index < size; index++) {
            values[index] = 100 * Math.exp(spread * random.nextGaussian());
        }
        return values;
    }
}
