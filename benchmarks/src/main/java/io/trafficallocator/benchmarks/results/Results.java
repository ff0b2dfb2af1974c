package io.trafficallocator.benchmarks.results;

import com.fasterxml.jackson.jr.ob.JSON;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
            Map<?, ?> json = JSON.std.anyFrom(Files.readString(file)) instanceof Map<?, ?> whole ? whole : Map.of();
            if (!(json.get("jmh") instanceof List<?> rows)
                    || !rows.stream().allMatch(Map.class::isInstance)
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
            throw new UnusableException(file + ": " + Failure.reason(e) + ". Maybe it "
                    + (Files.exists(file) ? "is no result file." : "is misspelt."));
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
        Path beside = beside(file);
        try {
            Files.writeString(
                    beside, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /**
     * Tries whether {@link #write} can, and leaves nothing behind: hours of measuring must not end in a folder that is
     * not there.
     *
     * @throws UnusableException when it cannot
     */
    static void checkWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw new UnusableException("--out is '" + file + "', but that is a folder. Maybe name a file in it.");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UnusableException("--out is '" + file + "', but that is a device. Maybe name a file.");
        }
        Deque<Path> made = new ArrayDeque<>();
        try {
            try {
                for (Path missing : missingParents(file)) {
                    Files.createDirectory(missing);
                    made.push(missing);
                }
                Path beside = beside(file);
                // One that was left by a run that was killed is no obstacle.
                if (!Files.exists(beside)) {
                    Files.createFile(beside);
                    made.push(beside);
                } else if (!Files.isRegularFile(beside) || !Files.isWritable(beside)) {
                    throw new IOException(beside + " is in the way");
                }
            } finally {
                for (Path each : made) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UnusableException(
                    "--out is '" + file + "', which cannot be written: " + Failure.line(e) + ". Maybe name another.");
        }
    }

    /** Uppermost first. */
    private static Deque<Path> missingParents(Path file) {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path parent = file.toAbsolutePath().normalize().getParent();
                parent != null && !Files.isDirectory(parent);
                parent = parent.getParent()) {
            missing.push(parent);
        }
        return missing;
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
