package io.trafficallocator.rules;

import io.trafficallocator.rules.Term.Refused;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a condition inside a pattern. It knows every form that a condition may have: whatever else the engine would
 * understand is refused here, because it cannot be read.
 */
final class TermParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> WORDS = Set.of("in", "contains", "excludes", "memberOf", "matches");
    /** Words of the languages that a condition passes through. */
    private static final Set<String> RESERVED =
            Set.of(("new instanceof class super null true false not in contains excludes memberOf matches soundslike "
                            + "str before after coincides during finishes finishedby includes meets metby overlaps "
                            + "overlappedby startedby isdef nil return if else for while do with assert import def function "
                            + "proto foreach until switch strsim convertable_to is var untyped it kcontext drools Array over "
                            + "from accumulate collect eval forall exists and or then when end")
                    .split(" "));

    private static final Pattern NUMBER = Pattern.compile("(?:0|[1-9]\\d{0,17})(?:\\.\\d{1,17})?");

    private final List<Token> tokens;
    private final int end;
    private int at;

    private TermParser(String text, int from, int to) {
        this.tokens = Tokens.of(text, from, to);
        this.end = to;
    }

    /** Reads a part of a file. */
    static Term parse(String text, int from, int to) throws Refused {
        TermParser parser = new TermParser(text, from, to);
        Term term = parser.any();
        if (parser.at < parser.tokens.size()) {
            throw parser.unexpected();
        }
        return term;
    }

    /** Words that mean something in a condition, so that nothing else can be called so. */
    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    private boolean sees(String sign) {
        return sees(0, sign);
    }

    private boolean sees(int ahead, String sign) {
        return at + ahead < tokens.size()
                && tokens.get(at + ahead).is(sign)
                && tokens.get(at + ahead).kind() != Kind.STRING;
    }

    private boolean takes(String sign) {
        boolean seen = sees(sign);
        at += seen ? 1 : 0;
        return seen;
    }

    private void expect(String sign) throws Refused {
        if (!takes(sign)) {
            throw at < tokens.size()
                    ? unexpected()
                    : new Refused(
                            end,
                            "'" + sign + "' is missing at the end of the condition. Maybe a bracket is not closed.");
        }
    }

    private int here() {
        return at < tokens.size() ? tokens.get(at).start() : end;
    }

    private Refused unexpected() {
        if (at >= tokens.size()) {
            return new Refused(end, "the condition ends too early. Maybe a value is missing.");
        }
        Token token = tokens.get(at);
        return new Refused(token.start(), "'" + token.text() + "' is refused in a condition. " + advice(token.text()));
    }

    private static String advice(String sign) {
        return switch (sign) {
            case "=", "=>", ":=" -> "Maybe '==' was meant.";
            case "&" -> "Maybe '&&' was meant, or a comma.";
            case "|" -> "Maybe '||' was meant.";
            case "?" -> "Maybe write two rules, one for each case.";
            case "#" -> "Maybe compare a field of the fact itself; comments start with //.";
            case "!." -> "Maybe say first that the value is not null: x != null, x ...";
            case "[" -> "Maybe write the values in brackets: in (\"a\", \"b\").";
            case "soundslike" -> "Maybe use matches, with a regular expression.";
            case "str" -> "Maybe use matches, or a method such as .startsWith(\"...\").";
            case "instanceof" -> "Maybe leave it out: the types of all facts are known.";
            case "new" -> "Maybe compare a field with a value; a date is LocalDate.of(2024, 11, 1).";
            case "before", "after" -> "Maybe '<' or '>' was meant: dates are compared like numbers.";
            case "==", "!=", "<", "<=", ">", ">=" -> "Maybe two comparisons were meant, with '&&' between them.";
            default -> "Maybe compare a field with a value.";
        };
    }

    private Term any() throws Refused {
        List<Term> parts = new ArrayList<>(List.of(all()));
        while (takes("||")) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.get(0) : new Term.Any(parts);
    }

    private Term all() throws Refused {
        List<Term> parts = new ArrayList<>(List.of(comparison()));
        while (takes("&&")) {
            parts.add(comparison());
        }
        if (parts.size() > 1) {
            for (Term part : parts) {
                if (part instanceof Term.Bind bind) {
                    // What the engine makes of a value among conditions differs between its compilers.
                    throw new Refused(
                            bind.start(),
                            "binding '" + bind.name()
                                    + "' stands beside '&&', but must be a condition of its own. Maybe"
                                    + " put a comma in place of '&&'.");
                }
            }
        }
        return parts.size() == 1 ? parts.get(0) : new Term.All(parts);
    }

    private Term comparison() throws Refused {
        Term left = sum();
        if (!seesOperator(0) && !seesBracketedOperator(0)) {
            return left;
        }
        Term restricted = anyRestriction(left instanceof Term.Bind bind ? bind.of() : left);
        return left instanceof Term.Bind bind ? new Term.All(List.of(bind, restricted)) : restricted;
    }

    private boolean seesOperator(int ahead) {
        if (at + ahead >= tokens.size() || tokens.get(at + ahead).kind() == Kind.STRING) {
            return false;
        }
        String word = tokens.get(at + ahead).text();
        return COMPARISONS.contains(word)
                || WORDS.contains(word)
                || (word.equals("not")
                        && at + ahead + 1 < tokens.size()
                        && WORDS.contains(tokens.get(at + ahead + 1).text()))
                || word.equals("str")
                || word.equals("soundslike");
    }

    private boolean seesBracketedOperator(int ahead) {
        return sees(ahead, "(") && seesOperator(ahead + 1);
    }

    /** {@code > 1 && < 5 || == 7}: conditions on what stands before them. */
    private Term anyRestriction(Term left) throws Refused {
        List<Term> parts = new ArrayList<>(List.of(allRestriction(left)));
        while (sees("||") && (seesOperator(1) || seesBracketedOperator(1))) {
            at++;
            parts.add(allRestriction(left));
        }
        return parts.size() == 1 ? parts.get(0) : new Term.Any(parts);
    }

    private Term allRestriction(Term left) throws Refused {
        List<Term> parts = new ArrayList<>(List.of(restriction(left)));
        while (sees("&&") && (seesOperator(1) || seesBracketedOperator(1))) {
            at++;
            parts.add(restriction(left));
        }
        return parts.size() == 1 ? parts.get(0) : new Term.All(parts);
    }

    private Term restriction(Term left) throws Refused {
        if (seesBracketedOperator(0)) {
            at++;
            Term inner = anyRestriction(left);
            expect(")");
            return inner;
        }
        int start = here();
        boolean negated = takes("not");
        Token operator = tokens.get(at);
        if (operator.is("str")) {
            throw new Refused(
                    operator.start(),
                    "operator 'str[' is refused: the engine fails at it after some evaluations. " + advice("str"));
        }
        if (!COMPARISONS.contains(operator.text()) && !WORDS.contains(operator.text())) {
            throw unexpected();
        }
        at++;
        if (operator.is("in")) {
            expect("(");
            List<Term> values = new ArrayList<>();
            do {
                values.add(sum());
            } while (takes(","));
            expect(")");
            return new Term.Among(left, negated, start, values);
        }
        boolean excludes = operator.is("excludes");
        return new Term.Compare(excludes ? "contains" : operator.text(), negated != excludes, start, left, sum());
    }

    private Term sum() throws Refused {
        Term left = product();
        while (sees("+") || sees("-")) {
            Token sign = tokens.get(at++);
            left = new Term.Arithmetic(sign.text(), sign.start(), left, product());
        }
        return left;
    }

    private Term product() throws Refused {
        Term left = unary();
        while (sees("*") || sees("/") || sees("%")) {
            Token sign = tokens.get(at++);
            left = new Term.Arithmetic(sign.text(), sign.start(), left, unary());
        }
        return left;
    }

    private Term unary() throws Refused {
        int start = here();
        if (takes("!")) {
            return new Term.Not(unary(), start);
        }
        if (takes("-")) {
            Term of = unary();
            if (of instanceof Term.Literal literal && literal.value() instanceof Long whole) {
                return new Term.Literal(-whole, start);
            }
            return of instanceof Term.Literal literal && literal.value() instanceof Double number
                    ? new Term.Literal(-number, start)
                    : new Term.Negative(of, start);
        }
        if (at + 1 < tokens.size() && tokens.get(at).kind() == Kind.NAME && sees(1, ":")) {
            String name = tokens.get(at).text();
            at += 2;
            return new Term.Bind(name, unary(), start);
        }
        Term term = primary();
        while (takes(".")) {
            Token name = at < tokens.size() ? tokens.get(at++) : null;
            if (name == null || name.kind() != Kind.NAME) {
                at -= name == null ? 0 : 1;
                throw unexpected();
            }
            term = sees("(")
                    ? new Term.Call(term, name.text(), name.start(), arguments())
                    : new Term.Member(term, name.text(), name.start());
        }
        return term;
    }

    private List<Term> arguments() throws Refused {
        expect("(");
        List<Term> arguments = new ArrayList<>();
        if (!sees(")")) {
            do {
                arguments.add(sum());
            } while (takes(","));
        }
        expect(")");
        return arguments;
    }

    private Term primary() throws Refused {
        if (at >= tokens.size()) {
            throw unexpected();
        }
        Token token = tokens.get(at);
        if (token.kind() == Kind.STRING) {
            at++;
            return new Term.Literal(string(token), token.start());
        }
        if (token.kind() == Kind.NUMBER) {
            at++;
            return number(token);
        }
        if (takes("(")) {
            Term inner = any();
            expect(")");
            return inner;
        }
        if (token.kind() != Kind.NAME) {
            throw unexpected();
        }
        Term constant = constant(token);
        if (constant != null) {
            at++;
            return constant;
        }
        if (RESERVED.contains(token.text())) {
            throw unexpected();
        }
        at++;
        return sees("(") && !seesOperator(1)
                ? new Term.Call(null, token.text(), token.start(), arguments())
                : new Term.Name(token.text(), token.start());
    }

    private static @Nullable Term constant(Token token) {
        return switch (token.text()) {
            case "true" -> new Term.Literal(true, token.start());
            case "false" -> new Term.Literal(false, token.start());
            case "null" -> new Term.Literal(null, token.start());
            default -> null;
        };
    }

    private Term number(Token token) throws Refused {
        if (!NUMBER.matcher(token.text()).matches()) {
            throw new Refused(
                    token.start(),
                    "number '" + SourceScan.shortened(token.text())
                            + "' is refused in a condition: it must be plain digits, at most 18, with or without a"
                            + " fraction. Maybe " + plain(token.text()));
        }
        return token.text().indexOf('.') < 0
                ? new Term.Literal(Long.valueOf(token.text()), token.start())
                : new Term.Literal(Double.valueOf(token.text()), token.start());
    }

    private static String plain(String written) {
        String digits = written.replace("_", "");
        if (NUMBER.matcher(digits).matches()) {
            return "'" + digits + "' was meant.";
        }
        if (digits.matches("\\d{1,15}[eE]\\d{1,2}|\\d{1,15}\\.\\d{1,15}[eE]\\d{1,2}")) {
            return "'" + new java.math.BigDecimal(digits).toPlainString() + "' was meant.";
        }
        return "write it without a unit or a letter.";
    }

    /** The text between the quotation marks, as the engine will read it. */
    private static String string(Token token) {
        return unescape(token.text().substring(1, Math.max(1, token.text().length() - 1)));
    }

    static String unescape(String written) {
        StringBuilder read = new StringBuilder();
        for (int index = 0; index < written.length(); index++) {
            char sign = written.charAt(index);
            if (sign == '\\' && index + 1 < written.length()) {
                sign = written.charAt(++index);
                read.append(
                        switch (sign) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            default -> sign;
                        });
            } else {
                read.append(sign);
            }
        }
        return read.toString();
    }
}
