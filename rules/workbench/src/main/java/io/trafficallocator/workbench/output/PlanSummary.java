package io.trafficallocator.workbench.output;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a plan comes to, in numbers that fit on a screen. Immutable. */
public final class PlanSummary {
    private final Plan plan;
    private final Map<String, Double> seconds;
    private final Map<String, Coverage> coverage;
    private final long supply;
    private final long planned;
    private final long unallocated;
    private final long cells;
    private final long merchantsWithTraffic;

    /** Of one programme: merchants and impressions of its guarantees. */
    private static final class Coverage {
        private String lastMerchant = "";
        private String lastShort = "";
        private long merchants;
        private long merchantsShort;
        private long guarantees;
        private long guaranteesShort;
        private double due;
        private long missing;

        double ratio() {
            return merchants == 0 ? 1 : (double) (merchants - merchantsShort) / merchants;
        }
    }

    /**
     * Sums up a plan.
     *
     * @param seconds by stage, in the order of execution, those of the plan included
     */
    public PlanSummary(Plan plan, Map<String, Double> seconds) {
        this.plan = plan;
        this.seconds = new LinkedHashMap<>(seconds);
        this.coverage = coverage(plan);
        long supplied = 0;
        long left = 0;
        for (int placement = 0; placement < plan.placements().count(); placement++) {
            supplied += plan.placements().get(placement).impressions();
            left += plan.unallocated(placement);
        }
        long sum = 0;
        long used = 0;
        long served = 0;
        for (int row = 0; row < plan.merchants(); row++) {
            long total = 0;
            for (int cell = plan.start(row); cell < plan.start(row + 1); cell++) {
                total += plan.impressions(cell);
                used += plan.impressions(cell) > 0 ? 1 : 0;
            }
            sum += total;
            served += total > 0 ? 1 : 0;
        }
        this.supply = supplied;
        this.unallocated = left;
        this.planned = sum;
        this.cells = used;
        this.merchantsWithTraffic = served;
    }

    private static Map<String, Coverage> coverage(Plan plan) {
        Map<String, Coverage> byProgramme = new TreeMap<>();
        for (Entitlement entitlement : plan.entitlements()) {
            if (entitlement.kind() == EntitlementKind.GUARANTEE) {
                Coverage of = byProgramme.computeIfAbsent(entitlement.programme(), unused -> new Coverage());
                of.guarantees++;
                of.due += entitlement.amount();
                if (!of.lastMerchant.equals(entitlement.merchant())) {
                    of.lastMerchant = entitlement.merchant();
                    of.merchants++;
                }
            }
        }
        for (Shortfall shortfall : plan.shortfalls()) {
            Coverage of = byProgramme.computeIfAbsent(shortfall.programme(), unused -> new Coverage());
            of.guaranteesShort++;
            of.missing += shortfall.due() - shortfall.planned();
            if (!of.lastShort.equals(shortfall.merchant())) {
                of.lastShort = shortfall.merchant();
                of.merchantsShort++;
            }
        }
        return byProgramme;
    }

    /** As maps and numbers, for JSON. */
    public Map<String, Object> asMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("as_of", plan.header().asOf().toString());
        json.put("period_days", plan.header().periodDays());
        json.put("totals", totals());
        json.put("coverage", coverageAsMap());
        json.put("shortfalls", shortfalls());
        json.put("unallocated", unallocatedByPlacement());
        json.put("boost_exponents", boostExponents());
        json.put("input_digest", plan.header().inputDigest());
        json.put("rules_digest", plan.header().rulesDigest());
        Map<String, Object> rounded = new LinkedHashMap<>();
        seconds.forEach((stage, time) -> rounded.put(stage, Math.round(time * 1000) / 1000.0));
        json.put("seconds", rounded);
        return json;
    }

    private Map<String, Object> totals() {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("merchants", plan.merchants());
        totals.put("merchants_with_traffic", merchantsWithTraffic);
        totals.put("placements", plan.placements().count());
        totals.put("cells", cells);
        totals.put("supply", supply);
        totals.put("planned", planned);
        totals.put("unallocated", unallocated);
        totals.put("entitlements", plan.entitlements().size());
        totals.put("shortfalls", plan.shortfalls().size());
        return totals;
    }

    private Map<String, Object> coverageAsMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        coverage.forEach((programme, of) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("merchants", of.merchants);
            one.put("merchants_short", of.merchantsShort);
            one.put("coverage", of.ratio());
            one.put("guarantees", of.guarantees);
            one.put("guarantees_short", of.guaranteesShort);
            one.put("due", Math.round(of.due));
            one.put("missing", of.missing);
            all.put(programme, one);
        });
        return all;
    }

    private Map<String, Object> shortfalls() {
        Map<Shortfall.Reason, long[]> byReason = new EnumMap<>(Shortfall.Reason.class);
        for (Shortfall shortfall : plan.shortfalls()) {
            long[] counted = byReason.computeIfAbsent(shortfall.reason(), unused -> new long[2]);
            counted[0]++;
            counted[1] += shortfall.due() - shortfall.planned();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        byReason.forEach((reason, counted) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("guarantees", counted[0]);
            one.put("missing", counted[1]);
            json.put(reason.name().toLowerCase(Locale.ROOT), one);
        });
        return json;
    }

    private Map<String, Object> unallocatedByPlacement() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int index = 0; index < plan.placements().count(); index++) {
            Placement placement = plan.placements().get(index);
            if (plan.unallocated(index) > 0) {
                json.put(placement.id(), plan.unallocated(index));
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

    /** As indented JSON. */
    public String toJson() {
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(asMap());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a terminal. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d %s: %,d of %,d impressions planned, %,d unallocated%n",
                plan.header().asOf(),
                plan.header().periodDays(),
                plan.header().periodDays() == 1 ? "day" : "days",
                planned,
                supply,
                unallocated));
        text.append(String.format(
                Locale.ROOT,
                "%,d of %,d merchants have traffic, in %,d cells of %d placements%n",
                merchantsWithTraffic,
                plan.merchants(),
                cells,
                plan.placements().count()));
        coverage.forEach((programme, of) -> text.append(String.format(
                Locale.ROOT,
                "%s: %.1f %% of %,d merchants covered, %,.0f impressions due, %,d missing%n",
                programme,
                100 * of.ratio(),
                of.merchants,
                of.due,
                of.missing)));
        return text.toString();
    }
}
