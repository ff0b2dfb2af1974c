package io.trafficallocator.rules;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import io.trafficallocator.rules.Vocabulary.FactType;

/**
 * What is known of a field before any condition, for proofs and for messages alike.
 *
 * @param least minus infinity where nothing is known
 * @param most infinity where nothing is known
 * @param texts all that it can be; empty where that is not known
 */
record FieldRange(double least, double most, ImmutableList<String> texts) {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final FieldRange ANY = new FieldRange(-INF, INF, ImmutableList.of());
    private static final FieldRange RATIO = new FieldRange(0, 1, ImmutableList.of());
    private static final FieldRange NOT_NEGATIVE = new FieldRange(0, INF, ImmutableList.of());
    private static final FieldRange AT_LEAST_ONE = new FieldRange(1, INF, ImmutableList.of());
    private static final FieldRange PHASE =
            new FieldRange(-INF, INF, ImmutableList.of("before", "warm-up", "main", "encore", "over"));
    private static final FieldRange STAGE = new FieldRange(-INF, INF, Stages.ALL);

    static FieldRange of(FactType fact, String field) {
        return switch (fact.type().getSimpleName() + "." + field) {
            case "Merchant.quality", "Merchant.gmvPercentile", "Merchant.growthPercentile" -> RATIO;
            case "Merchant.tier",
                    "Merchant.gmv",
                    "Merchant.growth",
                    "Merchant.violations",
                    "Merchant.deposit",
                    "Programme.pool",
                    "FestivalDay.day",
                    "FestivalDay.warmUpDays",
                    "FestivalDay.mainDays",
                    "FestivalDay.encoreDays",
                    "FestivalDay.encoreLength",
                    "Placement.impressions",
                    "Placement.pricePerMille" -> NOT_NEGATIVE;
            case "Merchant.originMerchants", "Merchant.originCategoryMerchants", "Today.periodDays", "Programme.tier" ->
                AT_LEAST_ONE;
            case "FestivalDay.phase" -> PHASE;
            case "Merchant.stage" -> STAGE;
            default -> ANY;
        };
    }

    boolean isRatio() {
        return least == 0 && most == 1;
    }

    /** As the middle of a sentence about the field; empty when nothing is known. */
    String toText(String field) {
        if (!texts.isEmpty()) {
            int last = texts.size() - 1;
            return ": " + field + " is " + Joiner.on(", ").join(texts.subList(0, last)) + " or " + texts.get(last);
        }
        if (least == -INF) {
            return "";
        }
        return ": " + field + " is " + (long) least + (most == INF ? " or more" : " to " + (long) most);
    }
}
