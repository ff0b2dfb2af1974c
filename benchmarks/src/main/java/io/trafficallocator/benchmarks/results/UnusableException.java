package io.trafficallocator.benchmarks.results;

/** What was asked for cannot be done; its message says why, to the person who asked. */
final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableException(String message) {
        super(message);
    }
}
