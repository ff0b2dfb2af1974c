package io.trafficallocator.workbench;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleContext;
import io.trafficallocator.rules.RuleParameters;
import io.trafficallocator.rules.RuleProblem;
import io.trafficallocator.rules.RuleProblem.Severity;
import io.trafficallocator.rules.RuleReport;
import io.trafficallocator.workbench.scenario.ParameterCheck;
import io.trafficallocator.workbench.scenario.ScenarioFolder;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = TrafficCommand.Version.class,
        description = "Says everything that is wrong with rules. Exit status 1 when something is.")
final class CheckCommand implements Callable<Integer> {
    @ParentCommand
    private TrafficCommand traffic = TrafficCommand.silent();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @ArgGroup(exclusive = false, multiplicity = "1")
    private final RuleOptions.Checked rules = new RuleOptions.Checked();

    @Option(
            names = "--scenario",
            paramLabel = "DIR",
            description =
                    "Hold the rules against the programmes, festivals, placements and parameters of this scenario.")
    private @Nullable Path scenario;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            converter = ScenarioOptions.DateConverter.class,
            description = "Warn of rules that are over on this day, such as 2024-11-11.")
    private @Nullable LocalDate asOf;

    @Option(names = "--strict", description = "Exit status 1 on warnings, too.")
    private boolean strict;

    @Override
    public Integer call() {
        RuleFiles files = new RuleFiles();
        return common.attempt(traffic.console(), files, () -> check(files));
    }

    private int check(RuleFiles files) {
        rules.addTo(files);
        AllocationRequest request = facts();
        RuleReport report = RuleBook.check(files.sources(), context(request));
        List<RuleProblem> errors = new ArrayList<>(report.errors());
        List<RuleProblem> warnings = new ArrayList<>(report.warnings());
        if (report.isGood() && request != null) {
            parameters(RuleParameters.of(files.sources()), request, errors, warnings);
        }
        List<RuleProblem> problems = new ArrayList<>(errors);
        problems.addAll(warnings);
        for (RuleProblem problem : problems) {
            traffic.console().complain(problem.toString());
            problem.excerpt().lines().forEach(line -> traffic.console().complain("    " + line));
        }
        boolean passes = errors.isEmpty() && (!strict || warnings.isEmpty());
        int read = files.sources().size();
        int count = report.isGood() ? report.rules().size() : 0;
        if (common.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("files", read);
            json.put("rules", count);
            json.put("problems", asMaps(errors));
            json.put("warnings", asMaps(warnings));
            traffic.console().printJson(json);
        } else if (errors.isEmpty()) {
            traffic.console()
                    .print(counted(read, "file") + ", " + counted(count, "rule") + ": "
                            + (warnings.isEmpty() ? "no problems\n" : counted(warnings.size(), "warning") + "\n"));
        } else {
            traffic.console().complain(counted(errors.size(), "problem") + " in " + counted(read, "file"));
        }
        return passes ? ExitStatus.GOOD : ExitStatus.NO;
    }

    private @Nullable AllocationRequest facts() {
        return scenario == null
                ? null
                : new ScenarioFolder(
                                scenario,
                                unused -> {},
                                warning -> traffic.console().complain(warning.toString()))
                        .read(asOf);
    }

    private RuleContext context(@Nullable AllocationRequest request) {
        RuleContext known = request == null ? RuleContext.NOTHING_KNOWN : RuleContext.of(request);
        return asOf == null ? known : known.on(asOf);
    }

    /** Holds the parameters of the scenario against the rules, as a plan would do. */
    private void parameters(
            RuleParameters rules, AllocationRequest request, List<RuleProblem> errors, List<RuleProblem> warnings) {
        Path folder = scenario;
        if (folder == null) {
            return;
        }
        try {
            ParameterCheck.check(folder, request, rules, doubt -> warnings.add(problem(doubt, Severity.WARNING)));
        } catch (UnusableInputException e) {
            e.troubles().forEach(trouble -> errors.add(problem(trouble, Severity.ERROR)));
        }
    }

    private static RuleProblem problem(Trouble trouble, Severity severity) {
        return new RuleProblem(
                trouble.file(), (int) trouble.line(), (int) trouble.column(), trouble.message(), severity, "", 1);
    }

    private static List<Map<String, Object>> asMaps(List<RuleProblem> problems) {
        return problems.stream()
                .map(problem -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("file", problem.file());
                    map.put("line", problem.line());
                    map.put("column", problem.column());
                    map.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
                    map.put("message", problem.message());
                    map.put("text", problem.text());
                    map.put("length", problem.length());
                    return map;
                })
                .toList();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
