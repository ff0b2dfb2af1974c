package io.trafficallocator;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.rules.RuleSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule files and tests of a folder as they stood at one moment, each in ascending order of name. */
record FolderContent(List<RuleSource> rules, List<RuleSource> tests) {
    private static final int MOST_READS = 10;
    private static final String TESTS = ".test";

    /**
     * Reads until it reads the same twice: a file may be half written, or vanish between listing and reading.
     *
     * @throws RuleException when files cannot be read, there is no rule file, or no two reads are the same
     */
    static FolderContent read(Path folder) {
        @Nullable FolderContent before = null;
        @Nullable RuleException unreadable = null;
        for (int reads = 0; reads < MOST_READS; reads++) {
            try {
                FolderContent now = new FolderContent(RuleSource.fromFolder(folder), RuleSource.filesIn(folder, TESTS));
                if (now.equals(before)) {
                    return now;
                }
                before = now;
                unreadable = null;
            } catch (RuleException e) {
                before = null;
                unreadable = e;
            }
        }
        throw unreadable != null ? unreadable : RuleSource.neverTheSame(folder, MOST_READS);
    }

    List<RuleSource> all() {
        return ImmutableList.<RuleSource>builder().addAll(rules).addAll(tests).build();
    }
}
