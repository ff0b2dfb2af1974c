package io.trafficallocator.rules;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.compiler.compiler.DescrBuildError;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.kie.internal.builder.KnowledgeBuilderError;

/** Puts what the engine's compiler says where the author can find it, once for each place. */
final class EngineMessages {
    private static final Pattern INNER_ERROR = Pattern.compile("\\[Error: ([^\\]\n]+)");
    private static final Pattern METHOD = Pattern.compile("[Mm]ethod (\\w+)\\(|invoke (\\w+)\\(");
    private static final Pattern UNEXPECTED = Pattern.compile(
            "(?:mismatched input|no viable alternative at input|extraneous input) '(.*?)'(?: expecting .*?)?( in .*)?");
    private static final Pattern NAME = Pattern.compile("[\\w$]+");
    private static final Pattern QUOTED = Pattern.compile("'(.+)'");
    private static final String ENGINE_PACKAGES = "(?:java|javax|com|org|io)\\.(?:[a-z]\\w*\\.)+";

    private final List<SourceFile> files;
    private final IdentityHashMap<RuleDescr, SourceFile> home = new IdentityHashMap<>();
    private final Set<String> told = new HashSet<>();

    EngineMessages(List<SourceFile> files, Map<SourceFile, PackageDescr> trees) {
        this.files = files;
        trees.forEach((file, tree) -> tree.getRules().forEach(rule -> home.put(rule, file)));
    }

    static String syntax(String message) {
        String text = message.replaceFirst("^\\[ERR \\d+\\] ", "")
                .replaceFirst("^[Ll]ine \\d+:\\d+ ", "")
                .replaceAll("\\s+", " ")
                .strip();
        Matcher found = UNEXPECTED.matcher(text);
        if (found.matches()) {
            String token = found.group(1);
            String what = token.equals("<eof>")
                    ? "the file ends"
                    : token.isEmpty() ? "a character that cannot be read stands" : "'" + token + "' stands";
            text = what + " where something else is expected" + Objects.requireNonNullElse(found.group(2), "");
        }
        return "syntax error: " + text + ". Maybe a bracket, a comma or 'end' is missing or doubled.";
    }

    /** Adds the error to the file that it belongs to. */
    void locate(KnowledgeBuilderError error) {
        if (error instanceof DescrBuildError known && known.getParentDescr() instanceof RuleDescr rule) {
            SourceFile file = home.get(rule);
            if (file != null) {
                locate(file, rule, known.getDescr(), error.getMessage());
                return;
            }
        }
        tell(files.get(0), 0, error.getMessage().lines().findFirst().orElse("cannot be compiled"));
    }

    private void locate(SourceFile file, RuleDescr rule, BaseDescr element, String message) {
        if (element != null && element != rule) {
            Matcher inner = INNER_ERROR.matcher(message);
            tell(
                    file,
                    condition(file, rule, element),
                    "condition " + quoted(element) + " cannot be compiled: "
                            + (inner.find() ? inner.group(1) : message));
            return;
        }
        // The compiler of consequences lists all that it found in one, each on its line.
        message.replaceFirst("^Rule Compilation error ?:?", "")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> tell(
                        file, consequence(file, rule, line), "the consequence cannot be compiled: " + line.strip()));
    }

    private static String quoted(BaseDescr element) {
        if (element instanceof PatternDescr pattern) {
            return "'" + pattern.getObjectType() + "'";
        }
        Matcher text = QUOTED.matcher(element.toString());
        return "'" + (text.find() ? text.group(1) : element.toString()).replace(" ~= ", " matches ") + "'";
    }

    private static int condition(SourceFile file, RuleDescr rule, BaseDescr element) {
        // What the engine calls the place of a condition is that of its pattern.
        int from = element.getStartCharacter() >= 0 ? element.getStartCharacter() : RuleVetting.header(file, rule);
        String text = quoted(element);
        int whole = file.text().indexOf(text.substring(1, text.length() - 1), from);
        Matcher name = NAME.matcher(text);
        int found = whole >= 0 || !name.find() ? whole : file.text().indexOf(name.group(), from);
        return found >= 0 && found < ConsequenceVetting.start(file, rule) ? found : from;
    }

    private static int consequence(SourceFile file, RuleDescr rule, String message) {
        int start = ConsequenceVetting.start(file, rule);
        Matcher method = METHOD.matcher(message);
        int found = method.find()
                ? file.text().indexOf(method.group(1) == null ? method.group(2) : method.group(1), start)
                : -1;
        return found >= 0 && found <= rule.getEndCharacter() ? found : start;
    }

    private void tell(SourceFile file, int at, String message) {
        if (told.add(file.name() + ':' + at)) {
            String text = message.replaceAll("\\s+", " ")
                    .replaceAll(ENGINE_PACKAGES, "")
                    .replaceAll("\\[Line: \\d+, Column: \\d+\\]", "")
                    .replaceAll("the type Grant(\\.\\w+)?", "this grant")
                    .strip();
            file.problem(at, text + ". Maybe the types do not fit: see the vocabulary of facts and of grant.");
        }
    }
}
