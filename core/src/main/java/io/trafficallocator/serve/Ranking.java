package io.trafficallocator.serve;

/** Orders the candidates of one request: urgent ones first, then by lifted score, then as they were given. */
final class Ranking {
    /** Part of a score that only decides between equal ones. */
    private static final double TIE = 1e-9;

    private static final byte OPEN = 0;
    private static final byte OUT = 1;
    private static final byte CHOSEN = 2;

    private double[] lifted = new double[0];
    private boolean[] urgent = new boolean[0];
    private byte[] state = new byte[0];
    private int[] order = new int[0];
    private int count;
    private int ranked;

    /** Where the last chosen candidate stands, in lifted score; NaN when nothing can be learned from the request. */
    private double threshold;

    private double width;
    private boolean flat;

    void start(int candidates) {
        if (lifted.length < candidates) {
            lifted = new double[candidates];
            urgent = new boolean[candidates];
            state = new byte[candidates];
            order = new int[candidates];
        }
        count = candidates;
    }

    void offer(int candidate, double score, boolean isUrgent) {
        lifted[candidate] = score;
        urgent[candidate] = isUrgent;
        state[candidate] = OPEN;
    }

    void leaveOut(int candidate) {
        state[candidate] = OUT;
    }

    void choose(int candidate) {
        state[candidate] = CHOSEN;
    }

    boolean isOut(int candidate) {
        return state[candidate] == OUT;
    }

    boolean isChosen(int candidate) {
        return state[candidate] == CHOSEN;
    }

    /** The best open candidates, at most so many; how many there are. */
    int rank(int most) {
        ranked = 0;
        for (int candidate = 0; candidate < count; candidate++) {
            if (state[candidate] != OPEN || (ranked == most && !isBefore(candidate, order[ranked - 1]))) {
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
        int below = Math.min(ranked - 1, k + k / 2);
        if (k > below || urgent[order[k - 1]]) {
            return;
        }
        int above = k / 2;
        while (urgent[order[above]]) {
            above++;
        }
        width = lifted[order[above]] - lifted[order[below]];
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

    boolean isNear(int candidate) {
        return Math.abs(lifted[candidate] - threshold) <= width;
    }
}
