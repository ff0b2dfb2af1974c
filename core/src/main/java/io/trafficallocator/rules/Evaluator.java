package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.rules.Expression.AllOf;
import io.trafficallocator.rules.Expression.Among;
import io.trafficallocator.rules.Expression.AnyOf;
import io.trafficallocator.rules.Expression.Arithmetic;
import io.trafficallocator.rules.Expression.Call;
import io.trafficallocator.rules.Expression.Comparison;
import io.trafficallocator.rules.Expression.Literal;
import io.trafficallocator.rules.Expression.Member;
import io.trafficallocator.rules.Expression.Name;
import io.trafficallocator.rules.Expression.Not;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out an expression as the engine would. Where the engine has ways of its own (a whole number beside a fraction, a
 * text beside a number, what a method gave for an unknown value) it says that it does not know.
 */
final class Evaluator {
    private final Names names;

    Evaluator(Names names) {
        this.names = names;
    }

    /** What the names in an expression stand for; throws {@link NotUnderstood}. */
    interface Names {
        @Nullable Object value(String name);

        @Nullable Object call(String method, List<@Nullable Object> arguments);
    }

    Truth truth(Expression expression) {
        try {
            if (expression instanceof AllOf all) {
                return several(all.parts(), Truth.HOLDS);
            }
            if (expression instanceof AnyOf any) {
                return several(any.parts(), Truth.FAILS);
            }
            if (expression instanceof Not not) {
                return truth(not.inner()).not();
            }
            if (expression instanceof Comparison comparison) {
                return compare(comparison);
            }
            if (expression instanceof Among among) {
                return among(among);
            }
            return value(expression) instanceof Boolean holds ? Truth.of(holds) : Truth.UNKNOWN;
        } catch (NotUnderstood e) {
            return Truth.UNKNOWN;
        }
    }

    /** From left to right, up to the first that is not as the rest must be. */
    private Truth several(ImmutableList<Expression> parts, Truth goOn) {
        for (Expression part : parts) {
            Truth truth = truth(part);
            if (truth != goOn) {
                return truth;
            }
        }
        return goOn;
    }

    /**
     * The value of an expression.
     *
     * @throws NotUnderstood when only the engine knows
     */
    @Nullable Object value(Expression expression) {
        if (expression instanceof Literal literal) {
            return literal.value();
        }
        if (expression instanceof Name name) {
            return names.value(name.name());
        }
        if (expression instanceof Member member) {
            return member(value(member.of()), member.name());
        }
        if (expression instanceof Call call) {
            List<@Nullable Object> arguments = new ArrayList<>();
            for (Expression argument : call.arguments()) {
                arguments.add(value(argument));
            }
            return call.on() == null
                    ? names.call(call.method(), arguments)
                    : FactMembers.call(value(call.on()), call.method(), arguments);
        }
        if (expression instanceof Arithmetic sum
                && value(sum.left()) instanceof Double left
                && value(sum.right()) instanceof Double right) {
            return switch (sum.sign()) {
                case "+" -> left + right;
                case "-" -> left - right;
                default -> left * right;
            };
        }
        throw new NotUnderstood();
    }

    private static @Nullable Object member(@Nullable Object of, String name) {
        if (of instanceof Collection<?> collection) {
            return switch (name) {
                case "empty" -> collection.isEmpty();
                case "size" -> collection.size();
                default -> throw new NotUnderstood();
            };
        }
        return FactMembers.property(of, name);
    }

    private Truth among(Among among) {
        for (Expression each : among.values()) {
            Truth equal = compare(new Comparison(among.value(), "==", false, each));
            if (equal != Truth.FAILS) {
                return among.negated() ? equal.not() : equal;
            }
        }
        return Truth.of(among.negated());
    }

    private Truth compare(Comparison comparison) {
        Object left = value(comparison.left());
        Object right = value(comparison.right());
        String operator = comparison.operator();
        if (comparison.right() instanceof Literal literal && literal.value() == null) {
            return switch (operator) {
                case "==" -> Truth.of(left == null);
                case "!=" -> Truth.of(left != null);
                default -> Truth.UNKNOWN;
            };
        }
        if (right == null || (left == null && !(comparison.left() instanceof Name))) {
            return Truth.UNKNOWN;
        }
        if (left == null) {
            boolean plain = right instanceof Number && !operator.equals("!=") && isOrder(operator);
            return plain ? Truth.FAILS : Truth.UNKNOWN;
        }
        Truth truth = switch (operator) {
            case "contains" -> contains(left, right);
            case "excludes" -> contains(left, right).not();
            case "memberOf" -> contains(right, left);
            case "matches" ->
                left instanceof String text && comparison.right() instanceof Literal && right instanceof String pattern
                        ? Truth.of(text.matches(pattern))
                        : Truth.UNKNOWN;
            default -> order(left, operator, right, RuleShape.number(comparison.left()) != null);
        };
        return comparison.negated() ? truth.not() : truth;
    }

    private static boolean isOrder(String operator) {
        return switch (operator) {
            case "==", "!=", "<", "<=", ">", ">=" -> true;
            default -> false;
        };
    }

    private static Truth contains(Object collection, Object element) {
        return collection instanceof Collection<?> all && element instanceof String
                ? Truth.of(all.contains(element))
                : Truth.UNKNOWN;
    }

    private static Truth order(Object left, String operator, Object right, boolean isOfMerchant) {
        if (left instanceof Number a && right instanceof Number b && isSafe(a, b, isOfMerchant)) {
            return order(a.doubleValue(), operator, b.doubleValue());
        }
        boolean sameKind = (left instanceof String && right instanceof String)
                || (left instanceof Boolean && right instanceof Boolean);
        if (sameKind && (operator.equals("==") || operator.equals("!="))) {
            return Truth.of(left.equals(right) == operator.equals("=="));
        }
        return Truth.UNKNOWN;
    }

    /** The engine has ways of its own to compare a whole number of the merchant with a fraction. */
    private static boolean isSafe(Number a, Number b, boolean firstIsOfMerchant) {
        boolean known = (a instanceof Integer || a instanceof Double) && (b instanceof Integer || b instanceof Double);
        if (!known || isNegativeZero(a) || isNegativeZero(b)) {
            return false;
        }
        boolean mixed = a instanceof Integer != b instanceof Integer;
        double fraction = a instanceof Double ? a.doubleValue() : b.doubleValue();
        return !mixed || (firstIsOfMerchant && a instanceof Double) || fraction == Math.rint(fraction);
    }

    /** The engine tells the two zeros apart at times. */
    static boolean isNegativeZero(Number number) {
        return number instanceof Double && Double.doubleToRawLongBits(number.doubleValue()) == Long.MIN_VALUE;
    }

    private static Truth order(double left, String operator, double right) {
        return switch (operator) {
            case "==" -> Truth.of(left == right);
            case "!=" -> Truth.of(left != right);
            case "<" -> Truth.of(left < right);
            case "<=" -> Truth.of(left <= right);
            case ">" -> Truth.of(left > right);
            case ">=" -> Truth.of(left >= right);
            default -> Truth.UNKNOWN;
        };
    }
}
