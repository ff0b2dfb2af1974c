package io.trafficallocator.workbench;

import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.workbench.scenario.Trouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
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

    @Parameters(arity = "1..*", paramLabel = "RULES", description = "Rule files (.drl) or folders of them.")
    private final List<Path> paths = new ArrayList<>();

    @Override
    public Integer call() {
        RuleFiles files = new RuleFiles();
        return common.attempt(traffic.console(), files, () -> check(files));
    }

    private int check(RuleFiles files) {
        paths.forEach(files::addByPath);
        int rules = 0;
        List<Trouble> troubles = List.of();
        try {
            rules = RuleBook.compile(files.sources()).rules().size();
        } catch (RuleException e) {
            troubles = files.troubles(e);
        }
        troubles.forEach(trouble -> traffic.console().complain(trouble.toString()));
        int read = files.sources().size();
        if (common.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("files", read);
            json.put("rules", rules);
            json.put("problems", Console.asMaps(troubles));
            traffic.console().printJson(json);
        } else if (troubles.isEmpty()) {
            traffic.console().print(counted(read, "file") + ", " + counted(rules, "rule") + ": no problems\n");
        } else {
            traffic.console().complain(counted(troubles.size(), "problem") + " in " + counted(read, "file"));
        }
        return troubles.isEmpty() ? ExitStatus.GOOD : ExitStatus.NO;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
