package io.trafficallocator.model;

import java.time.LocalDate;

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

    /** Zero, or far enough from the ends of a double that sums, quotients and products with boosts stay exact. */
    static void weight(String what, double value) {
        atLeast(what, value, 0);
        if (value != 0 && !(value >= 1e-60 && value <= 1e60)) {
            throw new InvalidRequestException(what + " is " + value
                    + ", but must be 0 or between 1e-60 and 1e60. Maybe it is in another unit than the rest.");
        }
    }

    /** Days of the years 1 to 9999: later arithmetic on them cannot overflow. */
    static void day(String what, LocalDate value) {
        if (value.getYear() < 1 || value.getYear() > 9999) {
            throw new InvalidRequestException(
                    what + " is " + value + ", but its year must be between 1 and 9999. Maybe it is a typing error.");
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
