package io.trafficallocator.workbench;

import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PlanFile;
import io.trafficallocator.plan.PlanFileException;
import io.trafficallocator.workbench.scenario.Progress;
import io.trafficallocator.workbench.scenario.RequestLog;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = TrafficCommand.Version.class,
        description =
                "Serves a log of requests under floors or a plan, and says what was delivered and what it cost in relevance.")
final class ReplayCommand implements Callable<Integer> {
    @ParentCommand
    private TrafficCommand traffic = TrafficCommand.silent();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "LOG",
            description = "CSV file, plain or .gz: request, placement, merchant, score; sorted by request.")
    private Path log = Path.of("");

    @ArgGroup(multiplicity = "1")
    private final Promises promises = new Promises();

    /** One of the two. */
    static final class Promises {
        @Option(names = "--floors", paramLabel = "FILE", description = "CSV file, plain or .gz: merchant, impressions.")
        private @Nullable Path floors;

        @Option(
                names = "--plan",
                paramLabel = "FILE",
                description = "Plan that `traffic plan --plan-file` wrote; the log is its whole period.")
        private @Nullable Path plan;
    }

    @Option(names = "-k", paramLabel = "N", description = "Impressions for each request; 10 when not given.")
    private int k = 10;

    @Option(names = "--html", paramLabel = "FILE", description = "Page to write, with a picture.")
    private @Nullable Path html;

    @Override
    public Integer call() {
        return common.attempt(traffic.console(), new RuleFiles(), this::replay);
    }

    private int replay() {
        if (k < 1) {
            throw new UnusableInputException(
                    new Trouble("-k", 1, 1, "k is " + k + ", but must be at least 1. Maybe the sign is wrong."));
        }
        Progress progress = traffic.console().progress(common.json);
        Consumer<Trouble> warnings = warning -> traffic.console().complain(warning.toString());
        RequestLog requests = RequestLog.read(log, progress, warnings);
        Plan plan = promises.plan != null
                ? read(promises.plan, requests)
                : Replay.plan(
                        RequestLog.floors(Objects.requireNonNull(promises.floors), progress, warnings), requests, k);
        Replay replay = Replay.of(requests, plan, k);
        if (html != null) {
            write(html, ReplayPage.of(replay));
        }
        if (common.json) {
            traffic.console().printJson(replay.asMap());
        } else {
            traffic.console()
                    .print(String.format(
                            Locale.ROOT,
                            "%,d requests, %,d impressions%nrelevance kept: %.5f of the highest scores%n"
                                    + "shortfall: %,d impressions at %d of %d %s%n",
                            replay.requests(),
                            replay.impressions(),
                            replay.kept(),
                            replay.shortfall(),
                            replay.lagging().size(),
                            replay.promises(),
                            promises.plan == null ? "floors" : "promises"));
            replay.pools()
                    .forEach(pool -> traffic.console()
                            .print(String.format(
                                    Locale.ROOT,
                                    "%s: %s of %s %s spent%n",
                                    pool.name(),
                                    Replay.amount(pool, pool.spent()).toPlainString(),
                                    Replay.amount(pool, pool.limit()).toPlainString(),
                                    pool.unit().name().toLowerCase(Locale.ROOT))));
        }
        return replay.shortfall() == 0 ? ExitStatus.GOOD : ExitStatus.NO;
    }

    private Plan read(Path file, RequestLog requests) {
        Plan plan;
        try {
            plan = PlanFile.read(file);
        } catch (PlanFileException e) {
            throw new UnusableInputException(new Trouble(file.toString(), 1, 1, String.valueOf(e.getMessage())));
        }
        for (String placement : requests.byPlacement().keySet()) {
            if (plan.placements().index(placement) < 0) {
                throw new UnusableInputException(new Trouble(
                        log.toString(),
                        1,
                        1,
                        "placement is '" + placement + "', but the plan " + file
                                + " has none of that id. Maybe the log is of another period."));
            }
        }
        return plan;
    }

    /** Whole or not at all. */
    private static void write(Path target, String page) {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try {
            Files.writeString(unfinished, page, StandardCharsets.UTF_8);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnusableInputException(new Trouble(
                    target.toString(), 1, 1, "file cannot be written (" + e + "). Maybe the folder is missing."));
        }
    }
}
