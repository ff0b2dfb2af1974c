package io.trafficallocator.rules;

import com.google.common.primitives.Primitives;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.drools.drl.ast.descr.ExprConstraintDescr;

/** Looks up every name of a condition inside a pattern. */
final class ConstraintVetting {
    private static final Set<String> WORDS =
            Set.of("in", "not", "contains", "excludes", "memberOf", "matches", "true", "false", "null", "this");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");
    private static final Set<String> NEVER_MEMBERS = Set.of("class", "forName");

    private final SourceFile file;
    private final ExprConstraintDescr constraint;
    private final FactType type;
    private final Set<String> bindings;

    ConstraintVetting(SourceFile file, ExprConstraintDescr constraint, FactType type, Set<String> bindings) {
        this.file = file;
        this.constraint = constraint;
        this.type = type;
        this.bindings = bindings;
    }

    void vet() {
        List<Token> tokens = Tokens.of(constraint.getExpression());
        for (int index = 0; index < tokens.size(); index++) {
            Token token = tokens.get(index);
            if (token.kind() == Kind.NAME) {
                String before = index == 0 ? "" : tokens.get(index - 1).text();
                if (before.equals("[") && index > 1 && tokens.get(index - 2).is("str")) {
                    continue;
                }
                String after =
                        index + 1 == tokens.size() ? "" : tokens.get(index + 1).text();
                name(token, before, after);
                if (index + 2 < tokens.size() && !before.equals(".")) {
                    comparison(token, tokens.get(index + 1), tokens.get(index + 2));
                }
            } else if (token.kind() == Kind.SIGN
                    && Set.of("{", "}", ";", "=>", "?", "@", "`").contains(token.text())) {
                problem(token, "'" + token.text() + "' is refused in a condition. Maybe compare a field with a value.");
            }
        }
    }

    /** A field that is compared with a value of another kind is never equal to it, or fails when it is evaluated. */
    private void comparison(Token field, Token operator, Token value) {
        Class<?> compared = type.typeOf(field.text());
        if (compared == null || !COMPARISONS.contains(operator.text())) {
            return;
        }
        boolean number = Number.class.isAssignableFrom(Primitives.wrap(compared));
        boolean fits = value.kind() == Kind.STRING ? compared == String.class : value.kind() != Kind.NUMBER || number;
        if (!fits) {
            problem(
                    value,
                    "field '" + field.text() + "' is compared with " + value.text() + ", but its type is "
                            + compared.getSimpleName() + ". "
                            + (compared == LocalDate.class
                                    ? "Maybe write the date as LocalDate.of(2024, 11, 1)."
                                    : "Maybe "
                                            + (value.kind() == Kind.STRING
                                                    ? "leave the quotation marks out."
                                                    : "put it in quotation marks.")));
        }
    }

    private void name(Token token, String before, String after) {
        String name = token.text();
        if (before.equals(".")) {
            if (NEVER_MEMBERS.contains(name) || Vocabulary.NEVER_CALLED.contains(name)) {
                problem(token, "'" + name + "' is refused in a condition. Maybe compare a field with a value.");
            }
        } else if (name.equals("str") && after.equals("[")) {
            problem(
                    token,
                    "operator 'str[' is refused: the engine fails at it after some evaluations. Maybe use"
                            + " matches, or a method such as .startsWith(\"...\").");
        } else if (after.equals(":") || WORDS.contains(name) || bindings.contains(name)) {
            return;
        } else if (after.equals("(")) {
            if (!type.methods().contains(name)) {
                problem(token, unknown("method", name, type.methods()));
            }
        } else if (name.startsWith("$")) {
            problem(token, "binding '" + name + "' is unknown here. " + NearestName.binding(name, bindings));
        } else if (!type.properties().contains(name) && !(after.equals(".") && Vocabulary.STATIC.contains(name))) {
            problem(token, unknown("field", name, type.properties()));
        }
    }

    private String unknown(String what, String name, Set<String> known) {
        Set<String> near = new TreeSet<>(known);
        near.addAll(bindings);
        String nearest = NearestName.of(name, near);
        return what + " '" + name + "' of " + type.type().getSimpleName() + " is unknown. "
                + (nearest != null ? "Maybe '" + nearest + "' was meant." : NearestName.advice(name, known));
    }

    private void problem(Token token, String message) {
        file.problem(constraint.getStartCharacter() + token.start(), message);
    }
}
