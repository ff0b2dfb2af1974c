package io.trafficallocator.model;

/** The checks that every fact shares, so that the same mistake reads the same wherever it is made. */
final class Require {
    private Require() {}

    static void name(String what, String value) {
        if (value.isBlank()) {
            throw new InvalidRequestException(what + " is blank, but must be a name. Maybe a column is empty.");
        }
    }

    static void atLeast(String what, double value, double least) {
        if (!(value >= least) || Double.isInfinite(value)) {
            throw new InvalidRequestException(what + " is " + value + ", but must be a finite number of at least "
                    + number(least) + ". Maybe it is a typing error.");
        }
    }

    static void between(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InvalidRequestException(what + " is " + value + ", but must be between " + number(least) + " and "
                    + number(most) + ". Maybe it is a percentage where a ratio is wanted.");
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
