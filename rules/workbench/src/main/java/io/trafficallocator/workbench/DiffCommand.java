package io.trafficallocator.workbench;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.workbench.output.PlanDiff;
import io.trafficallocator.workbench.scenario.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        versionProvider = TrafficCommand.Version.class,
        description = {
            "Plans a scenario twice and says who gains and who loses by a change, before it goes live.",
            "Nothing is written."
        })
final class DiffCommand implements Callable<Integer> {
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
            names = "--top",
            paramLabel = "N",
            description = "How many merchants to show on either side: 10 when not set.")
    private int top = 10;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private final Changed changed = new Changed();

    /** At least one of these must be given; what is not is as before. */
    static final class Changed {
        @Option(
                names = "--against",
                paramLabel = "DIR",
                description = "The changed rules: a folder of rule files, or one such file; may be repeated.")
        private final List<Path> paths = new ArrayList<>();

        @Option(
                names = "--against-pack",
                paramLabel = "NAME",
                description = "A rule pack that is among the changed rules; may be repeated.")
        private final List<String> packs = new ArrayList<>();

        @Option(
                names = "--against-scenario",
                paramLabel = "SCENARIO",
                description = "The changed facts, such as a copy of the scenario with other parameters.")
        private @Nullable Path scenario;

        /** Whether other rules are named, which then stand in place of all the first. */
        boolean rules() {
            return !paths.isEmpty() || !packs.isEmpty();
        }
    }

    @Override
    public Integer call() {
        RuleFiles files = new RuleFiles();
        return common.attempt(traffic.console(), files, () -> before(files));
    }

    private int before(RuleFiles files) {
        rules.addTo(files);
        RuleFiles read = changed.rules() ? new RuleFiles() : files;
        changed.paths.forEach(read::add);
        changed.packs.forEach(pack -> read.addPack("--against-pack", pack));
        RuleBook book = RuleBook.compile(files.sources());
        Plan before = plan(facts, book, files);
        return common.attempt(traffic.console(), read, () -> {
            RuleBook after = changed.rules() ? RuleBook.compile(read.sources()) : book;
            Path scenario = changed.scenario;
            return compare(before, plan(scenario == null ? facts : facts.of(scenario), after, read));
        });
    }

    private Plan plan(ScenarioOptions scenario, RuleBook book, RuleFiles files) {
        Progress progress = traffic.console().progress(common.json);
        AllocationRequest request = scenario.read(traffic.console(), progress, book, files);
        progress.report("planning for " + request.merchants().count() + " merchants");
        TrafficAllocator allocator = TrafficAllocator.builder()
                .ruleBook(book)
                .threads(threads.count())
                .strict()
                .build();
        Plan plan = scenario.placed(() -> allocator.allocate(request));
        scenario.tellDoubts(traffic.console());
        return plan;
    }

    private int compare(Plan before, Plan after) {
        PlanDiff diff = new PlanDiff(before, after, Math.max(0, top));
        if (common.json) {
            traffic.console().printJson(diff.asMap());
        } else {
            traffic.console().print(diff.toText(Math.max(0, top)));
        }
        return ExitStatus.GOOD;
    }
}
