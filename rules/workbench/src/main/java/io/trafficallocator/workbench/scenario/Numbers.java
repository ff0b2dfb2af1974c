package io.trafficallocator.workbench.scenario;

import io.trafficallocator.model.DecimalText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers and dates as the scenario format wants them, and guesses what else may have been meant. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");
    private static final Pattern THOUSANDS =
            Pattern.compile("([+-]?\\d{1,3})([,'_\\u00a0\\u202f\\u2009 \\uff0c]\\d{3})+(\\.\\d+)?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("([+-]?\\d+),(\\d+)");
    private static final Pattern TEN_THOUSANDS = Pattern.compile("(\\d+(\\.\\d+)?)([\u4e07\u4ebf])");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})[-/.\u5e74]?(\\d{1,2})[-/.\u6708]?(\\d{1,2})\u65e5?([T ].*)?");
    private static final Pattern YEAR_LAST = Pattern.compile("\\d{1,2}[-/. ]\\d{1,2}[-/. ]\\d{2,4}");

    /** Powers of ten that a double holds exactly. */
    private static final double[] TENS = new double[23];

    static {
        double ten = 1;
        for (int power = 0; power < TENS.length; power++) {
            TENS[power] = ten;
            ten *= 10;
        }
    }

    private Numbers() {}

    /** The double nearest to a decimal number, or NaN when the text is none. */
    static double decimal(char[] chars, int start, int end) {
        int from = start;
        boolean negative = from < end && chars[from] == '-';
        if (negative) {
            from++;
        }
        // Both the digits and the power of ten are exact in a double here, so one division rounds correctly.
        long digits = 0;
        int decimals = -1;
        int length = end - from;
        boolean simple = length > 0 && length <= 16;
        for (int index = from; index < end && simple; index++) {
            char unit = chars[index];
            if (unit >= '0' && unit <= '9') {
                digits = digits * 10 + (unit - '0');
            } else if (unit == '.' && decimals < 0 && length > 1) {
                decimals = end - index - 1;
            } else {
                simple = false;
            }
        }
        if (simple && digits < 1L << 53) {
            double value = decimals > 0 ? digits / TENS[decimals] : digits;
            return negative ? -value : value;
        }
        return DecimalText.parse(new String(chars, start, end - start));
    }

    /** Whether the text is digits only, after at most one minus sign. */
    static boolean isWhole(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        for (int index = from; index < text.length(); index++) {
            if (text.charAt(index) < '0' || text.charAt(index) > '9') {
                return false;
            }
        }
        return text.length() > from;
    }

    /** Advice for a text that is no number where one is wanted. */
    static String advice(String text, boolean whole) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.matches("[+-]?(nan|inf|infinity|null|none|n/a|na|#n/a|-|\u221e)")) {
            return "the value is not known: leave an optional cell empty, or leave the row out.";
        }
        Matcher tens = TEN_THOUSANDS.matcher(text);
        if (tens.matches()) {
            BigDecimal unit = new BigDecimal(tens.group(3).equals("\u4e07") ? 10_000 : 100_000_000);
            return meant(new BigDecimal(tens.group(1)).multiply(unit));
        }
        if (text.endsWith("%") || text.endsWith("\uff05")) {
            String number = text.substring(0, text.length() - 1).strip();
            return DECIMAL.matcher(number).matches()
                    ? meant(new BigDecimal(number).movePointLeft(2)) + " A ratio has no percent sign."
                    : "it is a ratio: write it without a percent sign.";
        }
        if (THOUSANDS.matcher(text).matches()) {
            return meant(new BigDecimal(text.replaceAll("[^\\d.+-]", ""))) + " Leave out thousands separators.";
        }
        Matcher comma = DECIMAL_COMMA.matcher(text);
        if (comma.matches()) {
            return "'" + comma.group(1) + "." + comma.group(2) + "' was meant: decimals follow a point.";
        }
        if (text.matches("[\u00a5\uffe5$\u20ac].*") || text.endsWith("\u5143")) {
            return "leave out the sign of the currency.";
        }
        if (whole && DECIMAL.matcher(text).matches()) {
            return meant(new BigDecimal(text).setScale(0, java.math.RoundingMode.HALF_UP));
        }
        return "it is a typing error.";
    }

    private static String meant(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return "'" + (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString() + "' was meant.";
    }

    /** A day written as {@code 2024-11-11}, or null. */
    static @Nullable LocalDate date(char[] chars, int start, int end) {
        if (end - start != 10 || chars[start + 4] != '-' || chars[start + 7] != '-') {
            return null;
        }
        int year = digits(chars, start, start + 4);
        int month = digits(chars, start + 5, start + 7);
        int day = digits(chars, start + 8, start + 10);
        // The year 0000 is what exports write for a date that is not known.
        if (year < 1 || month < 0 || day < 0) {
            return null;
        }
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    static @Nullable LocalDate date(String text) {
        return date(text.toCharArray(), 0, text.length());
    }

    private static int digits(char[] chars, int start, int end) {
        int value = 0;
        for (int index = start; index < end; index++) {
            if (chars[index] < '0' || chars[index] > '9') {
                return -1;
            }
            value = value * 10 + (chars[index] - '0');
        }
        return value;
    }

    /** Advice for a text that is no date where one is wanted. */
    static String dateAdvice(String text) {
        if (text.startsWith("0000")) {
            return "the date is not known: leave an optional cell empty.";
        }
        Matcher parts = YEAR_FIRST.matcher(text);
        if (parts.matches()) {
            String year = parts.group(1);
            String written = year + "-" + twoDigits(parts.group(2)) + "-" + twoDigits(parts.group(3));
            if (date(written) != null) {
                return "'" + written + "' was meant.";
            }
            String swapped = year + "-" + twoDigits(parts.group(3)) + "-" + twoDigits(parts.group(2));
            return date(swapped) != null
                    ? "month and day are swapped: '" + swapped + "'."
                    : "the month has fewer days, or the year fewer months.";
        }
        if (YEAR_LAST.matcher(text).matches()) {
            return "the year stands last: write year-month-day, such as 2024-11-11.";
        }
        return "write year-month-day, such as 2024-11-11.";
    }

    private static String twoDigits(String number) {
        return number.length() == 1 ? "0" + number : number;
    }
}
