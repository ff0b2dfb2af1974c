package io.trafficallocator.samples.double11;

import io.trafficallocator.model.Admission;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Programmes that belong together, as the pages show them: the three festivals are one policy. */
record Policy(String name, List<Programme> programmes) {
    /** The launch programme, whose merchants are the new ones. */
    static final String LAUNCH = "launch";

    private static final String UPWARD = "upward";

    /**
     * The policies of the day. The article gives no pools for a day of a marketplace of this size; these are ours, and
     * small enough that both run out. So the share of new merchants who get all that is due follows from our pool: the
     * article's "more than 95 %" guided us, and the plan does not prove it. The pool is admitted by quality, as those
     * who joined on one day would all lack a little where a day of them does not fit.
     *
     * @param scale how many merchants there are, relative to 50,000
     */
    static List<Policy> ofTheDay(double scale, List<Festival> festivals) {
        Programme launch = named(LAUNCH, "New Merchant Launch Plan", 1)
                .poolOfImpressions(Math.round(3_800_000 * scale))
                .admitting(Admission.QUALITY);
        Programme upward = named(UPWARD, "Upward Mobility Plan", 3).poolOfYuan(1_500_000 * scale);
        return List.of(
                new Policy(launch.name(), List.of(launch)),
                new Policy(
                        "Category festivals",
                        festivals.stream()
                                .map(festival -> named(festival.id(), festival.name(), 2))
                                .toList()),
                new Policy(upward.name(), List.of(upward)));
    }

    private static Programme named(String id, String name, int tier) {
        return new Programme(id, name, tier, null, PoolUnit.IMPRESSIONS, Admission.PROPORTIONAL);
    }

    Set<String> ids() {
        return programmes.stream().map(Programme::id).collect(Collectors.toSet());
    }

    /** The position of the policy that a programme belongs to. */
    static int indexOf(List<Policy> policies, String programme) {
        int index = 0;
        while (!policies.get(index).ids().contains(programme)) {
            index++;
        }
        return index;
    }
}
