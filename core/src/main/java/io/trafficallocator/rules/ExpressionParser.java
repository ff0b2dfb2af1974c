package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads conditions in their usual forms; whatever else the engine would understand is left to it. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> WORDS = Set.of("contains", "excludes", "memberOf", "matches");

    private final List<Token> tokens;
    private int at;

    private ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** An expression, and the name that its value is bound to. */
    record Bound(@Nullable String name, Expression expression) {}

    /** Null when it is written in a form that is not known here. */
    static @Nullable Bound parse(String text) {
        ExpressionParser parser = new ExpressionParser(Tokens.of(text));
        try {
            String name = null;
            if (parser.tokens.size() > 2
                    && parser.tokens.get(0).kind() == Kind.NAME
                    && parser.tokens.get(1).is(":")) {
                name = parser.next().text();
                parser.next();
            }
            Expression expression = parser.anyOf();
            return parser.at == parser.tokens.size() ? new Bound(name, expression) : null;
        } catch (NotUnderstood e) {
            return null;
        }
    }

    private boolean sees(String text) {
        return at < tokens.size() && tokens.get(at).is(text) && tokens.get(at).kind() != Kind.STRING;
    }

    private boolean takes(String text) {
        boolean seen = sees(text);
        at += seen ? 1 : 0;
        return seen;
    }

    private void expect(String text) {
        if (!takes(text)) {
            throw new NotUnderstood();
        }
    }

    private Token next() {
        if (at == tokens.size()) {
            throw new NotUnderstood();
        }
        return tokens.get(at++);
    }

    private Expression anyOf() {
        Expression first = allOf();
        if (!sees("||")) {
            return first;
        }
        ImmutableList.Builder<Expression> parts =
                ImmutableList.<Expression>builder().add(first);
        while (takes("||")) {
            parts.add(allOf());
        }
        return new Expression.AnyOf(parts.build());
    }

    private Expression allOf() {
        Expression first = comparison();
        if (!sees("&&")) {
            return first;
        }
        ImmutableList.Builder<Expression> parts =
                ImmutableList.<Expression>builder().add(first);
        while (takes("&&")) {
            parts.add(comparison());
        }
        return new Expression.AllOf(parts.build());
    }

    private Expression comparison() {
        Expression left = sum();
        if (at == tokens.size() || tokens.get(at).kind() == Kind.STRING) {
            return left;
        }
        if (COMPARISONS.contains(tokens.get(at).text())) {
            return new Expression.Comparison(left, next().text(), false, sum());
        }
        boolean negated = takes("not");
        if (takes("in")) {
            expect("(");
            ImmutableList.Builder<Expression> values = ImmutableList.builder();
            do {
                values.add(sum());
            } while (takes(","));
            expect(")");
            return new Expression.Among(left, negated, values.build());
        }
        if (at < tokens.size() && WORDS.contains(tokens.get(at).text())) {
            return new Expression.Comparison(left, next().text(), negated, sum());
        }
        if (negated) {
            throw new NotUnderstood();
        }
        return left;
    }

    private Expression sum() {
        Expression left = product();
        while (sees("+") || sees("-")) {
            left = new Expression.Arithmetic(left, next().text(), product());
        }
        return left;
    }

    private Expression product() {
        Expression left = member();
        while (sees("*")) {
            left = new Expression.Arithmetic(left, next().text(), member());
        }
        return left;
    }

    private Expression member() {
        Expression value = primary();
        while (takes(".")) {
            Token name = next();
            if (name.kind() != Kind.NAME) {
                throw new NotUnderstood();
            }
            value = sees("(")
                    ? new Expression.Call(value, name.text(), arguments())
                    : new Expression.Member(value, name.text());
        }
        return value;
    }

    private ImmutableList<Expression> arguments() {
        expect("(");
        ImmutableList.Builder<Expression> arguments = ImmutableList.builder();
        if (!sees(")")) {
            do {
                arguments.add(sum());
            } while (takes(","));
        }
        expect(")");
        return arguments.build();
    }

    private Expression primary() {
        Token token = next();
        return switch (token.kind()) {
            case STRING -> new Expression.Literal(text(token.text()));
            case NUMBER -> new Expression.Literal(number(token.text()));
            case NAME -> named(token.text());
            case SIGN -> signed(token);
        };
    }

    private static String text(String quoted) {
        if (quoted.indexOf('\\') >= 0) {
            throw new NotUnderstood();
        }
        return quoted.substring(1, quoted.length() - 1);
    }

    private Expression named(String name) {
        return switch (name) {
            case "true" -> new Expression.Literal(true);
            case "false" -> new Expression.Literal(false);
            case "null" -> new Expression.Literal(null);
            case "this", "not", "in", "contains", "excludes", "memberOf", "matches" -> throw new NotUnderstood();
            default -> sees("(") ? new Expression.Call(null, name, arguments()) : new Expression.Name(name);
        };
    }

    private Expression signed(Token sign) {
        if (sign.is("(")) {
            Expression inner = anyOf();
            expect(")");
            return inner;
        }
        if (sign.is("!")) {
            return new Expression.Not(member());
        }
        if (sign.is("-") && at < tokens.size() && tokens.get(at).kind() == Kind.NUMBER) {
            Object number = number(next().text());
            return new Expression.Literal(number instanceof Integer whole ? (Object) (-whole) : -(Double) number);
        }
        throw new NotUnderstood();
    }

    private static Object number(String text) {
        if (text.matches("0|[1-9]\\d{0,8}")) {
            return Integer.valueOf(text);
        }
        if (text.matches("\\d{1,9}\\.\\d{1,9}")) {
            return Double.valueOf(text);
        }
        throw new NotUnderstood();
    }
}
