package io.trafficallocator.serve;

/**
 * How readily candidates without a lift make room at a placement: those of them near the threshold, per unit of score.
 * Numbers and widths are averaged apart, since the average of ratios would be ruled by the few requests whose scores
 * nearly tie. Written without locks: a lost update costs a little of what was learned.
 */
final class Slack {
    private static final int VIEWS = Epoch.APART;
    private static final int ALL = VIEWS + 1;
    private static final int FREE = VIEWS + 2;
    private static final int WIDTH = VIEWS + 3;

    /** In the middle of lines of memory that nothing else is on, as all threads write them. */
    private final double[] means = new double[3 * Epoch.APART];

    /** Candidates around the threshold, how many of them have a lift, and the span of scores that they take up. */
    void learn(int candidates, int lifted, double span, double memory) {
        means[VIEWS]++;
        double weight = 1 / Math.min(means[VIEWS], memory);
        move(ALL, weight, candidates);
        move(FREE, weight, candidates - candidates * Math.min(1.0, lifted / (candidates + 1.0)));
        move(WIDTH, weight, span);
    }

    private void move(int mean, double weight, double to) {
        means[mean] += weight * (to - means[mean]);
    }

    /** Rise of the threshold for each candidate more above it; 0 while nothing is known. */
    double perUnit(double leastFree) {
        double density = Math.max(means[FREE], leastFree * means[ALL]);
        return density > 0 ? means[WIDTH] / density : 0;
    }
}
