package io.trafficallocator.model;

/**
 * A number as files write it, in plain digits with or without a point and an exponent: Java itself would take {@code
 * 8000d}, {@code 0x1p3} and {@code NaN} for one, too.
 */
public final class DecimalText {
    private DecimalText() {}

    /** The double nearest to the number, infinite where that is too large; NaN when the text is no number. */
    public static double parse(String text) {
        for (int index = 0; index < text.length(); index++) {
            char sign = text.charAt(index);
            boolean isDigit = sign >= '0' && sign <= '9';
            if (!isDigit && "+-.eE".indexOf(sign) < 0) {
                return Double.NaN;
            }
        }
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
