package io.trafficallocator.workbench;

import io.trafficallocator.Allocation;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleGuards;
import io.trafficallocator.rules.RuleProbe;
import io.trafficallocator.rules.WhyNot;
import io.trafficallocator.workbench.scenario.Nearest;
import io.trafficallocator.workbench.scenario.Progress;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = TrafficCommand.Version.class,
        description = "Plans a scenario and says why a merchant, or a placement, has what it has.")
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    private TrafficCommand traffic = TrafficCommand.silent();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ScenarioOptions facts = new ScenarioOptions();

    @Mixin
    private final RuleOptions rules = new RuleOptions();

    @Mixin
    private final ThreadOptions threads = new ThreadOptions();

    @Option(
            names = "--why-not",
            paramLabel = "RULE",
            description = "Say which conditions of this rule the merchant fulfils, in place of planning.")
    private @Nullable String whyNot;

    @Option(
            names = "--keep-going",
            description = {
                "Leave a rule out where it fails, and say so in the explanation; then exit status 1. Otherwise the first",
                "failure ends the command."
            })
    private boolean keepGoing;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private final Subject subject = new Subject();

    /** At least one of the two must be given. */
    static final class Subject {
        @Option(names = "--merchant", paramLabel = "ID", description = "Merchant to explain.")
        private @Nullable String merchant;

        @Option(names = "--placement", paramLabel = "ID", description = "Placement to explain.")
        private @Nullable String placement;
    }

    @Override
    public Integer call() {
        RuleFiles files = new RuleFiles();
        return common.attempt(traffic.console(), files, () -> explain(files));
    }

    private int explain(RuleFiles files) {
        Progress progress = traffic.console().progress(common.json);
        progress.report("compiling rules");
        rules.addTo(files);
        RuleBook book = RuleBook.compile(files.sources());
        AllocationRequest request = facts.read(traffic.console(), progress, book, files);
        String merchant = subject.merchant;
        String placement = subject.placement;
        refuseUnknown(request, merchant, placement);
        if (whyNot != null) {
            return whyNot(book, request, merchant, whyNot);
        }
        progress.report("planning for " + request.merchants().count() + " merchants");
        TrafficAllocator allocator = TrafficAllocator.builder()
                .ruleBook(book)
                .threads(threads.count())
                .guards(RuleGuards.lenient().withStrict(!keepGoing))
                .build();
        Allocation allocation = facts.placed(() -> allocator.run(request));
        progress.report("explaining");
        List<String> answers = new ArrayList<>();
        if (merchant != null) {
            var explanation = allocation.explain(merchant);
            answers.add(common.json ? explanation.toJson() : explanation.toText());
        }
        if (placement != null) {
            var explanation = allocation.explainPlacement(placement);
            answers.add(common.json ? explanation.toJson() : explanation.toText());
        }
        if (common.json) {
            traffic.console()
                    .print((answers.size() == 1 ? answers.get(0) : "[" + String.join(",", answers) + "]") + "\n");
        } else {
            traffic.console().print(String.join("\n", answers));
        }
        return allocation.plan().isIncomplete() ? ExitStatus.NO : ExitStatus.GOOD;
    }

    private int whyNot(RuleBook book, AllocationRequest request, @Nullable String merchant, String name) {
        if (merchant == null) {
            throw new UnusableInputException(
                    Trouble.ofOption("--why-not", "a rule is tried on a merchant. Maybe add --merchant ID."));
        }
        List<RuleReference> named =
                book.rules().stream().filter(rule -> rule.rule().equals(name)).toList();
        if (named.isEmpty()) {
            List<String> known =
                    book.rules().stream().map(RuleReference::rule).distinct().toList();
            String part = name.toLowerCase(Locale.ROOT);
            List<String> like = known.stream()
                    .filter(rule -> rule.toLowerCase(Locale.ROOT).contains(part))
                    .toList();
            throw new UnusableInputException(Trouble.ofOption(
                    "--why-not",
                    "rule is '" + name + "', but must be the name of a rule. Maybe "
                            + Nearest.advice(name, known, "one of " + (like.isEmpty() ? known : like) + " was meant")
                            + "."));
        }
        List<WhyNot> answers = named.stream()
                .map(rule -> RuleProbe.probe(book, rule, request, merchant))
                .toList();
        if (common.json) {
            traffic.console()
                    .printJson(Map.of(
                            "rules", answers.stream().map(ExplainCommand::asMap).toList()));
        } else {
            answers.forEach(answer -> traffic.console().print(answer.toText()));
        }
        return ExitStatus.GOOD;
    }

    private static Map<String, Object> asMap(WhyNot answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", answer.rule().rule());
        json.put("source", answer.rule().source());
        json.put("merchant", answer.merchant());
        json.put("fires", answer.fires());
        json.put("failure", answer.failure());
        json.put(
                "conditions",
                answer.conditions().stream()
                        .map(each -> Map.of("text", each.text(), "holds", each.holds(), "found", each.found()))
                        .toList());
        return json;
    }

    private void refuseUnknown(AllocationRequest request, @Nullable String merchant, @Nullable String placement) {
        Merchants merchants = request.merchants();
        if (merchant != null && merchants.row(merchant) < 0) {
            List<String> ids = IntStream.range(0, merchants.count())
                    .mapToObj(merchants::id)
                    .toList();
            throw unknown("--merchant", merchant, "a merchant", ids);
        }
        if (placement != null && request.placements().index(placement) < 0) {
            List<String> ids =
                    request.placements().asList().stream().map(Placement::id).toList();
            throw unknown("--placement", placement, "a placement", ids);
        }
    }

    private UnusableInputException unknown(String option, String id, String what, List<String> known) {
        return new UnusableInputException(new Trouble(
                facts.scenario.toString(),
                1,
                1,
                option + " is '" + id + "', but must be the id of " + what + " of the scenario. Maybe "
                        + Nearest.advice(id, known, "another scenario was meant") + "."));
    }
}
