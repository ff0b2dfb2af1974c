package io.trafficallocator.rules;

import com.google.common.base.Suppliers;
import io.trafficallocator.model.Dictionary;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Settings;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

/**
 * What a merchant's facts mean beside those of others: each figure is worked out for all merchants when a rule first
 * reads it. Safe for use by several threads.
 */
final class Cohorts {
    private final Merchants merchants;
    private final Settings settings;
    private final int today;
    private final Workers workers;
    private final Supplier<Percentiles> growth;
    private final Supplier<Percentiles> gmv;
    private final Supplier<Map<String, Integer>> byOrigin;
    private final Supplier<int[]> byOriginAndCategory;

    /** What is counted is counted on the first day that the settings say. */
    Cohorts(Merchants merchants, Settings settings, Workers workers) {
        this.merchants = merchants;
        this.settings = settings;
        this.today = Math.toIntExact(settings.asOf().toEpochDay());
        this.workers = workers;
        this.growth = percentiles(merchants::growth);
        this.gmv = percentiles(merchants::gmv);
        this.byOrigin = Suppliers.memoize(this::countByOrigin);
        this.byOriginAndCategory = Suppliers.memoize(this::countByOriginAndCategory);
    }

    Merchants merchants() {
        return merchants;
    }

    /** Days since 1970-01-01. */
    int today() {
        return today;
    }

    /** A number of a row as rules see it, NaN when it is unknown; not one that an attribute holds. */
    double number(Fact fact, int row) {
        return switch (fact.kind()) {
            case DAY -> today - merchants.joinedOn(row);
            case TIER -> merchants.tier(row);
            case VIOLATIONS -> merchants.violations(row);
            case ORIGIN_MERCHANTS -> originMerchants(row);
            case ORIGIN_CATEGORY_MERCHANTS -> originCategoryMerchants()[row];
            default -> Double.longBitsToDouble(exact(fact, row)) + 0.0;
        };
    }

    /** Differs for every two values of such a number, and is the same for the same value in every request of a day. */
    long exact(Fact fact, int row) {
        return switch (fact.kind()) {
            case DAY -> merchants.joinedOn(row) & 0xffff_ffffL;
            case TIER -> merchants.tier(row);
            case VIOLATIONS -> merchants.violations(row);
            case ORIGIN_MERCHANTS -> originMerchants(row);
            case ORIGIN_CATEGORY_MERCHANTS -> originCategoryMerchants()[row];
            case QUALITY -> Double.doubleToLongBits(merchants.quality(row));
            case GMV -> Double.doubleToLongBits(merchants.gmv(row));
            case GROWTH -> Double.doubleToLongBits(merchants.growth(row));
            case DEPOSIT -> Double.doubleToLongBits(merchants.deposit(row));
            case GMV_PERCENTILE -> Double.doubleToLongBits(gmvPercentiles().ofAll()[row]);
            case GROWTH_PERCENTILE ->
                Double.doubleToLongBits(growthPercentiles().ofAll()[row]);
            default -> throw new IllegalStateException(fact + " has no column");
        };
    }

    /** The stage of life of a merchant that joined so many days ago. */
    String stage(int ageDays) {
        return Stages.of(settings, ageDays);
    }

    /** The ages, ascending, on which a stage begins. */
    double[] stageEdges() {
        return new double[] {0, settings.launchDays(), (double) settings.launchDays() + settings.growthDays()};
    }

    double growthPercentile(int row) {
        return growthPercentiles().of(row);
    }

    double gmvPercentile(int row) {
        return gmvPercentiles().of(row);
    }

    Percentiles growthPercentiles() {
        return growth.get();
    }

    Percentiles gmvPercentiles() {
        return gmv.get();
    }

    int originMerchants(int row) {
        return byOrigin.get().getOrDefault(merchants.origin(row), 0);
    }

    private Map<String, Integer> countByOrigin() {
        Map<String, Integer> count = new HashMap<>();
        for (int row = 0; row < merchants.count(); row++) {
            count.merge(merchants.origin(row), 1, Integer::sum);
        }
        return count;
    }

    /** By row. Not to be changed. */
    int[] originCategoryMerchants() {
        return byOriginAndCategory.get();
    }

    /** Looks at one origin after the other, so that it needs no table of all pairs, most of which are empty. */
    private int[] countByOriginAndCategory() {
        int[] category = Percentiles.cohortOfSet(merchants.categorySets());
        Dictionary<String> origins = merchants.originColumn();
        int[] start = new int[origins.values().size() + 1];
        for (int row = 0; row < merchants.count(); row++) {
            start[origins.code(row) + 1]++;
        }
        Arrays.parallelPrefix(start, Integer::sum);
        int[] next = start.clone();
        int[] rows = new int[merchants.count()];
        for (int row = 0; row < rows.length; row++) {
            rows[next[origins.code(row)]++] = row;
        }
        int[] count = new int[category.length];
        int[] sharing = new int[rows.length];
        for (int origin = 0; origin + 1 < start.length; origin++) {
            for (int at = start[origin]; at < start[origin + 1]; at++) {
                count[category[merchants.categorySet(rows[at])]]++;
            }
            for (int at = start[origin]; at < start[origin + 1]; at++) {
                sharing[rows[at]] = count[category[merchants.categorySet(rows[at])]];
            }
            for (int at = start[origin]; at < start[origin + 1]; at++) {
                count[category[merchants.categorySet(rows[at])]] = 0;
            }
        }
        return sharing;
    }

    static String mainCategory(Set<String> categories) {
        return categories.isEmpty() ? "" : categories.iterator().next();
    }

    /** A column's percentiles, sorted at the first look. */
    private Supplier<Percentiles> percentiles(IntToDoubleFunction column) {
        return Suppliers.memoize(() -> new Percentiles(merchants, column, workers));
    }
}
