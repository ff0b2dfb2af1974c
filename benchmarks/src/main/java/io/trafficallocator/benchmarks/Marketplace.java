package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantIds;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A seeded marketplace of any size: power-law trade, 20 open placements of falling size and one reserved inlet, three
 * rows of demand for each merchant, 8 % of merchants within their first four weeks, 2 % enrolled in a festival, and the
 * three packs in force with a pool in yuan that is too small. Built in columns, so that the facts are held once.
 */
final class Marketplace {
    private static final long SEED = 11_11;
    private static final int PLACEMENTS = 20;
    private static final int ROWS_PER_MERCHANT = 3;
    private static final int CATEGORIES = 10;

    /** Their rows of demand are counted in an int, and ids have nine digits. */
    static final int MOST_MERCHANTS = 700_000_000;

    /** See {@link #hasAllPacks}. */
    static final List<String> PACKS = List.of("three", "all", "narrow");

    static final LocalDate DAY = LocalDate.of(2024, 11, 11);
    static final String FESTIVAL = "mink";
    private static final List<String> FIELDS = List.of("live", "short video", "image", "search", "mall");

    private Marketplace() {}

    /**
     * Whether all 17 packs are in force, or launch, upward and festivals.
     *
     * @param packs {@code three}; {@code all}, where every placement is open to every merchant; or {@code narrow}, which is all
     *     packs again, where each merchant fits the three placements of its category and, with access, the inlet
     */
    static boolean hasAllPacks(String packs) {
        if (!PACKS.contains(packs)) {
            throw new IllegalArgumentException("packs is '" + packs + "', but must be three, all or narrow");
        }
        return !packs.equals("three");
    }

    /** With the rules of the packs, see {@link #hasAllPacks}. */
    static TrafficAllocator allocator(String packs) {
        return TrafficAllocator.builder()
                .ruleBook(RuleMarketplace.book(packs))
                .strict()
                .build();
    }

    static AllocationRequest request(int merchants) {
        return request(merchants, 0, 0);
    }

    /**
     * One that all rules of the packs find somebody in, once it has some thousand merchants.
     *
     * @param packs see {@link #hasAllPacks}
     * @param changed the share of merchants who trade half to twice as much as before, and grow otherwise
     * @param others another number for other merchants on the same day
     */
    static AllocationRequest request(String packs, int merchants, double changed, int others) {
        return hasAllPacks(packs)
                ? RuleMarketplace.request(packs.equals("narrow"), merchants, changed, others)
                : request(merchants, changed, others);
    }

    private static AllocationRequest request(int merchants, double changed, int others) {
        SplittableRandom random = new SplittableRandom(SEED + others);
        double[] gmv = new double[merchants];
        Merchants columns = merchants(merchants, changed, gmv, random);
        return request(columns, demand(gmv, random));
    }

    static AllocationRequest request(Merchants merchants, DemandTable demand) {
        return AllocationRequest.builder()
                .settings(Settings.of(DAY).withConcentrationLimit(0.02))
                .merchants(merchants)
                .placements(placements(merchants.count(), FESTIVAL))
                .demand(demand)
                .festivals(List.of(Festival.of(FESTIVAL, DAY, DAY.plusDays(3))))
                .programmes(List.of(
                        Programme.of("launch", 1),
                        Programme.of(FESTIVAL, 2),
                        Programme.of("upward", 3).poolOfYuan(merchants.count() * 0.02)))
                .build();
    }

    private static Merchants merchants(int count, double changed, double[] gmv, SplittableRandom random) {
        SplittableRandom change = new SplittableRandom(SEED + 1);
        int today = Math.toIntExact(DAY.toEpochDay());
        int[] joined = new int[count];
        int[] category = new int[count];
        int[] tier = new int[count];
        double[] quality = new double[count];
        double[] growth = new double[count];
        int[] violations = new int[count];
        int[] enrolled = new int[count];
        for (int row = 0; row < count; row++) {
            joined[row] = today - (random.nextInt(100) < 8 ? random.nextInt(28) : 28 + random.nextInt(2000));
            category[row] = random.nextInt(CATEGORIES);
            tier[row] = random.nextInt(6);
            quality[row] = random.nextDouble();
            gmv[row] = Math.pow(1 - random.nextDouble(), -0.8);
            growth[row] = random.nextDouble(0.5, 2);
            violations[row] = random.nextInt(20) == 0 ? 1 : 0;
            enrolled[row] = random.nextInt(50) == 0 ? 1 : 0;
            if (change.nextDouble() < changed) {
                gmv[row] *= change.nextDouble(0.5, 2);
                growth[row] = change.nextDouble(0.5, 2);
            }
        }
        return Merchants.columns(MerchantIds.packed(count, Marketplace::id), row -> joined[row])
                .categories(
                        IntStream.range(0, CATEGORIES)
                                .mapToObj(index -> ImmutableSet.of("category-" + index))
                                .toList(),
                        category)
                .tier(tier)
                .quality(quality)
                .gmv(gmv)
                .growth(growth)
                .violations(violations)
                .enrolments(List.of(ImmutableList.of(), ImmutableList.of(new Enrolment(FESTIVAL, null))), enrolled)
                .build();
    }

    /** Ten characters, so that ids ascend with rows. */
    static String id(int row) {
        String digits = Integer.toString(row);
        return "m" + "0".repeat(9 - digits.length()) + digits;
    }

    /** 20 of falling size, and an inlet of a festival. */
    static List<Placement> placements(int merchants, String festival) {
        List<Placement> placements = new ArrayList<>();
        for (int index = 0; index < PLACEMENTS; index++) {
            long supply = 400L * merchants * (PLACEMENTS - index) / (PLACEMENTS * PLACEMENTS);
            placements.add(Placement.of("p" + (10 + index), FIELDS.get(index % FIELDS.size()), supply)
                    .priced(10 + index));
        }
        placements.add(Placement.of("z-inlet", "mall", merchants).priced(30).reservedFor(festival));
        return placements;
    }

    /** Three of the first 20 placements for each, by what it trades. */
    static DemandTable demand(double[] gmv, SplittableRandom random) {
        return demand(gmv, random, unused -> drawn(random));
    }

    private static int[] drawn(SplittableRandom random) {
        int[] placements = new int[ROWS_PER_MERCHANT];
        for (int count = 0; count < ROWS_PER_MERCHANT; ) {
            int drawn = (int) (PLACEMENTS * Math.pow(random.nextDouble(), 2));
            int end = count;
            if (IntStream.range(0, end).noneMatch(other -> placements[other] == drawn)) {
                placements[count++] = drawn;
            }
        }
        return placements;
    }

    /** The same at these placements of each. */
    static DemandTable demand(double[] gmv, SplittableRandom random, IntFunction<int[]> placements) {
        int[] start = new int[gmv.length + 1];
        int[] placement = new int[gmv.length * ROWS_PER_MERCHANT];
        double[] weight = new double[placement.length];
        for (int merchant = 0; merchant < gmv.length; merchant++) {
            int from = start[merchant];
            int to = from + ROWS_PER_MERCHANT;
            System.arraycopy(placements.apply(merchant), 0, placement, from, ROWS_PER_MERCHANT);
            Arrays.sort(placement, from, to);
            for (int entry = from; entry < to; entry++) {
                weight[entry] = gmv[merchant] * random.nextDouble(0.5, 1.5);
            }
            start[merchant + 1] = to;
        }
        return DemandTable.ofColumns(start, placement, weight);
    }
}
