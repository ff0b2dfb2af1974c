package io.trafficallocator.rules;

import io.trafficallocator.rules.Vocabulary.FactType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks up every name of a term in the lists of what a rule may use, and holds every operator against the types of what
 * stands beside it. A type that is not known is null: what is wrong there has been told already.
 */
final class TermChecker {
    private static final ValueType TEXT = new ValueType(String.class, false);
    /** What a fact is asked by the name of something. */
    private static final Set<String> ASKED_BY_NAME =
            Set.of("attribute", "number", "daysSince", "enrolledIn", "text", "list", "day");

    private final SourceFile file;
    private final Scope scope;
    private final @Nullable FactType pattern;
    private final ComparisonChecker comparisons;

    /** A checker for the conditions of a pattern, or for a consequence when {@code pattern} is null. */
    TermChecker(SourceFile file, Scope scope, @Nullable FactType pattern) {
        this.file = file;
        this.scope = scope;
        this.pattern = pattern;
        this.comparisons = new ComparisonChecker(file, pattern == null);
    }

    /** What a whole condition is: it must hold or not, or bind something. */
    void condition(Term term) {
        if (term instanceof Term.Bind bind) {
            bind(bind);
            return;
        }
        if (term instanceof Term.All all) {
            all.parts().forEach(this::condition);
            return;
        }
        ValueType type = type(term);
        if (type != null && type.raw() != boolean.class) {
            problem(
                    term.start(),
                    "'" + term + "' is no condition: it neither holds nor fails, its type is " + type.name()
                            + ". Maybe compare it with a value, or bind it: $name : " + term + ".");
        }
    }

    private void bind(Term.Bind bind) {
        ValueType type = type(bind.of());
        scope.bind(file, bind.name(), bind.start(), type, bind.of(), pattern);
    }

    /** The type of a value; null when it is not known. */
    @Nullable ValueType type(Term term) {
        if (term instanceof Term.Literal literal) {
            return literal(literal);
        }
        if (term instanceof Term.Name name) {
            return name(name);
        }
        if (term instanceof Term.Member member) {
            return member(member);
        }
        if (term instanceof Term.Call call) {
            return call(call);
        }
        if (term instanceof Term.Compare compare) {
            if (compare.operator().equals("matches")) {
                regularExpression(compare.right());
            }
            ValueType left = type(compare.left());
            comparisons.check(compare, left, beside(left, compare.right()));
            return ValueType.BOOLEAN;
        }
        if (term instanceof Term.Among among) {
            ValueType value = type(among.value());
            for (Term each : among.values()) {
                comparisons.equality(among.value(), value, "in", each, beside(value, each));
            }
            return ValueType.BOOLEAN;
        }
        if (term instanceof Term.Arithmetic sum) {
            return arithmetic(sum);
        }
        if (term instanceof Term.Negative negative) {
            ValueType of = type(negative.of());
            if (of != null && !of.isNumber()) {
                wrongType(negative.of(), of, "'-' needs a number");
                return null;
            }
            return of;
        }
        if (term instanceof Term.Choice choice) {
            truth(choice.condition());
            ValueType yes = type(choice.yes());
            ValueType no = type(choice.no());
            return yes == null || no == null
                    ? null
                    : yes.isNumber() && no.isNumber() ? new ValueType(ValueType.widest(list(yes, no)), false) : yes;
        }
        if (term instanceof Term.Cast cast) {
            ValueType of = type(cast.of());
            if (of != null && !of.isNumber()) {
                wrongType(cast.of(), of, "only a number can be cast");
            }
            return new ValueType(cast.type(), false);
        }
        if (term instanceof Term.Not not) {
            truth(not.of());
        } else if (term instanceof Term.All all) {
            all.parts().forEach(this::truth);
        } else if (term instanceof Term.Any any) {
            any.parts().forEach(this::truth);
        } else if (term instanceof Term.Bind bind) {
            problem(
                    bind.start(),
                    "binding '" + bind.name() + "' stands inside an expression, but must be a condition of its own."
                            + " Maybe put a comma before it.");
            return null;
        }
        return ValueType.BOOLEAN;
    }

    private static List<@Nullable ValueType> list(ValueType... types) {
        return new ArrayList<>(List.of(types));
    }

    private void truth(Term term) {
        ValueType type = type(term);
        if (type != null && type.raw() != boolean.class) {
            wrongType(term, type, "a condition must hold or fail");
        }
    }

    private ValueType literal(Term.Literal literal) {
        Object value = literal.value();
        if (value == null) {
            return ValueType.NULL;
        }
        if (value instanceof Long whole) {
            boolean small = whole >= Integer.MIN_VALUE && whole <= Integer.MAX_VALUE;
            return new ValueType(small ? int.class : long.class, false);
        }
        return ValueType.of(value.getClass()).raw() == String.class
                ? new ValueType(String.class, false)
                : new ValueType(ValueType.of(value.getClass()).raw(), false);
    }

    private @Nullable ValueType name(Term.Name name) {
        Scope.Bound bound = scope.get(name.name());
        boolean isField = pattern != null && pattern.typeOf(name.name()) != null;
        if (bound != null) {
            if (isField) {
                problem(
                        name.start(),
                        "'" + name.name() + "' can mean the binding or the field of that name, so nobody knows which is"
                                + " compared. Maybe call the binding '$" + name.name() + "'.");
            }
            return bound.type();
        }
        if (pattern != null && name.name().equals("this")) {
            return new ValueType(pattern.type(), false);
        }
        if (pattern != null && isField) {
            return property(pattern, name.name());
        }
        if (pattern == null) {
            problem(
                    name.start(),
                    "name '" + name.name() + "' is unknown. " + NearestName.binding(name.name(), scope.names()));
        } else if (name.name().startsWith("$")) {
            problem(
                    name.start(),
                    "binding '" + name.name() + "' is unknown here. "
                            + NearestName.binding(name.name(), scope.names()));
        } else {
            problem(name.start(), unknown("field", name.name(), pattern, pattern.properties()));
        }
        return null;
    }

    /** The type of what stands beside a value of another: a bare word beside a text lacks its quotation marks. */
    private @Nullable ValueType beside(@Nullable ValueType other, Term term) {
        if (other == null
                || !(term instanceof Term.Name name)
                || name.name().startsWith("$")
                || scope.get(name.name()) != null
                || (pattern != null
                        && (pattern.typeOf(name.name()) != null || name.name().equals("this")))) {
            return type(term);
        }
        String meant = null;
        if (other.isText() || other.isSet()) {
            Set<String> texts = new TreeSet<>(scope.names());
            if (pattern != null) {
                texts.addAll(pattern.properties());
            }
            texts.removeIf(text -> !isText(text));
            String nearest = NearestName.of(name.name(), texts);
            meant = nearest == null ? '"' + name.name() + '"' : nearest;
        } else if (other.raw().isEnum() && Values.constants(other.raw()).contains(name.name())) {
            meant = other.name() + "." + name.name();
        }
        if (meant == null) {
            return type(term);
        }
        problem(name.start(), "'" + name.name() + "' is no field and no binding. Maybe '" + meant + "' was meant.");
        return null;
    }

    private boolean isText(String name) {
        Scope.Bound bound = scope.get(name);
        ValueType type = bound != null ? bound.type() : pattern == null ? null : property(pattern, name);
        return type != null && type.isText();
    }

    /** The type of an argument that should be a text. */
    @Nullable ValueType text(Term argument) {
        return beside(TEXT, argument);
    }

    private static @Nullable ValueType property(FactType fact, String name) {
        Class<?> type = fact.typeOf(name);
        if (type == null) {
            return null;
        }
        ValueType plain = ValueType.of(type);
        return Vocabulary.mayBeNull(fact, name) ? new ValueType(plain.raw(), true) : plain;
    }

    private String unknown(String what, String name, FactType fact, Set<String> known) {
        Set<String> near = new TreeSet<>(known);
        near.addAll(scope.names());
        String nearest = NearestName.likely(name, near);
        return what + " '" + name + "' of " + fact.type().getSimpleName() + " is unknown. "
                + (nearest != null ? "Maybe '" + nearest + "' was meant." : NearestName.advice(name, known));
    }

    private @Nullable ValueType member(Term.Member member) {
        String constants = className(member.of());
        if (constants != null) {
            Class<?> owner = java.util.Objects.requireNonNull(Values.classCalled(constants));
            Class<?> type = Values.constant(owner, member.name());
            if (type == null) {
                problem(
                        member.nameStart(),
                        "constant '" + member.name() + "' of " + constants + " is unknown. "
                                + NearestName.advice(member.name(), Values.constants(owner)));
                return null;
            }
            return new ValueType(type, false);
        }
        ValueType of = type(member.of());
        if (of == null) {
            return null;
        }
        if (pattern == null) {
            String capital = Character.toUpperCase(member.name().charAt(0))
                    + member.name().substring(1);
            boolean isRecord = of.raw().isRecord();
            problem(
                    member.start(),
                    "'" + member + "' is refused: a consequence calls methods only. Maybe read the field with "
                            + member.of() + "." + (isRecord ? member.name() : "get" + capital) + "().");
            return null;
        }
        FactType fact = Vocabulary.factOf(of.raw());
        if (fact != null) {
            if (fact.typeOf(member.name()) == null) {
                refusedMember(member.nameStart(), "field", member.name(), of, fact.properties());
                return null;
            }
            return property(fact, member.name());
        }
        java.lang.reflect.Method getter = Values.property(of.raw(), member.name());
        if (getter == null) {
            refusedMember(member.nameStart(), "field", member.name(), of, Values.methods(of.raw()));
            return null;
        }
        return ValueType.of(getter.getReturnType());
    }

    private void refusedMember(int at, String what, String name, ValueType of, Set<String> known) {
        problem(
                at,
                "'" + name + "' is refused: it is no " + what + " of " + of.name() + " that rules may use. "
                        + (known.isEmpty() ? "Maybe use the value itself." : NearestName.advice(name, known)));
    }

    /** The class that is meant when a name stands before a dot, unless it is bound. */
    private @Nullable String className(Term term) {
        return term instanceof Term.Name name
                        && scope.get(name.name()) == null
                        && Values.classCalled(name.name()) != null
                ? name.name()
                : null;
    }

    private @Nullable ValueType call(Term.Call call) {
        List<@Nullable ValueType> arguments = new ArrayList<>();
        boolean byName = ASKED_BY_NAME.contains(call.name());
        for (Term argument : call.arguments()) {
            arguments.add(byName && arguments.isEmpty() ? text(argument) : type(argument));
        }
        Term on = call.on();
        if (on == null) {
            if (pattern == null) {
                problem(
                        call.nameStart(),
                        "'" + call + "' is refused: a consequence may only call grant, with values made from the rule's"
                                + " bindings. Maybe say it as a condition of the rule.");
                return null;
            }
            if (!Values.methods(pattern.type()).contains(call.name())) {
                problem(call.nameStart(), unknown("method", call.name(), pattern, pattern.methods()));
                return null;
            }
            return result(call, pattern.type(), false, arguments);
        }
        String className = className(on);
        if (className != null) {
            Set<String> known = Values.staticMethods(className);
            if (!known.contains(call.name())) {
                problem(
                        call.nameStart(),
                        "'" + call.name() + "' is refused: it is no method of " + className + " that rules may use. "
                                + NearestName.advice(call.name(), known));
                return null;
            }
            return result(call, java.util.Objects.requireNonNull(Values.classCalled(className)), true, arguments);
        }
        ValueType of = type(on);
        if (of == null) {
            return null;
        }
        Set<String> known = of.nullable() || !of.raw().isPrimitive() ? Values.methods(of.raw()) : Set.of();
        if (!known.contains(call.name())) {
            refusedMember(call.nameStart(), "method", call.name(), of, known);
            return null;
        }
        if (of.isText() && call.name().equals("matches")) {
            pattern(call.arguments());
        }
        return result(call, of.raw(), false, arguments);
    }

    private @Nullable ValueType result(
            Term.Call call, Class<?> type, boolean isStatic, List<@Nullable ValueType> arguments) {
        Class<?> result = Values.result(type, call.name(), isStatic, arguments);
        if (result == null) {
            List<String> given = new ArrayList<>();
            for (ValueType argument : arguments) {
                given.add(argument == null ? "?" : argument.name());
            }
            problem(
                    call.nameStart(),
                    "method '" + call.name() + "' of " + type.getSimpleName() + " cannot take ("
                            + String.join(", ", given)
                            + "). Maybe a value has another type than it needs, is missing, or is one too many.");
            return null;
        }
        if (result == LocalDate.class && isStatic) {
            date(call);
        }
        return ValueType.of(result);
    }

    /** A date that is no date, such as 30 February. */
    private void date(Term.Call call) {
        try {
            Constants.of(call);
        } catch (java.time.DateTimeException e) {
            problem(
                    call.start(),
                    "'" + call + "' is no date: " + e.getMessage() + ". Maybe the month and the day are swapped.");
        }
    }

    private void pattern(List<Term> arguments) {
        for (Term argument : arguments) {
            regularExpression(argument);
        }
    }

    private void regularExpression(Term written) {
        if (!(written instanceof Term.Literal literal) || !(literal.value() instanceof String expression)) {
            problem(
                    written.start(),
                    "a regular expression is made of '" + written + "', but must be a text in quotation marks, so that"
                            + " it can be checked. Maybe use contains, or ==.");
            return;
        }
        String wrong = RegularExpressions.problem(expression);
        if (wrong != null) {
            problem(written.start(), "regular expression " + written + " is refused: " + wrong);
        }
    }

    private @Nullable ValueType arithmetic(Term.Arithmetic sum) {
        ValueType left = type(sum.left());
        ValueType right = type(sum.right());
        if (left == null || right == null) {
            return null;
        }
        if (sum.sign().equals("+") && (left.isText() || right.isText())) {
            return new ValueType(String.class, false);
        }
        for (Term side : List.of(sum.left(), sum.right())) {
            ValueType type = side == sum.left() ? left : right;
            if (!type.isNumber()) {
                wrongType(side, type, "'" + sum.sign() + "' needs numbers");
                return null;
            }
        }
        boolean dividesByZero = (sum.sign().equals("/") || sum.sign().equals("%"))
                && sum.right() instanceof Term.Literal literal
                && literal.value() instanceof Number number
                && number.doubleValue() == 0;
        if (dividesByZero) {
            problem(sum.signStart(), "'" + sum + "' divides by zero. Maybe another value was meant.");
        }
        return new ValueType(ValueType.widest(list(left, right)), false);
    }

    private void wrongType(Term term, ValueType type, String rule) {
        problem(
                term.start(),
                "type of '" + term + "' is " + type.name() + ", but " + rule + ". Maybe another value was meant.");
    }

    private void problem(int at, String message) {
        file.problem(at, message);
    }
}
