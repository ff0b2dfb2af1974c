package io.trafficallocator.rules;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a rule does with the bare value of a parameter, and so which values are of use. Immutable. */
sealed interface ParameterUse {
    /** What is wrong with a value, to follow the value itself; null when nothing is. */
    @Nullable String problem(double value);

    /** Whether a value that is not of use makes the rule fail, rather than do nothing. */
    boolean isRefused();

    /** It is compared with a field. */
    record Compared(String field, FieldRange range) implements ParameterUse {
        @Override
        public @Nullable String problem(double value) {
            if (value >= range.least() && value <= range.most()) {
                return null;
            }
            boolean isPercentage = range.isRatio() && value > 1 && value <= 100;
            return ", but rules compare it with " + field + ", which is"
                    + range.toText(field).substring((": " + field + " is").length()) + ". Maybe "
                    + (isPercentage ? value / 100 : "another value") + " was meant.";
        }

        @Override
        public boolean isRefused() {
            return false;
        }
    }

    /** It is granted. */
    record Granted(Amount.Kind kind) implements ParameterUse {
        @Override
        public @Nullable String problem(double value) {
            if (!Double.isNaN(kind.granted(value))) {
                return null;
            }
            String form = kind == Amount.Kind.BOOST
                    ? "a factor from 1 to 1,000,000"
                    : kind == Amount.Kind.SUBSIDY
                            ? "an amount of yuan from 0 to 1e10 in whole fen"
                            : "a whole number of impressions from 0 to 1e12";
            String advice = kind == Amount.Kind.BOOST && value > 0 && value < 1
                    ? "it was written as an increase: a boost of 50 % is 1.5."
                    : kind != Amount.Kind.BOOST && value != Math.rint(value) ? "round it." : "another value was meant.";
            return ", but rules grant it as " + kind.name().toLowerCase(Locale.ROOT) + ", which must be " + form
                    + ". Maybe " + advice;
        }

        @Override
        public boolean isRefused() {
            return true;
        }
    }
}
