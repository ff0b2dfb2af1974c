package io.trafficallocator.serve;

/**
 * How candidates are chosen by their scores. Immutable.
 *
 * @param isProportional whether candidates are drawn at random rather than the best taken
 * @param seed of the draws; the n-th chooser of a server draws the same for the same requests
 */
public record Policy(boolean isProportional, long seed) {
    /**
     * The candidates of highest score, each raised by the lifts of its merchant's guarantees: least relevance is lost.
     * Equal ones come in the order given.
     */
    public static Policy ranked() {
        return new Policy(false, 0);
    }

    /**
     * Draws without replacement, each candidate in proportion to its score times the multiplier of its merchant's
     * guarantees: those of low score are seen now and then, and merchants of equal score equally often. A score of 0 or
     * less is never drawn. Lifts are logarithms of multipliers, so that 0.7 shows a merchant about twice as often.
     */
    public static Policy proportional(long seed) {
        return new Policy(true, seed);
    }
}
