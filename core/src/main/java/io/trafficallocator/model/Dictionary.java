package io.trafficallocator.model;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * A column of few distinct values over many rows: a small code for each row, and the values by code. Immutable and safe
 * for use by several threads.
 */
public final class Dictionary<T> {
    private final ImmutableList<T> values;
    private final IntUnaryOperator codes;

    private Dictionary(ImmutableList<T> values, IntUnaryOperator codes) {
        this.values = values;
        this.codes = codes;
    }

    /** The value of a row. */
    public T get(int row) {
        return values.get(codes.applyAsInt(row));
    }

    /** Which of the {@link #values()} a row has. */
    public int code(int row) {
        return codes.applyAsInt(row);
    }

    /** In no order that means anything; the same value may stand here twice, or be no row's. */
    public ImmutableList<T> values() {
        return values;
    }

    <R> Dictionary<R> map(Function<T, R> mapping) {
        return new Dictionary<>(values.stream().map(mapping).collect(ImmutableList.toImmutableList()), codes);
    }

    /** Every row has this value. */
    static <T> Dictionary<T> constant(T value) {
        return new Dictionary<>(ImmutableList.of(value), row -> 0);
    }

    /** Adopts the codes, which the caller no longer changes. */
    static <T> Dictionary<T> of(String name, List<T> values, int[] codes, int rows) {
        if (codes.length != rows) {
            throw new InvalidRequestException("column '" + name + "' has " + codes.length + " rows, but there are "
                    + rows + " merchants. Maybe it belongs to another table.");
        }
        return of(name, values, row -> codes[row], rows);
    }

    static <T> Dictionary<T> of(String name, List<T> values, IntUnaryOperator codes, int rows) {
        for (int row = 0; row < rows; row++) {
            int code = codes.applyAsInt(row);
            if (code < 0 || code >= values.size()) {
                throw new InvalidRequestException("code of column '" + name + "' in row " + row + " is " + code
                        + ", but must be an index into its " + values.size()
                        + " values. Maybe the values are incomplete.");
            }
        }
        return new Dictionary<>(ImmutableList.copyOf(values), codes);
    }

    static <T> Dictionary<T> encode(List<T> column) {
        Map<T, Integer> seen = new HashMap<>();
        List<T> values = new ArrayList<>();
        int[] codes = new int[column.size()];
        for (int row = 0; row < codes.length; row++) {
            T value = column.get(row);
            Integer code = seen.putIfAbsent(value, values.size());
            if (code == null) {
                code = values.size();
                values.add(value);
            }
            codes[row] = code;
        }
        return new Dictionary<>(ImmutableList.copyOf(values), row -> codes[row]);
    }
}
