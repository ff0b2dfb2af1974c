package io.trafficallocator.serve;

import java.util.Arrays;

/**
 * Moves lifts after a request. The lift of a guarantee should be where the expected deliveries in a request, as a
 * function of the lift, meet {@code need / left}; the slope of that function is the density of the merchant's candidates
 * near the threshold. One request gives a noisy value of it, so a Newton step is taken with the weight
 *
 * <ul>
 *   <li>{@code 1 / seen}, which averages all that was learned (Robbins–Monro), down to {@code 1 / MEMORY} so that a
 *       market that changes is followed, and
 *   <li>{@code 1 / left}, the exact change of {@code need / left} that this request made.
 * </ul>
 */
final class Feedback {
    /** A step of the plain slope: doubled, as candidates that rise push others' down and so meet less than it says. */
    private static final double GAIN = 2;

    /** Requests that a lift remembers: their average is right to a tenth. */
    private static final double MEMORY = 120;

    /** Requests after which a merchant's own density is worth a step of full weight. */
    private static final double FIRST = 10;

    /** Near the end one request more or less must not throw a lift about. */
    private static final double LEAST_LEFT = 5;

    /** Standard deviations of what is left (it is a count, so its root) that are kept in hand. */
    private static final double CAUTION = 2;

    private int[] promises = new int[16];
    private int[] served = new int[16];
    private int[] near = new int[16];

    /** Requests that this one stands for, where only some are learned from. */
    private double[] each = new double[16];

    private int[] table = new int[64];
    private int size;

    void start() {
        Arrays.fill(table, 0);
        size = 0;
    }

    /** The place of a promise in this request, made when it is new. */
    int place(int promise) {
        int at = home(promise);
        while (table[at] != 0) {
            if (promises[table[at] - 1] == promise) {
                return table[at] - 1;
            }
            at = (at + 1) & (table.length - 1);
        }
        if (size == promises.length) {
            grow();
            at = home(promise);
            while (table[at] != 0) {
                at = (at + 1) & (table.length - 1);
            }
        }
        promises[size] = promise;
        served[size] = 0;
        near[size] = 0;
        table[at] = ++size;
        return size - 1;
    }

    void count(int promise, boolean isServed, boolean isNear) {
        int place = place(promise);
        served[place] += isServed ? 1 : 0;
        near[place] += isNear ? 1 : 0;
    }

    void learn(Epoch epoch, Ranking ranking, Arrivals.View come) {
        double width = ranking.width();
        boolean telling = ranking.isMeasured() && !ranking.isFlat();
        int nearby = 0;
        for (int index = 0; index < size; index++) {
            nearby += near[index];
            each[index] = epoch.left(promises[index], come) < Chooser.MANY ? 1 : Chooser.THINNED;
            epoch.promises.countSeen(promises[index], (long) each[index]);
        }
        if (telling && size > 0) {
            epoch.learnMeanDensity(nearby / (2 * width) / size);
        }
        for (int index = 0; index < size; index++) {
            int promise = promises[index];
            if (telling) {
                epoch.learnDensity(promise, near[index] / (2 * width));
            }
            long need = epoch.need(promise);
            double density = epoch.density(promise);
            if (density <= 0 && ranking.isMeasured()) {
                density = 1 / width;
            }
            if (need == 0 || density <= 0) {
                continue;
            }
            double left = epoch.left(promise, come);
            double rate = need / Math.max(1, left - CAUTION * Math.sqrt(left));
            double lessons = epoch.promises.seen(promise) / each[index];
            double weight = 1 / Math.min(MEMORY, lessons + FIRST) + each[index] / Math.max(LEAST_LEFT, left);
            double step = GAIN * weight / density * (rate - served[index]);
            if (ranking.isMeasured()) {
                // No single request may move a lift farther than the scores that it was measured on.
                step = Math.max(-width, Math.min(width, step));
            }
            epoch.promises.lift(promise, Math.max(0, epoch.promises.lift(promise) + step));
        }
    }

    private int home(int promise) {
        return ((promise * 0x9E3779B9) >>> 7) & (table.length - 1);
    }

    private void grow() {
        promises = Arrays.copyOf(promises, 2 * size);
        served = Arrays.copyOf(served, 2 * size);
        near = Arrays.copyOf(near, 2 * size);
        each = Arrays.copyOf(each, 2 * size);
        table = new int[8 * size];
        for (int index = 0; index < size; index++) {
            int at = home(promises[index]);
            while (table[at] != 0) {
                at = (at + 1) & (table.length - 1);
            }
            table[at] = index + 1;
        }
    }
}
