package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.parser.DrlParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.AgendaFilter;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.io.ResourceFactory;

/**
 * Holds what is proved about rules to the engine, which evaluates them unproved: a rule that is called impossible fires at
 * nobody, a condition that always holds changes nothing, and a rule that adds nothing never fires without the other.
 */
class LogicTest {
    private static final int RULES = 60;
    private static final String[] ORDER = {"<", "<=", "==", "!=", ">=", ">"};

    private final Map<String, Set<String>> fired = new HashMap<>();
    private int impossible;
    private int always;
    private int covered;

    /** A rule whose conditions stand in a line each, from line 3 of the rule on. */
    private record Drawn(String before, List<String> conditions) {
        String text(String name, int count) {
            return "rule \"" + name + "\" when\n" + before + "Merchant(\n"
                    + String.join(",\n", conditions.subList(0, count)) + "\n)\nthen grant.boost(\"p1\", 2); end\n";
        }
    }

    private static String one(SplittableRandom random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String condition(SplittableRandom random, int depth) {
        if (depth < 2 && random.nextInt(4) == 0) {
            String left = condition(random, depth + 1);
            String right = condition(random, depth + 1);
            return switch (random.nextInt(4)) {
                case 0 -> "(" + left + " || " + right + ")";
                case 1 -> "(" + left + " && " + right + ")";
                case 2 -> "!( " + left + " )";
                default -> "!( " + left + " || " + right + " )";
            };
        }
        String whole = one(random, "tier", "violations", "ageDays");
        String ratio = one(random, "quality", "growth", "gmv", "gmvPercentile");
        String order = ORDER[random.nextInt(ORDER.length)];
        String number = one(random, "0", "0.25", "0.5", "0.75", "1", "1.5");
        int small = random.nextInt(4);
        return switch (random.nextInt(17)) {
            case 0, 1, 2 -> whole + " " + order + " " + small;
            case 3, 4 -> ratio + " " + order + " " + number;
            case 5 -> small + " " + order + " " + whole;
            case 6 -> one(random, "quality", "growth") + one(random, " == null", " != null");
            case 7 -> "tier " + one(random, "in", "not in") + " (" + small + ", " + random.nextInt(4) + ")";
            case 8 -> "size " + one(random, "in", "not in") + " (\"small\", \"large\")";
            case 9 ->
                one(random, "size", "origin")
                        + one(random, " == ", " != ")
                        + one(random, "\"small\"", "\"o1\"", "\"\"");
            case 10 ->
                "categories " + one(random, "contains", "not contains", "excludes") + " "
                        + one(random, "\"fur\"", "\"bags\"");
            case 11 -> one(random, "", "!") + "enrolledIn(" + one(random, "\"p1\"", "\"f1\"") + ")";
            case 12 ->
                one(random, "enrolments", "categories")
                        + one(random, ".empty == true", ".empty == false", " contains \"p1\"");
            case 13 -> one(random, "qualityKnown", "growthKnown") + " == " + one(random, "true", "false");
            case 14 ->
                "tier " + one(random, ">", ">=") + " " + small + " && " + one(random, "<", "<=", "!=") + " "
                        + random.nextInt(4);
            case 15 -> one(random, "tier", "violations") + " " + order + " " + one(random, "tier", "violations");
            default -> "origin " + one(random, "matches \"o[12]\"", "not matches \"o[12]\"");
        };
    }

    private static Drawn rule(SplittableRandom random) {
        String before = one(
                random,
                "\n",
                "\n",
                "\n",
                "FestivalDay( phase == \"main\", day >= " + random.nextInt(3) + " )\n",
                "Today( periodDays " + one(random, "<", ">=") + " " + (1 + random.nextInt(2)) + " )\n");
        List<String> conditions = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int index = 0; index < count; index++) {
            conditions.add(condition(random, 0));
        }
        return new Drawn(before, conditions);
    }

    /** Whom each rule fires at, by the engine alone. */
    private void fire(String rules, AllocationRequest request) throws Exception {
        PackageDescr tree = new DrlParser().parse(false, rules);
        tree.getRules().forEach(rule -> rule.setConsequence(""));
        RuleCompiler.complete(tree);
        KnowledgeBuilder builder = RuleCompiler.builder();
        builder.add(ResourceFactory.newDescrResource(tree), ResourceType.DESCR);
        assertThat(builder.hasErrors())
                .as(builder.getErrors().toString() + rules)
                .isFalse();
        KieSession session = RuleCompiler.base(builder).newKieSession();
        try {
            RuleEvaluation.context(request).forEach(session::insert);
            Cohorts cohorts = new Cohorts(request.merchants(), request.settings(), Workers.of(1));
            for (int row = 0; row < request.merchants().count(); row++) {
                session.insert(new Merchant(cohorts, row));
            }
            AgendaFilter note = match -> {
                for (Object fact : match.getObjects()) {
                    if (fact instanceof Merchant merchant) {
                        fired.computeIfAbsent(match.getRule().getName(), unused -> new HashSet<>())
                                .add(merchant.getId());
                    }
                }
                return false;
            };
            session.fireAllRules(note);
        } finally {
            session.dispose();
        }
    }

    private Set<String> firedAt(String rule) {
        return fired.getOrDefault(rule, Set.of());
    }

    private void holds(long seed) throws Exception {
        SplittableRandom drawn = new SplittableRandom(seed);
        AllocationRequest request = new RandomRules(new SplittableRandom(seed)).request(300);
        StringBuilder all = new StringBuilder("package drawn\n");
        List<Drawn> rules = new ArrayList<>();
        for (int index = 0; index < RULES; index++) {
            Drawn rule = rule(drawn);
            rules.add(rule);
            for (int count = 0; count <= rule.conditions.size(); count++) {
                all.append(rule.text(index + "/" + count, count));
            }
        }
        fired.clear();
        fire(all.toString(), request);
        List<String> possible = new ArrayList<>();
        for (int index = 0; index < RULES; index++) {
            Drawn rule = rules.get(index);
            int whole = rule.conditions.size();
            String text = rule.text(index + "/" + whole, whole);
            RuleReport report = RuleBook.check(
                    List.of(new RuleSource("r.drl", "package drawn\n" + text)), RuleContext.NOTHING_KNOWN);
            String as = "seed " + seed + "\n" + text;
            for (RuleProblem error : report.errors()) {
                assertThat(error.message()).as(as).contains(" never holds");
                assertThat(firedAt(index + "/" + whole)).as(as + error).isEmpty();
                impossible++;
            }
            for (RuleProblem warning : report.warnings()) {
                assertThat(warning.message()).as(as).contains(" always holds");
                int condition = warning.line() - 5;
                if (condition >= 0) {
                    assertThat(firedAt(index + "/" + (condition + 1)))
                            .as(as + warning)
                            .isEqualTo(firedAt(index + "/" + condition));
                    always++;
                }
            }
            if (report.errors().isEmpty()) {
                possible.add(text);
            }
        }
        RuleReport together = RuleBook.check(
                List.of(new RuleSource("r.drl", "package drawn\n" + String.join("", possible))),
                RuleContext.NOTHING_KNOWN);
        assertThat(together.errors()).isEmpty();
        for (RuleProblem warning : together.warnings()) {
            if (warning.message().contains(" adds nothing")) {
                List<String> quoted = Splitter.on('\'').splitToList(warning.message());
                assertThat(firedAt(quoted.get(3)))
                        .as("seed %d: %s", seed, warning)
                        .containsAll(firedAt(quoted.get(1)));
                covered++;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_proved_is_true(long seed) throws Exception {
        holds(seed);
        assertThat(impossible).isPositive();
        assertThat(always).isPositive();
        assertThat(covered).isPositive();
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = 100)
    void what_is_proved_is_true_of_many_rules(long seed) throws Exception {
        for (int more = 0; more < 100; more++) {
            holds(seed + more);
        }
        System.out.printf(
                "%d rules: %d impossible, %d conditions that always hold, %d rules that add nothing%n",
                100 * RULES, impossible, always, covered);
        assertThat(impossible).isGreaterThan(500);
        assertThat(always).isGreaterThan(500);
        assertThat(covered).isGreaterThan(100);
    }
}
