package io.trafficallocator.workbench;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PlanFile;
import io.trafficallocator.plan.PlanFileException;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleGuards;
import io.trafficallocator.workbench.output.PlanFiles;
import io.trafficallocator.workbench.output.PlanSummary;
import io.trafficallocator.workbench.scenario.Progress;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = TrafficCommand.Version.class,
        description = "Plans a scenario and writes the plan as a folder, whole or not at all.")
final class PlanCommand implements Callable<Integer> {
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
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder to write; an earlier plan there is replaced once the new one is complete.")
    private Path out = Path.of("");

    @Option(
            names = "--plan-file",
            paramLabel = "FILE",
            description = "Also write the plan into one file, for a service to deliver and for replay.")
    private @Nullable Path planFile;

    @Option(
            names = "--keep-going",
            description = {
                "Leave a rule out where it fails, tell where, and write the incomplete plan all the same; then exit",
                "status 1. Otherwise the first failure ends the command, and nothing is written."
            })
    private boolean keepGoing;

    @Override
    public Integer call() {
        RuleFiles files = new RuleFiles();
        return common.attempt(traffic.console(), files, () -> plan(files));
    }

    private int plan(RuleFiles files) {
        Progress progress = traffic.console().progress(common.json);
        PlanFiles written = new PlanFiles(out);
        written.check();
        Map<String, Double> seconds = new LinkedHashMap<>();
        Stopwatch watch = new Stopwatch(seconds);

        progress.report("compiling rules");
        rules.addTo(files);
        RuleBook book = RuleBook.compile(files.sources());
        watch.lap("compile");
        AllocationRequest request = facts.read(traffic.console(), progress, book, files);
        watch.lap("read");
        progress.report("planning for " + request.merchants().count() + " merchants");
        TrafficAllocator allocator = TrafficAllocator.builder()
                .ruleBook(book)
                .threads(threads.count())
                .guards(RuleGuards.lenient().withStrict(!keepGoing))
                .build();
        Plan plan = facts.placed(() -> allocator.allocate(request));
        seconds.putAll(plan.header().seconds());
        progress.report("writing " + out);
        PlanSummary summary = new PlanSummary(plan, seconds);
        if (planFile != null) {
            writeFile(plan, planFile);
        }
        written.write(plan, summary);
        facts.tellDoubts(traffic.console());
        if (common.json) {
            traffic.console().printJson(summary.asMap());
        } else {
            traffic.console().print(summary.toText() + "written to " + out + "\n");
        }
        files.warnings(plan.ruleFailures()).forEach(traffic.console()::complain);
        return plan.isIncomplete() ? ExitStatus.NO : ExitStatus.GOOD;
    }

    private static void writeFile(Plan plan, Path file) {
        try {
            PlanFile.write(plan, file);
        } catch (PlanFileException e) {
            throw new UnusableInputException(new Trouble(file.toString(), 1, 1, String.valueOf(e.getMessage())));
        }
    }
}
