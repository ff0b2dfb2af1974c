package io.trafficallocator.samples.olist;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What Olist does not know of a seller and the packs read: drawn from a fixed seed, by seller and by four weeks, so that
 * every pack has somebody to act on. None of it is about real people.
 */
final class SyntheticFacts {
    private static final long SEED = 20_241_111;
    private static final int NEW_DAYS = 28;
    private static final int BLOCK_DAYS = 28;
    private static final double VIOLATES = 0.02;
    private static final int MANAGED_DAYS = 14;

    /** Of all sellers, those without a deposit, and those with a part of the usual one. */
    private static final double ZERO_YUAN = 0.4;

    private static final double REDUCED = 0.2;

    private static final ImmutableSet<String> LIVE = ImmutableSet.of(
            "health_beauty", "perfumery", "watches_gifts", "toys", "baby", "cool_stuff", "fashion_bags_accessories");
    private static final ImmutableSet<String> SHORT_VIDEO =
            ImmutableSet.of("sports_leisure", "garden_tools", "pet_shop", "auto", "stationery");
    private static final ImmutableSet<String> SEARCH =
            ImmutableSet.of("computers_accessories", "telephony", "electronics", "consoles_games", "small_appliances");

    private SyntheticFacts() {}

    /** Olist knows no fields: a category is shown in one of four. */
    static Placement inItsField(Placement placement) {
        String category = placement.categories().iterator().next();
        String field = LIVE.contains(category)
                ? "live"
                : SHORT_VIDEO.contains(category) ? "short video" : SEARCH.contains(category) ? "search" : "mall";
        return new Placement(
                placement.id(),
                field,
                placement.impressions(),
                placement.pricePerMille(),
                placement.festival(),
                placement.categories());
    }

    /** The first day of the four weeks that a week belongs to, counted from the epoch's first Monday. */
    private static LocalDate block(LocalDate monday) {
        return monday.minusDays(Math.floorMod(monday.toEpochDay() - 4, BLOCK_DAYS));
    }

    private static SplittableRandom random(String about, int seller, long when) {
        return new SplittableRandom(SEED + 1_000_003L * about.hashCode() + 31L * seller + 7_919L * when);
    }

    private static boolean violates(int seller, LocalDate block) {
        return random("violations", seller, block.toEpochDay()).nextDouble() < VIOLATES;
    }

    /** Adds everything that is drawn. */
    static void addTo(
            MerchantProfile.Builder profile,
            int seller,
            LocalDate joinedOn,
            List<String> categories,
            LocalDate monday) {
        standing(profile, seller, joinedOn, monday);
        double deposit = random("deposit", seller, 0).nextDouble();
        profile.deposit(deposit < ZERO_YUAN ? 0 : deposit < ZERO_YUAN + REDUCED ? 500 : 1_000);
        SplittableRandom ever = random("ever", seller, 0);
        if (ever.nextDouble() < 0.15) {
            profile.enrolled("doujin");
        }
        if (ever.nextDouble() < 0.2) {
            profile.enrolled("domains");
        }
        profile.attribute("prepared", ever.nextDouble() < 0.3 ? "yes" : "");
        profile.attribute("full_reduction", ever.nextDouble() < 0.25 ? "yes" : "");
        if (ever.nextDouble() < 0.25) {
            profile.enrolled("new-star");
            profile.attribute("first_live_on", joinedOn.plusDays(14).toString());
            profile.attribute("digital_human", ever.nextDouble() < 0.3 ? "yes" : "no");
        }
        SplittableRandom now = random("now", seller, block(monday).toEpochDay());
        if (now.nextDouble() < 0.15) {
            profile.attribute("return_cost", String.valueOf(5 + now.nextInt(50)));
        }
        if (now.nextDouble() < 0.08) {
            profile.attribute("hot_share", "0.6");
            profile.attribute(
                    "hot_since", block(monday).plusDays(7L * now.nextInt(4)).toString());
        }
        managed(profile, seller, categories, monday);
    }

    private static void standing(MerchantProfile.Builder profile, int seller, LocalDate joinedOn, LocalDate monday) {
        if (monday.toEpochDay() - joinedOn.toEpochDay() >= NEW_DAYS) {
            profile.quality(0.1 + 0.9 * Math.sqrt(random("quality", seller, 0).nextDouble()));
        }
        LocalDate block = block(monday);
        if (violates(seller, block)) {
            profile.violations(
                    1 + random("severity", seller, block.toEpochDay()).nextInt(4));
        } else if (violates(seller, block.minusDays(BLOCK_DAYS))) {
            profile.attribute("cleared_on", block.toString());
        }
        double risk = random("risk", seller, 0).nextDouble();
        profile.attribute("risk", risk < 0.005 ? "0.95" : "0.1");
    }

    /** Two weeks of managed delivery in the seller's main category. */
    private static void managed(
            MerchantProfile.Builder profile, int seller, List<String> categories, LocalDate monday) {
        LocalDate start = managedFrom(monday);
        SplittableRandom random = random("managed", seller, start.toEpochDay());
        if (!categories.isEmpty() && random.nextDouble() < 0.03) {
            profile.attribute("managed_placement", categories.get(0));
            profile.attribute("managed_from", start.toString());
            profile.attribute("managed_days", String.valueOf(MANAGED_DAYS));
            profile.attribute("managed_goal", String.valueOf(50 + random.nextInt(150)));
            profile.attribute("managed_budget", String.valueOf(2 + random.nextInt(8)));
        }
    }

    /** The Monday on which the fortnight of managed delivery began. */
    static LocalDate managedFrom(LocalDate monday) {
        return monday.minusDays(Math.floorMod(monday.toEpochDay() - 4, MANAGED_DAYS));
    }
}
