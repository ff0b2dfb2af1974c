package io.trafficallocator.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which rules to plan by. */
final class RuleOptions {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private final Choice choice = new Choice();

    /** At least one of the two must be given. */
    static final class Choice {
        @Option(
                names = "--rules",
                paramLabel = "DIR",
                description = "Folder of rule files (.drl), or one such file; may be repeated.")
        private final List<Path> paths = new ArrayList<>();

        @Option(
                names = "--pack",
                paramLabel = "NAME",
                description = "Rule pack that comes with the command, such as launch; may be repeated.")
        private final List<String> packs = new ArrayList<>();
    }

    void addTo(RuleFiles files) {
        choice.paths.forEach(files::add);
        choice.packs.forEach(files::addPack);
    }
}
