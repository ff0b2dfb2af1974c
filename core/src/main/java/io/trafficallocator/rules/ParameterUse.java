package io.trafficallocator.rules;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a rule does with the value of a parameter, and so which values are of use. Immutable. */
sealed interface ParameterUse {
    /**
     * What is wrong with a value, to follow the value itself; null when nothing is.
     *
     * @param periodDays the days of the plan; 0 when they are not known
     */
    @Nullable String problem(double value, int periodDays);

    /** Whether a value that is not of use makes the rule fail, rather than do nothing. */
    boolean isRefused();

    /**
     * It is compared with a field.
     *
     * @param formula what is made of it first; null when it is compared as it is
     */
    record Compared(
            String field, FieldRange range, @Nullable ParameterFormula formula) implements ParameterUse {
        @Override
        public @Nullable String problem(double value, int periodDays) {
            Bounds compared = formula == null ? Bounds.of(value) : formula.of(value, periodDays);
            if (compared.most() >= range.least() && compared.least() <= range.most()) {
                return null;
            }
            boolean isPercentage = formula == null && range.isRatio() && value > 1 && value <= 100;
            String what = formula == null
                    ? ", but rules compare it with "
                    : ", but what rules make of it " + compared + ", and is compared with ";
            return what + field + ", which is"
                    + range.toText(field).substring((": " + field + " is").length()) + ". Maybe "
                    + (isPercentage ? value / 100 : "another value") + " was meant.";
        }

        @Override
        public boolean isRefused() {
            return false;
        }
    }

    /**
     * It is granted.
     *
     * @param formula what is made of it first; null when it is granted as it is
     */
    record Granted(Amount.Kind kind, @Nullable ParameterFormula formula) implements ParameterUse {
        @Override
        public @Nullable String problem(double value, int periodDays) {
            Bounds granted = formula == null ? Bounds.of(value) : formula.of(value, periodDays);
            boolean fits = granted.isPoint()
                    ? !Double.isNaN(kind.granted(granted.least()))
                    : granted.most() >= kind.least() && granted.least() <= kind.most();
            if (fits) {
                return null;
            }
            double amount = granted.most();
            String form = kind == Amount.Kind.BOOST
                    ? "a factor from 1 to 1,000,000"
                    : kind == Amount.Kind.SUBSIDY
                            ? "an amount of yuan from 0 to 1e10 in whole fen"
                            : "a whole number of impressions from 0 to 1e12";
            String advice = kind == Amount.Kind.BOOST && value > 0 && value < 1
                    ? "it was written as an increase: a boost of 50 % is 1.5."
                    : kind != Amount.Kind.BOOST && amount > 0 && granted.isPoint() && amount != Math.rint(amount)
                            ? "round it."
                            : "another value was meant.";
            String name = kind.name().toLowerCase(Locale.ROOT);
            return (formula == null
                            ? ", but rules grant it as " + name + ", which must be "
                            : ", but the " + name + " that rules work out with it " + granted + ", and must be ")
                    + form + ". Maybe " + advice;
        }

        @Override
        public boolean isRefused() {
            return true;
        }
    }
}
