package io.trafficallocator.workbench.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A good scenario broken in many ways, each with the place and the words that its one error must have. */
public final class BrokenScenarios {
    /**
     * One way.
     *
     * @param name what is wrong
     * @param damage does it to a good scenario
     * @param place file, line and column, such as {@code demand.csv:2:1}
     * @param words that the error must have besides
     */
    public record Broken(String name, Consumer<Path> damage, String place, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Broken> all = new ArrayList<>();

    private BrokenScenarios() {}

    public static List<Broken> all() {
        BrokenScenarios broken = new BrokenScenarios();
        BrokenFiles.addTo(broken);
        BrokenValues.addTo(broken);
        return broken.all;
    }

    void add(String name, Consumer<Path> damage, String place, String... words) {
        all.add(new Broken(name, damage, place, List.of(words)));
    }
}
