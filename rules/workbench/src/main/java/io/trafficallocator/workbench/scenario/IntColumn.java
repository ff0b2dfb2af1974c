package io.trafficallocator.workbench.scenario;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whole numbers that arrive one by one. */
final class IntColumn {
    private int[] values = new int[1024];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return values[index];
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    /** The values; element i is {@code order[i]} of them, or i when there is no order. */
    int[] toArray(int @Nullable [] order) {
        if (order == null) {
            return Arrays.copyOf(values, size);
        }
        int[] ordered = new int[size];
        for (int index = 0; index < size; index++) {
            ordered[index] = values[order[index]];
        }
        return ordered;
    }
}
