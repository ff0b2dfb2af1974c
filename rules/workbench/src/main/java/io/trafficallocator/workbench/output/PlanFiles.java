package io.trafficallocator.workbench.output;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The folder of files that holds a plan for others to read. The same plan gives the same bytes. */
public final class PlanFiles {
    private static final String SUMMARY = "summary.json";
    private static final Set<String> NAMES =
            Set.of("plan.csv", "entitlements.csv", "shortfalls.csv", "pools.csv", "multipliers.csv", SUMMARY);

    private final OutputFolder folder;

    /** Names the folder; nothing is written yet. */
    public PlanFiles(Path folder) {
        this.folder = new OutputFolder(folder, NAMES);
    }

    PlanFiles(Path folder, OutputFolder.Filter filter) {
        this.folder = new OutputFolder(folder, NAMES, filter);
    }

    /**
     * Finds out before long work whether the folder can be written.
     *
     * @throws io.trafficallocator.workbench.scenario.UnusableInputException when it cannot
     */
    public void check() {
        folder.check();
    }

    /**
     * Replaces the folder, which afterwards holds all of the plan or, when this fails, what it held before.
     *
     * @throws io.trafficallocator.workbench.scenario.UnusableInputException when it cannot be written
     */
    public void write(Plan plan, PlanSummary summary) {
        folder.replace(ImmutableMap.<String, OutputFolder.Content>builder()
                .put("plan.csv", out -> cells(plan, out))
                .put("entitlements.csv", out -> entitlements(plan, out))
                .put("shortfalls.csv", out -> shortfalls(plan, out))
                .put("pools.csv", out -> pools(plan, out))
                .put("multipliers.csv", out -> multipliers(plan, out))
                .put(SUMMARY, out -> out.write((summary.toJson() + "\n").getBytes(StandardCharsets.UTF_8)))
                .buildOrThrow());
    }

    private static void cells(Plan plan, OutputStream out) throws IOException {
        try (Csv csv = new Csv(out, "merchant", "placement", "impressions")) {
            for (int row = 0; row < plan.merchants(); row++) {
                for (int cell = plan.start(row); cell < plan.start(row + 1); cell++) {
                    if (plan.impressions(cell) > 0) {
                        csv.row(
                                plan.merchant(row),
                                plan.placements().get(plan.placement(cell)).id(),
                                Long.toString(plan.impressions(cell)));
                    }
                }
            }
        }
    }

    private static void entitlements(Plan plan, OutputStream out) throws IOException {
        try (Csv csv = new Csv(out, "merchant", "programme", "kind", "scope", "amount", "rule", "source")) {
            for (Entitlement entitlement : plan.entitlements()) {
                csv.row(
                        entitlement.merchant(),
                        entitlement.programme(),
                        word(entitlement.kind()),
                        entitlement.scope(),
                        Csv.number(entitlement.amount()),
                        entitlement.rule().rule(),
                        entitlement.rule().source());
            }
        }
    }

    private static void shortfalls(Plan plan, OutputStream out) throws IOException {
        try (Csv csv = new Csv(out, "merchant", "programme", "scope", "due", "planned", "reason")) {
            for (Shortfall shortfall : plan.shortfalls()) {
                csv.row(
                        shortfall.merchant(),
                        shortfall.programme(),
                        shortfall.scope(),
                        Long.toString(shortfall.due()),
                        Long.toString(shortfall.planned()),
                        shortfall.sentence());
            }
        }
    }

    private static void pools(Plan plan, OutputStream out) throws IOException {
        try (Csv csv = new Csv(out, "programme", "pool", "committed", "unit")) {
            for (PoolSpend pool : plan.pools()) {
                Double limit = pool.pool();
                csv.row(
                        pool.programme(),
                        limit == null ? "" : Csv.number(limit),
                        Csv.number(pool.committed()),
                        word(pool.unit()));
            }
        }
    }

    private static void multipliers(Plan plan, OutputStream out) throws IOException {
        try (Csv csv = new Csv(out, "merchant_or_placement", "scope", "multiplier")) {
            for (Multiplier multiplier : plan.multipliers()) {
                csv.row(multiplier.of(), multiplier.scope(), Csv.number(multiplier.factor()));
            }
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
