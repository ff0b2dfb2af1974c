package io.trafficallocator.samples.olist;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Programme;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every pack at the scale of Olist, by parameters alone. Enrolments and attributes are synthetic. */
final class PackPolicy {
    private static final List<Programme> PROGRAMMES = List.of(
            Programme.of("fraud", 1),
            Programme.of("gates", 1),
            programme("launch", 1, "first_week", 400, "second_week", 30, "third_week", 20, "fourth_week", 10),
            programme("lifecycle", 2, "bridge", 6, "floor", 1),
            programme("deposits", 2, "floor", 5).poolOfYuan(300),
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
                    "bed_bath_table;housewares;furniture_decor",
                    "share",
                    0.02),
            programme("explosion", 4).poolOfYuan(200),
            programme("domains", 4, "mall", 1.1).poolOfYuan(200),
            Programme.of("upward", 4).poolOfYuan(1_000),
            Programme.of("red-envelopes", 4).poolOfYuan(50),
            programme("managed", 5).poolOfYuan(500));

    private PackPolicy() {}

    private static Programme programme(String id, int tier, Object... parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int at = 0; at < parameters.length; at += 2) {
            values.put(parameters[at].toString(), parameters[at + 1].toString());
        }
        return Programme.of(id, tier).withParameters(values);
    }

    /** What Olist does not know of a seller. */
    static void synthesise(MerchantProfile.Builder profile, int seller, LocalDate monday) {
        profile.quality(0.5 + seller % 50 / 100.0);
        if (seller % 7 == 0) {
            profile.enrolled("doujin");
        }
        if (seller % 5 == 0) {
            profile.enrolled("domains");
        }
        profile.attribute("prepared", seller % 3 == 0 ? "yes" : "");
        profile.attribute("full_reduction", seller % 4 == 0 ? "yes" : "");
        profile.attribute("return_cost", seller % 6 == 0 ? String.valueOf(5 + seller % 50) : "");
        profile.attribute("risk", seller % 211 == 0 ? "0.95" : "0.1");
        boolean hot = (seller + monday.toEpochDay() / 7) % 50 == 0;
        profile.attribute("hot_share", hot ? "0.6" : "");
        profile.attribute("hot_since", hot ? monday.toString() : "");
    }

    /** The same facts under the packs' programmes; nothing was delivered before. */
    static AllocationRequest request(AllocationRequest facts) {
        List<Programme> programmes = new ArrayList<>(PROGRAMMES);
        facts.festivals().keySet().forEach(id -> programmes.add(programme(id, 2, "floor", 20)));
        return AllocationRequest.builder()
                .settings(facts.settings())
                .merchants(facts.merchants())
                .placements(facts.placements().asList())
                .demand(facts.demand())
                .programmes(programmes)
                .festivals(facts.festivals().values())
                .build();
    }
}
