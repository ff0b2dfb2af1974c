package io.trafficallocator.solve;

import java.util.Arrays;

/**
 * The exponent of each boost group: the largest whose boosts its pool can pay for, among numbers of {@value #DIGITS}
 * binary digits. Spend grows about as a power of the exponent, so the secant method is run on logarithms, for all groups
 * at once. As the numbers lie further apart than spends are uncertain, the answer is the same wherever the search began.
 */
final class Exponents {
    private static final int DIGITS = 18;
    /** What is left of each pool for what rounding spends beyond the real solution. */
    private static final double RESERVE = 2e-5;
    /** When the answer may lie this close below the next number, in units of their distance, that one is tried too. */
    private static final double DOUBT = 0.1;
    /** Once everything moves by less than this, the next exponents are as good as the answer. */
    private static final double NEAR = 1e-3;

    private static final int MOST_STEPS = 60;
    private static final int MOST_LOWERINGS = 40;

    private final double[] pool;
    private final double[] exponent;
    private final double[] elasticity;
    private final double[] lastExponent;
    private final double[] lastSpend;
    /** The least exponent of each group that was seen to spend too much while all others stood where they are. */
    private final double[] tooMuch;

    /** The largest relative step that the last {@link #move} made. */
    private double farthest;

    private int steps;
    /** How often each group was over its pool in whole numbers. */
    private final int[] lowerings;

    /**
     * Begins the search at the exponents given.
     *
     * @param pool of each group; infinite for no limit
     * @param first 0 to 1
     */
    Exponents(double[] pool, double[] first) {
        int groups = pool.length;
        this.pool = pool;
        this.exponent = new double[groups];
        this.elasticity = new double[groups];
        this.lastExponent = new double[groups];
        this.lastSpend = new double[groups];
        this.tooMuch = new double[groups];
        this.lowerings = new int[groups];
        Arrays.fill(elasticity, 1);
        Arrays.fill(tooMuch, Double.POSITIVE_INFINITY);
        for (int group = 0; group < groups; group++) {
            boolean limited = pool[group] < Double.POSITIVE_INFINITY;
            exponent[group] = !limited ? 1 : pool[group] > 0 ? onGrid(first[group]) : 0;
            farthest = limited && exponent[group] > 0 ? 1 : farthest;
        }
    }

    /** Today's exponents; not a copy. */
    double[] values() {
        return exponent;
    }

    /** Whether today's exponents may be the answer, so that it is worth while to know exactly what they spend. */
    boolean isNear() {
        return farthest < NEAR;
    }

    /** The largest relative step of the last move; 1 before the first. */
    double farthest() {
        return farthest;
    }

    /**
     * Moves exponents that spend too much, and those that could be larger.
     *
     * @param spend of each group in the real solution at today's exponents
     * @return whether any moved
     */
    boolean move(double[] spend) {
        boolean exact = isNear();
        farthest = 0;
        for (int group = 0; group < pool.length && steps < MOST_STEPS; group++) {
            if (exponent[group] > 0 && pool[group] < Double.POSITIVE_INFINITY) {
                move(group, spend[group], exact);
            }
        }
        steps++;
        if (!exact || farthest > 2 * step()) {
            Arrays.fill(tooMuch, Double.POSITIVE_INFINITY);
        }
        return farthest > 0;
    }

    private void move(int group, double spend, boolean exact) {
        double now = exponent[group];
        double error = Math.abs(wanted(group, spend, 1 - RESERVE) / now - 1);
        if (!exact && error < NEAR / 2) {
            // A rough spend tells that this is near, and nothing of which number of the grid is the answer.
            farthest = Math.max(farthest, error);
            return;
        }
        double moved = Math.log(now / lastExponent[group]);
        if (lastSpend[group] > 0 && spend > 0 && moved != 0) {
            double measured = Math.log(spend / lastSpend[group]) / moved;
            elasticity[group] = Math.max(0.4, Math.min(4, measured));
        }
        lastExponent[group] = now;
        lastSpend[group] = spend;
        double wanted = wanted(group, spend, 1 - RESERVE);
        double next;
        if (spend > pool[group] * (1 - RESERVE)) {
            tooMuch[group] = now;
            next = below(now, wanted);
        } else {
            next = Math.max(now, onGrid(Math.min(1, wanted * (1 + DOUBT * step()))));
            next = next < tooMuch[group] ? next : now;
        }
        farthest = Math.max(farthest, Math.abs(next / now - 1));
        exponent[group] = next;
    }

    /**
     * Lowers the exponents whose whole numbers spend more than the pool: each cell is at most one impression more than
     * in the real solution. The steps grow, as elasticities of real solutions may say little about whole numbers.
     *
     * @return whether there were any
     */
    boolean lower(double[] spend) {
        boolean any = false;
        for (int group = 0; group < pool.length; group++) {
            if (spend[group] > pool[group]) {
                double now = exponent[group];
                int times = ++lowerings[group];
                double next = below(now, now * Math.pow(wanted(group, spend[group], 1) / now, times));
                exponent[group] = times >= MOST_LOWERINGS ? 0 : next;
                any = true;
            }
        }
        return any;
    }

    /** What is wanted, but at least one number of the grid lower. */
    private static double below(double now, double wanted) {
        return Math.min(onGrid(wanted), onGrid(now * (1 - step() / 4)));
    }

    /** The exponent that would spend so much of the pool. */
    private double wanted(int group, double spend, double part) {
        return spend == 0 ? 1 : exponent[group] * Math.exp(Math.log(part * pool[group] / spend) / elasticity[group]);
    }

    /** The numbers of the grid are this far apart, or half of it, relative to their size. */
    private static double step() {
        return Math.scalb(1.0, 1 - DIGITS);
    }

    /** The largest number of the grid that is not above this one. */
    private static double onGrid(double value) {
        int dropped = 53 - DIGITS;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) >> dropped << dropped);
    }
}
