package io.trafficallocator.workbench.scenario;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers that arrive one by one. */
final class DoubleColumn {
    private double[] values = new double[1024];
    private int size;

    double get(int index) {
        return values[index];
    }

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    /** The values; element i is {@code order[i]} of them, or i when there is no order. */
    double[] toArray(int @Nullable [] order) {
        if (order == null) {
            return Arrays.copyOf(values, size);
        }
        double[] ordered = new double[size];
        for (int index = 0; index < size; index++) {
            ordered[index] = values[order[index]];
        }
        return ordered;
    }
}
