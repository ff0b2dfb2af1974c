package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.WhyNot.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.AgendaFilter;
import org.kie.api.runtime.rule.Match;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.io.ResourceFactory;

/**
 * Finds out which condition keeps a rule from firing at a merchant, by letting the engine itself evaluate parts of the
 * rule: its first patterns, and each condition of the first pattern that nothing fits alone. Nothing is interpreted
 * here, so the answer is the engine's. A condition that throws does not hold, and the answer says what it threw.
 */
public final class RuleProbe {
    private static final Pattern COMPARISON =
            Pattern.compile("[=!]=|[<>]=?|&&|\\|\\||\\b(?:in|not|contains|excludes|memberOf|matches)\\b");
    private static final Pattern BOUND = Pattern.compile("^\\s*[A-Za-z_$][\\w$]*\\s*:");

    private final SourceFile source;
    private final String rule;
    private final Merchant merchant;
    private final ImmutableList<Object> context;
    private final Map<String, Supplier<PackageDescr>> parts = new LinkedHashMap<>();
    private final Map<String, String> thrown = new HashMap<>();
    private final Map<String, List<Combination>> matched = new HashMap<>();

    private RuleProbe(RuleSource source, String rule, AllocationRequest request, int row) {
        this.source = new SourceFile(source);
        this.rule = rule;
        this.context = RuleEvaluation.context(request);
        this.merchant = new Merchant(new Cohorts(request.merchants(), request.settings(), Workers.of(1)), row);
    }

    /**
     * Tries a rule of a book on a merchant.
     *
     * @throws io.trafficallocator.model.InvalidRequestException when there is no merchant of that id
     * @throws IllegalArgumentException when the rule is not of the book
     */
    public static WhyNot probe(RuleBook book, RuleReference rule, AllocationRequest request, String merchant) {
        int row = Merchant.row(request, merchant);
        int position = book.rules().indexOf(rule);
        if (position < 0) {
            throw new IllegalArgumentException("rule '" + rule.rule() + "' is not of this book");
        }
        InForce inForce = book.compiled().get(position).inForce();
        if (!inForce.on(request.settings().asOf())) {
            Condition day = new Condition(
                    inForce.toText(),
                    false,
                    "the plan's day is " + request.settings().asOf());
            return new WhyNot(rule, merchant, false, ImmutableList.of(day), "");
        }
        RuleSource source = book.sources().stream()
                .filter(each -> each.file().equals(rule.file()))
                .findFirst()
                .orElseThrow();
        String failure = RuleEvaluation.failuresAt(book, request, merchant).stream()
                .filter(each -> each.rule().equals(rule))
                .map(RuleFailure::message)
                .findFirst()
                .orElse("");
        return OwnLoader.call(() -> new RuleProbe(source, rule.rule(), request, row).run(rule, failure));
    }

    private WhyNot run(RuleReference reference, String failure) {
        List<? extends BaseDescr> patterns = parse().rule.getLhs().getDescrs();
        for (int index = 0; index < patterns.size(); index++) {
            add(first(index), index, UnaryOperator.identity());
            if (patterns.get(index) instanceof PatternDescr pattern) {
                add(bare(index), index, each -> bound(pattern(each), -1));
                for (int at = 0; at < constraints(pattern).size(); at++) {
                    int only = at;
                    add(alone(index, at), index, each -> bound(pattern(each), only));
                }
            }
        }
        match();
        int fitting = 0;
        while (fitting < patterns.size() && matched.containsKey(first(fitting))) {
            fitting++;
        }
        boolean fires = fitting == patterns.size();
        Combination furthest = furthest(patterns, fitting);
        List<Condition> conditions = new ArrayList<>();
        for (int index = 0; index < fitting; index++) {
            describe(patterns.get(index), index, true, furthest.startIn(fits(first(index))), conditions);
        }
        if (!fires) {
            describe(patterns.get(fitting), fitting, false, furthest, conditions);
        }
        return new WhyNot(
                reference, merchant.getId(), fires && failure.isEmpty(), ImmutableList.copyOf(conditions), failure);
    }

    /** Of several facts of one type, those of which most conditions hold, one after the other. */
    private Combination furthest(List<? extends BaseDescr> patterns, int fitting) {
        List<Combination> candidates = fitting < patterns.size() ? fits(bare(fitting)) : List.of();
        if (candidates.isEmpty()) {
            return fitting == 0 ? Combination.NONE : Combination.first(fits(first(fitting - 1)), context);
        }
        List<List<Combination>> alone = new ArrayList<>();
        List<String> constraints = constraints(pattern(patterns.get(fitting)));
        for (int at = 0; at < constraints.size(); at++) {
            if (isCondition(constraints.get(at))) {
                alone.add(fits(alone(fitting, at)));
            }
        }
        return Combination.furthest(candidates, alone, context);
    }

    private void describe(BaseDescr element, int index, boolean holds, Combination facts, List<Condition> conditions) {
        if (!(element instanceof PatternDescr pattern)) {
            conditions.add(new Condition(text(element), holds, found(first(index), "")));
            return;
        }
        Object fact = holds || matched.containsKey(bare(index)) ? facts.last() : null;
        FoundValues values = new FoundValues(merchant, context, pattern.getObjectType(), fact, facts.values());
        List<String> constraints = constraints(pattern);
        boolean anyFails = false;
        int before = conditions.size();
        for (int at = 0; at < constraints.size(); at++) {
            if (isCondition(constraints.get(at))) {
                List<Combination> fitting = fits(alone(index, at));
                boolean alone = holds || facts.isIn(fitting);
                anyFails |= !alone;
                conditions.add(new Condition(
                        pattern.getObjectType() + "( " + constraints.get(at).strip() + " )",
                        alone,
                        found(alone(index, at), values.of(constraints.get(at), !alone && fitting.isEmpty()))));
            }
        }
        if (conditions.size() == before || (!holds && !anyFails)) {
            conditions.add(new Condition(
                    conditions.size() == before
                            ? "there is a " + pattern.getObjectType()
                            : "one " + pattern.getObjectType() + " fulfils all of these",
                    holds,
                    found(first(index), holds ? values.which() : "")));
        }
    }

    private List<Combination> fits(String part) {
        return matched.getOrDefault(part, List.of());
    }

    private String found(String part, String values) {
        String message = thrown.get(part);
        return message == null ? values : values.isEmpty() ? message : values + "; " + message;
    }

    private String text(BaseDescr element) {
        int start = element.getStartCharacter();
        int end = element.getEndCharacter();
        String text = source.text();
        return start >= 0 && end > start && end < text.length()
                ? text.substring(start, end + 1).replaceAll("\\s+", " ")
                : element.toString();
    }

    private record Parsed(PackageDescr tree, RuleDescr rule) {}

    private Parsed parse() {
        PackageDescr tree = source.parseAgain();
        RuleDescr found = tree.getRules().stream()
                .filter(each -> each.getName().equals(rule))
                .findFirst()
                .orElseThrow();
        return new Parsed(tree, found);
    }

    /** Adds the rule cut off after a pattern, which is changed before. */
    private void add(String name, int last, UnaryOperator<BaseDescr> change) {
        parts.put(name, () -> part(name, last, change));
    }

    private PackageDescr part(String name, int last, UnaryOperator<BaseDescr> change) {
        Parsed parsed = parse();
        parsed.tree.getRules().clear();
        parsed.tree.addRule(parsed.rule);
        parsed.rule.setName(name);
        parsed.rule.getAttributes().clear();
        parsed.rule.setConsequence("");
        List<BaseDescr> kept = new ArrayList<>();
        for (BaseDescr each : List.copyOf(parsed.rule.getLhs().getDescrs())) {
            if (kept.size() <= last) {
                kept.add(kept.size() == last ? change.apply(each) : each);
            }
        }
        parsed.rule.getLhs().getDescrs().clear();
        kept.forEach(parsed.rule.getLhs()::addDescr);
        RuleCompiler.complete(parsed.tree);
        return parsed.tree;
    }

    private static PatternDescr pattern(BaseDescr element) {
        return (PatternDescr) element;
    }

    /** Keeps one constraint as it is, and of all others what they bind. */
    private static PatternDescr bound(PatternDescr pattern, int only) {
        List<String> constraints = constraints(pattern);
        pattern.removeAllConstraint();
        for (int at = 0; at < constraints.size(); at++) {
            String text = constraints.get(at);
            if (at != only && isCondition(text)) {
                if (!BOUND.matcher(text).find()) {
                    continue;
                }
                text = COMPARISON.split(text, 2)[0];
            }
            pattern.addConstraint(new ExprConstraintDescr(text));
        }
        return pattern;
    }

    private static boolean isCondition(String constraint) {
        String text = BOUND.matcher(constraint).replaceFirst("");
        return text.length() == constraint.length()
                || COMPARISON.matcher(Tokens.withoutStrings(text)).find();
    }

    private static List<String> constraints(PatternDescr pattern) {
        return pattern.getConstraint().getDescrs().stream()
                .map(each -> ((ExprConstraintDescr) each).getExpression())
                .toList();
    }

    private void match() {
        if (fire(parts.keySet()) == null) {
            return;
        }
        // One that throws says nothing of the others.
        matched.clear();
        for (String part : parts.keySet()) {
            Throwable failure = fire(Set.of(part));
            if (failure != null) {
                matched.remove(part);
                thrown.put(part, ThrownWords.of(RuleEngine.message(failure), failure));
            }
        }
    }

    /** Remembers what fits these parts; gives what one of them threw. */
    private @Nullable Throwable fire(Set<String> names) {
        KnowledgeBuilder builder = RuleCompiler.builder();
        for (String name : names) {
            PackageDescr tree = Objects.requireNonNull(parts.get(name)).get();
            builder.add(ResourceFactory.newDescrResource(tree), ResourceType.DESCR);
        }
        if (builder.hasErrors()) {
            throw new IllegalStateException("rule '" + rule + "' of '" + source.name()
                    + "' was compiled before, but not in parts: " + builder.getErrors());
        }
        KieSession session = RuleCompiler.base(builder).newKieSession();
        try {
            context.forEach(session::insert);
            session.insert(merchant);
            AgendaFilter watch = match -> {
                remember(match);
                return false;
            };
            session.fireAllRules(watch);
            return null;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return e;
        } finally {
            session.dispose();
        }
    }

    private void remember(Match match) {
        Map<String, Object> values = new HashMap<>();
        for (String name : match.getDeclarationIds()) {
            values.putIfAbsent(name, match.getDeclarationValue(name));
        }
        matched.computeIfAbsent(match.getRule().getName(), unused -> new ArrayList<>())
                .add(new Combination(List.copyOf(match.getObjects()), values));
    }

    private static String first(int index) {
        return "first " + index;
    }

    private static String bare(int index) {
        return "bare " + index;
    }

    private static String alone(int index, int constraint) {
        return "alone " + index + " " + constraint;
    }
}
