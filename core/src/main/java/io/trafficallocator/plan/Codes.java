package io.trafficallocator.plan;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Distinct values in the order in which they first came, and a small number for each. */
final class Codes<T> {
    private final Map<T, Integer> codes = new LinkedHashMap<>();

    /** Writes one value. */
    @FunctionalInterface
    interface Writer<T> {
        void write(PlanOutput out, T value) throws IOException;
    }

    void add(T value) {
        codes.putIfAbsent(value, codes.size());
    }

    int of(T value) {
        Integer code = codes.get(value);
        if (code == null) {
            throw new IllegalArgumentException("'" + value + "' has no code. Maybe a list changed while it was read.");
        }
        return code;
    }

    void write(PlanOutput out, Writer<T> writer) throws IOException {
        out.putInt(codes.size());
        for (T value : codes.keySet()) {
            writer.write(out, value);
        }
    }
}
