package io.trafficallocator.rules;

import io.trafficallocator.rules.RuleShape.ContextPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the names of a rule's context patterns can stand for in one request: at least all that they do stand for. */
final class ContextValues {
    /** With more, looking at each costs more than it saves. */
    private static final int MOST_COMBINATIONS = 256;

    private final List<ContextPattern> patterns;
    private final List<List<Object>> facts = new ArrayList<>();

    ContextValues(RuleShape shape, List<Object> context) {
        this.patterns = shape.context();
        for (ContextPattern pattern : patterns) {
            List<Object> fitting = new ArrayList<>();
            for (Object fact : context) {
                if (fact.getClass().getSimpleName().equals(pattern.type()) && mayFit(pattern, fact)) {
                    fitting.add(fact);
                }
            }
            facts.add(fitting);
        }
    }

    private static boolean mayFit(ContextPattern pattern, Object fact) {
        Evaluator evaluator = new Evaluator(new FieldsOf(fact));
        return pattern.conditions().stream().noneMatch(condition -> evaluator.truth(condition) == Truth.FAILS);
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
