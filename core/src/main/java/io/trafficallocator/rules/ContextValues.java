package io.trafficallocator.rules;

import io.trafficallocator.rules.Expression.Comparison;
import io.trafficallocator.rules.Expression.Literal;
import io.trafficallocator.rules.Expression.Member;
import io.trafficallocator.rules.Expression.Name;
import io.trafficallocator.rules.RuleShape.ContextPattern;
import io.trafficallocator.rules.RuleShape.Join;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the names of a rule's context patterns can stand for in one request: at least all that they do stand for. */
final class ContextValues {
    /** With more, looking at each costs more than it saves. */
    private static final int MOST_COMBINATIONS = 256;

    private static final int MOST_COMPARISONS = 10_000;

    private final List<ContextPattern> patterns;
    private final List<Join> joins;
    private final List<Object> context;
    private final List<List<Object>> facts = new ArrayList<>();

    ContextValues(RuleShape shape, List<Object> context) {
        this.patterns = shape.context();
        this.joins = shape.joins();
        this.context = context;
        for (ContextPattern pattern : patterns) {
            facts.add(
                    ofType(pattern.type()).filter(fact -> mayFit(pattern, fact)).toList());
        }
    }

    private Stream<Object> ofType(String type) {
        return context.stream().filter(fact -> fact.getClass().getSimpleName().equals(type));
    }

    private static boolean mayFit(ContextPattern pattern, Object fact) {
        Evaluator evaluator = new Evaluator(new FieldsOf(fact));
        return pattern.conditions().stream().noneMatch(condition -> evaluator.truth(condition) == Truth.FAILS);
    }

    /**
     * Whether the engine may throw when it joins the day's facts, which it does before it compares a merchant with them,
     * and not at all where one of them is missing.
     */
    boolean mayThrow() {
        return !isImpossible() && joins.stream().anyMatch(this::mayThrow);
    }

    private boolean mayThrow(Join join) {
        if (join.expression() == null) {
            return true;
        }
        if (isHarmless(join.expression())) {
            return false;
        }
        try {
            List<Map<String, @Nullable Object>> all = combinations(join.variables());
            List<Object> compared = ofType(join.type()).toList();
            return (long) all.size() * compared.size() > MOST_COMPARISONS
                    || compared.stream()
                            .anyMatch(fact -> all.stream()
                                    .anyMatch(each ->
                                            new Evaluator(new Joined(new FieldsOf(fact), each)).truth(join.expression())
                                                    == Truth.UNKNOWN));
        } catch (NotUnderstood e) {
            return true;
        }
    }

    /** Whether two values are compared that nothing has to be called or calculated for. */
    private boolean isHarmless(Expression expression) {
        return expression instanceof Comparison comparison
                && (comparison.operator().equals("==") || comparison.operator().equals("!="))
                && isAtHand(comparison.left())
                && isAtHand(comparison.right());
    }

    private boolean isAtHand(Expression value) {
        return value instanceof Literal
                || (value instanceof Name name && patterns.stream().allMatch(pattern -> isAtHand(pattern, name.name())))
                || (value instanceof Member member
                        && member.of() instanceof Name fact
                        && patterns.stream().anyMatch(pattern -> fact.name().equals(pattern.name())));
    }

    /** Whether a name is not one that stands for what a pattern has to call or calculate. */
    private static boolean isAtHand(ContextPattern pattern, String name) {
        Expression bound = pattern.bound().get(name);
        return bound == null
                || bound instanceof Name
                || (bound instanceof Member member && member.of() instanceof Name);
    }

    /** Whether a fact that the engine looks for before it looks at merchants is missing. */
    boolean isImpossible() {
        for (int index = 0; index < facts.size(); index++) {
            if (patterns.get(index).comesFirst() && facts.get(index).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Everything that these names can stand for together; empty when nothing can.
     *
     * @throws NotUnderstood when only the engine knows, or it is too much
     */
    List<Map<String, @Nullable Object>> combinations(Set<String> names) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        all.add(new HashMap<>());
        Set<String> open = new java.util.HashSet<>(names);
        for (int index = 0; index < facts.size(); index++) {
            ContextPattern pattern = patterns.get(index);
            List<String> own = new ArrayList<>();
            for (String name : names) {
                if ((name.equals(pattern.name()) || pattern.bound().containsKey(name)) && open.remove(name)) {
                    own.add(name);
                }
            }
            if (!own.isEmpty()) {
                all = product(all, pattern, facts.get(index), own);
            }
        }
        if (!open.isEmpty()) {
            throw new NotUnderstood();
        }
        return all;
    }

    private static List<Map<String, @Nullable Object>> product(
            List<Map<String, @Nullable Object>> all, ContextPattern pattern, List<Object> facts, List<String> names) {
        List<Map<String, @Nullable Object>> product = new ArrayList<>();
        for (Object fact : facts) {
            Evaluator evaluator = new Evaluator(new FieldsOf(fact));
            Map<String, @Nullable Object> values = new HashMap<>();
            for (String name : names) {
                Expression bound = pattern.bound().get(name);
                values.put(name, bound == null ? fact : evaluator.value(bound));
            }
            for (Map<String, @Nullable Object> before : all) {
                Map<String, @Nullable Object> both = new HashMap<>(before);
                both.putAll(values);
                if (!product.contains(both)) {
                    product.add(both);
                }
                if (product.size() > MOST_COMBINATIONS) {
                    throw new NotUnderstood();
                }
            }
        }
        return product;
    }

    private record Joined(FieldsOf fact, Map<String, @Nullable Object> others) implements Evaluator.Names {
        @Override
        public @Nullable Object value(String name) {
            return others.containsKey(name) ? others.get(name) : fact.value(name);
        }

        @Override
        public @Nullable Object call(String method, List<@Nullable Object> arguments) {
            return fact.call(method, arguments);
        }
    }

    private record FieldsOf(Object fact) implements Evaluator.Names {
        @Override
        public @Nullable Object value(String name) {
            return FactMembers.property(fact, name);
        }

        @Override
        public @Nullable Object call(String method, List<@Nullable Object> arguments) {
            return FactMembers.call(fact, method, arguments);
        }
    }
}
