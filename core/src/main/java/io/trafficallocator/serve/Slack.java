package io.trafficallocator.serve;

/**
 * How readily candidates without a lift make room at a placement: those of them near the threshold, per unit of score.
 * Numbers and widths are averaged apart, since the average of ratios would be ruled by the few requests whose scores
 * nearly tie. Written without locks: a lost update costs a little of what was learned.
 */
final class Slack {
    private double views;
    private double all;
    private double free;
    private double width;

    /** Candidates around the threshold, how many of them have a lift, and the span of scores that they take up. */
    void learn(int candidates, int lifted, double span, double memory) {
        views++;
        double weight = 1 / Math.min(views, memory);
        all += weight * (candidates - all);
        free += weight * (candidates - candidates * Math.min(1.0, lifted / (candidates + 1.0)) - free);
        width += weight * (span - width);
    }

    /** Rise of the threshold for each candidate more above it; 0 while nothing is known. */
    double perUnit(double leastFree) {
        double density = Math.max(free, leastFree * all);
        return density > 0 ? width / density : 0;
    }
}
