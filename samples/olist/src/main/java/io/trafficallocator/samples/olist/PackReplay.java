package io.trafficallocator.samples.olist;

import io.trafficallocator.Allocation;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.rules.RuleBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weeks of Olist with every pack on, beside the same weeks without rules. What is delivered of a promise over several
 * weeks is carried into the next one.
 */
final class PackReplay {
    static final String LAUNCH = "launch";
    static final String MANAGED = "managed";
    private static final String LIFECYCLE = "lifecycle";

    /** A week is good when more than this share of the new merchants receives all that the launch plan owes them. */
    static final double GOOD_COVERAGE = 0.95;

    private static final int SUPPORTED_UNTIL_AGE = 84;

    private final Scenarios scenarios;
    private final TrafficAllocator allPacks = TrafficAllocator.builder()
            .ruleBook(RuleBook.compile(Packs.all()))
            .strict()
            .build();
    private final TrafficAllocator noPacks = TrafficAllocator.builder().build();
    private final Map<String, Long> deliveredByLaunch = new HashMap<>();
    private final Map<String, Long> deliveredByManaged = new HashMap<>();

    PackReplay(OlistData data) {
        this.scenarios = new Scenarios(data, SyntheticFacts::addTo);
    }

    /**
     * One week.
     *
     * @param owed merchants with something due of the launch plan
     * @param covered those of them who receive all of it
     * @param coverable how many of them any plan could serve in full at most
     * @param lacking how many launch guarantees are short, by reason
     * @param unsupported merchants in good standing between their first day and day 83 without a promise of their stage
     * @param overspent programmes that committed more than their pool
     * @param giniOff inequality of exposure without rules
     * @param topOff share of the merchants' highest hundredth in all impressions, without rules
     */
    record Outcome(
            LocalDate monday,
            Allocation allocation,
            List<CoverageBound.Owed> owed,
            int covered,
            int coverable,
            Map<Shortfall.Reason, Integer> lacking,
            int unsupported,
            List<String> overspent,
            double giniOff,
            double giniOn,
            double topOff,
            double topOn) {
        double coverage() {
            return share(covered);
        }

        double bound() {
            return share(coverable);
        }

        boolean isGood() {
            return coverage() > GOOD_COVERAGE;
        }

        /** Whether a plan could be good, as far as the bound can tell. */
        boolean mayBeGood() {
            return bound() > GOOD_COVERAGE;
        }

        private double share(int merchants) {
            return owed.isEmpty() ? 1 : (double) merchants / owed.size();
        }
    }

    /** Plans a week, then lets it happen. Weeks must ascend. */
    Outcome next(LocalDate monday) {
        if (SyntheticFacts.managedFrom(monday).equals(monday)) {
            deliveredByManaged.clear();
        }
        AllocationRequest facts = scenarios.week(monday, Map.of()).request();
        AllocationRequest request = PackPolicy.request(facts, delivered(facts.merchants()));
        Plan off = noPacks.allocate(facts);
        Allocation allocation = allPacks.run(request);
        Plan on = allocation.plan();
        List<CoverageBound.Owed> owed = CoverageBound.owed(request, on, LAUNCH);
        Set<String> owing = new HashSet<>();
        owed.forEach(each -> owing.add(each.merchant()));
        Map<Shortfall.Reason, Integer> lacking = new EnumMap<>(Shortfall.Reason.class);
        for (Shortfall shortfall : on.shortfalls()) {
            if (shortfall.programme().equals(LAUNCH) && owing.contains(shortfall.merchant())) {
                lacking.merge(shortfall.reason(), 1, Integer::sum);
            }
        }
        int covered = (int) owed.stream()
                .filter(each -> on.total(each.merchant()) >= each.due())
                .count();
        Outcome outcome = new Outcome(
                monday,
                allocation,
                owed,
                covered,
                CoverageBound.of(request, owed),
                lacking,
                unsupported(request.merchants(), monday, on.entitlements()),
                on.pools().stream()
                        .filter(PackReplay::isOverspent)
                        .map(PoolSpend::programme)
                        .toList(),
                off.summary().exposureGini(),
                on.summary().exposureGini(),
                topShare(off),
                topShare(on));
        deliver(request.merchants(), monday, on);
        return outcome;
    }

    private List<Delivered> delivered(Merchants merchants) {
        List<Delivered> rows = new ArrayList<>();
        for (int row = 0; row < merchants.count(); row++) {
            String id = merchants.id(row);
            Long launch = deliveredByLaunch.get(id);
            Long managed = deliveredByManaged.get(id);
            if (launch != null) {
                rows.add(new Delivered(id, LAUNCH, launch));
            }
            if (managed != null) {
                rows.add(new Delivered(id, MANAGED, managed));
            }
        }
        return rows;
    }

    /** An impression counts for every promise that covers it, whichever moved it. */
    private void deliver(Merchants merchants, LocalDate monday, Plan plan) {
        double rate = Replay.deliveryRate(monday);
        for (int row = 0; row < merchants.count(); row++) {
            String id = merchants.id(row);
            if (monday.toEpochDay() - merchants.joinedOn(row) < Scenarios.NEW_DAYS) {
                deliveredByLaunch.merge(id, (long) Math.floor(plan.total(id) * rate), Long::sum);
            } else {
                deliveredByLaunch.remove(id);
            }
            String placement = merchants.attribute(row, "managed_placement");
            if (!placement.isEmpty() && plan.placements().index(placement) >= 0) {
                deliveredByManaged.merge(id, (long) Math.floor(plan.impressions(id, placement) * rate), Long::sum);
            }
        }
    }

    private static boolean isOverspent(PoolSpend pool) {
        Double limit = pool.pool();
        return limit != null && pool.committed() > limit;
    }

    /**
     * Who has open violations, or is excluded, is owed nothing; everybody else has a promise of the launch plan or the life
     * cycle in each of these weeks. What other programmes promise does not count: it would hide a gap.
     */
    private static int unsupported(Merchants merchants, LocalDate monday, List<Entitlement> held) {
        Set<String> supported = new HashSet<>();
        for (Entitlement each : held) {
            boolean isOfItsStage =
                    each.programme().equals(LAUNCH) || each.programme().equals(LIFECYCLE);
            if (each.kind() == EntitlementKind.EXCLUSION
                    || (isOfItsStage && each.kind() == EntitlementKind.GUARANTEE && each.amount() > 0)) {
                supported.add(each.merchant());
            }
        }
        int count = 0;
        for (int row = 0; row < merchants.count(); row++) {
            long age = monday.toEpochDay() - merchants.joinedOn(row);
            boolean entitled = age >= 0 && age < SUPPORTED_UNTIL_AGE && merchants.violations(row) == 0;
            count += entitled && !supported.contains(merchants.id(row)) ? 1 : 0;
        }
        return count;
    }

    private static double topShare(Plan plan) {
        long[] total = new long[plan.merchants()];
        for (int row = 0; row < total.length; row++) {
            total[row] = plan.total(plan.merchant(row));
        }
        Arrays.sort(total);
        int top = Math.max(1, total.length / 100);
        long all = Arrays.stream(total).sum();
        return all == 0
                ? 0
                : (double) Arrays.stream(total, total.length - top, total.length)
                                .sum()
                        / all;
    }
}
