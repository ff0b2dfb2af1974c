package io.trafficallocator.rules;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.Position;
import com.github.javaparser.Problem;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.CastExpr;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.LiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.Statement;
import java.util.Locale;
import java.util.Set;
import org.drools.drl.ast.descr.RuleDescr;

/** Lets a rule's consequence do nothing but call {@code grant}. */
final class ConsequenceVetting {
    private static final ParserConfiguration JAVA = new ParserConfiguration()
            .setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17)
            .setAttributeComments(false);
    private static final Set<UnaryExpr.Operator> SIGNS =
            Set.of(UnaryExpr.Operator.MINUS, UnaryExpr.Operator.PLUS, UnaryExpr.Operator.LOGICAL_COMPLEMENT);

    private final SourceFile file;
    private final Set<String> bindings;
    private final String text;
    private final int start;
    private final StringBuilder renamed;

    ConsequenceVetting(SourceFile file, RuleDescr rule, Set<String> bindings) {
        this.file = file;
        this.bindings = bindings;
        this.text = rule.getConsequence().toString().strip();
        this.start = start(file, rule);
        this.renamed = new StringBuilder(text);
    }

    /** Where the consequence stands in its file: it is the last thing in a rule. */
    static int start(SourceFile file, RuleDescr rule) {
        String consequence =
                rule.getConsequence().toString().strip().replace(Vocabulary.GRANT_IN_ENGINE, Vocabulary.GRANT);
        int found = file.text().lastIndexOf(consequence, rule.getEndCharacter());
        return found >= 0 ? found : RuleVetting.header(file, rule);
    }

    /** Gives the text as the engine's compiler takes it. */
    String vet() {
        ParseResult<BlockStmt> parsed = new JavaParser(JAVA).parseBlock("{" + text + "\n}");
        if (!parsed.isSuccessful()) {
            unreadable(parsed.getProblems().get(0));
            return text;
        }
        BlockStmt block = parsed.getResult().orElseThrow();
        if (block.getStatements().isEmpty()) {
            file.problem(start, "the consequence is empty, but must grant something. Maybe call grant.guarantee(...).");
        }
        for (Statement statement : block.getStatements()) {
            if (statement.isExpressionStmt()
                    && statement.asExpressionStmt().getExpression() instanceof MethodCallExpr call) {
                grant(call);
            } else {
                refuse(statement);
            }
        }
        return renamed.toString();
    }

    private void unreadable(Problem problem) {
        int at = problem.getLocation()
                .flatMap(location -> location.getBegin().getRange())
                .map(range -> offset(range.begin))
                .orElse(start);
        String reason = problem.getMessage().lines().findFirst().orElse("syntax error");
        file.problem(
                at,
                "the consequence cannot be read: " + reason
                        + " Maybe a bracket, a quotation mark or a semicolon is missing.");
    }

    private void grant(MethodCallExpr call) {
        call.getArguments().forEach(this::argument);
        Expression scope = call.getScope().orElse(null);
        if (scope instanceof NameExpr name && name.getNameAsString().equals(Vocabulary.GRANT)) {
            method(call, Vocabulary.grantMethods());
            rename(name);
        } else if (scope instanceof MethodCallExpr before) {
            grant(before);
            method(call, Vocabulary.chainMethods());
        } else {
            refuse(call);
        }
    }

    private void rename(NameExpr name) {
        int at = name.getRange().map(range -> offset(range.begin)).orElse(start) - start;
        renamed.replace(at, at + Vocabulary.GRANT.length(), Vocabulary.GRANT_IN_ENGINE);
    }

    private void method(MethodCallExpr call, Set<String> known) {
        String name = call.getNameAsString();
        if (!known.contains(name)) {
            problem(call.getName(), "method '" + name + "' of grant is unknown. " + NearestName.advice(name, known));
        }
    }

    private void argument(Expression expression) {
        if (expression instanceof LiteralExpr) {
            return;
        }
        if (expression instanceof NameExpr name) {
            if (!bindings.contains(name.getNameAsString())) {
                problem(
                        name,
                        "name '" + name.getNameAsString() + "' is unknown. "
                                + NearestName.binding(name.getNameAsString(), bindings));
            }
        } else if (expression instanceof UnaryExpr unary && SIGNS.contains(unary.getOperator())) {
            argument(unary.getExpression());
        } else if (expression instanceof BinaryExpr binary) {
            argument(binary.getLeft());
            argument(binary.getRight());
        } else if (expression instanceof EnclosedExpr enclosed) {
            argument(enclosed.getInner());
        } else if (expression instanceof ConditionalExpr choice) {
            argument(choice.getCondition());
            argument(choice.getThenExpr());
            argument(choice.getElseExpr());
        } else if (expression instanceof CastExpr cast && cast.getType().isPrimitiveType()) {
            argument(cast.getExpression());
        } else if (expression instanceof MethodCallExpr call
                && !Vocabulary.NEVER_CALLED.contains(call.getNameAsString())
                && call.getScope().isPresent()) {
            call.getArguments().forEach(this::argument);
            Expression scope = call.getScope().get();
            if (!isValueClass(scope)) {
                argument(scope);
            }
        } else if (expression instanceof FieldAccessExpr field && isValueClass(field.getScope())) {
            return;
        } else {
            refuse(expression);
        }
    }

    private static boolean isValueClass(Expression scope) {
        return scope instanceof NameExpr name && Vocabulary.STATIC.contains(name.getNameAsString());
    }

    private void refuse(Node node) {
        String written = node.toString().lines().findFirst().orElse("");
        problem(
                node,
                "'" + written + "' is refused: a consequence may only call grant, with values made from the rule's"
                        + " bindings. Maybe " + advice(node));
    }

    private static String advice(Node node) {
        return node instanceof FieldAccessExpr field
                ? "read the field with " + field.getScope() + ".get"
                        + field.getNameAsString().substring(0, 1).toUpperCase(Locale.ROOT)
                        + field.getNameAsString().substring(1) + "()."
                : "say it as a condition of the rule.";
    }

    private void problem(Node node, String message) {
        file.problem(node.getRange().map(range -> offset(range.begin)).orElse(start), message);
    }

    /** The parser's text starts with a bracket that the file does not have. */
    private int offset(Position position) {
        if (position.line <= 1) {
            return start + Math.max(0, position.column - 2);
        }
        return file.offset(file.line(start) + position.line - 1, position.column);
    }
}
