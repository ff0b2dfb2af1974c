package io.trafficallocator.workbench.output;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.plan.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan's figures, as JSON for programs and as text for a terminal. Immutable. */
public final class PlanSummary {
    private final Plan plan;
    private final Summary figures;
    private final Map<String, Double> seconds;

    /**
     * Sums up a plan.
     *
     * @param seconds by stage, in the order of execution, those of the plan included
     */
    public PlanSummary(Plan plan, Map<String, Double> seconds) {
        this.plan = plan;
        this.figures = plan.summary();
        this.seconds = new LinkedHashMap<>(seconds);
    }

    /** As maps and numbers. */
    public Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("as_of", plan.header().asOf().toString());
        json.put("period_days", plan.header().periodDays());
        json.put("totals", totals());
        json.put("coverage", coverage());
        json.put("shortfalls", shortfalls());
        json.put("unallocated", unallocated());
        json.put("boost_exponents", boostExponents());
        json.put("incomplete", plan.isIncomplete());
        json.put("rule_failures", ruleFailures());
        json.put("input_digest", plan.header().inputDigest());
        json.put("rules_digest", plan.header().rulesDigest());
        Map<String, Object> rounded = new LinkedHashMap<>();
        seconds.forEach((stage, time) -> rounded.put(stage, Math.round(time * 1000) / 1000.0));
        json.put("seconds", rounded);
        return json;
    }

    private Map<String, Object> totals() {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("merchants", figures.merchants());
        totals.put("merchants_reached", figures.merchantsReached());
        totals.put("placements", plan.placements().count());
        totals.put("supply", figures.supply());
        totals.put("planned", figures.planned());
        totals.put("unallocated", figures.unallocated());
        totals.put("reward_share", figures.rewardShare());
        totals.put("exposure_gini", figures.exposureGini());
        totals.put("entitlements", plan.entitlements().size());
        totals.put("shortfalls", plan.shortfalls().size());
        return totals;
    }

    private Map<String, Object> coverage() {
        Map<String, Object> json = new LinkedHashMap<>();
        figures.coverage().forEach((programme, coverage) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("merchants", coverage.merchants());
            one.put("covered", coverage.covered());
            one.put("share", coverage.share());
            json.put(programme, one);
        });
        return json;
    }

    private Map<String, Object> shortfalls() {
        Map<Shortfall.Reason, Long> missing = new EnumMap<>(Shortfall.Reason.class);
        for (Shortfall shortfall : plan.shortfalls()) {
            missing.merge(shortfall.reason(), shortfall.due() - shortfall.planned(), Long::sum);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        missing.forEach((reason, impressions) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("guarantees", figures.shortfalls().get(reason));
            one.put("missing", impressions);
            json.put(reason.name().toLowerCase(Locale.ROOT), one);
        });
        return json;
    }

    private Map<String, Object> unallocated() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int index = 0; index < plan.placements().count(); index++) {
            if (plan.unallocated(index) > 0) {
                json.put(plan.placements().get(index).id(), plan.unallocated(index));
            }
        }
        return json;
    }

    private Map<String, Object> boostExponents() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (PoolSpend pool : plan.pools()) {
            json.put(pool.programme(), pool.boostExponent());
        }
        return json;
    }

    private List<Map<String, Object>> ruleFailures() {
        return plan.ruleFailures().merchantsByRule().entrySet().stream()
                .map(rule -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("rule", rule.getKey().rule());
                    one.put("source", rule.getKey().source());
                    one.put("merchants", rule.getValue());
                    return one;
                })
                .toList();
    }

    /** As indented JSON. */
    public String toJson() {
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(asMap());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A few lines. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s, %d %s: %,d of %,d impressions planned, %,d unallocated",
                plan.header().asOf(),
                plan.header().periodDays(),
                plan.header().periodDays() == 1 ? "day" : "days",
                figures.planned(),
                figures.supply(),
                figures.unallocated());
        line(
                text,
                "%,d of %,d merchants reached, %.1f %% of impressions are rewards, exposure Gini %.3f",
                figures.merchantsReached(),
                figures.merchants(),
                100 * figures.rewardShare(),
                figures.exposureGini());
        figures.coverage()
                .forEach((programme, coverage) -> line(
                        text,
                        "%s: %,d of %,d merchants receive all that is due (%.1f %%)",
                        programme,
                        coverage.covered(),
                        coverage.merchants(),
                        100 * coverage.share()));
        figures.shortfalls()
                .forEach((reason, guarantees) -> line(
                        text,
                        "short: %,d guarantees, %s",
                        guarantees,
                        reason.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        plan.ruleFailures()
                .merchantsByRule()
                .forEach((rule, merchants) -> line(
                        text,
                        "INCOMPLETE: rule '%s' (%s) failed at %,d merchants and was left out there",
                        rule.rule(),
                        rule.source(),
                        merchants));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
