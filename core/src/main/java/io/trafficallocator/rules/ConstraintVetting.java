package io.trafficallocator.rules;

import io.trafficallocator.rules.Term.Refused;
import io.trafficallocator.rules.Vocabulary.FactType;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.jspecify.annotations.Nullable;

/** Reads a condition inside a pattern, and looks up every name of it. */
final class ConstraintVetting {
    private ConstraintVetting() {}

    /** The condition, to be vetted further; null when it cannot be read. */
    static @Nullable Term vet(SourceFile file, ExprConstraintDescr constraint, FactType type, Scope scope) {
        int from = constraint.getStartCharacter();
        String read = constraint.getExpression();
        String text = from < 0
                ? ""
                : Tokens.inDoubleQuotes(file.text()
                        .substring(
                                from, Math.min(from + read.length(), file.text().length())));
        if (!text.equals(Tokens.inDoubleQuotes(read))) {
            file.problem(Math.max(0, from), "this condition cannot be read. Maybe write it as 'field operator value'.");
            return null;
        }
        if (constraint.getType() == ExprConstraintDescr.Type.POSITIONAL) {
            file.problem(
                    semicolon(file.text(), from + text.length()),
                    "';' is refused inside a pattern: fields have names, not positions. Maybe a comma was meant.");
            return null;
        }
        try {
            Term term = TermParser.parse(file.text(), from, from + text.length());
            new TermChecker(file, scope, type).condition(term);
            // Only what was read here is handed on.
            constraint.setExpression(Tokens.withoutComments(text));
            return term;
        } catch (Refused e) {
            file.problem(e.at(), e.getMessage());
            return null;
        }
    }

    /** Where the first semicolon from here stands. */
    private static int semicolon(String text, int from) {
        return Tokens.of(text, from, Math.min(text.length(), from + 1_000)).stream()
                .filter(token -> token.is(";"))
                .mapToInt(Tokens.Token::start)
                .findFirst()
                .orElse(from);
    }
}
