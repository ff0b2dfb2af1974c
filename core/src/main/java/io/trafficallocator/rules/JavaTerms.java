package io.trafficallocator.rules;

import com.github.javaparser.Position;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.BooleanLiteralExpr;
import com.github.javaparser.ast.expr.CastExpr;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.DoubleLiteralExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.LongLiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.NullLiteralExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import io.trafficallocator.rules.Term.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Takes the forms that a value in a consequence may have over from the Java parser; all others are refused. */
final class JavaTerms {
    private static final Map<String, Class<?>> CASTS =
            Map.of("int", int.class, "long", long.class, "double", double.class);
    private static final String WHOLE = "[1-9][\\d_]*|0";

    private final ToIntFunction<Position> places;
    private final int start;

    JavaTerms(ToIntFunction<Position> places, int start) {
        this.places = places;
        this.start = start;
    }

    int place(Node node) {
        return node.getRange().map(range -> places.applyAsInt(range.begin)).orElse(start);
    }

    List<Term> all(List<Expression> expressions) throws Refused {
        List<Term> terms = new ArrayList<>();
        for (Expression each : expressions) {
            terms.add(term(each));
        }
        return terms;
    }

    private Term term(Expression expression) throws Refused {
        int at = place(expression);
        if (expression instanceof StringLiteralExpr text) {
            return new Term.Literal(TermParser.unescape(text.getValue()), at);
        }
        if (expression instanceof BooleanLiteralExpr truth) {
            return new Term.Literal(truth.getValue(), at);
        }
        if (expression instanceof NullLiteralExpr) {
            return new Term.Literal(null, at);
        }
        if (expression instanceof IntegerLiteralExpr
                || expression instanceof LongLiteralExpr
                || expression instanceof DoubleLiteralExpr) {
            return number(expression.toString(), at);
        }
        if (expression instanceof NameExpr name) {
            return new Term.Name(name.getNameAsString(), at);
        }
        if (expression instanceof EnclosedExpr enclosed) {
            return term(enclosed.getInner());
        }
        if (expression instanceof UnaryExpr unary) {
            return unary(unary, at);
        }
        if (expression instanceof BinaryExpr binary) {
            return binary(binary);
        }
        if (expression instanceof ConditionalExpr choice) {
            return new Term.Choice(term(choice.getCondition()), term(choice.getThenExpr()), term(choice.getElseExpr()));
        }
        if (expression instanceof CastExpr cast && CASTS.get(cast.getTypeAsString()) != null) {
            return new Term.Cast(
                    java.util.Objects.requireNonNull(CASTS.get(cast.getTypeAsString())),
                    term(cast.getExpression()),
                    at);
        }
        if (expression instanceof MethodCallExpr call
                && call.getScope().isPresent()
                && call.getTypeArguments().isEmpty()) {
            return new Term.Call(
                    term(call.getScope().get()),
                    call.getNameAsString(),
                    place(call.getName()),
                    all(call.getArguments()));
        }
        if (expression instanceof FieldAccessExpr field
                && field.getTypeArguments().isEmpty()) {
            return new Term.Member(term(field.getScope()), field.getNameAsString(), place(field.getName()));
        }
        throw refused(expression);
    }

    private static Term number(String written, int at) throws Refused {
        String digits = written.replace("_", "");
        if (written.matches("(" + WHOLE + ")[lL]?")) {
            String plain = digits.replaceAll("[lL]", "");
            boolean isLong = plain.length() < digits.length();
            if (plain.length() <= 18 && (isLong || Long.parseLong(plain) <= Integer.MAX_VALUE)) {
                return new Term.Literal(Long.valueOf(plain), at);
            }
            throw new Refused(
                    at,
                    "number '" + written + "' is too large for a whole number. Maybe "
                            + (isLong || plain.length() > 18
                                    ? "write it with a fraction: " + plain + ".0."
                                    : "'" + plain + "L' was meant: whole numbers beyond 2147483647 end in L."));
        }
        if (digits.length() <= 40
                && !digits.matches("\\d+")
                && digits.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?[dD]?")) {
            return new Term.Literal(Double.valueOf(digits), at);
        }
        throw new Refused(
                at,
                "number '" + (written.length() > 40 ? written.substring(0, 40) + "..." : written)
                        + "' is refused: it must be written in plain digits. Maybe without a zero or a letter in front.");
    }

    private Term unary(UnaryExpr unary, int at) throws Refused {
        switch (unary.getOperator()) {
            case MINUS -> {
                Term of = term(unary.getExpression());
                return of instanceof Term.Literal literal && literal.value() instanceof Long whole
                        ? new Term.Literal(-whole, at)
                        : of instanceof Term.Literal literal && literal.value() instanceof Double number
                                ? new Term.Literal(-number, at)
                                : new Term.Negative(of, at);
            }
            case PLUS -> {
                return term(unary.getExpression());
            }
            case LOGICAL_COMPLEMENT -> {
                return new Term.Not(term(unary.getExpression()), at);
            }
            default -> throw refused(unary);
        }
    }

    private Term binary(BinaryExpr binary) throws Refused {
        Term left = term(binary.getLeft());
        Term right = term(binary.getRight());
        String sign = binary.getOperator().asString();
        int signAt = left.start();
        return switch (binary.getOperator()) {
            case PLUS, MINUS, MULTIPLY, DIVIDE, REMAINDER -> new Term.Arithmetic(sign, signAt, left, right);
            case EQUALS, NOT_EQUALS, LESS, LESS_EQUALS, GREATER, GREATER_EQUALS ->
                new Term.Compare(sign, false, signAt, left, right);
            case AND -> new Term.All(List.of(left, right));
            case OR -> new Term.Any(List.of(left, right));
            default -> throw refused(binary);
        };
    }

    Refused refused(Node node) {
        String written = node.toString().lines().findFirst().orElse("");
        return new Refused(
                place(node),
                "'" + (written.length() > 80 ? written.substring(0, 80) + "..." : written)
                        + "' is refused: a consequence may only call grant, with values made from the rule's bindings."
                        + " Maybe say it as a condition of the rule.");
    }
}
