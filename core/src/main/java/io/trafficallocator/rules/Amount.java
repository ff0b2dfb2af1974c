package io.trafficallocator.rules;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.DoubleLiteralExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The amount that a rule works out from a merchant's own figures, such as a part of its gmv. Merchants that differ by
 * those figures alone are granted the same but for this amount, which is worked out here as Java would. Immutable.
 *
 * @param kind what is granted: the method of {@link Grant}
 * @param formula the amount as the rule writes it
 * @param names what the formula reads
 * @param rest everything else that the consequence says
 */
record Amount(Kind kind, Expression formula, Set<String> names, String rest) {
    private static final ParserConfiguration JAVA = new ParserConfiguration()
            .setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17)
            .setAttributeComments(false);

    private static final Pattern WHOLE = Pattern.compile("0|[1-9]\\d{0,8}");
    private static final Pattern FRACTION = Pattern.compile("\\d{1,9}\\.\\d{1,9}");

    enum Kind {
        GUARANTEE,
        CAP,
        BOOST,
        SUBSIDY;

        static @Nullable Kind of(String method) {
            return switch (method) {
                case "guarantee" -> GUARANTEE;
                case "cap" -> CAP;
                case "boost" -> BOOST;
                case "subsidy" -> SUBSIDY;
                default -> null;
            };
        }

        /** What stands in {@link Grants} for an amount; NaN when it is out of range. */
        double granted(double amount) {
            return switch (this) {
                case GUARANTEE, CAP -> Grant.isWhole(amount) ? amount : Double.NaN;
                case BOOST -> Grant.isFactor(amount) ? amount : Double.NaN;
                case SUBSIDY -> Grant.isMoney(amount) ? Grant.fen(amount) : Double.NaN;
            };
        }

        double least() {
            return this == BOOST ? 1 : 0;
        }

        double most() {
            return this == BOOST ? Grant.MOST_FACTOR : Grant.MOST_IMPRESSIONS;
        }

        boolean grantsNothing(double granted) {
            return granted == 0 && (this == GUARANTEE || this == SUBSIDY);
        }
    }

    /** A number while it is worked out: as Java does, whole numbers apart from fractions. */
    interface Value {
        double of(int row);
    }

    /** How a name or a part of a formula is worked out. */
    record Typed(boolean isWhole, Value value) {}

    /** Null when the consequence is anything but a single grant, or its amount is not a formula that is known here. */
    static @Nullable Amount of(String consequence) {
        ParseResult<BlockStmt> parsed = new JavaParser(JAVA).parseBlock("{" + consequence + "\n}");
        if (!parsed.isSuccessful() || parsed.getResult().isEmpty()) {
            return null;
        }
        BlockStmt block = parsed.getResult().get();
        if (block.getStatements().size() != 1
                || !block.getStatement(0).isExpressionStmt()
                || !(block.getStatement(0).asExpressionStmt().getExpression() instanceof MethodCallExpr outer)) {
            return null;
        }
        StringBuilder rest = new StringBuilder();
        MethodCallExpr call = outer;
        while (call.getScope().orElse(null) instanceof MethodCallExpr before) {
            rest.append(call.getName()).append(call.getArguments()).append(' ');
            call = before;
        }
        Kind kind = Kind.of(call.getNameAsString());
        if (kind == null || call.getArguments().size() != 2) {
            return null;
        }
        Expression formula = call.getArgument(1);
        Set<String> names = new LinkedHashSet<>();
        formula.findAll(NameExpr.class).forEach(name -> names.add(name.getNameAsString()));
        names.remove("Math");
        Amount amount = new Amount(
                kind, formula, names, rest.append(call.getArgument(0)).toString());
        try {
            amount.compile(name -> new Typed(false, row -> 0));
        } catch (NotUnderstood e) {
            return null;
        }
        return amount;
    }

    /**
     * Makes the formula ready.
     *
     * @param variable what a name stands for
     * @throws NotUnderstood when only the engine can work it out
     */
    Value compile(Function<String, Typed> variable) {
        return compile(formula, variable).value;
    }

    private static Typed compile(Expression expression, Function<String, Typed> variable) {
        if (expression instanceof EnclosedExpr enclosed) {
            return compile(enclosed.getInner(), variable);
        }
        if (expression instanceof NameExpr name) {
            return variable.apply(name.getNameAsString());
        }
        if (expression instanceof IntegerLiteralExpr literal
                && WHOLE.matcher(literal.getValue()).matches()) {
            int value = Integer.parseInt(literal.getValue());
            return new Typed(true, row -> value);
        }
        if (expression instanceof DoubleLiteralExpr literal
                && FRACTION.matcher(literal.getValue()).matches()) {
            double value = Double.parseDouble(literal.getValue());
            return new Typed(false, row -> value);
        }
        if (expression instanceof BinaryExpr binary) {
            return binary(
                    binary.getOperator(), compile(binary.getLeft(), variable), compile(binary.getRight(), variable));
        }
        if (expression instanceof MethodCallExpr call
                && call.getScope().orElse(null) instanceof NameExpr scope
                && scope.getNameAsString().equals("Math")
                && call.getArguments().isNonEmpty()) {
            Typed first = compile(call.getArgument(0), variable);
            return call.getArguments().size() == 2
                    ? two(call.getNameAsString(), first, compile(call.getArgument(1), variable))
                    : one(call.getNameAsString(), first.value);
        }
        throw new NotUnderstood();
    }

    private static Typed binary(BinaryExpr.Operator operator, Typed left, Typed right) {
        Value a = left.value;
        Value b = right.value;
        if (left.isWhole && right.isWhole) {
            return new Typed(
                    true,
                    switch (operator) {
                        case PLUS -> row -> whole(a, row) + whole(b, row);
                        case MINUS -> row -> whole(a, row) - whole(b, row);
                        case MULTIPLY -> row -> whole(a, row) * whole(b, row);
                        default -> throw new NotUnderstood();
                    });
        }
        return new Typed(
                false,
                switch (operator) {
                    case PLUS -> row -> a.of(row) + b.of(row);
                    case MINUS -> row -> a.of(row) - b.of(row);
                    case MULTIPLY -> row -> a.of(row) * b.of(row);
                    case DIVIDE -> row -> a.of(row) / b.of(row);
                    default -> throw new NotUnderstood();
                });
    }

    private static int whole(Value value, int row) {
        return (int) value.of(row);
    }

    private static Typed one(String method, Value a) {
        return new Typed(
                false,
                switch (method) {
                    case "floor" -> row -> Math.floor(a.of(row));
                    case "ceil" -> row -> Math.ceil(a.of(row));
                    case "rint" -> row -> Math.rint(a.of(row));
                    default -> throw new NotUnderstood();
                });
    }

    private static Typed two(String method, Typed left, Typed right) {
        Value a = left.value;
        Value b = right.value;
        return new Typed(
                left.isWhole && right.isWhole,
                switch (method) {
                    case "min" -> row -> Math.min(a.of(row), b.of(row));
                    case "max" -> row -> Math.max(a.of(row), b.of(row));
                    default -> throw new NotUnderstood();
                });
    }
}
