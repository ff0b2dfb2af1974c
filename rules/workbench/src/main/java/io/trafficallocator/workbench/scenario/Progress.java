package io.trafficallocator.workbench.scenario;

/** Told now and then what long work is at. */
@FunctionalInterface
public interface Progress {
    void report(String doing);
}
