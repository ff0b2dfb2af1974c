package io.trafficallocator.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Says what a benchmark answered, so that two runs are compared only where they did the same work. Every suite records
 * the digest of its answer once, in its set-up.
 */
public final class Answers {
    /** The system property that names the file to write to; without it nothing is written. */
    public static final String FILE_PROPERTY = "trafficallocator.answers";

    private Answers() {}

    /**
     * Appends one line: benchmark and parameters, a tab, the digest.
     *
     * @param digest of all that the benchmark computes, in any form without line breaks or tabs
     */
    public static void record(BenchmarkParams benchmark, String digest) {
        String file = System.getProperty(FILE_PROPERTY);
        if (file == null) {
            return;
        }
        TreeMap<String, String> parameters = new TreeMap<>();
        benchmark.getParamsKeys().forEach(name -> parameters.put(name, benchmark.getParam(name)));
        try {
            Files.writeString(
                    Path.of(file),
                    key(benchmark.getBenchmark(), parameters) + '\t' + digest + '\n',
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How results and answers name what was measured: {@code SolveBenchmark.solve sellThrough=0.9 threads=2}. */
    public static String key(String benchmark, SortedMap<String, String> parameters) {
        int method = benchmark.lastIndexOf('.');
        StringBuilder key = new StringBuilder(benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1));
        parameters.forEach(
                (name, value) -> key.append(' ').append(name).append('=').append(value));
        return key.toString();
    }
}
