package io.trafficallocator.samples.olist;

import io.trafficallocator.Allocation;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A table by week, then one by programme. */
final class PackReport {
    private final PackReplay replay;
    private final PrintStream out;
    private final Map<String, Totals> totals = new TreeMap<>();
    private final double[] sums = new double[4];
    private long planned;
    private int weeks;
    private int good;
    private int feasible;

    PackReport(PackReplay replay, PrintStream out) {
        this.replay = replay;
        this.out = out;
    }

    /** What a programme came to over all weeks. */
    private static final class Totals {
        private final Set<String> reached = new HashSet<>();
        private double gained;
        private double withheld;
        private long theirs;
        private double spent;
        private String unit = "";
    }

    void print() {
        out.println(
                "Olist with every pack on: real sales, sellers and categories; 100 impressions for each item sold.");
        out.println(
                "Promises, pools, fields, enrolments and attributes are synthetic, and the same rules and parameters");
        out.println("hold in every week. What is delivered of a promise is carried from week to week.");
        out.println();
        out.println("owed: new merchants with something due of the launch plan; covered: those who receive all of it;");
        out.println(
                "at most: those whom any plan could serve; good: more than 95 in 100 are, or whether they could be;");
        out.println(
                "gap: merchants up to day 83 without a promise; over: pools overspent; off: the week without rules.");
        out.println();
        out.printf(
                Locale.ROOT,
                "%-10s %5s %8s %8s %-11s %4s %4s %8s %6s %8s %6s  %s%n",
                "week",
                "owed",
                "covered",
                "at most",
                "good",
                "gap",
                "over",
                "Gini off",
                "on",
                "top1%off",
                "on",
                "launch guarantees short, by reason");
        for (LocalDate monday = Olist.FIRST; !monday.isAfter(Olist.LAST); monday = monday.plusWeeks(1)) {
            PackReplay.Outcome week = replay.next(monday);
            print(week);
            add(week);
        }
        out.printf(
                Locale.ROOT,
                "%nMore than 95 %% of the new merchants can be served in full in %d of %d weeks, and are in %d. Means: Gini"
                        + " %.3f off, %.3f on; share of the top 1 %% %.3f off, %.3f on.%n%n",
                feasible,
                weeks,
                good,
                sums[0] / weeks,
                sums[1] / weeks,
                sums[2] / weeks,
                sums[3] / weeks);
        printProgrammes();
    }

    private void print(PackReplay.Outcome week) {
        String verdict = week.isGood() ? "yes" : week.mayBeGood() ? "MISSED" : "impossible";
        out.printf(
                Locale.ROOT,
                "%-10s %5d %8s %8s %-11s %4d %4d %8.3f %6.3f %8.3f %6.3f  %s%n",
                week.monday(),
                week.owed().size(),
                WeekTable.percent(week.coverage()),
                WeekTable.percent(week.bound()),
                verdict,
                week.unsupported(),
                week.overspent().size(),
                week.giniOff(),
                week.giniOn(),
                week.topOff(),
                week.topOn(),
                week.lacking().isEmpty() ? "" : week.lacking());
    }

    private void add(PackReplay.Outcome week) {
        weeks++;
        good += week.isGood() ? 1 : 0;
        feasible += week.mayBeGood() ? 1 : 0;
        double[] figures = {week.giniOff(), week.giniOn(), week.topOff(), week.topOn()};
        for (int index = 0; index < figures.length; index++) {
            sums[index] += figures[index];
        }
        Allocation allocation = week.allocation();
        Plan plan = allocation.plan();
        planned += plan.summary().planned();
        Map<String, Set<String>> reached = new HashMap<>();
        for (Entitlement held : plan.entitlements()) {
            reached.computeIfAbsent(held.programme(), unused -> new HashSet<>()).add(held.merchant());
        }
        reached.forEach((programme, merchants) -> {
            total(programme).reached.addAll(merchants);
            total(programme).theirs += merchants.stream().mapToLong(plan::total).sum();
        });
        allocation.effects().forEach(effect -> {
            total(effect.programme()).gained += effect.gained();
            total(effect.programme()).withheld += effect.withheld();
        });
        for (PoolSpend pool : plan.pools()) {
            total(pool.programme()).spent += pool.committed();
            total(pool.programme()).unit = pool.unit().name().toLowerCase(Locale.ROOT);
        }
    }

    private Totals total(String programme) {
        return totals.computeIfAbsent(programme, unused -> new Totals());
    }

    private void printProgrammes() {
        out.println("merchants: with a grant in any week; gained, withheld: impressions that its grants explain;");
        out.println("reward share: of all that these merchants received while they had a grant; of all: of every");
        out.println("impression planned.");
        out.println();
        out.printf(
                Locale.ROOT,
                "%-22s %9s %11s %9s %13s %-11s %12s %7s%n",
                "programme",
                "merchants",
                "gained",
                "withheld",
                "spent",
                "unit",
                "reward share",
                "of all");
        totals.forEach((id, total) -> out.printf(
                Locale.ROOT,
                "%-22s %9d %,11.0f %,9.0f %,13.2f %-11s %12s %7s%n",
                id,
                total.reached.size(),
                total.gained,
                total.withheld,
                total.spent,
                total.unit,
                WeekTable.percent(total.gained / Math.max(1, total.theirs)),
                WeekTable.percent(total.gained / Math.max(1, planned))));
    }
}
