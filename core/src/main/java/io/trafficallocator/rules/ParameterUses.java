package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.VettedRule.Pattern;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what one rule does with the values of parameters. */
final class ParameterUses {
    private static final Set<String> ORDER = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final VettedRule rule;
    private final SetMultimap<Parameter, ParameterUse> uses = LinkedHashMultimap.create();
    private final SetMultimap<Parameter, Term> defaults = LinkedHashMultimap.create();
    private final Map<String, Parameter> values = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Set<String>> programmes = new HashMap<>();
    private final Set<Parameter> guarded = new HashSet<>();

    /** A parameter of these programmes. */
    record Parameter(ImmutableSet<String> programmes, String name) {}

    /**
     * What a binding stands for.
     *
     * @param own the programmes of the pattern; empty when its fact is none
     * @param value null for the whole fact
     */
    record Place(
            Pattern pattern,
            String prefix,
            Set<String> own,
            @Nullable Term value) {}

    private ParameterUses(VettedRule rule) {
        this.rule = rule;
    }

    static SetMultimap<Parameter, ParameterUse> of(VettedRule rule) {
        ParameterUses found = new ParameterUses(rule);
        found.find();
        return found.uses;
    }

    /** Looks at the values that the rule itself gives to parameters, for where no row does. */
    static void reviewDefaults(VettedRule rule) {
        ParameterUses found = new ParameterUses(rule);
        found.find();
        Set<Integer> told = new HashSet<>();
        found.uses.forEach((parameter, use) -> found.defaults.get(parameter).forEach(term -> {
            String problem =
                    GrantCall.constant(term) instanceof Number value ? use.problem(value.doubleValue(), 0) : null;
            if (problem != null && told.add(term.start())) {
                String message = "default of parameter '" + parameter.name() + "' is " + term + problem;
                if (use.isRefused()) {
                    rule.file().problem(term.start(), message);
                } else {
                    rule.file().warning(term.start(), message);
                }
            }
        }));
    }

    private void find() {
        for (int index = 0; index < rule.patterns().size(); index++) {
            Pattern pattern = rule.patterns().get(index);
            Set<String> own = pattern.type().type() == Programme.class ? ids(pattern) : Set.of();
            Place place = new Place(pattern, RuleReview.prefix(pattern, index), own, null);
            if (pattern.name() != null) {
                programmes.put(pattern.name(), own);
                places.put(pattern.name(), place);
            }
            pattern.conditions().forEach(condition -> condition(condition, place));
        }
        for (GrantCall call : rule.grants()) {
            Amount.Kind kind = Amount.Kind.of(call.first().method());
            Term amount = call.first().argument(1);
            if (kind != null && amount != null) {
                made(amount, null).forEach((parameter, formula) -> {
                    // A value that the rule tests itself may well stand for nothing to grant.
                    if (!guarded.contains(parameter)) {
                        uses.put(parameter, new ParameterUse.Granted(kind, formula.orElse(null)));
                    }
                });
            }
        }
    }

    /** The parameters that a term is made of, each with how; with nothing where the term is the parameter itself. */
    private Map<Parameter, Optional<ParameterFormula>> made(Term term, @Nullable Place place) {
        Set<String> own = place == null ? Set.of() : place.own();
        Parameter bare = parameter(term, own);
        if (bare != null) {
            return Map.of(bare, Optional.empty());
        }
        Set<Parameter> read = new LinkedHashSet<>();
        collect(term, own, read);
        Map<Parameter, Optional<ParameterFormula>> made = new LinkedHashMap<>();
        read.forEach(parameter -> made.put(
                parameter, Optional.of(new ParameterFormula(rule, term, place, parameter, places, this::parameter))));
        return made;
    }

    private void collect(Term term, Set<String> own, Set<Parameter> read) {
        Parameter parameter = parameter(term, own);
        if (parameter != null) {
            read.add(parameter);
        } else if (term instanceof Term.Name name) {
            Place bound = bound(rule, places, name.name());
            if (bound != null && bound.value() != null) {
                collect(bound.value(), bound.own(), read);
            }
        } else if (term instanceof Term.Arithmetic sum) {
            collect(sum.left(), own, read);
            collect(sum.right(), own, read);
        } else if (term instanceof Term.Negative negative) {
            collect(negative.of(), own, read);
        } else if (term instanceof Term.Cast cast) {
            collect(cast.of(), own, read);
        } else if (term instanceof Term.Choice choice) {
            collect(choice.yes(), own, read);
            collect(choice.no(), own, read);
        } else if (term instanceof Term.Call call) {
            call.arguments().forEach(each -> collect(each, own, read));
        }
    }

    /** The value that a name is bound to once; null where the branches of an "or" bind it, or it is no dollar name. */
    static @Nullable Place bound(VettedRule rule, Map<String, Place> places, String name) {
        Scope.Bound only = rule.scope().get(name);
        // Other names may be those of fields, too, and so stand for themselves.
        return name.startsWith("$") && only != null && only.value() != null ? places.get(name) : null;
    }

    private void condition(Term term, Place place) {
        if (term instanceof Term.All all) {
            all.parts().forEach(part -> condition(part, place));
        } else if (term instanceof Term.Any any) {
            any.parts().forEach(part -> condition(part, place));
        } else if (term instanceof Term.Not not) {
            condition(not.of(), place);
        } else if (term instanceof Term.Bind bind) {
            Parameter bound = parameter(bind.of(), place.own());
            if (bound != null) {
                values.put(bind.name(), bound);
            }
            places.put(bind.name(), new Place(place.pattern(), place.prefix(), place.own(), bind.of()));
        } else if (term instanceof Term.Compare compare && ORDER.contains(compare.operator())) {
            compared(compare.left(), compare.right(), place);
            compared(compare.right(), compare.left(), place);
        }
    }

    private void compared(Term value, Term with, Place place) {
        made(value, place).forEach((parameter, formula) -> compared(parameter, formula.orElse(null), with, place));
    }

    private void compared(Parameter parameter, @Nullable ParameterFormula formula, Term with, Place place) {
        FactType type = place.pattern().type();
        if (with instanceof Term.Name field
                && rule.scope().get(field.name()) == null
                && type.properties().contains(field.name())) {
            FieldRange range = FieldRange.of(type, field.name());
            if (range.least() > Double.NEGATIVE_INFINITY) {
                uses.put(parameter, new ParameterUse.Compared(field.name(), range, formula));
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
        if (of.isEmpty()) {
            return null;
        }
        Parameter parameter = new Parameter(ImmutableSet.copyOf(of), text);
        if (call.arguments().size() > 1) {
            defaults.put(parameter, call.arguments().get(1));
        }
        return parameter;
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
