package io.trafficallocator.workbench;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.nio.file.Path;

/** Rules for tests. */
final class Rules {
    /** Its pattern stands in line 4, its grant in line 6. */
    static final String GUARANTEE = """
            package launch;
            rule "first week"
            when
                $m : Merchant(ageDays < 7)
            then
                grant.guarantee("launch", 300);
            end
            """;

    static final String BOOST = """
            package upward;
            rule "grown by agencies"
            when
                $m : Merchant(tier >= 3, attribute("channel") == "agency")
            then
                grant.boost("upward", 1.5).inField("live");
            end
            """;

    private Rules() {}

    static Path write(Path folder, String name, String text) {
        ScenarioFiles.write(folder, name, text);
        return folder.resolve(name);
    }
}
