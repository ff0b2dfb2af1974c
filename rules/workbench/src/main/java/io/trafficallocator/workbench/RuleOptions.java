package io.trafficallocator.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which rules to plan by. */
final class RuleOptions {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private final Choice choice = new Choice();

    /** Packs, beside which a command names files in its own way; a group of which at least one must be given. */
    abstract static class WithPacks {
        @Option(
                names = "--pack",
                paramLabel = "NAME",
                description = "Rule pack that comes with the command, such as launch; may be repeated.")
        private final List<String> packs = new ArrayList<>();

        void addPacksTo(RuleFiles files) {
            packs.forEach(pack -> files.addPack("--pack", pack));
        }
    }

    static final class Choice extends WithPacks {
        @Option(
                names = "--rules",
                paramLabel = "DIR",
                description = "Folder of rule files (.drl), or one such file; may be repeated.")
        private final List<Path> paths = new ArrayList<>();
    }

    /** Rules that stand without an option. */
    static final class Checked extends WithPacks {
        @Parameters(arity = "0..*", paramLabel = "RULES", description = "Rule files (.drl) or folders of them.")
        private final List<Path> paths = new ArrayList<>();

        void addTo(RuleFiles files) {
            paths.forEach(files::addByPath);
            addPacksTo(files);
        }
    }

    void addTo(RuleFiles files) {
        choice.paths.forEach(files::add);
        choice.addPacksTo(files);
    }
}
