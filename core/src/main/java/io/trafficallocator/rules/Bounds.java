package io.trafficallocator.rules;

/**
 * Between which numbers a value lies; both ends count.
 *
 * @param mayBeWhole whether rules may work it out as a whole number, which divides and overflows in a way of its own
 */
record Bounds(double least, double most, boolean mayBeWhole) {
    private static final double INF = Double.POSITIVE_INFINITY;
    static final Bounds UNKNOWN = new Bounds(-INF, INF, true);
    static final Bounds ANY_FRACTION = new Bounds(-INF, INF, false);

    static Bounds of(double value) {
        return new Bounds(value, value, false);
    }

    boolean isPoint() {
        return least == most;
    }

    Bounds negative() {
        return new Bounds(-most, -least, mayBeWhole);
    }

    Bounds or(Bounds other) {
        return new Bounds(Math.min(least, other.least), Math.max(most, other.most), mayBeWhole || other.mayBeWhole);
    }

    /** Of two fractions, or of a fraction and a whole number, exactly as Java works them out; of others, cautiously. */
    Bounds with(String sign, Bounds other) {
        boolean whole = mayBeWhole && other.mayBeWhole;
        Bounds result = switch (sign) {
            case "+" -> new Bounds(least + other.least, most + other.most, whole);
            case "-" -> new Bounds(least - other.most, most - other.least, whole);
            case "*" -> hull(whole, least * other.least, least * other.most, most * other.least, most * other.most);
            case "/" ->
                whole || (other.least <= 0 && other.most >= 0)
                        ? UNKNOWN
                        : hull(false, least / other.least, least / other.most, most / other.least, most / other.most);
            default -> UNKNOWN;
        };
        boolean isKnown = !Double.isNaN(result.least)
                && !Double.isNaN(result.most)
                && (!whole || (result.least >= Integer.MIN_VALUE && result.most <= Integer.MAX_VALUE));
        return isKnown ? result : whole ? UNKNOWN : ANY_FRACTION;
    }

    private static Bounds hull(boolean whole, double a, double b, double c, double d) {
        return new Bounds(Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)), whole);
    }

    /** As a part of a sentence: {@code is 0.5}, {@code is at most 3}. */
    @Override
    public String toString() {
        return isPoint()
                ? "is " + written(least)
                : least == -INF
                        ? "is at most " + written(most)
                        : most == INF
                                ? "is at least " + written(least)
                                : "is " + written(least) + " to " + written(most);
    }

    private static String written(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
