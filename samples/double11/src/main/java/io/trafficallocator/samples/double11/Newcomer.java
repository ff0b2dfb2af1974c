package io.trafficallocator.samples.double11;

import io.trafficallocator.explain.Cause;
import io.trafficallocator.explain.CellExplanation;
import io.trafficallocator.explain.Counterfactual;
import io.trafficallocator.explain.Explanation;
import io.trafficallocator.explain.Step;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Shortfall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A merchant's explanation in a few lines: the steps of all its placements added up by cause. */
final class Newcomer {
    private static final BigDecimal WORTH_A_LINE = new BigDecimal("0.05");

    private Newcomer() {}

    static List<String> lines(Explanation explanation) {
        List<String> lines = new ArrayList<>();
        lines.add(explanation.merchant() + ": " + Words.grouped(explanation.planned()) + " impressions at "
                + explanation.cells().size() + " placements");
        for (Entitlement held : explanation.entitlements()) {
            String source = held.rule().source();
            lines.add("  " + held.programme() + ": " + held.kind().name().toLowerCase(Locale.ROOT) + " of "
                    + Words.grouped(Math.round(held.amount())) + " in " + held.scope() + " (of "
                    + Words.grouped(Math.round(held.granted())) + " in all), rule \""
                    + held.rule().rule() + "\" at " + source.substring(source.lastIndexOf('/') + 1));
        }
        lines.add(step(explanation.organic(), "organic"));
        Map<Cause, BigDecimal> moved = new EnumMap<>(Cause.class);
        for (CellExplanation cell : explanation.cells()) {
            for (Step step : cell.steps()) {
                moved.merge(step.cause(), step.impressions(), BigDecimal::add);
            }
        }
        moved.forEach((cause, impressions) -> {
            if (impressions.abs().compareTo(WORTH_A_LINE) >= 0) {
                lines.add(step(impressions, cause.words()));
            }
        });
        for (Shortfall shortfall : explanation.shortfalls()) {
            lines.add("  lacks " + Words.grouped(shortfall.due() - shortfall.planned()) + ": " + shortfall.sentence());
        }
        for (Counterfactual without : explanation.without()) {
            if (without.difference() != 0) {
                lines.add(
                        "  without " + without.programme() + " it would have " + Words.grouped(without.impressions()));
            }
        }
        return lines;
    }

    private static String step(BigDecimal impressions, String cause) {
        return String.format(Locale.ROOT, "%+10.1f  %s", impressions.doubleValue(), cause);
    }
}
