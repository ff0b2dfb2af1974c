package io.trafficallocator.benchmarks.results;

import com.fasterxml.jackson.jr.ob.JSON;
import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import io.trafficallocator.benchmarks.Answers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs JMH in a process of its own, from the jar of any commit. */
final class Suite {
    /** Options that JMH takes more than once. */
    private static final Set<String> REPEATABLE = Set.of("-p", "-prof", "-e");

    /** Keeps results, for instance in a file. */
    interface Keeper {
        void keep(Results results) throws IOException;
    }

    private Suite() {}

    /**
     * The lines of a named profile, each the arguments of one run of JMH.
     *
     * @throws UnusableException when there is none of that name
     */
    static List<List<String>> profile(String name) {
        try {
            String text =
                    Resources.toString(Resources.getResource(Suite.class, name + ".profile"), StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> Splitter.on(' ').omitEmptyStrings().splitToList(line))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableException(
                    "profile is '" + name + "', but must be smoke, aims or full. Maybe it was misspelt.");
        }
    }

    /** A line with other options; where both have the same one, which JMH refuses, the other holds. */
    static List<String> with(List<String> line, List<String> others) {
        List<String> whole = new ArrayList<>();
        for (int index = 0; index < line.size(); index++) {
            String word = line.get(index);
            boolean replaced = word.startsWith("-") && !REPEATABLE.contains(word) && others.contains(word);
            if (replaced) {
                index++; // and its value
            } else {
                whole.add(word);
            }
        }
        whole.addAll(others);
        return whole;
    }

    /** Runs each line in turn and gathers all they measured. */
    static Results run(Path jar, String commit, List<List<String>> lines) throws IOException, InterruptedException {
        return run(jar, commit, lines, sofar -> {});
    }

    /**
     * The same.
     *
     * @param each takes what was measured so far, after each line, so that one that fails takes no hours with it
     */
    static Results run(Path jar, String commit, List<List<String>> lines, Keeper each)
            throws IOException, InterruptedException {
        Map<String, Object> machine = Machine.describe();
        Map<String, String> answers = new TreeMap<>();
        List<Object> rows = new ArrayList<>();
        Path folder = Files.createTempDirectory("benchmarks");
        try {
            for (List<String> line : lines) {
                rows.addAll(runOne(jar, folder, line, answers));
                each.keep(new Results(machine, commit, Instant.now().toString(), answers, rows));
            }
        } finally {
            Files.deleteIfExists(folder.resolve("answers"));
            Files.deleteIfExists(folder.resolve("jmh.json"));
            Files.deleteIfExists(folder);
        }
        return new Results(machine, commit, Instant.now().toString(), answers, rows);
    }

    private static List<Object> runOne(Path jar, Path folder, List<String> arguments, Map<String, String> answers)
            throws IOException, InterruptedException {
        Path json = folder.resolve("jmh.json");
        Path answered = folder.resolve("answers");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jar.toString(),
                "org.openjdk.jmh.Main"));
        command.addAll(arguments);
        command.addAll(List.of(
                "-rf",
                "json",
                "-rff",
                json.toString(),
                "-foe",
                "true",
                "-jvmArgsAppend",
                "-D" + Answers.FILE_PROPERTY + "=" + answered));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0 || !Files.exists(json)) {
            throw new UnusableException("'" + String.join(" ", arguments) + "' ended with " + status
                    + " and no results." + " Maybe no benchmark has that name, or one failed: see above.");
        }
        List<Object> rows = JSON.std.listFrom(Files.readString(json));
        Files.delete(json);
        if (Files.exists(answered)) {
            for (String line : Files.readAllLines(answered)) {
                List<String> parts = Splitter.on('\t').splitToList(line);
                String before = answers.put(parts.get(0), parts.get(1));
                if (before != null && !before.equals(parts.get(1))) {
                    throw new UnusableException(parts.get(0) + ": answers " + before + ", then " + parts.get(1)
                            + " in another fork. Maybe it depends on threads or time.");
                }
            }
            Files.delete(answered);
        }
        return rows;
    }
}
