package io.trafficallocator.rules;

import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.definition.KiePackage;
import org.kie.api.definition.rule.Rule;

/** Rules compiled by the engine's other compiler, to hold the first to it. */
final class ExecutableModel {
    private static final AtomicInteger BUILDS = new AtomicInteger();

    private ExecutableModel() {}

    /** The same book with another base. */
    static RuleBook book(List<RuleSource> sorted) {
        RuleCompiler.Result classic = RuleCompiler.compile(sorted, RuleGuards.lenient());
        KieBase base = OwnLoader.call(() -> base(sorted));
        Map<String, Integer> positions = new HashMap<>();
        for (KiePackage each : classic.base().getKiePackages()) {
            for (Rule rule : each.getRules()) {
                Integer position = classic.index().get(rule);
                if (position != null) {
                    positions.put(each.getName() + '\n' + rule.getName(), position);
                }
            }
        }
        IdentityHashMap<Rule, Integer> index = new IdentityHashMap<>();
        for (KiePackage each : base.getKiePackages()) {
            for (Rule rule : each.getRules()) {
                Integer position = positions.get(each.getName() + '\n' + rule.getName());
                if (position != null) {
                    index.put(rule, position);
                }
            }
        }
        return RuleBook.of(new RuleCompiler.Result(base, classic.rules(), index), sorted);
    }

    private static KieBase base(List<RuleSource> sources) {
        KieServices services = KieServices.Factory.get();
        KieFileSystem files = services.newKieFileSystem();
        ReleaseId release = services.newReleaseId("test", "rules", "1." + BUILDS.incrementAndGet());
        files.generateAndWritePomXML(release);
        for (RuleSource source : sources) {
            String name = source.file().replace(".csv", "").replaceAll("[^\\w.]", "_");
            files.write("src/main/resources/" + name, text(source));
        }
        KieBuilder builder = services.newKieBuilder(files, OwnLoader.LOADER).buildAll(ExecutableModelProject.class);
        List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
        if (!errors.isEmpty()) {
            throw new IllegalStateException("the other compiler refuses what the first compiles: " + errors);
        }
        KieBase base = services.newKieContainer(release, OwnLoader.LOADER).getKieBase();
        services.getRepository().removeKieModule(release);
        return base;
    }

    /** Complete, as the first compiler is given it; which days a rule is in force is not the engine's business. */
    private static String text(RuleSource source) {
        SourceFile file = new SourceFile(source);
        StringBuilder text = new StringBuilder(Tokens.inDoubleQuotes(file.text()));
        List<Token> tokens = Tokens.of(text.toString());
        int packageEnd = 0;
        boolean consequence = false;
        List<Integer> grants = new ArrayList<>();
        for (int index = 0; index < tokens.size(); index++) {
            Token token = tokens.get(index);
            if (token.kind() != Kind.NAME) {
                continue;
            }
            if (token.is("package") && packageEnd == 0) {
                int last = index + 1;
                while (tokens.get(last + 1).is(".") || tokens.get(last).is(".")) {
                    last++;
                }
                packageEnd = tokens.get(last).end();
                packageEnd = tokens.get(last + 1).is(";") ? tokens.get(last + 1).end() : packageEnd;
            } else if (token.is("then")) {
                consequence = true;
            } else if (token.is("end")) {
                consequence = false;
            } else if (consequence
                    && token.is(Vocabulary.GRANT)
                    && !tokens.get(index - 1).is(".")) {
                grants.add(token.start());
            }
        }
        for (int at : grants) {
            text.replace(at, at + Vocabulary.GRANT.length(), Vocabulary.GRANT_IN_ENGINE);
        }
        StringBuilder head = new StringBuilder("\n");
        Vocabulary.imports().forEach(name -> head.append("import ").append(name).append(";\n"));
        head.append("global ")
                .append(Grant.class.getName())
                .append(' ')
                .append(Vocabulary.GRANT_IN_ENGINE)
                .append(";\n");
        text.insert(packageEnd, head);
        return text.toString().replaceAll("date-(?:effective|expires)\\s+\"[^\"]*\"\\s*,?", "");
    }
}
