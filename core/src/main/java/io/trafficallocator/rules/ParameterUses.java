package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.VettedRule.Pattern;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds what one rule does with the bare values of parameters. */
final class ParameterUses {
    private static final Set<String> ORDER = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final VettedRule rule;
    private final BiConsumer<Parameter, ParameterUse> uses;
    private final Map<String, Parameter> values = new HashMap<>();
    private final Map<String, Set<String>> programmes = new HashMap<>();
    private final Set<Parameter> guarded = new HashSet<>();

    /** A parameter of these programmes. */
    record Parameter(ImmutableSet<String> programmes, String name) {}

    private ParameterUses(VettedRule rule, BiConsumer<Parameter, ParameterUse> uses) {
        this.rule = rule;
        this.uses = uses;
    }

    static void of(VettedRule rule, BiConsumer<Parameter, ParameterUse> uses) {
        new ParameterUses(rule, uses).find();
    }

    private void find() {
        for (Pattern pattern : rule.patterns()) {
            Set<String> own = pattern.type().type() == Programme.class ? ids(pattern) : Set.of();
            if (pattern.name() != null) {
                programmes.put(pattern.name(), own);
            }
            pattern.conditions().forEach(condition -> condition(condition, pattern.type(), own));
        }
        for (GrantCall call : rule.grants()) {
            Amount.Kind kind = Amount.Kind.of(call.first().method());
            Term amount = call.first().argument(1);
            Parameter granted = kind == null || amount == null ? null : parameter(amount, Set.of());
            // A value that the rule tests itself may well stand for nothing to grant.
            if (kind != null && granted != null && !guarded.contains(granted)) {
                uses.accept(granted, new ParameterUse.Granted(kind));
            }
        }
    }

    private void condition(Term term, FactType type, Set<String> own) {
        if (term instanceof Term.All all) {
            all.parts().forEach(part -> condition(part, type, own));
        } else if (term instanceof Term.Any any) {
            any.parts().forEach(part -> condition(part, type, own));
        } else if (term instanceof Term.Not not) {
            condition(not.of(), type, own);
        } else if (term instanceof Term.Bind bind) {
            Parameter bound = parameter(bind.of(), own);
            if (bound != null) {
                values.put(bind.name(), bound);
            }
        } else if (term instanceof Term.Compare compare && ORDER.contains(compare.operator())) {
            compared(compare.left(), compare.right(), type, own);
            compared(compare.right(), compare.left(), type, own);
        }
    }

    private void compared(Term value, Term with, FactType type, Set<String> own) {
        Parameter parameter = parameter(value, own);
        if (parameter == null) {
            return;
        }
        if (with instanceof Term.Name field
                && rule.scope().get(field.name()) == null
                && type.properties().contains(field.name())) {
            FieldRange range = FieldRange.of(type, field.name());
            if (range.least() > Double.NEGATIVE_INFINITY) {
                uses.accept(parameter, new ParameterUse.Compared(field.name(), range));
            }
        } else {
            guarded.add(parameter);
        }
    }

    /** Null when the term is anything but the value of a parameter. */
    private @Nullable Parameter parameter(Term term, Set<String> own) {
        if (term instanceof Term.Name name) {
            return values.get(name.name());
        }
        if (!(term instanceof Term.Call call)
                || !call.name().equals("number")
                || !(call.arguments().get(0) instanceof Term.Literal literal)
                || !(literal.value() instanceof String text)) {
            return null;
        }
        Set<String> of = call.on() == null
                ? own
                : call.on() instanceof Term.Name name ? programmes.getOrDefault(name.name(), Set.of()) : Set.of();
        return of.isEmpty() ? null : new Parameter(ImmutableSet.copyOf(of), text);
    }

    private Set<String> ids(Pattern pattern) {
        Set<String> ids = new LinkedHashSet<>();
        pattern.conditions().forEach(condition -> ids(condition, ids));
        return ids.isEmpty() ? Set.of(RuleParameters.ANY) : ids;
    }

    private void ids(Term term, Set<String> ids) {
        if (term instanceof Term.All all) {
            all.parts().forEach(part -> ids(part, ids));
        } else if (term instanceof Term.Compare compare
                && compare.operator().equals("==")
                && !compare.negated()
                && isId(compare.left())) {
            ids.add(id(compare.right()));
        } else if (term instanceof Term.Among among && !among.negated() && isId(among.value())) {
            List<Term> several = among.values();
            several.forEach(each -> ids.add(id(each)));
        }
    }

    private static boolean isId(Term term) {
        return term instanceof Term.Name name && name.name().equals("id");
    }

    private String id(Term value) {
        if (value instanceof Term.Literal literal && literal.value() instanceof String text) {
            return text;
        }
        Term of = value instanceof Term.Member member && member.name().equals("id") ? member.of() : value;
        Scope.Bound bound = of instanceof Term.Name name ? rule.scope().get(name.name()) : null;
        boolean isFestival = bound != null
                && bound.pattern() != null
                && bound.pattern().type() == FestivalDay.class
                && (of == value ? bound.value() != null && isId(bound.value()) : bound.value() == null);
        return isFestival ? RuleParameters.ANY_FESTIVAL : RuleParameters.ANY;
    }
}
