package io.trafficallocator.samples.double11;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Shares all merchants out among a few groups: each belongs to the first that fits. */
final class Segments {
    static final List<String> NAMES = List.of(
            "new, first week",
            "new, weeks 2 to 4",
            "enrolled in a festival",
            "rising, tier 2 and up",
            "individual and small",
            "medium and large");

    private static final double RISING = 1.2;

    private final Merchants merchants;
    private final int today;

    Segments(AllocationRequest request) {
        this.merchants = request.merchants();
        this.today = Math.toIntExact(request.settings().asOf().toEpochDay());
    }

    int of(int row) {
        int age = today - merchants.joinedOn(row);
        if (age < 7) {
            return 0;
        }
        if (age < Shops.NEW_DAYS) {
            return 1;
        }
        if (!merchants.enrolments(row).isEmpty()) {
            return 2;
        }
        if (merchants.tier(row) >= 2 && merchants.growth(row) >= RISING) {
            return 3;
        }
        String size = merchants.size(row);
        return size.equals("individual") || size.equals("small") ? 4 : 5;
    }

    List<Figures.Segment> reckon(Plan organic, Plan plan) {
        int[] count = new int[NAMES.size()];
        for (int row = 0; row < merchants.count(); row++) {
            count[of(row)]++;
        }
        long[] before = impressions(organic);
        long[] after = impressions(plan);
        List<Figures.Segment> segments = new ArrayList<>();
        for (int index = 0; index < count.length; index++) {
            segments.add(new Figures.Segment(NAMES.get(index), count[index], before[index], after[index]));
        }
        return segments;
    }

    private long[] impressions(Plan plan) {
        long[] sum = new long[NAMES.size()];
        for (int row = 0; row < plan.merchants(); row++) {
            int segment = of(row);
            for (int cell = plan.start(row); cell < plan.start(row + 1); cell++) {
                sum[segment] += plan.impressions(cell);
            }
        }
        return sum;
    }
}
