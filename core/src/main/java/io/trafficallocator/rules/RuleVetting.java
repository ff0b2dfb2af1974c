package io.trafficallocator.rules;

import io.trafficallocator.rules.VettedRule.Role;
import io.trafficallocator.rules.Vocabulary.FactType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;

/** Holds one rule against the list of what a rule may do: what is not on it is a problem. */
final class RuleVetting {
    private static final Set<String> ATTRIBUTES =
            Set.of("salience", "no-loop", "enabled", "date-effective", "date-expires");
    private final SourceFile file;
    private final RuleDescr rule;
    private final Scope scope = new Scope();
    private final List<VettedRule.Pattern> patterns = new ArrayList<>();
    private List<GrantCall> grants = List.of();
    private int merchants;
    private boolean hasUnknownType;

    private RuleVetting(SourceFile file, RuleDescr rule) {
        this.file = file;
        this.rule = rule;
    }

    static VettedRule vet(SourceFile file, RuleDescr rule) {
        RuleVetting vetting = new RuleVetting(file, rule);
        vetting.vet();
        return new VettedRule(file, rule, header(file, rule), vetting.patterns, vetting.scope, vetting.grants);
    }

    /** Where the rule's header stands. */
    static int header(SourceFile file, RuleDescr rule) {
        return file.offset(rule.getLine(), rule.getColumn() + 1);
    }

    private void vet() {
        int header = header(file, rule);
        String name = "rule '" + rule.getName() + "'";
        if (rule.isQuery()) {
            file.problem(header, "query '" + rule.getName() + "' is refused. Maybe write a rule that grants.");
            return;
        }
        PackageNames.vetRule(file, header, rule.getName());
        if (rule.hasParent()) {
            file.problem(
                    header,
                    name + " extends '" + rule.getParentName()
                            + "', but a rule must say all of its conditions. Maybe repeat them.");
        }
        if (!rule.getAnnotationNames().isEmpty()) {
            file.problem(
                    header,
                    name + " has metadata '@"
                            + rule.getAnnotationNames().iterator().next()
                            + "', which is refused because it is evaluated while it is compiled. Maybe write a"
                            + " comment.");
        }
        for (AttributeDescr attribute : new TreeMap<>(rule.getAttributes()).values()) {
            attribute(attribute);
        }
        if (!rule.getNamedConsequences().isEmpty()) {
            file.problem(header, name + " has a named consequence, but must have one 'then'. Maybe write two rules.");
        }
        condition(rule.getLhs(), Role.PLAIN);
        if (merchants == 0 && !hasUnknownType) {
            file.problem(
                    header,
                    name + " has no Merchant pattern, so it cannot know whom to grant to. Maybe add Merchant( ... ).");
        }
        for (String binding : scope.names()) {
            if (EngineWords.contains(binding)) {
                file.problem(
                        header,
                        "binding '" + binding + "' of " + name
                                + " is a word of the engine, which would take it for something else. Maybe call it '$"
                                + binding + "1'.");
            }
        }
        ConsequenceVetting consequence = new ConsequenceVetting(file, rule, scope);
        rule.setConsequence(consequence.vet());
        grants = consequence.calls();
    }

    static boolean isJavaDialect(AttributeDescr attribute) {
        return attribute.getName().equals("dialect") && attribute.getValue().equals("java");
    }

    private void attribute(AttributeDescr attribute) {
        int at = file.offset(attribute.getLine(), attribute.getColumn() + 1);
        String name = attribute.getName();
        String value = attribute.getValue();
        boolean saidForTheWholeFile = attribute.getLine() < rule.getLine();
        if (saidForTheWholeFile || isJavaDialect(attribute)) {
            return;
        }
        if (!ATTRIBUTES.contains(name)) {
            file.problem(
                    at,
                    "attribute '" + name + "' of rule '" + rule.getName() + "' is refused: no firing may depend on"
                            + " another. Maybe say it as a condition; allowed are "
                            + String.join(", ", new TreeSet<>(ATTRIBUTES)) + ".");
        } else if (name.equals("salience") && !value.matches("-?\\d{1,9}")) {
            file.problem(
                    at,
                    "salience of rule '" + rule.getName() + "' is " + value
                            + ", but must be a whole number. Maybe leave it out: it cannot change a plan.");
        } else if ((name.equals("no-loop") || name.equals("enabled")) && !value.matches("true|false")) {
            file.problem(
                    at,
                    name + " of rule '" + rule.getName() + "' is " + value
                            + ", but must be true or false. Maybe say it as a condition.");
        }
    }

    private void condition(BaseDescr element, Role role) {
        if (element instanceof PatternDescr pattern) {
            pattern(pattern, role);
        } else if (element instanceof AndDescr) {
            children((ConditionalElementDescr) element, role == Role.NOT || role == Role.EXISTS ? Role.OTHER : role);
        } else if (element instanceof OrDescr) {
            scope.branch(true);
            children((ConditionalElementDescr) element, Role.OTHER);
            scope.branch(false);
        } else if (element instanceof NotDescr) {
            children((ConditionalElementDescr) element, role == Role.PLAIN ? Role.NOT : Role.OTHER);
        } else if (element instanceof ExistsDescr) {
            children((ConditionalElementDescr) element, role == Role.PLAIN ? Role.EXISTS : Role.OTHER);
        } else {
            String name = element.getClass().getSimpleName().replaceAll("(Condition)?Descr$", "");
            refuse(
                    element,
                    "'" + name.toLowerCase(Locale.ROOT)
                            + "' is refused: a rule sees one merchant and the day's facts. Maybe say it as a condition"
                            + " inside a pattern.");
        }
    }

    private void children(ConditionalElementDescr element, Role role) {
        List<BaseDescr> children = new ArrayList<>();
        element.getDescrs().forEach(child -> children.add((BaseDescr) child));
        children.forEach(child -> condition(child, role));
    }

    private void pattern(PatternDescr pattern, Role role) {
        String named = pattern.getObjectType();
        FactType type = named == null ? null : Vocabulary.FACTS.get(named);
        if (named == null) {
            hasUnknownType = true;
            refuse(pattern, "this form of pattern is refused: it names no type. Maybe Merchant( ... ) was meant.");
            return;
        }
        if (type == null) {
            hasUnknownType = true;
            refuse(
                    pattern,
                    "type '" + pattern.getObjectType() + "' is unknown. "
                            + NearestName.advice(pattern.getObjectType(), Vocabulary.FACTS.keySet()));
            return;
        }
        if (pattern.getSource() != null
                || !pattern.getBehaviors().isEmpty()
                || pattern.isQuery()
                || pattern.isUnification()) {
            refuse(
                    pattern,
                    "'from', 'accumulate', 'over', ':=' and the like are refused: a rule sees one merchant and the day's"
                            + " facts. Maybe say it as a condition inside the pattern.");
        }
        if (!pattern.getAnnotationNames().isEmpty()) {
            refuse(pattern, "metadata on a pattern is refused. Maybe write a comment.");
        }
        if (pattern.getObjectType().equals(Vocabulary.MERCHANT)) {
            merchants++;
            if (role != Role.PLAIN) {
                refuse(
                        pattern,
                        "Merchant stands inside 'not', 'exists' or 'or', but a rule must see exactly one merchant."
                                + " Maybe say it as a condition inside Merchant( ... ).");
            } else if (merchants > 1) {
                refuse(
                        pattern,
                        "a second Merchant pattern in rule '" + rule.getName()
                                + "', but a rule sees one merchant only. Maybe a percentile says what was meant.");
            }
        }
        List<Term> conditions = new ArrayList<>();
        constraints((BaseDescr) pattern.getConstraint(), type, conditions);
        if (pattern.getIdentifier() != null) {
            scope.bindFact(file, pattern.getIdentifier(), Math.max(0, pattern.getStartCharacter()), type);
        }
        patterns.add(new VettedRule.Pattern(
                type, pattern.getIdentifier(), role, Math.max(0, pattern.getStartCharacter()), conditions));
    }

    private void constraints(BaseDescr element, FactType type, List<Term> conditions) {
        if (element instanceof ExprConstraintDescr constraint) {
            Term term = ConstraintVetting.vet(file, constraint, type, scope);
            if (term != null) {
                conditions.add(term);
            }
        } else if (element instanceof AndDescr several) {
            several.getDescrs().forEach(child -> constraints(child, type, conditions));
        } else {
            refuse(element, "this form of condition is refused. Maybe write it as 'field operator value'.");
        }
    }

    private void refuse(BaseDescr element, String message) {
        int at = element.getStartCharacter();
        file.problem(at >= 0 ? at : header(file, rule), message);
    }
}
