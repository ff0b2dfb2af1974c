package io.trafficallocator.samples.quickstart;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.time.LocalDate;
import java.util.List;

/** The README's quick start; a test holds the two together. */
public final class Quickstart {
    static final String RULES =
            """
            package shop

            rule "a cold start"
            when Merchant(ageDays < 7, violations == 0)
            then grant.guarantee("launch", 7000).overFirstDays(7); end

            rule "more for those who grow"
            when Merchant(growth >= 1.5, quality >= 0.8)
            then grant.boost("upward", 2).inField("live"); end
            """;

    private Quickstart() {}

    /** Prints the plan of four merchants, and why the new one has what it has. */
    public static void main(String[] args) {
        // README: begin
        LocalDate today = LocalDate.of(2024, 11, 11);
        var allocator = TrafficAllocator.builder().rules("shop.drl", RULES).build();
        var request = AllocationRequest.builder()
                .asOf(today)
                .placements(List.of(Placement.of("live-home", "live", 10_000), Placement.of("find", "search", 5_000)))
                .merchants(List.of(
                        MerchantProfile.builder("mink-house", today.minusYears(1)).growth(1.8).quality(0.9).build(),
                        MerchantProfile.builder("old-tailor", today.minusYears(5)).growth(1.0).build(),
                        MerchantProfile.builder("panjin-rice", today).build()))
                .demand(List.of(
                        new Demand("mink-house", "live-home", 2),
                        new Demand("old-tailor", "live-home", 3),
                        new Demand("old-tailor", "find", 1)))
                .build();
        Plan plan = allocator.allocate(request);
        System.out.println(allocator.explain(request, "panjin-rice"));
        // README: end
    }
}
