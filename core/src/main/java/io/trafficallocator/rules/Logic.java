package io.trafficallocator.rules;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether conditions can hold together. It knows the ranges of fields and compares them with what is written out;
 * whatever it does not understand it takes for possible, so that "impossible" is always proved.
 */
final class Logic {
    private static final int MOST_BRANCHES = 2_000;
    private static final ImmutableMap<String, String> OPPOSITE =
            ImmutableMap.of("==", "!=", "!=", "==", "<", ">=", ">=", "<", ">", "<=", "<=", ">");
    private static final ImmutableMap<String, String> TURNED =
            ImmutableMap.of("==", "==", "!=", "!=", "<", ">", ">", "<", "<=", ">=", ">=", "<=");

    private final Scope scope;
    private final Map<String, Domain> domains;
    private final Map<String, Boolean> opaque;
    private int branches;

    private Logic(Scope scope, Map<String, Domain> domains, Map<String, Boolean> opaque) {
        this.scope = scope;
        this.domains = domains;
        this.opaque = opaque;
    }

    Logic(Scope scope) {
        this(scope, new HashMap<>(), new HashMap<>());
    }

    private Logic copy() {
        Map<String, Domain> copied = new HashMap<>();
        domains.forEach((key, domain) -> copied.put(key, new Domain(domain)));
        return new Logic(scope, copied, new HashMap<>(opaque));
    }

    /** A condition of a pattern, which must hold or must not. The prefix tells its fact from others of its type. */
    record Claim(Term term, boolean holds, FactType type, String prefix) {}

    /** Whether all of these can hold, as far as can be proved. */
    boolean possible(List<Claim> claims) {
        List<Claim> later = new ArrayList<>();
        for (Claim claim : claims) {
            if (!add(claim, later)) {
                return false;
            }
        }
        return branch(later, 0);
    }

    /** What is known of a field, after the claims. */
    Domain domain(String prefix, FactType type, String field) {
        return domains.computeIfAbsent(prefix + field, unused -> fresh(type, field));
    }

    private boolean branch(List<Claim> alternatives, int index) {
        if (index == alternatives.size()) {
            return true;
        }
        Claim claim = alternatives.get(index);
        for (Claim part : parts(claim)) {
            if (++branches > MOST_BRANCHES) {
                return true;
            }
            Logic tried = copy();
            tried.branches = branches;
            List<Claim> more = new ArrayList<>(alternatives.subList(index + 1, alternatives.size()));
            boolean possible = tried.add(part, more) && tried.branch(more, 0);
            branches = tried.branches;
            if (possible) {
                return true;
            }
        }
        return false;
    }

    private static List<Claim> parts(Claim claim) {
        List<Term> terms = claim.term instanceof Term.Any any
                ? any.parts()
                : claim.term instanceof Term.All all ? all.parts() : List.of();
        return terms.stream()
                .map(term -> new Claim(term, claim.holds, claim.type, claim.prefix))
                .toList();
    }

    /** False when it cannot hold with what is known; alternatives are put off. */
    private boolean add(Claim claim, List<Claim> later) {
        Term term = claim.term;
        if (term instanceof Term.Not not) {
            return add(new Claim(not.of(), !claim.holds, claim.type, claim.prefix), later);
        }
        if (term instanceof Term.All || term instanceof Term.Any) {
            if (term instanceof Term.All == claim.holds) {
                for (Claim part : parts(claim)) {
                    if (!add(part, later)) {
                        return false;
                    }
                }
            } else {
                later.add(claim);
            }
            return true;
        }
        if (term instanceof Term.Bind) {
            return claim.holds;
        }
        if (term instanceof Term.Compare compare) {
            return compare(compare, claim);
        }
        if (term instanceof Term.Among among) {
            return among(among, claim);
        }
        if (term instanceof Term.Literal literal && literal.value() instanceof Boolean truth) {
            return truth == claim.holds;
        }
        return truth(term, claim);
    }

    private boolean compare(Term.Compare compare, Claim claim) {
        boolean holds = claim.holds != compare.negated();
        Object right = value(compare.right());
        Object left = value(compare.left());
        Term term = compare.left();
        String operator = compare.operator();
        if (left != null && right == null && TURNED.containsKey(operator)) {
            term = compare.right();
            right = left;
            operator = String.valueOf(TURNED.get(operator));
        }
        boolean isNull = isNull(compare.right());
        if (OPPOSITE.containsKey(operator) && key(compare.left(), claim).equals(key(compare.right(), claim))) {
            return Set.of("==", "<=", ">=").contains(operator) == holds;
        }
        if (operator.equals("contains") && right instanceof String text && isSet(term, claim)) {
            return domainOf(term, claim).contains(text, holds);
        }
        if (right instanceof Boolean truth && (operator.equals("==") || operator.equals("!="))) {
            return truth(term, new Claim(term, holds == (truth == operator.equals("==")), claim.type, claim.prefix));
        }
        if (isNull && (operator.equals("==") || operator.equals("!="))) {
            return domainOf(term, claim).isNull(holds == operator.equals("=="));
        }
        if (right == null || !OPPOSITE.containsKey(operator)) {
            return opaque(compare, claim, holds);
        }
        Domain domain = domainOf(term, claim);
        if (right instanceof Number || right instanceof LocalDate) {
            double number = right instanceof LocalDate day ? day.toEpochDay() : ((Number) right).doubleValue();
            if (holds) {
                return domain.compare(operator, number);
            }
            if (domain.isKnown() || operator.equals("==")) {
                return domain.compare(String.valueOf(OPPOSITE.get(operator)), number);
            }
            // Unknown, or compared the other way round: two cases, of which nothing follows here.
            Domain known = new Domain(domain);
            return new Domain(domain).isNull(true)
                    || (known.isNull(false) && known.compare(String.valueOf(OPPOSITE.get(operator)), number));
        }
        if (operator.equals("==") || operator.equals("!=")) {
            return domain.among(Set.of(right), holds == operator.equals("=="));
        }
        return true;
    }

    private boolean among(Term.Among among, Claim claim) {
        Set<Object> values = new HashSet<>();
        for (Term each : among.values()) {
            Object value = value(each);
            if (value == null) {
                return opaque(among, claim, claim.holds);
            }
            values.add(value instanceof Number number ? (Object) number.doubleValue() : value);
        }
        boolean wanted = claim.holds != among.negated();
        Domain domain = domainOf(among.value(), claim);
        boolean numbers = values.stream().allMatch(Double.class::isInstance);
        if (numbers && wanted) {
            double least =
                    values.stream().mapToDouble(each -> (Double) each).min().orElse(0);
            double most =
                    values.stream().mapToDouble(each -> (Double) each).max().orElse(0);
            return domain.compare(">=", least) && domain.compare("<=", most);
        }
        return numbers || domain.among(values, wanted);
    }

    private boolean truth(Term term, Claim claim) {
        String known = term instanceof Term.Name name ? name.name() : "";
        if (claim.type.type() == Merchant.class && (known.equals("qualityKnown") || known.equals("growthKnown"))) {
            Term field = new Term.Name(known.replace("Known", ""), term.start());
            return domainOf(field, claim).isNull(!claim.holds);
        }
        if (term instanceof Term.Member member && member.name().equals("empty") && isSet(member.of(), claim)) {
            return domainOf(member.of(), claim).isEmpty(claim.holds);
        }
        if (term instanceof Term.Call call) {
            Term on = call.on();
            boolean ofText =
                    call.arguments().size() == 1 && value(call.arguments().get(0)) instanceof String;
            if (call.name().equals("isEmpty") && on != null && isSet(on, claim)) {
                return domainOf(on, claim).isEmpty(claim.holds);
            }
            if (call.name().equals("enrolledIn") && on == null && ofText) {
                return domainOf(new Term.Name("enrolments", call.start()), claim)
                        .contains(
                                (String) java.util.Objects.requireNonNull(
                                        value(call.arguments().get(0))),
                                claim.holds);
            }
        }
        return opaque(term, claim, claim.holds);
    }

    private boolean opaque(Term term, Claim claim, boolean holds) {
        Term plain = (term instanceof Term.Compare compare && compare.negated())
                ? new Term.Compare(compare.operator(), false, 0, compare.left(), compare.right())
                : (term instanceof Term.Among among && among.negated())
                        ? new Term.Among(among.value(), false, 0, among.values())
                        : term;
        boolean wanted = (term instanceof Term.Among among && among.negated()) ? !holds : holds;
        Boolean before = opaque.putIfAbsent(key(plain, claim), wanted);
        return before == null || before == wanted;
    }

    private static boolean isNull(Term term) {
        return term instanceof Term.Literal literal && literal.value() == null;
    }

    private static @Nullable Object value(Term term) {
        if (term instanceof Term.Member constant
                && constant.of() instanceof Term.Name name
                && Values.classCalled(name.name()) != null) {
            return constant.toString();
        }
        // The engine has ways of its own to divide.
        return term instanceof Term.Arithmetic ? null : GrantCall.constant(term);
    }

    private boolean isSet(Term term, Claim claim) {
        Class<?> type = term instanceof Term.Name name ? fieldType(name.name(), claim) : null;
        return type != null && Set.class.isAssignableFrom(type);
    }

    private @Nullable Class<?> fieldType(String name, Claim claim) {
        return scope.get(name) == null ? claim.type.typeOf(name) : null;
    }

    private Domain domainOf(Term term, Claim claim) {
        String key = key(term, claim);
        return domains.computeIfAbsent(key, unused -> {
            String field = key.startsWith(claim.prefix) ? key.substring(claim.prefix.length()) : "";
            return fresh(claim.type, field);
        });
    }

    private static Domain fresh(FactType type, String field) {
        Class<?> raw = type.typeOf(field);
        FieldRange range = FieldRange.of(type, field);
        boolean whole = raw == int.class || raw == long.class || raw == LocalDate.class;
        boolean isInt = raw == int.class;
        return new Domain(
                raw == null || Vocabulary.mayBeNull(type, field),
                whole,
                isInt ? Math.max(Integer.MIN_VALUE, range.least()) : range.least(),
                isInt ? Math.min(Integer.MAX_VALUE, range.most()) : range.most(),
                range.texts().isEmpty() ? null : range.texts());
    }

    /** The term with its bindings replaced by what they stand for: the same for whatever must have the same value. */
    private String key(Term term, Claim claim) {
        if (term instanceof Term.Name name) {
            Scope.Bound bound = scope.get(name.name());
            if (bound == null) {
                return claim.prefix + name.name();
            }
            Term value = bound.value();
            FactType owner = bound.pattern();
            boolean single = owner != null && (owner.type() == Merchant.class || owner.type() == Today.class);
            return value != null && owner != null && single
                    ? key(value, new Claim(value, true, owner, owner.type().getSimpleName() + "#"))
                    : "$" + name.name();
        }
        if (term instanceof Term.Member member) {
            return value(term) != null ? term.toString() : key(member.of(), claim) + "." + member.name();
        }
        if (term instanceof Term.Call call) {
            StringBuilder key = new StringBuilder();
            Term on = call.on();
            key.append(on == null ? claim.prefix : value(call) != null ? "" : key(on, claim) + ".")
                    .append(call.name());
            call.arguments()
                    .forEach(each -> key.append('(').append(key(each, claim)).append(')'));
            return key.toString();
        }
        if (term instanceof Term.Arithmetic sum) {
            return "(" + key(sum.left(), claim) + sum.sign() + key(sum.right(), claim) + ")";
        }
        if (term instanceof Term.Compare compare) {
            return key(compare.left(), claim) + " " + compare.operator() + " " + key(compare.right(), claim);
        }
        if (term instanceof Term.Among among) {
            return key(among.value(), claim) + " in " + among.values();
        }
        return term.toString();
    }
}
