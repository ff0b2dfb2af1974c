package io.trafficallocator.rules;

import com.github.javaparser.JavaParser;
import com.github.javaparser.JavaToken;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.Position;
import com.github.javaparser.Problem;
import com.github.javaparser.TokenRange;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.Statement;
import com.google.common.collect.ImmutableList;
import io.trafficallocator.rules.GrantCall.Part;
import io.trafficallocator.rules.Term.Refused;
import java.util.ArrayList;
import java.util.List;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/** Lets a rule's consequence do nothing but call {@code grant}. */
final class ConsequenceVetting {
    private static final ParserConfiguration JAVA = new ParserConfiguration()
            .setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17)
            .setTabSize(1)
            .setAttributeComments(false);

    private final SourceFile file;
    private final Scope scope;
    private final String text;
    private final int start;
    private final JavaTerms terms;
    private final List<Integer> grants = new ArrayList<>();
    private final List<GrantCall> calls = new ArrayList<>();

    ConsequenceVetting(SourceFile file, RuleDescr rule, Scope scope) {
        this.file = file;
        this.scope = scope;
        this.start = start(file, rule);
        this.text = text(file, rule, start);
        this.terms = new JavaTerms(this::offset, start);
    }

    /** Where the consequence stands in its file: it is the last thing in a rule. */
    static int start(SourceFile file, RuleDescr rule) {
        int from = file.then(rule);
        String text = file.text();
        while (from < rule.getEndCharacter() && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        return from;
    }

    /** From the file itself, texts in single quotation marks put in double ones, as the engine does. */
    private static String text(SourceFile file, RuleDescr rule, int start) {
        int end = Math.max(start, file.text().lastIndexOf("end", rule.getEndCharacter()));
        return Tokens.inDoubleQuotes(file.text().substring(start, end).stripTrailing());
    }

    /** What the consequence grants, as far as it can be read. */
    List<GrantCall> calls() {
        return calls;
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
        GrantVetting vetting = new GrantVetting(file, new TermChecker(file, scope, null));
        for (Statement statement : block.getStatements()) {
            try {
                GrantCall call = call(statement);
                calls.add(call);
                vetting.vet(call);
            } catch (Refused e) {
                file.problem(e.at(), e.getMessage());
            }
        }
        return forEngine();
    }

    private String forEngine() {
        StringBuilder renamed = new StringBuilder(Tokens.withoutComments(text));
        for (int at : grants) {
            renamed.replace(at, at + Vocabulary.GRANT.length(), Vocabulary.GRANT_IN_ENGINE);
        }
        return EngineWords.hiddenInTexts(renamed.toString());
    }

    private void unreadable(Problem problem) {
        JavaToken last = problem.getLocation().map(TokenRange::getBegin).orElse(null);
        JavaToken next = last;
        do {
            next = next == null ? null : next.getNextToken().orElse(null);
        } while (next != null && next.getCategory().isWhitespaceOrComment());
        int nextAt = place(next);
        String expected = problem.getMessage().replaceFirst("(?s)^.*?expected", "");
        boolean ends = nextAt >= start + text.length();
        // What could stand there is what is missing only where what does stand there could follow it.
        boolean lacksSemicolon =
                expected.contains("\";\"") && (ends || isText(next, "}") || isText(next, Vocabulary.GRANT));
        boolean lacksBracket = expected.contains("\")\"") && isText(next, ";");
        String reason = last == null || next == null
                ? ""
                : ends
                        ? ": it ends after '" + SourceScan.shortened(last.getText()) + "'"
                        : ": '" + SourceScan.shortened(next.getText()) + "' cannot follow '"
                                + SourceScan.shortened(last.getText()) + "'";
        file.problem(
                Math.min(lacksSemicolon || ends ? place(last) : nextAt, start + text.length()),
                "the consequence cannot be read" + reason + ". Maybe "
                        + (lacksSemicolon
                                ? "';' is"
                                : lacksBracket
                                        ? "')' is"
                                        : "a bracket, a comma, a dot, a quotation mark or a semicolon is")
                        + (lacksSemicolon || lacksBracket ? " missing." : " missing, or one too many."));
    }

    private static boolean isText(@Nullable JavaToken token, String text) {
        return token != null && token.getText().equals(text);
    }

    private int place(@Nullable JavaToken token) {
        return token == null
                ? start
                : token.getRange().map(range -> offset(range.begin)).orElse(start);
    }

    private GrantCall call(Statement statement) throws Refused {
        if (!statement.isExpressionStmt()) {
            throw terms.refused(statement);
        }
        List<Part> parts = new ArrayList<>();
        Expression expression = statement.asExpressionStmt().getExpression();
        while (expression instanceof MethodCallExpr call
                && call.getTypeArguments().isEmpty()
                && call.getScope().isPresent()) {
            parts.add(0, new Part(call.getNameAsString(), terms.place(call.getName()), terms.all(call.getArguments())));
            expression = call.getScope().get();
        }
        boolean grants = !parts.isEmpty()
                && expression instanceof NameExpr name
                && name.getNameAsString().equals(Vocabulary.GRANT)
                && scope.get(Vocabulary.GRANT) == null;
        if (!grants) {
            throw terms.refused(statement.asExpressionStmt().getExpression());
        }
        this.grants.add(terms.place(expression) - start);
        return new GrantCall(ImmutableList.copyOf(parts));
    }

    /** The parser's text starts with a bracket that the file does not have. */
    private int offset(Position position) {
        if (position.line <= 1) {
            return start + Math.max(0, position.column - 2);
        }
        return file.offset(file.line(start) + position.line - 1, position.column);
    }
}
