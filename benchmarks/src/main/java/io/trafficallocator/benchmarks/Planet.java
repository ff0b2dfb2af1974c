package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandRows;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.MerchantIds;
import io.trafficallocator.model.Merchants;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The marketplace of {@link Marketplace} at the size of a country: every fact is a function of its row, worked out when it
 * is read, so that a hundred million merchants take no memory before they are planned for. One merchant in a hundred is
 * within its first four weeks, one in five hundred enrolled in the festival, and four in five are too small for their
 * growth to be known: individual businesses are many, and few of them new.
 */
final class Planet implements DemandRows {
    private static final int ROWS_PER_MERCHANT = 3;
    private static final int PLACEMENTS = 20;
    private static final int CATEGORIES = 10;
    private static final int TABLE_BITS = 16;
    private static final int TABLE = 1 << TABLE_BITS;
    private static final long SEED = 125_000_000;
    private static final int DIGITS = 9;

    private final int merchants;
    /** Three ascending placements each, a byte for one. */
    private final int[] trios = new int[TABLE];
    /** Trade of merchants, by a power law. */
    private final double[] trade = new double[TABLE];

    Planet(int merchants) {
        this.merchants = merchants;
        SplittableRandom random = new SplittableRandom(SEED);
        for (int index = 0; index < TABLE; index++) {
            trade[index] = Math.pow(1 - (index + 0.5) / TABLE, -0.8);
            int[] trio = random.doubles()
                    .mapToInt(drawn -> (int) (PLACEMENTS * drawn * drawn))
                    .distinct()
                    .limit(ROWS_PER_MERCHANT)
                    .toArray();
            Arrays.sort(trio);
            trios[index] = trio[0] | trio[1] << 8 | trio[2] << 16;
        }
    }

    static AllocationRequest request(int merchants) {
        Planet planet = new Planet(merchants);
        return Marketplace.request(planet.columns(), DemandTable.of(planet));
    }

    private Merchants columns() {
        int today = Math.toIntExact(Marketplace.DAY.toEpochDay());
        return Merchants.columns(
                        MerchantIds.of(merchants, Planet::id),
                        row -> today - (below(row, 1, 100) == 0 ? below(row, 2, 28) : 28 + below(row, 3, 2000)))
                .categories(
                        IntStream.range(0, CATEGORIES)
                                .mapToObj(index -> ImmutableSet.of("category-" + index))
                                .toList(),
                        row -> below(row, 4, CATEGORIES))
                .tier(row -> below(row, 5, 6))
                .quality(row -> unit(hash(row, 6)))
                .gmv(this::trade)
                .growth(row -> below(row, 11, 5) == 0 ? 0.5 + 1.5 * unit(hash(row, 7)) : Double.NaN)
                .violations(row -> below(row, 8, 20) == 0 ? 1 : 0)
                .enrolments(
                        List.of(ImmutableList.of(), ImmutableList.of(new Enrolment(Marketplace.FESTIVAL, null))),
                        row -> below(row, 9, 500) == 0 ? 1 : 0)
                .build();
    }

    /** Ten characters, so that ids ascend with rows. */
    private static String id(int row) {
        byte[] text = new byte[1 + DIGITS];
        text[0] = 'm';
        int rest = row;
        for (int at = DIGITS; at > 0; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int merchants() {
        return merchants;
    }

    @Override
    public int start(int merchantRow) {
        return ROWS_PER_MERCHANT * merchantRow;
    }

    @Override
    public int placement(int entry) {
        int merchant = entry / ROWS_PER_MERCHANT;
        int trio = trios[(int) hash(merchant, 0) & (TABLE - 1)];
        return (trio >>> (8 * (entry - ROWS_PER_MERCHANT * merchant))) & 0xff;
    }

    @Override
    public double weight(int entry) {
        return trade(entry / ROWS_PER_MERCHANT) * (0.5 + unit(hash(entry, 10)));
    }

    private double trade(int merchant) {
        return trade[(int) (hash(merchant, 0) >>> (Long.SIZE - TABLE_BITS))];
    }

    private static int below(int row, int salt, int bound) {
        return (int) (((hash(row, salt) >>> 32) * bound) >>> 32);
    }

    /** 0 to 1, without 1. */
    private static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long hash(int row, int salt) {
        long mixed = (row + ((long) salt << 32)) * 0x9e3779b97f4a7c15L + SEED;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
