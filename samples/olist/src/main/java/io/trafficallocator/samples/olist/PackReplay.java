package io.trafficallocator.samples.olist;

import io.trafficallocator.Allocation;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.rules.RuleBook;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The weeks of Olist with every pack on, beside the same weeks without rules. */
final class PackReplay {
    private static final int SUPPORTED_UNTIL_AGE = 84;
    private static final double GOOD_COVERAGE = 0.95;

    private final Scenarios scenarios;
    private final TrafficAllocator allPacks =
            TrafficAllocator.builder().ruleBook(RuleBook.compile(Packs.all())).build();
    private final TrafficAllocator launchAlone =
            TrafficAllocator.builder().rulesFromClassPath(Packs.LAUNCH).build();
    private final TrafficAllocator noPacks = TrafficAllocator.builder().build();
    private final Map<String, Totals> totals = new TreeMap<>();
    private long planned;

    PackReplay(OlistData data) {
        this.scenarios = new Scenarios(data, PackPolicy::synthesise);
    }

    /** What a programme came to over all weeks. */
    private static final class Totals {
        private final Set<String> reached = new HashSet<>();
        private double gained;
        private double withheld;
        private double spent;
        private String unit = "";
    }

    /**
     * One week.
     *
     * @param promised merchants with something due of the launch plan
     * @param covered those of them who receive all of it
     * @param alone how many of them would receive all of it if there were no other programme
     * @param lacking how many launch guarantees are short, by reason
     * @param unsupported merchants in good standing between their first day and day 83 without a promise
     * @param overspent programmes that committed more than their pool
     */
    record Outcome(
            LocalDate monday,
            int promised,
            int covered,
            int alone,
            Map<Shortfall.Reason, Integer> lacking,
            int unsupported,
            List<String> overspent,
            double giniOff,
            double giniOn,
            double topOff,
            double topOn) {
        double coverage() {
            return promised == 0 ? 1 : (double) covered / promised;
        }
    }

    Outcome week(LocalDate monday, boolean withEffects) {
        AllocationRequest facts = scenarios.week(monday, Map.of()).request();
        AllocationRequest request = PackPolicy.request(facts);
        Plan off = noPacks.allocate(facts);
        Allocation allocation = allPacks.run(request);
        Plan on = allocation.plan();
        Set<String> promised = new HashSet<>();
        Set<String> supported = new HashSet<>();
        Set<String> excluded = new HashSet<>();
        for (Entitlement held : on.entitlements()) {
            if (held.kind() == EntitlementKind.EXCLUSION) {
                excluded.add(held.merchant());
            }
            if (held.kind() == EntitlementKind.GUARANTEE && held.amount() > 0) {
                supported.add(held.merchant());
                if (held.programme().equals("launch")) {
                    promised.add(held.merchant());
                }
            }
            totals.computeIfAbsent(held.programme(), unused -> new Totals())
                    .reached
                    .add(held.merchant());
        }
        // Who is held on suspicion is not owed anything by the launch plan.
        promised.removeAll(excluded);
        Map<Shortfall.Reason, Integer> lacking = new EnumMap<>(Shortfall.Reason.class);
        Set<String> less = new HashSet<>();
        for (Shortfall shortfall : on.shortfalls()) {
            if (shortfall.programme().equals("launch") && promised.contains(shortfall.merchant())) {
                lacking.merge(shortfall.reason(), 1, Integer::sum);
                less.add(shortfall.merchant());
            }
        }
        Set<String> lessAlone = new HashSet<>();
        launchAlone.allocate(request).shortfalls().forEach(each -> lessAlone.add(each.merchant()));
        lessAlone.retainAll(promised);
        if (withEffects) {
            addTotals(allocation);
        }
        return new Outcome(
                monday,
                promised.size(),
                promised.size() - less.size(),
                promised.size() - lessAlone.size(),
                lacking,
                unsupported(request.merchants(), monday, supported, excluded),
                on.pools().stream()
                        .filter(PackReplay::isOverspent)
                        .map(PoolSpend::programme)
                        .toList(),
                off.summary().exposureGini(),
                on.summary().exposureGini(),
                topShare(off),
                topShare(on));
    }

    private static boolean isOverspent(PoolSpend pool) {
        Double limit = pool.pool();
        return limit != null && pool.committed() > limit;
    }

    private void addTotals(Allocation allocation) {
        planned += allocation.plan().summary().planned();
        allocation.effects().forEach(effect -> {
            Totals total = totals.computeIfAbsent(effect.programme(), unused -> new Totals());
            total.gained += effect.gained();
            total.withheld += effect.withheld();
        });
        for (PoolSpend pool : allocation.plan().pools()) {
            Totals total = totals.computeIfAbsent(pool.programme(), unused -> new Totals());
            total.spent += pool.committed();
            total.unit = pool.unit().name().toLowerCase(Locale.ROOT);
        }
    }

    private static int unsupported(Merchants merchants, LocalDate monday, Set<String> supported, Set<String> excluded) {
        int count = 0;
        for (int row = 0; row < merchants.count(); row++) {
            long age = monday.toEpochDay() - merchants.joinedOn(row);
            boolean entitled = age >= 0 && age < SUPPORTED_UNTIL_AGE && !excluded.contains(merchants.id(row));
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

    /** A table by week, then one by programme. */
    void print(PrintStream out) {
        out.println("Olist with every pack on: real sales, sellers and categories; promises, pools, enrolments and");
        out.println(
                "attributes are synthetic. Alone: covered if the launch plan were the only programme. Off: the same week without rules. Nothing is carried from week to week.");
        out.printf(
                Locale.ROOT,
                "%-10s %8s %8s %8s %11s %9s %8s %8s %8s %8s  %s%n",
                "week",
                "promised",
                "covered",
                "alone",
                "unsupported",
                "overspent",
                "Gini off",
                "on",
                "top1%off",
                "on",
                "launch guarantees short, by reason");
        int weeks = 0;
        int good = 0;
        double[] means = new double[4];
        for (LocalDate monday = Olist.FIRST; !monday.isAfter(Olist.LAST); monday = monday.plusWeeks(1)) {
            Outcome week = week(monday, true);
            weeks++;
            good += week.coverage() > GOOD_COVERAGE ? 1 : 0;
            double[] figures = {week.giniOff, week.giniOn, week.topOff, week.topOn};
            for (int index = 0; index < means.length; index++) {
                means[index] += figures[index];
            }
            out.printf(
                    Locale.ROOT,
                    "%-10s %8d %8s %8s %11d %9d %8.3f %8.3f %8.3f %8.3f  %s%n",
                    monday,
                    week.promised,
                    WeekTable.percent(week.coverage()),
                    WeekTable.percent((double) week.alone / Math.max(1, week.promised)),
                    week.unsupported,
                    week.overspent.size(),
                    week.giniOff,
                    week.giniOn,
                    week.topOff,
                    week.topOn,
                    week.lacking.isEmpty() ? "" : week.lacking);
        }
        out.printf(
                Locale.ROOT,
                "%nMore than 95 %% of the new merchants are covered in %d of %d weeks. Means: Gini %.3f off, %.3f on;"
                        + " share of the top 1 %% %.3f off, %.3f on.%n%n",
                good,
                weeks,
                means[0] / weeks,
                means[1] / weeks,
                means[2] / weeks,
                means[3] / weeks);
        out.printf(
                Locale.ROOT,
                "%-22s %9s %12s %12s %12s %-11s %12s%n",
                "programme",
                "merchants",
                "gained",
                "withheld",
                "spent",
                "unit",
                "reward share");
        totals.forEach((id, total) -> out.printf(
                Locale.ROOT,
                "%-22s %9d %,12.0f %,12.0f %,12.2f %-11s %12s%n",
                id,
                total.reached.size(),
                total.gained,
                total.withheld,
                total.spent,
                total.unit,
                WeekTable.percent(total.gained / Math.max(1, planned))));
    }
}
