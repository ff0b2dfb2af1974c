package io.trafficallocator.solve;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers, one for each cell, in half the memory where there are many of them and none is large. Safe for use by
 * several threads once nobody sets any.
 */
public final class Whole {
    /** Fewer than this are not worth the trouble. */
    private static final int MANY = 1 << 20;

    private final long @Nullable [] longs;
    private final int[] ints;

    private Whole(long @Nullable [] longs, int[] ints) {
        this.longs = longs;
        this.ints = ints;
    }

    /** Adopts the array without a copy. */
    public static Whole of(long[] numbers) {
        return new Whole(numbers, new int[0]);
    }

    /** So many zeros, to be replaced by numbers from 0 to {@code most}. */
    public static Whole zeros(int length, long most) {
        return length < MANY || most > Integer.MAX_VALUE
                ? new Whole(new long[length], new int[0])
                : new Whole(null, new int[length]);
    }

    public int length() {
        return longs == null ? ints.length : longs.length;
    }

    public long get(int index) {
        return longs == null ? ints[index] : longs[index];
    }

    public void set(int index, long number) {
        if (longs == null) {
            ints[index] = Math.toIntExact(number);
        } else {
            longs[index] = number;
        }
    }

    public void add(int index, long number) {
        set(index, get(index) + number);
    }

    /** The numbers as an array, which is not always a copy. */
    public long[] toArray() {
        if (longs != null) {
            return longs;
        }
        long[] array = new long[ints.length];
        Arrays.setAll(array, index -> ints[index]);
        return array;
    }

    /** Whether the other ones are the same numbers, however they are held. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Whole that) || that.length() != length()) {
            return false;
        }
        for (int index = 0; index < length(); index++) {
            if (get(index) != that.get(index)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int index = 0; index < length(); index++) {
            hash = 31 * hash + Long.hashCode(get(index));
        }
        return hash;
    }

    @Override
    public String toString() {
        return length() + " whole numbers";
    }
}
