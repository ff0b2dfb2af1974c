package io.trafficallocator.rules;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.kie.internal.builder.KnowledgeBuilderError;

/** Puts what the engine's compiler says where the author can find it. */
final class EngineMessages {
    private static final Pattern RULE = Pattern.compile("[Rr]ule\\s?(?:name=)?['\"]([^'\"]+)['\"]");
    private static final Pattern METHOD = Pattern.compile("method (\\w+)\\(");
    private static final Pattern EXPRESSION = Pattern.compile("(?:Expression|expression|constraint):? '?([^\n:']+)");

    private EngineMessages() {}

    static String syntax(String message) {
        String text = message.replaceFirst("^\\[ERR \\d+\\] ", "")
                .replaceFirst("^[Ll]ine \\d+:\\d+ ", "")
                .replaceAll("\\s+", " ");
        return "syntax error: " + text + ". Maybe a bracket, a comma or 'end' is missing or doubled.";
    }

    /** Adds the error to the file that it belongs to. */
    static void locate(KnowledgeBuilderError error, List<SourceFile> files, Map<SourceFile, PackageDescr> trees) {
        String message = error.getMessage();
        Matcher name = RULE.matcher(message);
        String rule = name.find() ? name.group(1) : null;
        for (SourceFile file : files) {
            PackageDescr tree = trees.get(file);
            if (tree == null) {
                continue;
            }
            for (RuleDescr candidate : tree.getRules()) {
                if (candidate.getName().equals(rule)) {
                    file.problem(place(file, candidate, message), text(message));
                    return;
                }
            }
        }
        SourceFile first = files.get(0);
        first.problem(first.offset(error.getLines().length == 0 ? 1 : error.getLines()[0], 1), text(message));
    }

    private static String text(String message) {
        return message.strip().replaceAll("\\s+", " ") + ". Maybe the types do not fit.";
    }

    private static int place(SourceFile file, RuleDescr rule, String message) {
        Matcher method = METHOD.matcher(message);
        int consequence = ConsequenceVetting.start(file, rule);
        if (method.find()) {
            int found = file.text().indexOf(method.group(1), consequence);
            if (found >= 0) {
                return found;
            }
        }
        Matcher expression = EXPRESSION.matcher(message);
        if (expression.find()) {
            int found = file.text().indexOf(expression.group(1).strip(), RuleVetting.header(file, rule));
            if (found >= 0 && found < consequence) {
                return found;
            }
        }
        return RuleVetting.header(file, rule);
    }
}
