package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantIds;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A seeded marketplace that every rule of every pack finds somebody in: power-law trade, most merchants small, 8 % within
 * their first four weeks, 4 % enrolled in something, and attributes such as a risk score, the cost of returns to the fen
 * or the day of a promotion, each of a part of the merchants. One festival is in its main phase, one warms up, one has
 * its encore.
 */
final class RuleMarketplace {
    private static final long SEED = 2024;
    private static final LocalDate DAY = Marketplace.DAY;
    private static final List<String> CITIES =
            List.of("", "Guangzhou", "Shenzhen", "Hangzhou", "Zhengzhou", "Wuhan", "Chengdu", "Xi'an", "Suzhou");
    private static final List<String> CATEGORIES =
            List.of("women's wear", "fur", "luggage", "shoes", "food", "home", "beauty", "toys", "sports", "books");
    /** A programme that pays in yuan has too little of it. */
    private static final Set<String> POOLED = Set.of("deposits", "red-envelopes", "upward");

    private static final List<String> ENROLLABLE =
            List.of("mink", "clothing-warmth", "luggage", "doujin", "new-star", "domains");

    private static final Map<String, ImmutableList<String>> VALUES = new ConcurrentHashMap<>();

    private RuleMarketplace() {}

    /** The rules of the packs in force. */
    static RuleBook book(String packs) {
        return RuleBook.compile(sources(packs));
    }

    static List<RuleSource> sources(String packs) {
        return Marketplace.hasAllPacks(packs)
                ? Packs.all()
                : List.of(
                        RuleSource.fromClassPath(Packs.LAUNCH),
                        RuleSource.fromClassPath(Packs.UPWARD),
                        RuleSource.fromClassPath(Packs.FESTIVALS));
    }

    static AllocationRequest request(int merchants) {
        return request(false, merchants, 0, 0);
    }

    /** With placements that are open to all, or for categories, so that each merchant fits three of them. */
    static AllocationRequest request(boolean byCategory, int merchants, double changed, int others) {
        SplittableRandom random = new SplittableRandom(SEED + others);
        double[] gmv = new double[merchants];
        int[] category = new int[merchants];
        Merchants columns = merchants(changed, gmv, category, random);
        List<Placement> placements = Marketplace.placements(merchants, "mink");
        return AllocationRequest.builder()
                .settings(Settings.of(DAY).withConcentrationLimit(0.02))
                .merchants(columns)
                .placements(byCategory ? byCategory(placements) : placements)
                .demand(
                        byCategory
                                ? Marketplace.demand(gmv, random, row -> fitting(category[row]))
                                : Marketplace.demand(gmv, random))
                .festivals(List.of(
                        new Festival("mink", "mink", ImmutableSet.of("fur"), DAY.minusDays(3), DAY, DAY.plusDays(3)),
                        new Festival(
                                "clothing-warmth",
                                "clothing-warmth",
                                ImmutableSet.of("women's wear"),
                                DAY.minusDays(1),
                                DAY.plusDays(4),
                                DAY.plusDays(9)),
                        Festival.of("luggage", DAY.minusDays(9), DAY.minusDays(2))))
                .programmes(programmes(merchants))
                .build();
    }

    /** Two of a category's placements are its own or shared with the category before; the third is the next one's first. */
    private static int[] fitting(int category) {
        return new int[] {2 * category, 2 * category + 1, 2 * ((category + 1) % CATEGORIES.size())};
    }

    private static List<Placement> byCategory(List<Placement> placements) {
        List<Placement> narrow = new ArrayList<>();
        for (Placement placement : placements) {
            int index = narrow.size();
            List<String> categories = IntStream.range(0, CATEGORIES.size())
                    .filter(category -> Arrays.stream(fitting(category)).anyMatch(each -> each == index))
                    .mapToObj(CATEGORIES::get)
                    .toList();
            narrow.add(placement.forCategories(categories));
        }
        return narrow;
    }

    private static List<Programme> programmes(int merchants) {
        List<Programme> programmes = new ArrayList<>();
        for (String pack : Packs.NAMES) {
            if (!pack.startsWith("festival")) {
                Programme programme = Programme.of(pack, 2);
                boolean inYuan = POOLED.contains(pack);
                programmes.add(inYuan ? programme.poolOfYuan(merchants * 0.02) : programme);
            }
        }
        for (String festival : List.of("mink", "clothing-warmth", "luggage")) {
            programmes.add(Programme.of(festival, 1));
        }
        return programmes;
    }

    private static Merchants merchants(double changed, double[] gmv, int[] category, SplittableRandom random) {
        int count = gmv.length;
        SplittableRandom change = new SplittableRandom(SEED - 1);
        int today = Math.toIntExact(DAY.toEpochDay());
        int[] joined = new int[count];
        int[] tier = new int[count];
        double[] quality = new double[count];
        double[] growth = new double[count];
        int[] violations = new int[count];
        double[] deposit = new double[count];
        for (int row = 0; row < count; row++) {
            joined[row] = today - (random.nextInt(100) < 8 ? random.nextInt(28) : 28 + random.nextInt(2000));
            tier[row] = random.nextInt(6);
            quality[row] = random.nextInt(20) == 0 ? Double.NaN : random.nextDouble();
            gmv[row] = 500 * Math.pow(1 - random.nextDouble(), -0.8);
            growth[row] = random.nextInt(10) == 0 ? Double.NaN : random.nextDouble(0.4, 2.2);
            violations[row] = random.nextInt(20) == 0 ? 1 + random.nextInt(4) : 0;
            deposit[row] = random.nextInt(3) == 0 ? 0 : 500;
            if (change.nextDouble() < changed) {
                gmv[row] *= change.nextDouble(0.5, 2);
                growth[row] = change.nextDouble(0.4, 2.2);
            }
        }
        Arrays.setAll(category, row -> random.nextInt(CATEGORIES.size()));
        Merchants.Columns columns = Merchants.columns(MerchantIds.packed(count, Marketplace::id), row -> joined[row])
                .tier(tier)
                .quality(quality)
                .gmv(gmv)
                .growth(growth)
                .violations(violations)
                .deposit(deposit)
                .categories(CATEGORIES.stream().map(ImmutableSet::of).toList(), category)
                .origin(CITIES, codes(count, CITIES.size(), random))
                .size(List.of("small", "medium", "large"), codes(count, 3, 70, random))
                .enrolments(enrolments(), codes(count, ENROLLABLE.size() + 1, 96, random));
        attribute(columns, "return_cost", 80_001, 80, fen -> "" + fen / 100.0, count, random);
        attribute(columns, "risk", 1_000, 70, mille -> "" + mille / 1000.0, count, random);
        attribute(columns, "promoted_on", 1_500, 90, RuleMarketplace::date, count, random);
        attribute(columns, "relegated_on", 1_500, 95, RuleMarketplace::date, count, random);
        attribute(columns, "cleared_on", 1_500, 95, RuleMarketplace::date, count, random);
        attribute(columns, "held_until", 30, 99, days -> date(days - 20), count, random);
        attribute(columns, "hot_since", 200, 95, RuleMarketplace::date, count, random);
        attribute(columns, "hot_share", 100, 90, share -> "" + share / 100.0, count, random);
        attribute(columns, "first_live_on", 700, 60, RuleMarketplace::date, count, random);
        attribute(columns, "digital_human", 2, 90, index -> "yes", count, random);
        attribute(columns, "prepared", 2, 80, index -> "yes", count, random);
        attribute(columns, "full_reduction", 2, 50, index -> "yes", count, random);
        managed(columns, count, random);
        return columns.build();
    }

    /** One in 500 has a campaign, drawn from 300. */
    private static void managed(Merchants.Columns columns, int count, SplittableRandom random) {
        int[] campaign = codes(count, 301, 99, random);
        for (int row = 0; row < count; row++) {
            campaign[row] = random.nextInt(5) == 0 ? campaign[row] : 0;
        }
        values(columns, "managed_placement", 301, index -> "p" + (10 + index % 20), campaign);
        values(columns, "managed_goal", 301, index -> "" + 1000 * (1 + index % 37), campaign);
        values(columns, "managed_budget", 301, index -> "" + 50 * (1 + index % 23), campaign);
        values(columns, "managed_days", 301, index -> "" + (1 + index % 14), campaign);
        values(columns, "managed_from", 301, index -> date(index % 20), campaign);
    }

    private static String date(int daysAgo) {
        return DAY.minusDays(daysAgo).toString();
    }

    private static List<ImmutableList<Enrolment>> enrolments() {
        List<ImmutableList<Enrolment>> lists = new ArrayList<>();
        lists.add(ImmutableList.of());
        ENROLLABLE.forEach(id -> lists.add(ImmutableList.of(new Enrolment(id, null))));
        return lists;
    }

    private static void attribute(
            Merchants.Columns columns,
            String name,
            int distinct,
            int percentWithout,
            IntFunction<String> value,
            int count,
            SplittableRandom random) {
        values(columns, name, distinct, value, codes(count, distinct, percentWithout, random));
    }

    private static void values(
            Merchants.Columns columns, String name, int distinct, IntFunction<String> value, int[] codes) {
        // Marketplaces of a few merchants come by the thousand, and share what takes the most memory.
        List<String> values = VALUES.computeIfAbsent(
                name,
                unused -> IntStream.range(0, distinct)
                        .mapToObj(index -> index == 0 ? "" : value.apply(index))
                        .collect(ImmutableList.toImmutableList()));
        columns.attribute(name, values, codes);
    }

    private static int[] codes(int count, int distinct, SplittableRandom random) {
        int[] codes = new int[count];
        Arrays.setAll(codes, row -> random.nextInt(distinct));
        return codes;
    }

    /** Code 0 for so many in a hundred. */
    private static int[] codes(int count, int distinct, int percentFirst, SplittableRandom random) {
        int[] codes = new int[count];
        Arrays.setAll(
                codes,
                row -> random.nextInt(100) < percentFirst || distinct < 2 ? 0 : 1 + random.nextInt(distinct - 1));
        return codes;
    }
}
