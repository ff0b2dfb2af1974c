package io.trafficallocator.benchmarks.results;

import com.fasterxml.jackson.jr.ob.JSON;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one run measured, on what, and the digest of what each benchmark answered. Its file is JSON: {@code machine},
 * {@code commit}, {@code taken}, {@code answers}, and {@code jmh} as JMH wrote it.
 */
final class Results {
    final Map<String, Object> machine;
    final String commit;
    final String taken;
    final ImmutableSortedMap<String, String> answers;
    final ImmutableList<Measured> measured;
    private final List<Object> raw;

    Results(Map<String, Object> machine, String commit, String taken, Map<String, String> answers, List<Object> raw) {
        this.machine = machine;
        this.commit = commit;
        this.taken = taken;
        this.answers = ImmutableSortedMap.copyOf(answers);
        this.raw = List.copyOf(raw);
        this.measured = raw.stream().map(row -> Measured.of((Map<?, ?>) row)).collect(ImmutableList.toImmutableList());
    }

    /**
     * Reads a file that {@code run} wrote.
     *
     * @throws UnusableException when it is none
     */
    static Results read(Path file) {
        try {
            Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
            if (!(json.get("jmh") instanceof List<?> rows)
                    || !(json.get("machine") instanceof Map<?, ?> found)
                    || !(json.get("answers") instanceof Map<?, ?> digests)) {
                throw new UnusableException(file + ": holds no machine, answers and jmh."
                        + " Maybe JMH wrote it itself: use 'run --out FILE'.");
            }
            Map<String, Object> machine = new LinkedHashMap<>();
            found.forEach((name, value) -> machine.put(String.valueOf(name), value));
            Map<String, String> answers = new TreeMap<>();
            digests.forEach((key, digest) -> answers.put(String.valueOf(key), String.valueOf(digest)));
            return new Results(
                    machine,
                    String.valueOf(json.get("commit")),
                    String.valueOf(json.get("taken")),
                    answers,
                    new ArrayList<>(rows));
        } catch (IOException e) {
            throw new UnusableException(file + ": cannot be read: " + e.getMessage() + ". Maybe it is no result file.");
        }
    }

    void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("commit", commit);
        json.put("taken", taken);
        json.put("answers", answers);
        json.put("jmh", raw);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(
                beside, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
