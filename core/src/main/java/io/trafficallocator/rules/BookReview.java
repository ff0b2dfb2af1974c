package io.trafficallocator.rules;

import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.GrantCall.Part;
import io.trafficallocator.rules.Logic.Claim;
import io.trafficallocator.rules.VettedRule.Pattern;
import io.trafficallocator.rules.VettedRule.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * Holds rules against one another and against what is known: rules that can add nothing to another, names that are
 * nowhere listed, rules whose time is over.
 */
final class BookReview {
    /** Comparing every rule with every other is left out in books where that would take seconds. */
    private static final int MOST_PAIRS = 20_000;

    private final List<VettedRule> rules;
    private final Map<RuleDescr, CompiledRule> compiled;
    private final RuleContext context;
    private final Set<String> named = new TreeSet<>();
    /** Programmes that are not listed, by file: each of the rules of a pack asks for the same one. */
    private final Set<String> told = new HashSet<>();

    private BookReview(List<VettedRule> rules, Map<RuleDescr, CompiledRule> compiled, RuleContext context) {
        this.rules = rules;
        this.compiled = compiled;
        this.context = context;
    }

    static void review(List<VettedRule> rules, Map<RuleDescr, CompiledRule> compiled, RuleContext context) {
        new BookReview(rules, compiled, context).review();
    }

    private void review() {
        rules.forEach(rule -> names(rule).forEach(name -> named.add(name.value)));
        for (VettedRule rule : rules) {
            names(rule).forEach(name -> listed(rule, name));
            if (!doesNothing(rule)) {
                rule.grants().forEach(call -> call.parts().forEach(part -> granted(rule, part)));
            }
            InForce inForce = Objects.requireNonNull(compiled.get(rule.rule())).inForce();
            LocalDate day = context.day();
            if (day != null && !inForce.until().isAfter(day)) {
                rule.file()
                        .warning(
                                rule.header(),
                                "rule '" + rule.rule().getName() + "' is no more in force: it expired on "
                                        + inForce.until() + ", and the day is " + day + ". Maybe delete it.");
            }
        }
        long pairs = (long) rules.size() * rules.size();
        if (pairs <= MOST_PAIRS) {
            for (int index = 0; index < rules.size(); index++) {
                covered(index);
            }
        }
    }

    /** An id that a condition compares with. */
    private record Name(Class<?> type, String field, String value, int start) {}

    private static List<Name> names(VettedRule rule) {
        List<Name> names = new ArrayList<>();
        for (Pattern pattern : rule.patterns()) {
            pattern.conditions().forEach(condition -> names(pattern.type().type(), condition, names));
        }
        return names;
    }

    private static void names(Class<?> type, Term term, List<Name> names) {
        if (term instanceof Term.All all) {
            all.parts().forEach(part -> names(type, part, names));
        } else if (term instanceof Term.Any any) {
            any.parts().forEach(part -> names(type, part, names));
        } else if (term instanceof Term.Compare compare && compare.left() instanceof Term.Name field) {
            name(type, field.name(), compare.right(), names);
        } else if (term instanceof Term.Among among && among.value() instanceof Term.Name field) {
            among.values().forEach(value -> name(type, field.name(), value, names));
        } else if (term instanceof Term.Call call
                && call.on() == null
                && call.name().equals("enrolledIn")) {
            name(type, "enrolments", call.arguments().get(0), names);
        }
    }

    private static void name(Class<?> type, String field, Term value, List<Name> names) {
        boolean isId = (field.equals("id") && type != Merchant.class)
                || (field.equals("enrolments") && type == Merchant.class)
                || (type == Placement.class && (field.equals("field") || field.equals("festival")));
        if (isId && value instanceof Term.Literal literal && literal.value() instanceof String text) {
            names.add(new Name(type, field, text, value.start()));
        }
    }

    /** A condition on something that is not there never holds, or never fails: allowed, but said. */
    private void listed(VettedRule rule, Name name) {
        Set<String> known = new TreeSet<>();
        String what;
        if (name.type == Programme.class) {
            what = "programme";
            known.addAll(context.programmes());
        } else if (name.type == FestivalDay.class || name.field.equals("festival")) {
            what = "festival";
            known.addAll(orEmpty(context.festivals()));
        } else if (name.type == Placement.class) {
            what = name.field.equals("id") ? "placement" : "field";
            known.addAll(orEmpty(name.field.equals("id") ? context.placements() : context.fields()));
        } else {
            what = "programme or festival";
            known.addAll(context.programmes());
            known.addAll(orEmpty(context.festivals()));
        }
        boolean isKnown = context.festivals() != null || !context.programmes().isEmpty();
        boolean isProgramme = name.type == Programme.class || name.field.equals("enrolments");
        if (isKnown
                && !known.contains(name.value)
                && !(name.type == Programme.class && known.isEmpty())
                && (!isProgramme || told.add(rule.file().name() + "\n" + name.value))) {
            rule.file()
                    .warning(
                            name.start,
                            what + " '" + name.value + "' is not listed, so no fact fits. "
                                    + NearestName.advice(name.value, known));
        }
    }

    /** Whether it asks for a programme that is not listed, as packs do, so that it never comes to its grants. */
    private boolean doesNothing(VettedRule rule) {
        return !context.programmes().isEmpty()
                && rule.patterns().stream()
                        .filter(pattern -> pattern.type().type() == Programme.class
                                && (pattern.role() == Role.PLAIN || pattern.role() == Role.EXISTS))
                        .flatMap(pattern -> pattern.conditions().stream())
                        .anyMatch(this::isUnlisted);
    }

    private boolean isUnlisted(Term condition) {
        return condition instanceof Term.Compare compare
                && compare.operator().equals("==")
                && !compare.negated()
                && compare.left() instanceof Term.Name field
                && field.name().equals("id")
                && compare.right() instanceof Term.Literal literal
                && literal.value() instanceof String id
                && !context.programmes().contains(id);
    }

    private static Collection<String> orEmpty(@Nullable Collection<String> known) {
        return known == null ? Set.of() : known;
    }

    /** Granting for something that is not there fails when it comes to it: an error. */
    private void granted(VettedRule rule, Part part) {
        String method = part.method();
        String first = GrantCall.text(part, 0);
        if (first == null) {
            return;
        }
        Term at = Objects.requireNonNull(part.argument(0));
        switch (method) {
            case "inField" -> must(rule, at, "field", first, context.fields());
            case "inPlacement" -> must(rule, at, "placement", first, context.placements());
            case "overFestival" -> must(rule, at, "festival", first, context.festivals());
            case "overDays", "overFirstDays" -> {}
            default -> {
                Set<String> known = new TreeSet<>(context.programmes());
                known.addAll(orEmpty(context.festivals()));
                if (!context.programmes().isEmpty()) {
                    must(rule, at, "programme", first, known);
                } else {
                    nearMiss(rule, at, first);
                }
                String second = GrantCall.text(part, 1);
                Term where = part.argument(1);
                if (second != null && where != null && method.equals("access")) {
                    must(rule, where, "placement", second, context.placements());
                }
                if (second != null && where != null && method.equals("accessToFestival")) {
                    must(rule, where, "festival", second, context.festivals());
                }
            }
        }
    }

    private static void must(VettedRule rule, Term at, String what, String value, @Nullable Collection<String> known) {
        if (known != null && !known.contains(value)) {
            rule.file()
                    .problem(
                            at.start(),
                            what + " is '" + value + "', but must be one that is listed. "
                                    + NearestName.advice(value, known));
        }
    }

    private void nearMiss(VettedRule rule, Term at, String programme) {
        if (named.contains(programme)) {
            return;
        }
        for (Name name : names(rule)) {
            if (name.type == Programme.class
                    && Objects.equals(NearestName.of(programme, Set.of(name.value)), name.value)) {
                rule.file()
                        .warning(
                                at.start(),
                                "programme is '" + programme + "', but the rule's condition is about '" + name.value
                                        + "'. Maybe '" + name.value + "' was meant.");
            }
        }
    }

    private void covered(int index) {
        VettedRule weak = rules.get(index);
        for (int other = 0; other < rules.size(); other++) {
            VettedRule strong = rules.get(other);
            if (other == index || !covers(strong, weak)) {
                continue;
            }
            boolean equal = covers(weak, strong);
            if (!equal || other < index) {
                CompiledRule found = Objects.requireNonNull(compiled.get(strong.rule()));
                weak.file()
                        .warning(
                                weak.header(),
                                "rule '" + weak.rule().getName() + "' adds nothing: whenever it grants, rule '"
                                        + strong.rule().getName() + "' at "
                                        + found.reference().source() + " grants "
                                        + (equal ? "the same" : "as much or more") + ". Maybe "
                                        + (equal ? "it is a copy." : "a condition is missing there."));
                return;
            }
        }
    }

    /** Whether all that the weak rule grants is granted by the strong one as well. False whenever it is not proved. */
    private boolean covers(VettedRule strong, VettedRule weak) {
        InForce longer = Objects.requireNonNull(compiled.get(strong.rule())).inForce();
        InForce shorter = Objects.requireNonNull(compiled.get(weak.rule())).inForce();
        boolean enabled = !strong.rule().getAttributes().containsKey("enabled");
        if (!enabled
                || longer.from().isAfter(shorter.from())
                || longer.until().isBefore(shorter.until())
                || strong.patterns().size() != weak.patterns().size()
                || weak.grants().isEmpty()) {
            return false;
        }
        for (GrantCall call : weak.grants()) {
            if (strong.grants().stream().noneMatch(other -> atLeast(other, call))) {
                return false;
            }
        }
        for (int index = 0; index < weak.patterns().size(); index++) {
            Pattern less = weak.patterns().get(index);
            Pattern more = strong.patterns().get(index);
            if (!less.type().equals(more.type()) || less.role() != more.role() || !implies(weak, less, strong, more)) {
                return false;
            }
        }
        return true;
    }

    private static boolean implies(VettedRule weak, Pattern less, VettedRule strong, Pattern more) {
        if (less.conditions().toString().equals(more.conditions().toString())) {
            return true;
        }
        boolean merchant = less.type().type() == Merchant.class && less.role() == VettedRule.Role.PLAIN;
        boolean mentionsBindings =
                !strong.scope().names().isEmpty() || !weak.scope().names().isEmpty();
        if (!merchant || mentionsBindings) {
            return false;
        }
        List<Claim> claims = new ArrayList<>();
        less.conditions().forEach(term -> claims.add(new Claim(term, true, less.type(), "Merchant#")));
        for (Term term : more.conditions()) {
            List<Claim> with = new ArrayList<>(claims);
            with.add(new Claim(term, false, less.type(), "Merchant#"));
            if (new Logic(weak.scope()).possible(with)) {
                return false;
            }
        }
        return true;
    }

    private static boolean atLeast(GrantCall strong, GrantCall weak) {
        if (strong.parts().size() != weak.parts().size()) {
            return false;
        }
        for (int index = 0; index < weak.parts().size(); index++) {
            Part more = strong.parts().get(index);
            Part less = weak.parts().get(index);
            boolean same = more.method().equals(less.method())
                    && more.arguments().toString().equals(less.arguments().toString());
            if (!same && !(index == 0 && larger(more, less))) {
                return false;
            }
        }
        return true;
    }

    private static boolean larger(Part more, Part less) {
        String programme = GrantCall.text(more, 0);
        Double a = GrantCall.number(more, 1);
        Double b = GrantCall.number(less, 1);
        if (!more.method().equals(less.method()) || programme == null || !programme.equals(GrantCall.text(less, 0))) {
            return false;
        }
        if (more.method().equals("exclude")) {
            return GrantCall.text(more, 1) != null && GrantCall.text(less, 1) != null;
        }
        boolean cap = more.method().equals("cap");
        return a != null
                && b != null
                && Set.of("guarantee", "boost", "cap", "subsidy").contains(more.method())
                && (cap ? a <= b : a >= b);
    }
}
