package io.trafficallocator.workbench;

import java.util.Map;

/** Notes how long each stage takes. */
final class Stopwatch {
    private final Map<String, Double> seconds;
    private long start = System.nanoTime();

    Stopwatch(Map<String, Double> seconds) {
        this.seconds = seconds;
    }

    /** Ends a stage and begins the next. */
    void lap(String stage) {
        long now = System.nanoTime();
        seconds.put(stage, (now - start) / 1e9);
        start = now;
    }
}
