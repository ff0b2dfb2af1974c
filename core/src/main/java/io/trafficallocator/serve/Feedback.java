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
 *
 * <p>Lifted merchants push each other out: raising all of them alike gains only what those without a lift give up. The
 * matrix of slopes is {@code diag(d) - d dᵀ / sum(d)}, with the densities {@code d} of all; its inverse adds to each
 * merchant's own step one that all lifted ones share, the sum of what they lack over the density of the others.
 */
final class Feedback {
    /** A step of the plain slope; above 1, as what was seen of a merchant's density is partly that of all merchants. */
    private static final double GAIN = 2;

    /** Of the step that all lifted merchants share: in part, as it rests on one request, and is the same for all. */
    private static final double SHARED = 0.3;

    /** Of all density that is taken to be of merchants without a lift at least, so that no step is without a bound. */
    private static final double LEAST_FREE = 0.02;

    /** Requests that a lift remembers: what their average lets go wrong costs less than a thousandth of relevance. */
    private static final double MEMORY = 300;

    /** Requests after which a merchant's own density is worth a step of full weight. */
    private static final double FIRST = 10;

    /** Near the end one request more or less must not throw a lift about. */
    private static final double LEAST_LEFT = 5;

    /** Standard deviations of what is left (it is a count, so its root) that are kept in hand. */
    private static final double CAUTION = 1;

    private int[] promises = new int[16];
    private int[] served = new int[16];
    private int[] near = new int[16];

    private double[] lacking = new double[16];
    private boolean[] open = new boolean[16];
    private int[] table = new int[64];
    private int size;
    private int lifted;

    void start() {
        Arrays.fill(table, 0);
        size = 0;
        lifted = 0;
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

    /** Counts a candidate within {@link Ranking#isWithin} whose merchant has a lift. */
    void countLifted() {
        lifted++;
    }

    void learn(Epoch epoch, int placement, Ranking ranking, Arrivals.View come) {
        boolean telling = ranking.isMeasured() && !ranking.isFlat();
        if (telling && size > 0) {
            int nearby = 0;
            for (int index = 0; index < size; index++) {
                nearby += near[index];
                epoch.learnDensity(promises[index], near[index], 2 * ranking.width());
            }
            epoch.learnMeanDensity((double) nearby / size, 2 * ranking.width());
            epoch.slack[placement].learn(ranking.within() - 1, lifted, ranking.width(), MEMORY);
        }
        double sum = 0;
        for (int index = 0; index < size; index++) {
            int promise = promises[index];
            // Where only some requests are learned from, this one stands for the others too.
            double each = epoch.left(promise, come) < Chooser.MANY ? 1 : Chooser.THINNED;
            epoch.countSeen(promise, each, come);
            double left = epoch.left(promise, come);
            long need = epoch.need(promise, epoch.delivered(promise), placement);
            double rate = need / Math.max(1, left - CAUTION * Math.sqrt(left));
            double weight = 1 / Math.min(MEMORY, epoch.lessons(promise) + FIRST) + each / Math.max(LEAST_LEFT, left);
            lacking[index] = weight * (rate - served[index]);
            open[index] = need > 0;
            if (need > 0 && shares(epoch, index)) {
                sum += lacking[index];
            }
        }
        double shared = SHARED * sum * epoch.slack[placement].perUnit(LEAST_FREE);
        for (int index = 0; index < size; index++) {
            int promise = promises[index];
            double density = epoch.density(promise);
            if (density <= 0 && ranking.isMeasured()) {
                density = 1 / ranking.width();
            }
            if (density > 0 && open[index]) {
                move(epoch, promise, GAIN * lacking[index] / density + (shares(epoch, index) ? shared : 0), ranking);
            }
        }
    }

    private boolean shares(Epoch epoch, int index) {
        return epoch.lift(promises[index]) > 0 || lacking[index] > 0;
    }

    private static void move(Epoch epoch, int promise, double step, Ranking ranking) {
        // No single request may move a lift farther than the scores that it was measured on.
        double bound = ranking.isMeasured() ? ranking.width() : Double.POSITIVE_INFINITY;
        double moved = epoch.lift(promise) + Math.max(-bound, Math.min(bound, step));
        epoch.lift(promise, Math.max(0, moved));
    }

    private int home(int promise) {
        return ((promise * 0x9E3779B9) >>> 7) & (table.length - 1);
    }

    private void grow() {
        promises = Arrays.copyOf(promises, 2 * size);
        served = Arrays.copyOf(served, 2 * size);
        near = Arrays.copyOf(near, 2 * size);
        lacking = Arrays.copyOf(lacking, 2 * size);
        open = Arrays.copyOf(open, 2 * size);
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
