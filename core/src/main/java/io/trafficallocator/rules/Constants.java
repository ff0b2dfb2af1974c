package io.trafficallocator.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out terms that are made of literals only. */
final class Constants {
    private Constants() {}

    /**
     * A {@code Long}, {@code Double}, {@code String}, {@code Boolean} or {@code LocalDate}; null when the term depends on
     * a fact, or is not worked out here.
     *
     * @throws java.time.DateTimeException for a date that is none
     */
    static @Nullable Object of(Term term) {
        if (term instanceof Term.Literal literal) {
            return literal.value();
        }
        if (term instanceof Term.Negative negative) {
            Object of = of(negative.of());
            return of instanceof Long whole
                    ? (Object) (-whole)
                    : of instanceof Double number ? (Object) (-number) : null;
        }
        if (term instanceof Term.Arithmetic sum) {
            return arithmetic(sum.sign(), of(sum.left()), of(sum.right()));
        }
        if (term instanceof Term.Cast cast) {
            return cast.type() == double.class && of(cast.of()) instanceof Number number ? number.doubleValue() : null;
        }
        return term instanceof Term.Call call && call.on() instanceof Term.Name on ? call(on.name(), call) : null;
    }

    private static @Nullable Object arithmetic(String sign, @Nullable Object left, @Nullable Object right) {
        if (sign.equals("+") && left != null && right != null && (left instanceof String || right instanceof String)) {
            return left.toString() + right;
        }
        if (left instanceof Long a && right instanceof Long b) {
            // Whole numbers of rules are ints, which wrap around: what could is left to the compiler's own arithmetic.
            boolean small = Math.abs(a) <= Short.MAX_VALUE && Math.abs(b) <= Short.MAX_VALUE;
            return switch (sign) {
                case "+" -> small ? (Object) (a + b) : null;
                case "-" -> small ? (Object) (a - b) : null;
                case "*" -> small ? (Object) (a * b) : null;
                case "/" -> b == 0 ? null : (Object) (a / b);
                case "%" -> b == 0 ? null : (Object) (a % b);
                default -> null;
            };
        }
        if (!(left instanceof Number first) || !(right instanceof Number second)) {
            return null;
        }
        double a = first.doubleValue();
        double b = second.doubleValue();
        return switch (sign) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "%" -> a % b;
            default -> null;
        };
    }

    private static @Nullable Object call(String on, Term.Call call) {
        List<Object> values = new ArrayList<>();
        for (Term argument : call.arguments()) {
            Object value = of(argument);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        if (on.equals("LocalDate")
                && call.name().equals("parse")
                && values.size() == 1
                && values.get(0) instanceof String text) {
            return LocalDate.parse(text);
        }
        if (on.equals("LocalDate")
                && call.name().equals("of")
                && values.size() == 3
                && values.get(0) instanceof Long year
                && values.get(1) instanceof Long month
                && values.get(2) instanceof Long day) {
            return LocalDate.of(year.intValue(), month.intValue(), day.intValue());
        }
        if (!on.equals("Math") || values.isEmpty() || !values.stream().allMatch(Number.class::isInstance)) {
            return null;
        }
        double first = ((Number) values.get(0)).doubleValue();
        if (values.size() == 1) {
            return switch (call.name()) {
                case "floor" -> Math.floor(first);
                case "ceil" -> Math.ceil(first);
                case "rint" -> Math.rint(first);
                case "round" -> Math.round(first);
                case "sqrt" -> Math.sqrt(first);
                default -> null;
            };
        }
        double second = ((Number) values.get(1)).doubleValue();
        return switch (call.name()) {
            case "min" -> Math.min(first, second);
            case "max" -> Math.max(first, second);
            case "pow" -> Math.pow(first, second);
            default -> null;
        };
    }
}
