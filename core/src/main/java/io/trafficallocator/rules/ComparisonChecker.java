package io.trafficallocator.rules;

import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds a comparison against the types of its sides, and says which value of the other type was hardly meant. */
final class ComparisonChecker {
    private static final Set<String> ORDER = Set.of("<", "<=", ">", ">=");
    private static final Pattern DATE = Pattern.compile("(\\d{4})-0?(\\d{1,2})-0?(\\d{1,2})");

    private final SourceFile file;
    private final boolean isConsequence;

    ComparisonChecker(SourceFile file, boolean isConsequence) {
        this.file = file;
        this.isConsequence = isConsequence;
    }

    /** Holds the types of both sides against the operator; null where a type is not known. */
    void check(Term.Compare compare, @Nullable ValueType left, @Nullable ValueType right) {
        if (left == null || right == null) {
            return;
        }
        switch (compare.operator()) {
            case "==", "!=" -> equality(compare.left(), left, compare.operator(), compare.right(), right);
            case "contains" -> {
                if (!(left.isSet() || left.isText()) || !right.isText()) {
                    mismatch(compare, left, right, "needs a set or a text before it, and a text after it");
                }
            }
            case "memberOf" -> {
                if (!left.isText() || !right.isSet()) {
                    mismatch(compare, left, right, "needs a text before it, and a set after it");
                }
            }
            case "matches" -> {
                if (!left.isText()) {
                    mismatch(compare, left, right, "needs a text before it");
                }
            }
            default -> order(compare, left, right);
        }
    }

    private void order(Term.Compare compare, ValueType left, ValueType right) {
        if (!ORDER.contains(compare.operator())) {
            return;
        }
        if (left.isNumber() && right.isNumber()) {
            wholeAndFraction(compare.left(), left, compare.right());
            wholeAndFraction(compare.right(), right, compare.left());
            return;
        }
        boolean sameOrdered = left.raw() == right.raw()
                && (left.raw() == LocalDate.class || left.raw().isEnum());
        boolean texts = left.isText() && right.isText();
        if (isConsequence && (sameOrdered || texts)) {
            file.problem(
                    compare.operatorStart(),
                    "'" + compare.operator() + "' compares no numbers in a consequence, where Java allows nothing else."
                            + " Maybe say it as a condition of the rule.");
        } else if (texts && (compare.left() instanceof Term.Literal || compare.right() instanceof Term.Literal)) {
            // Ids are compared with one another so that no pair comes twice; with a text that is written out, a number
            // was meant.
            file.problem(
                    compare.operatorStart(),
                    "'" + compare.operator() + "' compares texts, which have no order here. Maybe ==, or"
                            + " number(\"...\") for an attribute that is a number.");
        } else if (!sameOrdered && !texts) {
            compared(compare.left(), left, compare.right(), right);
        }
    }

    /** Holds the types of what is compared by == or != or in against each other; null where a type is not known. */
    void equality(Term a, @Nullable ValueType left, String operator, Term b, @Nullable ValueType right) {
        if (left == null || right == null) {
            return;
        }
        boolean comparesIdentity = isConsequence
                && !left.raw().isEnum()
                && !(left.raw().isPrimitive() && !left.nullable() && right.raw().isPrimitive() && !right.nullable());
        if (comparesIdentity) {
            file.problem(
                    b.start(),
                    "'" + operator + "' compares '" + a + "' and '" + b
                            + "' by identity in a consequence. Maybe say it as"
                            + " a condition of the rule, or use equals.");
            return;
        }
        if (left.isNumber() && right.isNumber()) {
            wholeAndFraction(a, left, b);
            wholeAndFraction(b, right, a);
            return;
        }
        if (left.raw() == right.raw() || (left.isSet() && right.isSet())) {
            return;
        }
        if (left.raw() == Void.class || right.raw() == Void.class) {
            ValueType other = left.raw() == Void.class ? right : left;
            if (other.raw().isPrimitive() && !other.nullable()) {
                file.problem(
                        b.start(),
                        "'" + (left.raw() == Void.class ? b : a)
                                + "' is compared with null, but is never unknown. Maybe" + " delete the condition.");
            }
            return;
        }
        compared(a, left, b, right);
    }

    private void compared(Term a, ValueType left, Term b, ValueType right) {
        boolean literalFirst = a instanceof Term.Literal && !(b instanceof Term.Literal);
        Term value = literalFirst ? a : b;
        ValueType valueType = literalFirst ? left : right;
        Term field = literalFirst ? b : a;
        ValueType fieldType = literalFirst ? right : left;
        String advice = advice(field, fieldType, value, valueType);
        String what = field instanceof Term.Name ? "field '" : "'";
        file.problem(
                value.start(),
                what + field + "' is compared with " + value
                        + (value instanceof Term.Literal ? "" : ", a " + valueType.name()) + ", but its type is "
                        + fieldType.name() + ". " + advice);
    }

    private static String advice(Term field, ValueType fieldType, Term value, ValueType valueType) {
        boolean isLiteral = value instanceof Term.Literal;
        String text = value instanceof Term.Literal literal ? String.valueOf(literal.value()) : "";
        if (fieldType.raw() == LocalDate.class) {
            Matcher date = DATE.matcher(text);
            return date.matches()
                    ? "Maybe 'LocalDate.of(" + date.group(1) + ", " + date.group(2) + ", " + date.group(3)
                            + ")' was meant."
                    : "Maybe write the date as LocalDate.of(2024, 11, 1).";
        }
        if (fieldType.isSet()) {
            return "Maybe 'contains' was meant.";
        }
        if (fieldType.isNumber() && valueType.isText() && isLiteral) {
            return text.matches("(?:0|[1-9]\\d{0,8})(?:\\.\\d{1,9})?")
                    ? "Maybe '" + text + "' was meant, without quotation marks."
                    : field instanceof Term.Name && text.matches("\\d+(?:\\.\\d+)?%")
                            ? "Maybe a number was meant: 20 % is 0.2."
                            : "Maybe leave the quotation marks out.";
        }
        if (fieldType.isText() && isLiteral) {
            return "Maybe '\"" + text + "\"' was meant, in quotation marks.";
        }
        if (fieldType.raw().isEnum()) {
            return Values.constants(fieldType.raw()).contains(text)
                    ? "Maybe '" + fieldType.name() + "." + text + "' was meant."
                    : "Maybe one of " + fieldType.name() + "." + String.join(", ", Values.constants(fieldType.raw()))
                            + " was meant.";
        }
        return "Maybe another field was meant.";
    }

    /** The engine cuts the fraction off, or not, depending on how it was compiled. */
    private void wholeAndFraction(Term value, ValueType type, Term other) {
        if (!type.isWhole() || !(other instanceof Term.Literal literal)) {
            return;
        }
        if (literal.value() instanceof Double) {
            file.problem(
                    other.start(),
                    "'" + value + "' is a whole number, but is compared with the fraction " + literal.value()
                            + ". Maybe a whole number was meant.");
        } else if (type.raw() == int.class
                && literal.value() instanceof Long whole
                && (whole > Integer.MAX_VALUE || whole < Integer.MIN_VALUE)) {
            file.problem(
                    other.start(),
                    "'" + value + "' is compared with " + whole
                            + ", but is always between -2147483648 and 2147483647. Maybe a digit too many.");
        }
    }

    private void mismatch(Term.Compare compare, ValueType left, ValueType right, String needs) {
        file.problem(
                compare.operatorStart(),
                "'" + compare.operator() + "' stands between " + left.name() + " and " + right.name() + ", but " + needs
                        + ". Maybe '==' was meant.");
    }
}
