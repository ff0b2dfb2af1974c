package io.trafficallocator.samples.olist;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Plans one week after the other, and carries what was not delivered into the weeks that are left. */
final class Replay {
    /** Impressions that the launch rules promise over a merchant's first four weeks. */
    static final long LAUNCH_TOTAL = 1_000;

    private final Scenarios scenarios;
    private final TrafficAllocator allocator;
    private final Map<String, Long> deliveredByLaunch = new HashMap<>();
    private int finished;
    private int finishedInFull;
    private long deliveredToFinished;

    Replay(Scenarios scenarios, TrafficAllocator allocator) {
        this.scenarios = scenarios;
        this.allocator = allocator;
    }

    /**
     * What one week came to.
     *
     * @param promised new merchants with a guarantee of the launch programme
     * @param covered those of them who receive all that is due
     * @param due impressions that the launch programme owes this week
     * @param lost impressions planned for new merchants and not delivered
     * @param lacking impressions that guarantees lack, by reason
     */
    record Outcome(
            Week week,
            Plan plan,
            int newcomers,
            int promised,
            int covered,
            long supply,
            long unallocated,
            long due,
            long lost,
            Map<Shortfall.Reason, Long> lacking,
            double poolSpent,
            double gini,
            double seconds) {}

    /** Plans a week, then lets it happen. Weeks must ascend. */
    Outcome next(LocalDate monday) {
        Week week = scenarios.week(monday, deliveredByLaunch);
        Plan plan = allocator.allocate(week.request());
        Set<String> promised = new HashSet<>();
        long due = 0;
        for (Entitlement held : plan.entitlements()) {
            if (held.kind() == EntitlementKind.GUARANTEE && held.programme().equals(Scenarios.LAUNCH)) {
                promised.add(held.merchant());
                due += (long) held.amount();
            }
        }
        Map<Shortfall.Reason, Long> lacking = new EnumMap<>(Shortfall.Reason.class);
        Set<String> less = new HashSet<>();
        for (Shortfall shortfall : plan.shortfalls()) {
            lacking.merge(shortfall.reason(), shortfall.due() - shortfall.planned(), Long::sum);
            if (shortfall.programme().equals(Scenarios.LAUNCH)) {
                less.add(shortfall.merchant());
            }
        }
        long supply = 0;
        long unallocated = 0;
        for (int index = 0; index < plan.placements().count(); index++) {
            supply += plan.placements().get(index).impressions();
            unallocated += plan.unallocated(index);
        }
        return new Outcome(
                week,
                plan,
                newcomers(week),
                promised.size(),
                promised.size() - less.size(),
                supply,
                unallocated,
                due,
                deliver(week, plan),
                lacking,
                plan.pools().stream()
                        .filter(pool -> pool.programme().equals(Scenarios.UPWARD))
                        .mapToDouble(PoolSpend::committed)
                        .sum(),
                plan.summary().exposureGini(),
                plan.header().seconds().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
    }

    /** Merchants whose first four weeks are over. */
    int finished() {
        return finished;
    }

    /** Those of them to whom all of the promise was delivered. */
    int finishedInFull() {
        return finishedInFull;
    }

    /** How much of all that was promised to them was delivered, 0 to 1. */
    double deliveredShare() {
        return finished == 0 ? 1 : (double) deliveredToFinished / (finished * LAUNCH_TOTAL);
    }

    /** Synthetic: every third week delivers 97 of 100 planned impressions, the others all of them. */
    static double deliveryRate(LocalDate monday) {
        return monday.toEpochDay() / 7 % 3 == 0 ? 0.97 : 1;
    }

    private static int newcomers(Week week) {
        Merchants merchants = week.request().merchants();
        int count = 0;
        for (int row = 0; row < merchants.count(); row++) {
            count += isNew(merchants, row, week.monday()) ? 1 : 0;
        }
        return count;
    }

    private static boolean isNew(Merchants merchants, int row, LocalDate monday) {
        return monday.toEpochDay() - merchants.joinedOn(row) < Scenarios.NEW_DAYS;
    }

    /** Books what is delivered within the launch programme's window, and returns what is lost. */
    private long deliver(Week week, Plan plan) {
        Merchants merchants = week.request().merchants();
        double rate = deliveryRate(week.monday());
        long lost = 0;
        for (int row = 0; row < merchants.count(); row++) {
            if (!isNew(merchants, row, week.monday())) {
                continue;
            }
            String id = merchants.id(row);
            long planned = plan.total(id);
            long shown = (long) Math.floor(planned * rate);
            lost += planned - shown;
            long total = deliveredByLaunch.merge(id, shown, Long::sum);
            if (!isNew(merchants, row, week.monday().plusWeeks(1))) {
                finished++;
                finishedInFull += total >= LAUNCH_TOTAL ? 1 : 0;
                deliveredToFinished += Math.min(LAUNCH_TOTAL, total);
                deliveredByLaunch.remove(id);
            }
        }
        return lost;
    }
}
