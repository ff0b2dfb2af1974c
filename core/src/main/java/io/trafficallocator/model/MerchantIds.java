package io.trafficallocator.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ids of merchants in strictly ascending order ({@link String#compareTo}): held as strings, or made when they are
 * read, so that a hundred million of them need not stand in memory. Immutable and safe for use by several threads, as
 * far as what it was made from is.
 */
public final class MerchantIds {
    private final int count;
    private final IntFunction<String> id;

    private MerchantIds(int count, IntFunction<String> id) {
        this.count = count;
        this.id = id;
    }

    /** Adopts the array without a copy. */
    public static MerchantIds of(String... ids) {
        return new MerchantIds(ids.length, row -> ids[row]);
    }

    /**
     * Ids that are made when they are read.
     *
     * @param id of a row from 0 on; must always give the same, and be safe for use by several threads
     */
    public static MerchantIds of(int count, IntFunction<String> id) {
        if (count < 0) {
            throw new InvalidRequestException(
                    "count of merchants is " + count + ", but must be at least 0. Maybe it overflowed.");
        }
        return new MerchantIds(count, id);
    }

    /**
     * Ids that are read once, and then held end to end in as few bytes as they need.
     *
     * @throws InvalidRequestException when together they take more than 2 GB
     */
    public static MerchantIds packed(int count, IntFunction<String> id) {
        int[] end = new int[count + 1];
        byte[] text = new byte[Math.max(16, 8 * Math.min(count, 1 << 20))];
        for (int row = 0; row < count; row++) {
            byte[] bytes = id.apply(row).getBytes(StandardCharsets.UTF_8);
            long needed = (long) end[row] + bytes.length;
            if (needed > Integer.MAX_VALUE - 8) {
                throw new InvalidRequestException("ids of merchants take more than " + (Integer.MAX_VALUE - 8)
                        + " bytes, which is the most that can be held. Maybe make them when they are read.");
            }
            if (needed > text.length) {
                text = Arrays.copyOf(text, (int) Math.min(Integer.MAX_VALUE - 8, needed + (needed >> 1)));
            }
            System.arraycopy(bytes, 0, text, end[row], bytes.length);
            end[row + 1] = (int) needed;
        }
        byte[] all = Arrays.copyOf(text, end[count]);
        return new MerchantIds(
                count, row -> new String(all, end[row], end[row + 1] - end[row], StandardCharsets.UTF_8));
    }

    public int count() {
        return count;
    }

    /** The id of a row from 0 on. */
    public String get(int row) {
        return id.apply(row);
    }

    /** The row of a merchant, or -1 when there is none of that id. */
    public int row(String merchant) {
        int least = 0;
        int most = count - 1;
        while (least <= most) {
            int middle = (least + most) >>> 1;
            int order = get(middle).compareTo(merchant);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                least = middle + 1;
            } else {
                most = middle - 1;
            }
        }
        return -1;
    }

    /** Whether the other ones are the same ids, however they are held. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof MerchantIds that) || that.count != count) {
            return false;
        }
        for (int row = 0; row < count; row++) {
            if (!get(row).equals(that.get(row))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int row = 0; row < count; row++) {
            hash = 31 * hash + get(row).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        String[] first = new String[Math.min(count, 3)];
        Arrays.setAll(first, this::get);
        return count + " merchants " + Arrays.toString(first);
    }
}
