package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.rules.Expression.AllOf;
import io.trafficallocator.rules.Expression.Call;
import io.trafficallocator.rules.Expression.Comparison;
import io.trafficallocator.rules.Expression.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looks at, as far as its text tells: two merchants that agree in all of it are granted the same by the
 * rule. Immutable.
 *
 * @param context the day's facts that must be there, in the order of the rule
 * @param joins what the engine asks of the day's facts among themselves before it compares a merchant with them
 * @param conditions what is asked of the merchant, in the order in which the engine evaluates it: conditions that need
 *     the merchant alone, then those that compare it with what earlier patterns bound
 * @param exact facts whose very values matter, because they are granted, or asked of the day's facts
 * @param figures what the amount is worked out from; null when it is the same for all, or only the engine understands it
 */
record RuleShape(
        ImmutableList<ContextPattern> context,
        ImmutableList<Join> joins,
        ImmutableList<Condition> conditions,
        ImmutableSet<Fact> exact,
        @Nullable Figures figures) {
    /** Of a rule that may look at anything. */
    static final RuleShape UNREAD =
            new RuleShape(ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), ImmutableSet.of(Fact.ANY), null);

    /**
     * @param name of the fact in the rule
     * @param conditions that need this fact alone
     * @param bound what other names of the rule stand for
     * @param comesFirst whether the engine looks for it before it looks at merchants
     */
    record ContextPattern(
            String type,
            @Nullable String name,
            ImmutableList<Expression> conditions,
            ImmutableMap<String, Expression> bound,
            boolean comesFirst) {}

    /**
     * A condition that compares a fact with those of other patterns.
     *
     * @param type of the fact
     * @param expression null when only the engine understands it
     */
    record Join(String type, @Nullable Expression expression, ImmutableSet<String> variables) {}

    /**
     * @param expression null when only the engine understands it
     * @param facts what it reads of the merchant
     * @param variables what it reads of earlier patterns
     */
    record Condition(@Nullable Expression expression, ImmutableSet<Fact> facts, ImmutableSet<String> variables) {}

    /**
     * An amount that depends on the merchant.
     *
     * @param read what the formula's names read of the merchant; all others are bound by context patterns
     */
    record Figures(Amount amount, ImmutableMap<String, Expression> read) {}

    static RuleShape of(RuleDescr rule) {
        return new Reader(rule).read();
    }

    /** The fact that an expression reads as a number; null when it does not. Whether it is known is a truth value. */
    static @Nullable Fact number(Expression expression) {
        Fact fact = Fact.ANY;
        if (expression instanceof Call call && call.on() == null) {
            fact = Fact.ofMethod(call.method(), Fact.literal(call.arguments()));
        } else if (expression instanceof Name name
                && MerchantWords.FIELDS.contains(name.name())
                && !name.name().endsWith("Known")
                && !name.name().equals("stage")) {
            fact = Fact.ofField(name.name());
        }
        return fact.isNumber() ? fact : null;
    }

    private static final class Reader {
        private final RuleDescr rule;
        private final List<PatternDescr> patterns = new ArrayList<>();
        private final List<PatternDescr> beforeMerchant = new ArrayList<>();
        private final Set<String> allNames = new HashSet<>();
        private final List<String> elsewhere = new ArrayList<>();
        private final Map<String, ImmutableSet<Fact>> merchantNames = new LinkedHashMap<>();
        private final Map<String, Expression> merchantNumbers = new HashMap<>();
        private final Set<String> contextNames = new HashSet<>();
        private boolean hasMerchant;

        Reader(RuleDescr rule) {
            this.rule = rule;
        }

        RuleShape read() {
            element(rule.getLhs(), true);
            ImmutableList.Builder<ContextPattern> context = ImmutableList.builder();
            PatternDescr merchant = null;
            for (PatternDescr pattern : patterns) {
                if (pattern.getObjectType().equals(Vocabulary.MERCHANT)) {
                    merchant = pattern;
                } else {
                    context.add(context(pattern, merchant == null));
                }
            }
            if (merchant == null) {
                return new RuleShape(
                        context.build(), ImmutableList.of(), ImmutableList.of(), ImmutableSet.of(Fact.ANY), null);
            }
            ImmutableList<Condition> conditions = conditions(merchant);
            Set<Fact> exact = new LinkedHashSet<>();
            String consequence = String.valueOf(rule.getConsequence());
            MerchantWords words = new MerchantWords(merchant.getIdentifier(), merchantNames);
            elsewhere.forEach(text -> exact.addAll(words.readBy(text, false)));
            Figures figures = figures(consequence);
            exact.addAll(words.readBy(
                    figures == null ? consequence : figures.amount().rest(), false));
            if (consequence.contains("overFirstDays")) {
                exact.add(Fact.ofField("joinedOn"));
            }
            return new RuleShape(context.build(), joins(), conditions, ImmutableSet.copyOf(exact), figures);
        }

        private @Nullable Figures figures(String consequence) {
            Amount amount = Amount.of(consequence);
            if (amount == null) {
                return null;
            }
            ImmutableMap.Builder<String, Expression> read = ImmutableMap.builder();
            for (String name : amount.names()) {
                Expression number = merchantNumbers.get(name);
                if (number != null) {
                    read.put(name, number);
                } else if (merchantNames.containsKey(name) || !contextNames.contains(name)) {
                    return null;
                }
            }
            Figures figures = new Figures(amount, read.buildOrThrow());
            return figures.read().isEmpty() ? null : figures;
        }

        private void element(BaseDescr element, boolean plain) {
            if (element instanceof PatternDescr pattern) {
                if (pattern.getObjectType().equals(Vocabulary.MERCHANT)) {
                    hasMerchant = true;
                } else {
                    List<String> texts = texts(pattern.getConstraint());
                    elsewhere.addAll(texts);
                    texts.forEach(text -> allNames.addAll(MerchantWords.boundBy(text)));
                    if (pattern.getIdentifier() != null) {
                        allNames.add(pattern.getIdentifier());
                    }
                    if (!hasMerchant) {
                        beforeMerchant.add(pattern);
                    }
                }
                if (plain) {
                    patterns.add(pattern);
                }
            } else if (element instanceof ConditionalElementDescr several) {
                for (Object child : several.getDescrs()) {
                    element((BaseDescr) child, plain && element instanceof AndDescr);
                }
            }
        }

        private static List<String> texts(Object element) {
            if (element instanceof ExprConstraintDescr constraint) {
                return List.of(constraint.getExpression());
            }
            List<String> texts = new ArrayList<>();
            if (element instanceof AndDescr several) {
                several.getDescrs().forEach(child -> texts.addAll(texts(child)));
            }
            return texts;
        }

        private ImmutableList<Join> joins() {
            ImmutableList.Builder<Join> joins = ImmutableList.builder();
            for (PatternDescr pattern : beforeMerchant) {
                for (String text : texts(pattern.getConstraint())) {
                    ExpressionParser.Bound parsed = ExpressionParser.parse(text);
                    ImmutableSet<String> others = others(text, parsed == null ? null : parsed.name());
                    boolean isMereBinding =
                            parsed != null && parsed.name() != null && !(parsed.expression() instanceof Comparison);
                    if (!others.isEmpty() && !isMereBinding) {
                        joins.add(
                                new Join(pattern.getObjectType(), parsed == null ? null : parsed.expression(), others));
                    }
                }
            }
            return joins.build();
        }

        /** The names in a text, but for the one that it gives a value to. */
        private ImmutableSet<String> others(String text, @Nullable String own) {
            return MerchantWords.in(text).stream()
                    .filter(word -> allNames.contains(word) && !word.equals(own))
                    .collect(ImmutableSet.toImmutableSet());
        }

        private ContextPattern context(PatternDescr pattern, boolean comesFirst) {
            ImmutableList.Builder<Expression> conditions = ImmutableList.builder();
            Map<String, Expression> bound = new LinkedHashMap<>();
            for (String text : texts(pattern.getConstraint())) {
                ExpressionParser.Bound parsed = ExpressionParser.parse(text);
                if (parsed == null) {
                    continue;
                }
                if (parsed.name() != null) {
                    // Of a condition it is the first operand that is bound.
                    bound.put(parsed.name(), firstOperand(parsed.expression()));
                }
                boolean isCondition = parsed.name() == null || parsed.expression() instanceof Comparison;
                if (isCondition && others(text, parsed.name()).isEmpty()) {
                    conditions.add(parsed.expression());
                }
            }
            if (pattern.getIdentifier() != null) {
                contextNames.add(pattern.getIdentifier());
            }
            contextNames.addAll(bound.keySet());
            return new ContextPattern(
                    pattern.getObjectType(),
                    pattern.getIdentifier(),
                    conditions.build(),
                    ImmutableMap.copyOf(bound),
                    comesFirst);
        }

        private ImmutableList<Condition> conditions(PatternDescr merchant) {
            List<Condition> alone = new ArrayList<>();
            List<Condition> joined = new ArrayList<>();
            for (String text : texts(merchant.getConstraint())) {
                ExpressionParser.Bound parsed = ExpressionParser.parse(text);
                ImmutableSet<Fact> read = new MerchantWords(merchant.getIdentifier(), merchantNames).readBy(text, true);
                if (parsed == null || !isMereBinding(parsed)) {
                    for (Condition condition : conditions(parsed, read)) {
                        // Where it is not understood, it counts as early as it can be.
                        (condition.variables.isEmpty() ? alone : joined).add(condition);
                    }
                }
                for (String name : MerchantWords.boundBy(text)) {
                    merchantNames.put(name, read);
                }
                Expression first = parsed == null ? null : firstOperand(parsed.expression());
                if (parsed != null && parsed.name() != null && first != null && number(first) != null) {
                    merchantNumbers.put(parsed.name(), first);
                }
            }
            return ImmutableList.<Condition>builder()
                    .addAll(alone)
                    .addAll(joined)
                    .build();
        }

        /** The engine takes what {@code &&} joins apart, and asks first what needs the merchant alone. */
        private List<Condition> conditions(ExpressionParser.@Nullable Bound parsed, ImmutableSet<Fact> read) {
            if (parsed == null || parsed.name() != null || !(parsed.expression() instanceof AllOf all)) {
                return List.of(condition(parsed, read));
            }
            return all.parts().stream()
                    .flatMap(part -> conditions(new ExpressionParser.Bound(null, part), read).stream())
                    .toList();
        }

        private static Expression firstOperand(Expression expression) {
            return expression instanceof Comparison comparison ? comparison.left() : expression;
        }

        /** A truth value that is bound may be a condition as well. */
        private static boolean isMereBinding(ExpressionParser.Bound parsed) {
            Expression expression = parsed.expression();
            return parsed.name() != null
                    && (expression instanceof Name name
                            ? !name.name().endsWith("Known")
                            : expression instanceof Call call
                                    && call.on() == null
                                    && !call.method().equals("enrolledIn"));
        }

        private Condition condition(ExpressionParser.@Nullable Bound parsed, ImmutableSet<Fact> read) {
            boolean isCondition =
                    parsed != null && (parsed.name() == null || parsed.expression() instanceof Comparison);
            if (parsed == null || !isCondition || !isUnderstood(parsed.expression())) {
                return new Condition(null, read, ImmutableSet.of());
            }
            Set<Fact> facts = new LinkedHashSet<>();
            Set<String> variables = new LinkedHashSet<>();
            collect(parsed.expression(), facts, variables);
            return new Condition(parsed.expression(), ImmutableSet.copyOf(facts), ImmutableSet.copyOf(variables));
        }

        private static void collect(Expression expression, Set<Fact> facts, Set<String> variables) {
            if (expression instanceof Name name) {
                if (isMerchantField(name.name())) {
                    facts.add(Fact.ofField(name.name()));
                } else {
                    variables.add(name.name());
                }
            } else if (expression instanceof Call call && call.on() == null) {
                facts.add(Fact.ofMethod(call.method(), Fact.literal(call.arguments())));
            }
            expression.parts().forEach(part -> collect(part, facts, variables));
        }

        /** Numbers of the merchant may only be compared, each with something that no merchant changes. */
        private boolean isUnderstood(Expression expression) {
            if (expression instanceof Comparison comparison) {
                boolean left = isNumber(comparison.left());
                boolean right = isNumber(comparison.right());
                if (left || right) {
                    return isFixed(left ? comparison.right() : comparison.left());
                }
                return isUnderstoodInside(expression);
            }
            if (expression instanceof Expression.Among among && isNumber(among.value())) {
                return among.values().stream().allMatch(this::isFixed);
            }
            return !isNumber(expression) && isUnderstoodInside(expression);
        }

        private boolean isUnderstoodInside(Expression expression) {
            if (expression instanceof Name name) {
                return isMerchantField(name.name())
                        ? Fact.isSimple(name.name()) && !contextNames.contains(name.name())
                        : contextNames.contains(name.name()) && !merchantNames.containsKey(name.name());
            }
            if (expression instanceof Call call
                    && call.on() == null
                    && Fact.ofMethod(call.method(), Fact.literal(call.arguments()))
                            .equals(Fact.ANY)) {
                return false;
            }
            return expression.parts().stream().allMatch(this::isUnderstood);
        }

        private static boolean isMerchantField(String name) {
            return MerchantWords.FIELDS.contains(name);
        }

        private static boolean isNumber(Expression expression) {
            return number(expression) != null;
        }

        private boolean isFixed(Expression expression) {
            if (expression instanceof Name name) {
                return contextNames.contains(name.name())
                        && !merchantNames.containsKey(name.name())
                        && !isMerchantField(name.name());
            }
            if (expression instanceof Call call && call.on() == null) {
                return false;
            }
            return expression.parts().stream().allMatch(this::isFixed);
        }
    }
}
