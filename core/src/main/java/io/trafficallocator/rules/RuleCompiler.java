package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.trafficallocator.model.RuleReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.drools.core.impl.RuleBaseFactory;
import org.drools.drl.ast.descr.GlobalDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.drools.drl.parser.ParserError;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.definition.KiePackage;
import org.kie.api.definition.rule.Rule;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderConfiguration;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.conf.ConstraintJittingThresholdOption;
import org.kie.internal.io.ResourceFactory;

/**
 * From texts to a base that can be fired: parse, vet the syntax trees, then compile the very trees that were vetted. A
 * base is always made afresh, because changing one in place leaks, and helpers that share names mix up threads.
 */
final class RuleCompiler {
    private final List<SourceFile> files = new ArrayList<>();
    private final Map<SourceFile, PackageDescr> trees = new HashMap<>();
    private final List<VettedRule> vetted = new ArrayList<>();
    private final List<Compiled> rules = new ArrayList<>();

    private record Compiled(SourceFile file, PackageDescr tree, RuleDescr rule, CompiledRule result) {}

    /** A base, and its rules in ascending order of file, then line. */
    record Result(KieBase base, ImmutableList<CompiledRule> rules, IdentityHashMap<Rule, Integer> index) {}

    private RuleCompiler(List<RuleSource> sources) {
        sources.stream()
                .sorted(Comparator.comparing(RuleSource::file))
                .map(SourceFile::new)
                .forEach(files::add);
    }

    static Result compile(List<RuleSource> sources, RuleGuards guards) {
        return OwnLoader.call(() -> {
            RuleCompiler compiler = new RuleCompiler(sources);
            compiler.files.forEach(compiler::parse);
            compiler.collectRules();
            guards.check(Lists.transform(compiler.rules, Compiled::result));
            return compiler.compile();
        });
    }

    /** One rule of a file that was compiled before. */
    static Result compileOne(RuleSource source, String rule) {
        return OwnLoader.call(() -> {
            RuleCompiler compiler = new RuleCompiler(List.of(source));
            compiler.files.forEach(compiler::parse);
            compiler.trees
                    .values()
                    .forEach(tree ->
                            tree.getRules().removeIf(each -> !each.getName().equals(rule)));
            compiler.collectRules();
            return compiler.compile();
        });
    }

    /** What is wrong, and what is hardly meant; nothing is thrown. */
    static RuleReport check(List<RuleSource> sources, RuleContext context) {
        return OwnLoader.call(() -> {
            RuleCompiler compiler = new RuleCompiler(sources);
            try {
                compiler.files.forEach(compiler::parse);
                compiler.collectRules();
                compiler.vet(context);
                compiler.build();
            } catch (RuleException e) {
                return new RuleReport(compiler.references(), e.problems(), compiler.warnings());
            }
            return new RuleReport(compiler.references(), ImmutableList.of(), compiler.warnings());
        });
    }

    private ImmutableList<RuleReference> references() {
        return rules.stream().map(rule -> rule.result.reference()).collect(ImmutableList.toImmutableList());
    }

    private ImmutableList<RuleProblem> warnings() {
        return files.stream()
                .flatMap(file -> file.warnings().stream())
                .sorted(RuleProblem.BY_PLACE)
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    private void vet(RuleContext context) {
        failOnProblems();
        review(context);
        failOnProblems();
    }

    private Result compile() {
        vet(RuleContext.NOTHING_KNOWN);
        KieBase base = build();
        Map<String, Integer> position = new HashMap<>();
        ImmutableList.Builder<CompiledRule> compiled = ImmutableList.builder();
        for (Compiled rule : rules) {
            position.put(key(rule.tree.getName(), rule.rule.getName()), position.size());
            compiled.add(rule.result);
        }
        IdentityHashMap<Rule, Integer> index = new IdentityHashMap<>();
        for (KiePackage kiePackage : base.getKiePackages()) {
            for (Rule rule : kiePackage.getRules()) {
                Integer found = position.get(key(kiePackage.getName(), rule.getName()));
                if (found != null) {
                    index.put(rule, found);
                }
            }
        }
        return new Result(base, compiled.build(), index);
    }

    private static String key(String packageName, String rule) {
        return packageName + '\n' + rule;
    }

    private void parse(SourceFile file) {
        file.scan();
        if (!file.problems().isEmpty()) {
            return;
        }
        DrlParser parser = new DrlParser();
        PackageDescr tree = null;
        try {
            tree = parser.parse(false, file.text());
        } catch (DroolsParserException | RuntimeException | StackOverflowError e) {
            file.problem(0, "cannot be read. Maybe it is not a rule file, or is nested too deeply.");
        }
        for (DroolsError error : parser.getErrors()) {
            int at = error instanceof ParserError place
                    ? file.offset(place.getRow(), place.getCol() + 1)
                    : file.offset(error.getLines().length == 0 ? 1 : error.getLines()[0], 1);
            file.problem(at, EngineMessages.syntax(error.getMessage()));
        }
        file.explainSlips(true);
        if (tree != null && file.problems().isEmpty()) {
            try {
                vetted.addAll(PackageVetting.vet(file, tree));
            } catch (RuntimeException | StackOverflowError e) {
                // Whatever cannot be vetted to its end is refused.
                file.problem(0, "cannot be checked to its end. Maybe a rule has a form that no rule needs.");
            }
            file.explainSlips(false);
            trees.put(file, tree);
        }
    }

    private void collectRules() {
        Map<String, Compiled> seen = new HashMap<>();
        for (SourceFile file : files) {
            PackageDescr tree = trees.get(file);
            if (tree == null) {
                continue;
            }
            tree.getRules().sort(Comparator.comparingInt(RuleDescr::getLine));
            for (RuleDescr rule : tree.getRules()) {
                int header = RuleVetting.header(file, rule);
                RuleReference reference = new RuleReference(rule.getName(), file.name(), file.line(header));
                CompiledRule result = new CompiledRule(
                        reference,
                        file.column(header),
                        InForce.of(file, rule),
                        // Of a rule that is refused anything may be missing.
                        file.problems().isEmpty() ? RuleShape.of(rule) : RuleShape.UNREAD,
                        file.problems().isEmpty() ? Joins.of(rule) : facts -> 1);
                Compiled compiled = new Compiled(file, tree, rule, result);
                Compiled first = seen.putIfAbsent(key(tree.getName(), rule.getName()), compiled);
                if (first != null) {
                    file.problem(
                            header,
                            "rule '" + rule.getName() + "' stands in package '" + tree.getName() + "' already, at "
                                    + first.result.reference().source()
                                    + ", but names must be unique. Maybe it is a copy.");
                }
                rules.add(compiled);
            }
        }
    }

    private void review(RuleContext context) {
        IdentityHashMap<RuleDescr, CompiledRule> compiled = new IdentityHashMap<>();
        rules.forEach(rule -> compiled.put(rule.rule, rule.result));
        // Of a file that was compiled before, one rule alone may be wanted.
        List<VettedRule> wanted = vetted.stream()
                .filter(rule -> compiled.containsKey(rule.rule()))
                .toList();
        for (VettedRule rule : wanted) {
            RuleReview.review(
                    rule, Objects.requireNonNull(compiled.get(rule.rule())).inForce());
        }
        BookReview.review(wanted, compiled, context);
    }

    private KieBase build() {
        KnowledgeBuilder builder = builder();
        for (SourceFile file : files) {
            PackageDescr tree = trees.get(file);
            if (tree != null) {
                complete(tree);
                try {
                    builder.add(ResourceFactory.newDescrResource(tree), ResourceType.DESCR);
                } catch (RuntimeException | StackOverflowError e) {
                    file.problem(0, "cannot be compiled: the engine gives up. Maybe a condition is very long.");
                }
            }
        }
        failOnProblems();
        if (builder.hasErrors()) {
            EngineMessages messages = new EngineMessages(files, trees);
            builder.getErrors().forEach(messages::locate);
            failOnProblems();
        }
        return base(builder);
    }

    /** An empty builder, set up as every rule needs it. */
    static KnowledgeBuilder builder() {
        Properties properties = new Properties();
        // In the pool it would use, the context class loader can be one that does not see the facts.
        properties.setProperty("drools.parallelRulesBuildThreshold", "-1");
        // No rule changes a fact, so nobody needs to know which properties a rule reacts to.
        properties.setProperty("drools.propertySpecific", "DISABLED");
        KnowledgeBuilderConfiguration configuration =
                KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(properties, OwnLoader.LOADER);
        return KnowledgeBuilderFactory.newKnowledgeBuilder(configuration);
    }

    static KieBase base(KnowledgeBuilder builder) {
        KieBaseConfiguration baseConfiguration =
                RuleBaseFactory.newKnowledgeBaseConfiguration(new Properties(), OwnLoader.LOADER);
        // Conditions are compiled at their first evaluation: otherwise a pool does it in the background, at a time that
        // chance decides.
        baseConfiguration.setOption(ConstraintJittingThresholdOption.get(0));
        InternalKnowledgeBase base = KnowledgeBaseFactory.newKnowledgeBase(baseConfiguration);
        base.addPackages(builder.getKnowledgePackages());
        return base;
    }

    /** Adds what authors need not write. */
    static void complete(PackageDescr tree) {
        tree.getImports().clear();
        for (String name : Vocabulary.imports()) {
            tree.addImport(new ImportDescr(name));
        }
        tree.getGlobals().clear();
        tree.addGlobal(new GlobalDescr(Vocabulary.GRANT_IN_ENGINE, Grant.class.getName()));
    }

    private void failOnProblems() {
        List<RuleProblem> problems = new ArrayList<>();
        files.forEach(file -> problems.addAll(file.toldProblems()));
        if (!problems.isEmpty()) {
            problems.sort(RuleProblem.BY_PLACE);
            throw new RuleException(problems.stream().distinct().toList(), null);
        }
    }
}
