package io.trafficallocator.serve;

import java.util.Arrays;

/**
 * Orders the candidates of one request: urgent ones first, then by lifted score, then as they were given.
 *
 * <p>Most candidates are nowhere near the best. A bar from the requests before lets through about twice as many as are
 * wanted, without a branch for each; only those are sorted. When it lets through too few, all are.
 */
final class Ranking {
    /** Part of a score that only decides between equal ones. */
    private static final double TIE = 1e-9;

    /** Requests over which the bar is averaged: what one request lets through is off by the root of it. */
    private static final double MEMORY = 8;

    /** So many are sorted by comparing all pairs, of which none depends on another and none takes a branch. */
    private static final int COMPARED = 40;

    /** A candidate that is left out has the score NaN. */
    private double[] lifted = new double[0];

    private boolean[] urgent = new boolean[0];
    private boolean anyUrgent;

    /** The request that a candidate was last chosen in. */
    private int[] chosenIn = new int[0];

    private int request;
    private int[] passed = new int[0];
    private double[] passing = new double[0];
    private int[] places = new int[0];
    private int[] order = new int[0];
    private double[] top = new double[0];
    private int count;
    private int ranked;
    private double bar = Double.NEGATIVE_INFINITY;

    /** Where the last chosen candidate stands, in lifted score; NaN when nothing can be learned from the request. */
    private double threshold;

    private double width;
    private boolean flat;
    private double highest;
    private double lowest;
    private int within;

    /** Takes the scores of a request; a NaN leaves its candidate out. */
    void start(double[] scores, int candidates) {
        if (lifted.length < candidates) {
            lifted = new double[candidates];
            urgent = new boolean[candidates];
            chosenIn = new int[candidates];
            passed = new int[candidates];
            passing = new double[candidates];
            places = new int[candidates];
            order = new int[candidates];
            top = new double[candidates];
        } else if (anyUrgent) {
            Arrays.fill(urgent, false);
        }
        if (++request == 0) {
            Arrays.fill(chosenIn, 0);
            request = 1;
        }
        anyUrgent = false;
        count = candidates;
        threshold = Double.NaN;
        flat = false;
        System.arraycopy(scores, 0, lifted, 0, candidates);
    }

    void lift(int candidate, double by, boolean isUrgent) {
        lifted[candidate] += by;
        if (isUrgent) {
            urgent[candidate] = true;
            anyUrgent = true;
        }
    }

    /** As if it had not been lifted. */
    void reset(int candidate, double score) {
        lifted[candidate] = score;
        urgent[candidate] = false;
    }

    void leaveOut(int candidate) {
        lifted[candidate] = Double.NaN;
    }

    void choose(int candidate) {
        chosenIn[candidate] = request;
    }

    boolean isOut(int candidate) {
        return Double.isNaN(lifted[candidate]);
    }

    boolean isChosen(int candidate) {
        return chosenIn[candidate] == request;
    }

    /** The best candidates, at most so many; how many there are. */
    int rank(int most) {
        if (anyUrgent) {
            return rankRest(most);
        }
        int few = pass(bar);
        if (few < most) {
            few = pass(Double.NEGATIVE_INFINITY);
        }
        sort(few, most);
        if (ranked == most) {
            double below = 2 * (top[most / 2] - top[most - 1]);
            double next = top[most - 1] - below;
            bar += (next - bar) / MEMORY;
            if (!(Math.abs(bar) < Double.POSITIVE_INFINITY)) {
                bar = Math.abs(next) < Double.POSITIVE_INFINITY ? next : Double.NEGATIVE_INFINITY;
            }
        }
        return ranked;
    }

    /** The candidates whose score is not below the bar, as they were given; how many there are. */
    private int pass(double least) {
        double[] scores = lifted;
        int[] kept = passed;
        int size = 0;
        for (int candidate = 0; candidate < count; candidate++) {
            kept[size] = candidate;
            size += scores[candidate] >= least ? 1 : 0;
        }
        return size;
    }

    private void sort(int few, int most) {
        if (few > COMPARED) {
            insert(few, most);
            return;
        }
        double[] scores = passing;
        int[] place = places;
        for (int index = 0; index < few; index++) {
            double score = lifted[passed[index]];
            int before = 0;
            for (int earlier = 0; earlier < index; earlier++) {
                int isBetter = scores[earlier] < score ? 1 : 0;
                place[earlier] += isBetter;
                before += 1 - isBetter;
            }
            scores[index] = score;
            place[index] = before;
        }
        for (int index = 0; index < few; index++) {
            top[place[index]] = scores[index];
            order[place[index]] = passed[index];
        }
        ranked = Math.min(few, most);
    }

    private void insert(int few, int most) {
        double[] best = top;
        int[] at = order;
        int size = 0;
        for (int index = 0; index < few; index++) {
            int candidate = passed[index];
            double score = lifted[candidate];
            if (size == most && score <= best[size - 1]) {
                continue;
            }
            int place = size < most ? size++ : size - 1;
            while (place > 0 && best[place - 1] < score) {
                best[place] = best[place - 1];
                at[place] = at[place - 1];
                place--;
            }
            best[place] = score;
            at[place] = candidate;
        }
        ranked = size;
    }

    /** The same among those that are neither chosen nor left out, and with urgent ones first. */
    int rankRest(int most) {
        ranked = 0;
        for (int candidate = 0; candidate < count; candidate++) {
            if (isOut(candidate)
                    || isChosen(candidate)
                    || (ranked == most && !isBefore(candidate, order[ranked - 1]))) {
                continue;
            }
            int at = ranked < most ? ranked++ : ranked - 1;
            while (at > 0 && isBefore(candidate, order[at - 1])) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = candidate;
        }
        return ranked;
    }

    int ranked() {
        return ranked;
    }

    int at(int place) {
        return order[place];
    }

    private boolean isBefore(int candidate, int other) {
        return urgent[candidate] == urgent[other] ? lifted[candidate] > lifted[other] : urgent[candidate];
    }

    /**
     * Takes the threshold between the k-th and the next from what was ranked, and the span of scores around it that holds
     * about k candidates: near enough to tell of the density at the threshold, and enough of them to be no accident.
     */
    void measure(int k) {
        threshold = Double.NaN;
        flat = false;
        within = 0;
        int below = Math.min(ranked - 1, k + k / 2);
        if (k > below || urgent[order[k - 1]]) {
            return;
        }
        int above = k / 2;
        while (urgent[order[above]]) {
            above++;
        }
        highest = lifted[order[above]];
        lowest = lifted[order[below]];
        within = below - above + 1;
        width = highest - lowest;
        if (width < Double.POSITIVE_INFINITY) {
            threshold = (lifted[order[k - 1]] + lifted[order[k]]) / 2;
            flat = width == 0;
            width = Math.max(width, TIE * Math.max(1, Math.abs(threshold)));
        }
    }

    boolean isMeasured() {
        return !Double.isNaN(threshold);
    }

    /** Whether all scores around the threshold are equal, so that they tell of no density. */
    boolean isFlat() {
        return flat;
    }

    double width() {
        return width;
    }

    /** How many candidates the width was measured on. */
    int within() {
        return within;
    }

    boolean isWithin(int candidate) {
        return lifted[candidate] <= highest && lifted[candidate] >= lowest;
    }

    boolean isNear(int candidate) {
        return Math.abs(lifted[candidate] - threshold) <= width;
    }
}
