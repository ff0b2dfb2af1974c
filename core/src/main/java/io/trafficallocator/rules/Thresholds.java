package io.trafficallocator.rules;

import io.trafficallocator.rules.Expression.Among;
import io.trafficallocator.rules.Expression.Comparison;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the values that a condition compares numbers of the merchant with. */
final class Thresholds {
    private Thresholds() {}

    /**
     * Adds those of one expression.
     *
     * @param context what names stand for that are not of the merchant
     * @throws NotUnderstood when only the engine knows one, or compares with it in ways of its own
     */
    static void collect(Expression expression, Map<String, @Nullable Object> context, Map<Fact, Set<Double>> found) {
        if (expression instanceof Comparison comparison) {
            threshold(comparison.left(), comparison.right(), context, found);
            threshold(comparison.right(), comparison.left(), context, found);
        } else if (expression instanceof Among among) {
            among.values().forEach(value -> threshold(among.value(), value, context, found));
        }
        expression.parts().forEach(part -> collect(part, context, found));
    }

    private static void threshold(
            Expression number, Expression value, Map<String, @Nullable Object> context, Map<Fact, Set<Double>> found) {
        Fact fact = RuleShape.number(number);
        if (fact == null || (value instanceof Expression.Literal literal && literal.value() == null)) {
            return;
        }
        Object compared = new Evaluator(new Only(context)).value(value);
        if (!(compared instanceof Integer) && !(compared instanceof Double)) {
            throw new NotUnderstood();
        }
        double threshold = ((Number) compared).doubleValue();
        boolean isSafe = !fact.kind().isWhole() || threshold == Math.rint(threshold);
        if (!isSafe || Evaluator.isNegativeZero(threshold)) {
            throw new NotUnderstood();
        }
        found.computeIfAbsent(fact, unused -> new HashSet<>()).add(threshold);
    }

    private record Only(Map<String, @Nullable Object> context) implements Evaluator.Names {
        @Override
        public @Nullable Object value(String name) {
            if (!context.containsKey(name)) {
                throw new NotUnderstood();
            }
            return context.get(name);
        }

        @Override
        public @Nullable Object call(String method, List<@Nullable Object> arguments) {
            throw new NotUnderstood();
        }
    }
}
