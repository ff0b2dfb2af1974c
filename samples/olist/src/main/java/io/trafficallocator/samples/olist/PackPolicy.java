package io.trafficallocator.samples.olist;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.Programme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every pack at the scale of Olist, where an item sold stands for 100 impressions: by parameters alone, the same in all
 * weeks.
 */
final class PackPolicy {
    /**
     * The launch plan's promise in impressions. The smallest placement of a week is a category that sold one item, with
     * 100 impressions. A third of it is promised, so that three merchants who open in the same small category can all be
     * served: scarcity is shared out evenly, so that of four with 100 to share nobody would have 30.
     */
    private static final int FIRST_WEEK = 30;

    /** Impressions a day. */
    private static final int SECOND_WEEK = 4;

    private static final int THIRD_WEEK = 3;
    private static final int FOURTH_WEEK = 2;

    private static final List<Programme> PROGRAMMES = List.of(
            programme("fraud", 1),
            programme("gates", 1, "low_cap", 5, "cooling_cap", 30),
            programme(
                    "launch",
                    1,
                    "first_week",
                    FIRST_WEEK,
                    "second_week",
                    SECOND_WEEK,
                    "third_week",
                    THIRD_WEEK,
                    "fourth_week",
                    FOURTH_WEEK,
                    "first_month",
                    FIRST_WEEK + 7 * (SECOND_WEEK + THIRD_WEEK + FOURTH_WEEK)),
            programme("lifecycle", 2, "bridge", 6, "floor", 1),
            programme("deposits", 2, "floor", 5, "reduced_floor", 3).poolOfYuan(300),
            programme("new-star", 3, "floor", 5),
            programme("doujin", 3, "stage_1", 1000, "stage_2", 10000, "reward_1", 5, "reward_2", 20, "final", 50)
                    .poolOfImpressions(20_000),
            programme("growth", 3, "bonus", 5).poolOfImpressions(30_000),
            programme("long-tail", 3, "floor", 2, "top_share", 0.25),
            programme(
                    "origin",
                    3,
                    "cities",
                    "SP/ibitinga;SP/sao paulo;PR/maringa",
                    "categories",
                    "bed_bath_table;housewares;furniture_decor"),
            programme("explosion", 4).poolOfYuan(200),
            programme("domains", 4).poolOfYuan(200),
            programme("upward", 4).poolOfYuan(1_000),
            programme("red-envelopes", 4).poolOfYuan(50),
            programme("managed", 5).poolOfYuan(500));

    private PackPolicy() {}

    private static Programme programme(String id, int tier, Object... parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int at = 0; at < parameters.length; at += 2) {
            values.put(parameters[at].toString(), parameters[at + 1].toString());
        }
        return Programme.of(id, tier).withParameters(values);
    }

    /** The same facts under the packs' programmes, with what these delivered before. */
    static AllocationRequest request(AllocationRequest facts, List<Delivered> delivered) {
        List<Programme> programmes = new ArrayList<>(PROGRAMMES);
        facts.festivals().keySet().forEach(id -> programmes.add(programme(id, 2, "floor", 20)));
        return AllocationRequest.builder()
                .settings(facts.settings())
                .merchants(facts.merchants())
                .placements(facts.placements().asList().stream()
                        .map(SyntheticFacts::inItsField)
                        .toList())
                .demand(facts.demand())
                .programmes(programmes)
                .festivals(facts.festivals().values())
                .delivered(delivered)
                .build();
    }
}
