package io.trafficallocator.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.GlobalDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;

/** Lets a rule file hold rules, and nothing that could do more than a rule. */
final class PackageVetting {
    private PackageVetting() {}

    static List<VettedRule> vet(SourceFile file, PackageDescr tree) {
        if (tree.getName() == null || tree.getName().isBlank()) {
            file.problem(0, "has no package. Maybe start it with: package launch");
        }
        PackageNames.vet(file, tree.getName());
        List<String> imports = Vocabulary.imports();
        for (ImportDescr line : tree.getImports()) {
            if (!imports.contains(line.getTarget())) {
                refuse(
                        file,
                        line,
                        "import of '" + line.getTarget()
                                + "' is refused: rules know the facts without it, and nothing else. "
                                + NearestName.advice(line.getTarget(), imports));
            }
        }
        for (GlobalDescr global : tree.getGlobals()) {
            boolean own = global.getIdentifier().equals(Vocabulary.GRANT)
                    && (global.getType().equals(Grant.class.getName())
                            || global.getType().equals(Grant.class.getSimpleName()));
            if (!own) {
                refuse(
                        file,
                        global,
                        "global '" + global.getIdentifier()
                                + "' is refused: a rule has one, 'grant', and need not declare it. Maybe delete the"
                                + " line.");
            }
        }
        for (AttributeDescr attribute : tree.getAttributes()) {
            if (RuleVetting.isJavaDialect(attribute)) {
                continue;
            }
            refuse(
                    file,
                    attribute,
                    "attribute '" + attribute.getName()
                            + "' of a whole file is refused. Maybe give it to the rules that need it.");
        }
        refuseAll(file, "import function", tree.getFunctionImports());
        refuseAll(file, "import accumulate", tree.getAccumulateImports());
        refuseAll(file, "function", tree.getFunctions());
        refuseAll(file, "declare", tree.getTypeDeclarations());
        refuseAll(file, "declare enum", tree.getEnumDeclarations());
        refuseAll(file, "declare entry-point", tree.getEntryPointDeclarations());
        refuseAll(file, "declare window", tree.getWindowDeclarations());
        if (tree.getUnit() != null) {
            refuseAll(file, "unit", List.of(tree.getUnit()));
        }
        List<VettedRule> rules = new ArrayList<>();
        for (RuleDescr rule : tree.getRules()) {
            rules.add(RuleVetting.vet(file, rule));
        }
        return rules;
    }

    private static void refuseAll(SourceFile file, String what, Collection<? extends BaseDescr> elements) {
        for (BaseDescr element : elements) {
            refuse(
                    file,
                    element,
                    "'" + what + "' is refused: a rule file holds rules only. Maybe write it as conditions of a rule.");
        }
    }

    private static void refuse(SourceFile file, BaseDescr element, String message) {
        int at = element.getStartCharacter() >= 0
                ? element.getStartCharacter()
                : file.offset(element.getLine(), element.getColumn() + 1);
        file.problem(at, message);
    }
}
