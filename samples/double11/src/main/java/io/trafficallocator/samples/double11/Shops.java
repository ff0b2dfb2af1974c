package io.trafficallocator.samples.double11;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Merchants;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** The merchants of the marketplace, drawn column by column as a data warehouse would hand them over. */
final class Shops {
    /** Merchants who joined less than so many days ago count as new. */
    static final int NEW_DAYS = 28;

    static final String RICE = "panjin-baishi-rice";
    static final String OUTLET = "double-star-outlet";

    private static final List<String> SIZES = List.of("individual", "small", "medium", "large");
    private static final double[] TIER_FROM_YUAN = {6_000, 15_000, 50_000, 200_000, 1_000_000};
    private static final double NEW_SHARE = 0.08;
    private static final double PARETO = 1.15;

    private final SplittableRandom random;
    private final LocalDate day;
    private final String[] ids;
    private final int[] joinedOn;
    private final int[] size;
    private final int[] tier;
    private final double[] quality;
    private final double[] gmv;
    private final double[] growth;
    private final int[] violations;
    private final double[] deposit;
    private final Codes<ImmutableSet<String>> categories;
    private final Codes<String> origin;
    private final Codes<ImmutableList<Enrolment>> enrolments;
    private final Codes<String> digitalHuman;

    private Shops(int count, LocalDate day, SplittableRandom random) {
        this.random = random;
        this.day = day;
        this.ids = new String[count];
        this.joinedOn = new int[count];
        this.size = new int[count];
        this.tier = new int[count];
        this.quality = new double[count];
        this.gmv = new double[count];
        this.growth = new double[count];
        this.violations = new int[count];
        this.deposit = new double[count];
        this.categories = new Codes<>(count);
        this.origin = new Codes<>(count);
        this.enrolments = new Codes<>(count);
        this.digitalHuman = new Codes<>(count);
    }

    static Merchants draw(int count, LocalDate day, SplittableRandom random) {
        Shops shops = new Shops(count, day, random);
        for (int row = 0; row < count; row++) {
            shops.ids[row] = String.format(Locale.ROOT, "m-%06d", row);
            shops.drawRow(row);
        }
        // The two that the story names; their ids stand before and after all others, as columns must ascend.
        shops.ids[0] = OUTLET;
        shops.tell(0, Category.SPORTS, "Putian", 6);
        shops.ids[count - 1] = RICE;
        shops.tell(count - 1, Category.FOOD, "Panjin", 2);
        return Merchants.columns(shops.ids, shops.joinedOn)
                .categories(shops.categories.values, shops.categories.codes)
                .origin(shops.origin.values, shops.origin.codes)
                .size(SIZES, shops.size)
                .tier(shops.tier)
                .quality(shops.quality)
                .gmv(shops.gmv)
                .growth(shops.growth)
                .violations(shops.violations)
                .deposit(shops.deposit)
                .enrolments(shops.enrolments.values, shops.enrolments.codes)
                .attribute("digital_human", shops.digitalHuman.values, shops.digitalHuman.codes)
                .build();
    }

    private void drawRow(int row) {
        Category category = Category.at(random.nextDouble());
        int age = drawAge();
        joinedOn[row] = Math.toIntExact(day.toEpochDay()) - age;
        double sold = drawGmv(category, age);
        gmv[row] = sold;
        growth[row] = age < NEW_DAYS ? Double.NaN : Math.min(20, Math.exp(0.05 + 0.35 * normal()));
        tier[row] = tierOf(sold);
        size[row] = drawSize(tier[row]);
        quality[row] = Math.round(100 * (1 - 0.6 * random.nextDouble() * random.nextDouble())) / 100.0;
        violations[row] = drawViolations();
        // Zero-yuan store opening: most who are new have paid no deposit, and no rule may hold that against them.
        deposit[row] = age < NEW_DAYS && random.nextDouble() < 0.85 ? 0 : 500 << random.nextInt(4);
        categories.set(row, drawCategories(category));
        origin.set(row, category.origins().get(skewed(category.origins().size())));
        enrolments.set(row, drawEnrolments(category));
        digitalHuman.set(row, random.nextDouble() < 0.12 ? "yes" : "no");
    }

    private void tell(int row, Category category, String from, int age) {
        joinedOn[row] = Math.toIntExact(day.toEpochDay()) - age;
        gmv[row] = 1_200 * (age + 1);
        growth[row] = Double.NaN;
        tier[row] = tierOf(gmv[row]);
        size[row] = 1;
        quality[row] = 0.96;
        violations[row] = 0;
        deposit[row] = 0;
        categories.set(row, ImmutableSet.of(category.label()));
        origin.set(row, from);
        enrolments.set(row, ImmutableList.of());
        digitalHuman.set(row, "no");
    }

    /** Days since joining: a festival draws a wave of newcomers, half of whom are in their first week. */
    private int drawAge() {
        if (random.nextDouble() >= NEW_SHARE) {
            return NEW_DAYS + (int) Math.min(2_500, -700 * Math.log(1 - random.nextDouble()));
        }
        return random.nextDouble() < 0.5 ? random.nextInt(7) : 7 + random.nextInt(NEW_DAYS - 7);
    }

    private double drawGmv(Category category, int age) {
        double mature = 3_000 * category.basket() * Math.pow(1 - random.nextDouble(), -1 / PARETO);
        double reached = age < NEW_DAYS ? 0.25 * age / NEW_DAYS : 1;
        return Math.round(Math.min(60_000_000, mature) * reached);
    }

    private static int tierOf(double yuan) {
        int level = 0;
        while (level < TIER_FROM_YUAN.length && yuan >= TIER_FROM_YUAN[level]) {
            level++;
        }
        return level;
    }

    private int drawSize(int level) {
        double point = random.nextDouble() + 0.35 * level;
        return point < 0.7 ? 0 : point < 1.4 ? 1 : point < 2.1 ? 2 : 3;
    }

    private int drawViolations() {
        double point = random.nextDouble();
        return point < 0.93 ? 0 : point < 0.975 ? 1 : point < 0.992 ? 2 : 3;
    }

    private ImmutableSet<String> drawCategories(Category main) {
        if (random.nextDouble() >= 0.12) {
            return ImmutableSet.of(main.label());
        }
        return ImmutableSet.of(main.label(), Category.at(random.nextDouble()).label());
    }

    private ImmutableList<Enrolment> drawEnrolments(Category category) {
        return switch (category) {
            case FUR -> enrolled(0.55, Inlets.MINK_FESTIVAL, 9);
            case CLOTHING -> enrolled(0.35, Inlets.WARMTH_FESTIVAL, 4);
            case LUGGAGE -> enrolled(0.45, Inlets.LUGGAGE_DAY, 5);
            default -> ImmutableList.of();
        };
    }

    private ImmutableList<Enrolment> enrolled(double chance, String festival, int daysAgo) {
        return random.nextDouble() < chance
                ? ImmutableList.of(new Enrolment(festival, day.minusDays(daysAgo)))
                : ImmutableList.of();
    }

    /** A number below {@code count}, small ones more often. */
    private int skewed(int count) {
        return (int) (count * random.nextDouble() * Math.sqrt(random.nextDouble()));
    }

    private double normal() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** A column of few distinct values: the values, and a code for each row. */
    private static final class Codes<T> {
        private final List<T> values = new ArrayList<>();
        private final Map<T, Integer> codeOf = new HashMap<>();
        private final int[] codes;

        Codes(int rows) {
            this.codes = new int[rows];
        }

        void set(int row, T value) {
            Integer code = codeOf.putIfAbsent(value, values.size());
            if (code == null) {
                code = values.size();
                values.add(value);
            }
            codes[row] = code;
        }
    }
}
