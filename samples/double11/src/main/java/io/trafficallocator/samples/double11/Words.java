package io.trafficallocator.samples.double11;

import java.util.Locale;

/** Numbers as people read them. */
final class Words {
    private Words() {}

    /** {@code 1.83 bn}, {@code 412 m}, {@code 9,870}; at most three digits that matter. */
    static String compact(double value) {
        double size = Math.abs(value);
        if (size >= 999.5e6) {
            return threeDigits(value / 1e9) + " bn";
        }
        if (size >= 999.5e3) {
            return threeDigits(value / 1e6) + " m";
        }
        if (size >= 1e4) {
            return threeDigits(value / 1e3) + " k";
        }
        return grouped(Math.round(value));
    }

    static String compact(long value) {
        return compact((double) value);
    }

    /** {@code +12.4 m} or {@code −350 k}. */
    static String signed(long value) {
        return (value < 0 ? "−" : "+") + compact(Math.abs(value));
    }

    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double ratio) {
        return decimals(100 * ratio, 1) + " %";
    }

    static String decimals(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String threeDigits(double value) {
        double size = Math.abs(value);
        return decimals(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
    }
}
