package io.trafficallocator.samples.quickstart;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.explain.Explanation;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The README's quick start; a test holds the two together. */
public final class Quickstart {
    static final String RULES = """
            package shop

            rule "a cold start"
            when Merchant(ageDays < 7, violations == 0)
            then grant.guarantee("launch", 49000).overFirstDays(7); end

            rule "more for those who grow"
            when Merchant(growth >= 1.5)
            then grant.boost("upward", 2).inField("live"); end
            """;

    private Quickstart() {}

    /** Prints the plan of three merchants, and why the new one has what it has. */
    public static void main(String[] args) {
        // README: begin
        var allocator = TrafficAllocator.builder().rules("shop.drl", RULES).build();
        var today = LocalDate.of(2024, 11, 11);
        var mink = MerchantProfile.builder("mink-house", today.minusYears(1)).growth(1.8);
        var tailor = MerchantProfile.builder("old-tailor", today.minusYears(5)).growth(1.1);
        var rice = MerchantProfile.builder("panjin-rice", today);
        var request = AllocationRequest.builder()
                .asOf(today)
                .placements(List.of(Placement.of("live-home", "live", 10_000), Placement.of("find", "search", 5_000)))
                .merchants(List.of(mink.build(), tailor.build(), rice.build()))
                .demand(List.of(new Demand("mink-house", "live-home", 2), new Demand("old-tailor", "find", 1)))
                .build();
        Plan plan = allocator.allocate(request);
        Explanation why = allocator.explain(request, "panjin-rice");
        // README: end
        print(plan);
        System.out.println();
        System.out.print(why.toText());
    }

    private static void print(Plan plan) {
        for (int row = 0; row < plan.merchants(); row++) {
            for (int cell = plan.start(row); cell < plan.start(row + 1); cell++) {
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %-10s %,7d%n",
                        plan.merchant(row),
                        plan.placements().get(plan.placement(cell)).id(),
                        plan.impressions(cell));
            }
        }
    }
}
