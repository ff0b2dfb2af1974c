package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.rules.Logic.Claim;
import io.trafficallocator.rules.ParameterUses.Parameter;
import io.trafficallocator.rules.ParameterUses.Place;
import io.trafficallocator.rules.VettedRule.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a rule can make of a parameter's value, by the ranges of the fields beside it and the rule's conditions
 * on them. What it does not know may be anything, so that "out of range" is always proved. Immutable.
 *
 * @param term what the rule works out
 * @param place the pattern that it stands in; null for a consequence
 * @param parameter whose values are tried
 * @param places what the rule's bindings stand for
 * @param reading which parameter a term reads in a pattern; null when it reads none
 */
record ParameterFormula(
        VettedRule rule,
        Term term,
        @Nullable Place place,
        Parameter parameter,
        Map<String, Place> places,
        BiFunction<Term, Set<String>, @Nullable Parameter> reading) {
    private static final Set<String> DAYS_OF_PLAN = Set.of("warmUpDays", "mainDays", "encoreDays");

    /**
     * For one value.
     *
     * @param periodDays the days of the plan; 0 when they are not known
     */
    Bounds of(double value, int periodDays) {
        Logic logic = new Logic(rule.scope());
        List<Claim> claims = new ArrayList<>();
        for (int index = 0; index < rule.patterns().size(); index++) {
            VettedRule.Pattern pattern = rule.patterns().get(index);
            if (pattern.role() == Role.PLAIN) {
                String prefix = RuleReview.prefix(pattern, index);
                pattern.conditions().forEach(each -> claims.add(new Claim(each, true, pattern.type(), prefix)));
            }
        }
        return logic.possible(claims) ? new Working(logic, value, periodDays).of(term, place) : Bounds.UNKNOWN;
    }

    /** One value while it is tried. */
    private final class Working {
        private final Logic logic;
        private final double value;
        private final int periodDays;

        Working(Logic logic, double value, int periodDays) {
            this.logic = logic;
            this.value = value;
            this.periodDays = periodDays;
        }

        Bounds of(Term term, @Nullable Place at) {
            Parameter read = reading.apply(term, at == null ? Set.of() : at.own());
            if (read != null) {
                return read.equals(parameter) ? Bounds.of(value) : Bounds.ANY_FRACTION;
            }
            if (term instanceof Term.Literal literal && literal.value() instanceof Number number) {
                double written = number.doubleValue();
                return new Bounds(written, written, number instanceof Long);
            }
            if (term instanceof Term.Name name) {
                return name(name.name(), at);
            }
            if (term instanceof Term.Negative negative) {
                return of(negative.of(), at).negative();
            }
            if (term instanceof Term.Arithmetic sum) {
                return of(sum.left(), at).with(sum.sign(), of(sum.right(), at));
            }
            if (term instanceof Term.Choice choice) {
                return of(choice.yes(), at).or(of(choice.no(), at));
            }
            if (term instanceof Term.Cast cast) {
                Bounds from = of(cast.of(), at);
                return cast.type() == double.class ? new Bounds(from.least(), from.most(), false) : Bounds.UNKNOWN;
            }
            if (term instanceof Term.Member member) {
                return ofFact(member.of(), member.name());
            }
            return term instanceof Term.Call call ? call(call, at) : Bounds.UNKNOWN;
        }

        private Bounds name(String name, @Nullable Place at) {
            Place bound = ParameterUses.bound(rule, places, name);
            if (bound != null && bound.value() != null) {
                return of(bound.value(), bound);
            }
            return at == null || places.containsKey(name) ? Bounds.UNKNOWN : field(at, name);
        }

        private Bounds call(Term.Call call, @Nullable Place at) {
            Term on = call.on();
            if (on instanceof Term.Name name && name.name().equals("Math")) {
                ImmutableList<Bounds> values =
                        call.arguments().stream().map(each -> of(each, at)).collect(ImmutableList.toImmutableList());
                return values.isEmpty() ? Bounds.UNKNOWN : math(call.name(), values);
            }
            if (call.name().equals("number")) {
                return Bounds.ANY_FRACTION;
            }
            if (on == null || !call.arguments().isEmpty()) {
                return Bounds.UNKNOWN;
            }
            String getter = call.name();
            return call.name().equals("size") || call.name().equals("length")
                    ? new Bounds(0, Integer.MAX_VALUE, true)
                    : ofFact(
                            on,
                            getter.startsWith("get") && getter.length() > 3
                                    ? Character.toLowerCase(getter.charAt(3)) + getter.substring(4)
                                    : getter);
        }

        private static Bounds math(String name, ImmutableList<Bounds> values) {
            Bounds a = values.get(0);
            Bounds b = values.get(values.size() - 1);
            boolean whole = a.mayBeWhole() && b.mayBeWhole();
            return switch (name) {
                case "floor" -> new Bounds(Math.floor(a.least()), Math.floor(a.most()), false);
                case "ceil" -> new Bounds(Math.ceil(a.least()), Math.ceil(a.most()), false);
                case "rint" -> new Bounds(Math.rint(a.least()), Math.rint(a.most()), false);
                case "min" -> new Bounds(Math.min(a.least(), b.least()), Math.min(a.most(), b.most()), whole);
                case "max" -> new Bounds(Math.max(a.least(), b.least()), Math.max(a.most(), b.most()), whole);
                default -> Bounds.UNKNOWN;
            };
        }

        private Bounds ofFact(Term of, String field) {
            Place fact = of instanceof Term.Name name ? places.get(name.name()) : null;
            return fact == null || fact.value() != null ? Bounds.UNKNOWN : field(fact, field);
        }

        private Bounds field(Place at, String field) {
            Class<?> type = at.pattern().type().typeOf(field);
            boolean whole = type == int.class || type == long.class;
            if (!whole && type != double.class && type != Double.class) {
                return Bounds.UNKNOWN;
            }
            Domain domain = logic.domain(at.prefix(), at.pattern().type(), field);
            double least = domain.least();
            double most = domain.most();
            Class<?> fact = at.pattern().type().type();
            if (periodDays > 0 && fact == FestivalDay.class && DAYS_OF_PLAN.contains(field)) {
                most = Math.min(most, periodDays);
            } else if (periodDays > 0 && fact == Today.class && field.equals("periodDays")) {
                least = periodDays;
                most = periodDays;
            }
            return new Bounds(least, most, whole);
        }
    }
}
