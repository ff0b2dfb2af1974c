package io.trafficallocator.plan;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A plan in a few figures.
 *
 * @param merchants how many there are
 * @param merchantsReached how many of them have at least one impression
 * @param supply impressions of all placements
 * @param planned impressions given to merchants
 * @param unallocated impressions that caps leave nobody to take; supply = planned + unallocated
 * @param rewardShare share of the planned impressions that are above what natural ranking alone would give, 0 to 1
 * @param exposureGini how unequally impressions are spread over merchants: 0 when all have the same, near 1 when one
 *     has them all
 * @param coverage by programme that guarantees something now, in ascending order of id
 * @param shortfalls how many there are for each reason
 */
public record Summary(
        long merchants,
        long merchantsReached,
        long supply,
        long planned,
        long unallocated,
        double rewardShare,
        double exposureGini,
        ImmutableMap<String, Coverage> coverage,
        ImmutableMap<Shortfall.Reason, Long> shortfalls) {
    /**
     * How many merchants a programme keeps its word to.
     *
     * @param merchants those with a guarantee of which something is due in this period
     * @param covered those of them who receive all that is due
     */
    public record Coverage(long merchants, long covered) {
        /** 0 to 1; 1 when nobody is due anything. */
        public double share() {
            return merchants == 0 ? 1 : (double) covered / merchants;
        }
    }

    static Summary of(Plan plan) {
        long supply = 0;
        long unallocated = 0;
        for (int placement = 0; placement < plan.placements().count(); placement++) {
            supply += plan.placements().get(placement).impressions();
            unallocated += plan.unallocated(placement);
        }
        long[] totals = new long[plan.merchants()];
        long planned = 0;
        long reached = 0;
        for (int row = 0; row < totals.length; row++) {
            for (int cell = plan.start(row); cell < plan.start(row + 1); cell++) {
                totals[row] += plan.impressions(cell);
            }
            planned += totals[row];
            reached += totals[row] > 0 ? 1 : 0;
        }
        EnumMap<Shortfall.Reason, Long> reasons = new EnumMap<>(Shortfall.Reason.class);
        plan.shortfalls().forEach(shortfall -> reasons.merge(shortfall.reason(), 1L, Long::sum));
        return new Summary(
                totals.length,
                reached,
                supply,
                planned,
                unallocated,
                planned == 0 ? 0 : Math.min(1, (double) plan.header().rewarded() / planned),
                gini(totals, planned),
                coverage(plan),
                ImmutableMap.copyOf(reasons));
    }

    private static ImmutableMap<String, Coverage> coverage(Plan plan) {
        Set<Holder> lacking = new HashSet<>();
        plan.shortfalls().forEach(lacks -> lacking.add(new Holder(lacks.merchant(), lacks.programme())));
        Map<String, long[]> counts = new TreeMap<>();
        Holder last = new Holder("", "");
        for (Entitlement entitlement : plan.entitlements()) {
            boolean isOwed =
                    entitlement.kind() == EntitlementKind.GUARANTEE || entitlement.kind() == EntitlementKind.SUBSIDY;
            if (isOwed && entitlement.amount() > 0) {
                Holder holder = new Holder(entitlement.merchant(), entitlement.programme());
                if (!holder.equals(last)) {
                    long[] count = counts.computeIfAbsent(entitlement.programme(), unused -> new long[2]);
                    count[0]++;
                    count[1] += lacking.contains(holder) ? 0 : 1;
                    last = holder;
                }
            }
        }
        ImmutableMap.Builder<String, Coverage> coverage = ImmutableMap.builder();
        counts.forEach((programme, count) -> coverage.put(programme, new Coverage(count[0], count[1])));
        return coverage.buildOrThrow();
    }

    private record Holder(String merchant, String programme) {}

    private static double gini(long[] totals, long sum) {
        if (sum == 0) {
            return 0;
        }
        long[] ascending = totals.clone();
        Arrays.sort(ascending);
        double weighted = 0;
        for (int rank = 0; rank < ascending.length; rank++) {
            weighted += (2.0 * (rank + 1) - ascending.length - 1) * ascending[rank];
        }
        return weighted / ((double) ascending.length * sum);
    }
}
