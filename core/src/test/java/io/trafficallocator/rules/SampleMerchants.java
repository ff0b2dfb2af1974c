package io.trafficallocator.rules;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Programme;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Merchants at the boundaries of what rules usually compare with, and programmes that rules usually name. */
final class SampleMerchants {
    private static final double[] RATIOS = {Double.NaN, 0, 0.2, 0.49999, 0.5, 0.7, 0.85, 1};
    private static final double[] GROWTHS = {Double.NaN, 0, 0.5, 1, 1.0001, 1.2, 1.5, 2, 3};
    private static final double[] AMOUNTS = {0, 1, 99, 100, 101, 9_999.5, 10_000, 50_000, 100_000, 1e7};
    private static final int[] AGES = {-1, 0, 1, 6, 7, 8, 13, 14, 20, 21, 27, 28, 29, 60, 84, 365, 1000};
    private static final List<String> SIZES = List.of("", "small", "medium", "large");
    private static final List<String> ORIGINS = List.of("", "Wuhan", "Shenzhen", "Hangzhou", "Paris");
    private static final List<List<String>> CATEGORIES =
            List.of(List.of(), List.of("fur"), List.of("women's wear"), List.of("hats", "fur"), List.of("hats"));
    private static final List<String> PROGRAMMES = List.of(
            "domains",
            "doujin",
            "explosion",
            "fraud",
            "gates",
            "growth",
            "launch",
            "lifecycle",
            "long-tail",
            "managed",
            "mink",
            "new-star",
            "origin",
            "upward");

    private SampleMerchants() {}

    /** The marketplace of {@link Marketplace}, with every programme of the packs and so many merchants. */
    static AllocationRequest request(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MerchantProfile> merchants = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            merchants.add(merchant(random, String.format("m%05d", index)));
        }
        List<Programme> programmes = new ArrayList<>();
        PROGRAMMES.forEach(id -> programmes.add(Programme.of(id, 1)));
        programmes.add(Programme.of("deposits", 1).poolOfYuan(1e6));
        programmes.add(Programme.of("red-envelopes", 1).poolOfYuan(1e6));
        return Marketplace.request().merchants(merchants).programmes(programmes).build();
    }

    private static MerchantProfile merchant(SplittableRandom random, String id) {
        MerchantProfile.Builder merchant = Marketplace.merchant(id, AGES[random.nextInt(AGES.length)])
                .categories(pick(random, CATEGORIES))
                .origin(pick(random, ORIGINS))
                .size(pick(random, SIZES))
                .tier(random.nextInt(7))
                .violations(Math.max(0, random.nextInt(6) - 2))
                .quality(RATIOS[random.nextInt(RATIOS.length)])
                .growth(GROWTHS[random.nextInt(GROWTHS.length)])
                .gmv(AMOUNTS[random.nextInt(AMOUNTS.length)])
                .deposit(AMOUNTS[random.nextInt(AMOUNTS.length)]);
        for (String programme : List.of("mink", "doujin", "domains", "new-star")) {
            if (random.nextInt(3) == 0) {
                merchant.enrolled(programme);
            }
        }
        for (String attribute : List.of("channel", "digital_human", "prepared", "full_reduction")) {
            if (random.nextInt(2) == 0) {
                merchant.attribute(attribute, attribute.equals("channel") ? "agency" : "yes");
            }
        }
        for (String number :
                List.of("risk", "hot_share", "return_cost", "managed_goal", "managed_budget", "managed_days")) {
            if (random.nextInt(2) == 0) {
                merchant.attribute(
                        number,
                        String.valueOf(
                                number.equals("managed_days") ? 1 + random.nextInt(9) : random.nextInt(1_000) / 100.0));
            }
        }
        for (String date :
                List.of("promoted_on", "relegated_on", "hot_since", "held_until", "cleared_on", "first_live_on")) {
            if (random.nextInt(2) == 0) {
                merchant.attribute(
                        date, Marketplace.DAY.plusDays(20 - random.nextInt(60)).toString());
            }
        }
        if (random.nextInt(3) == 0) {
            merchant.attribute("managed_placement", "home").attribute("managed_from", "2024-10-30");
        }
        return merchant.build();
    }

    private static <T> T pick(SplittableRandom random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
