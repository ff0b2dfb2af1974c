package io.trafficallocator.samples.olist;

import io.trafficallocator.plan.Shortfall;
import java.time.LocalDate;
import java.util.Locale;

/** The table by week. */
final class WeekTable {
    private WeekTable() {}

    static String header() {
        return format(
                "week",
                "merchants",
                "new",
                "impressions",
                "owed",
                "covered",
                "lost",
                "supply",
                "pool",
                "capped",
                "nowhere",
                "upward",
                "Gini",
                "seconds",
                "festival");
    }

    static String row(Replay.Outcome outcome) {
        LocalDate monday = outcome.week().monday();
        return format(
                monday.toString(),
                whole(outcome.plan().merchants()),
                whole(outcome.newcomers()),
                whole(outcome.supply()),
                whole(outcome.due()),
                outcome.promised() == 0 ? "-" : percent((double) outcome.covered() / outcome.promised()),
                whole(outcome.lost()),
                whole(lacking(outcome, Shortfall.Reason.SUPPLY_EXHAUSTED)),
                whole(lacking(outcome, Shortfall.Reason.POOL_EXHAUSTED)),
                whole(lacking(outcome, Shortfall.Reason.CAPPED)),
                whole(lacking(outcome, Shortfall.Reason.NO_PLACEMENT) + lacking(outcome, Shortfall.Reason.EXCLUDED)),
                whole(Math.round(outcome.poolSpent())),
                String.format(Locale.ROOT, "%.3f", outcome.gini()),
                String.format(Locale.ROOT, "%.3f", outcome.seconds()),
                Season.ALL.stream()
                        .filter(season -> season.on(monday))
                        .map(Season::id)
                        .findFirst()
                        .orElse(""));
    }

    static String legend() {
        return """
                owed: impressions that the launch programme is due to new merchants this week, make-good included
                covered: share of the new merchants with a promise who receive all of it
                lost: impressions planned for new merchants and not delivered (synthetic: 3 % every third week)
                supply, pool, capped, nowhere: impressions that guarantees lack, because other guarantees need the supply,
                    the pool is spent, one merchant may have half of a placement at most, or its categories sold nothing
                upward: yuan spent of the boosts' pool; Gini: of impressions among all merchants""";
    }

    private static long lacking(Replay.Outcome outcome, Shortfall.Reason reason) {
        return outcome.lacking().getOrDefault(reason, 0L);
    }

    private static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * ratio);
    }

    private static String format(Object... cells) {
        return String.format(Locale.ROOT, "%-10s %9s %5s %11s %8s %8s %7s %7s %7s %7s %7s %9s %6s %7s  %s", cells)
                .stripTrailing();
    }
}
