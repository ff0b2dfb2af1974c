package io.trafficallocator.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** The cost of measuring nothing, below which no other figure can be trusted. */
public class BaselineBenchmark {
    /** Does nothing. */
    @Benchmark
    public void nothing() {}
}
