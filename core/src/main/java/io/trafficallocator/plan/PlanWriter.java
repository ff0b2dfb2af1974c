package io.trafficallocator.plan;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.RuleFailure;
import io.trafficallocator.rules.RuleFailures;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes the content of a plan: the same bytes for equal plans. {@link PlanReader} is its counterpart. */
final class PlanWriter {
    private final Plan plan;
    private final PlanOutput out;

    PlanWriter(Plan plan, PlanOutput out) {
        this.plan = plan;
        this.out = out;
    }

    /** Everything that makes plans equal or not. */
    void writeContent() throws IOException {
        Plan.Header header = plan.header();
        out.putLong(header.asOf().toEpochDay());
        out.putInt(header.periodDays());
        out.putText(header.inputDigest());
        out.putText(header.rulesDigest());
        out.putLong(header.rewarded());
        writePlacements();
        writeCells();
        writeEntitlements();
        writeShortfalls();
        writePools();
        writeMultipliers();
        writeRuleFailures();
    }

    void writeSeconds() throws IOException {
        out.putInt(plan.header().seconds().size());
        for (Map.Entry<String, Double> stage : plan.header().seconds().entrySet()) {
            out.putText(stage.getKey());
            out.putDouble(stage.getValue());
        }
    }

    private void writePlacements() throws IOException {
        out.putInt(plan.placements().count());
        for (int index = 0; index < plan.placements().count(); index++) {
            Placement placement = plan.placements().get(index);
            out.putText(placement.id());
            out.putText(placement.field());
            out.putLong(placement.impressions());
            out.putDouble(placement.pricePerMille());
            out.putByte(placement.festival() == null ? 0 : 1);
            out.putText(placement.festival() == null ? "" : placement.festival());
            writeTexts(placement.categories());
            out.putLong(plan.unallocated(index));
        }
    }

    private void writeCells() throws IOException {
        out.putInt(plan.merchants());
        for (int row = 0; row < plan.merchants(); row++) {
            out.putText(plan.merchant(row));
            out.putInt(plan.start(row + 1) - plan.start(row));
        }
        out.putInt(plan.cells());
        for (int cell = 0; cell < plan.cells(); cell++) {
            out.putInt(plan.placement(cell));
            out.putLong(plan.impressions(cell));
        }
    }

    private void writeEntitlements() throws IOException {
        List<Entitlement> entitlements = plan.entitlements();
        Codes<String> texts = new Codes<>();
        Codes<RuleReference> rules = new Codes<>();
        for (Entitlement entitlement : entitlements) {
            texts.add(entitlement.programme());
            texts.add(entitlement.scope());
            texts.add(entitlement.reason());
            rules.add(entitlement.rule());
        }
        texts.write(out, PlanOutput::putText);
        rules.write(out, PlanWriter::writeRule);
        out.putInt(entitlements.size());
        for (Entitlement entitlement : entitlements) {
            out.putInt(merchantRow(entitlement.merchant()));
            out.putInt(texts.of(entitlement.programme()));
            out.putByte(entitlement.kind().ordinal());
            out.putInt(texts.of(entitlement.scope()));
            out.putDouble(entitlement.amount());
            out.putDouble(entitlement.granted());
            out.putInt(rules.of(entitlement.rule()));
            out.putInt(texts.of(entitlement.reason()));
        }
    }

    private void writeShortfalls() throws IOException {
        List<Shortfall> shortfalls = plan.shortfalls();
        Codes<String> texts = new Codes<>();
        Codes<ImmutableList<String>> lists = new Codes<>();
        for (Shortfall shortfall : shortfalls) {
            texts.add(shortfall.programme());
            texts.add(shortfall.scope());
            lists.add(shortfall.by());
        }
        texts.write(out, PlanOutput::putText);
        lists.write(out, (to, list) -> writeTexts(list));
        out.putInt(shortfalls.size());
        for (Shortfall shortfall : shortfalls) {
            out.putInt(merchantRow(shortfall.merchant()));
            out.putInt(texts.of(shortfall.programme()));
            out.putInt(texts.of(shortfall.scope()));
            out.putLong(shortfall.due());
            out.putLong(shortfall.planned());
            out.putByte(shortfall.reason().ordinal());
            out.putInt(lists.of(shortfall.by()));
        }
    }

    private void writePools() throws IOException {
        out.putInt(plan.pools().size());
        for (PoolSpend pool : plan.pools()) {
            out.putText(pool.programme());
            out.putByte(pool.pool() == null ? 0 : 1);
            out.putDouble(pool.pool() == null ? 0 : pool.pool());
            out.putDouble(pool.committed());
            out.putByte(pool.unit().ordinal());
            out.putDouble(pool.boostExponent());
        }
    }

    private void writeMultipliers() throws IOException {
        List<Multiplier> multipliers = plan.multipliers();
        Codes<String> scopes = new Codes<>();
        for (Multiplier multiplier : multipliers) {
            scopes.add(multiplier.scope());
        }
        scopes.write(out, PlanOutput::putText);
        out.putInt(multipliers.size());
        for (Multiplier multiplier : multipliers) {
            out.putInt(scopes.of(multiplier.scope()));
            out.putInt(
                    multiplier.scope().equals(Multiplier.PRICE)
                            ? known(
                                    "placement",
                                    multiplier.of(),
                                    plan.placements().index(multiplier.of()))
                            : merchantRow(multiplier.of()));
            out.putDouble(multiplier.factor());
        }
    }

    private void writeRuleFailures() throws IOException {
        RuleFailures failures = plan.ruleFailures();
        out.putInt(failures.merchantsByRule().size());
        for (Map.Entry<RuleReference, Long> rule : failures.merchantsByRule().entrySet()) {
            writeRule(out, rule.getKey());
            out.putLong(rule.getValue());
        }
        out.putInt(failures.first().size());
        for (RuleFailure failure : failures.first()) {
            writeRule(out, failure.rule());
            out.putInt(failure.column());
            out.putText(failure.merchant());
            out.putText(failure.message());
        }
    }

    private static void writeRule(PlanOutput to, RuleReference rule) throws IOException {
        to.putText(rule.rule());
        to.putText(rule.file());
        to.putInt(rule.line());
    }

    private void writeTexts(Collection<String> texts) throws IOException {
        out.putInt(texts.size());
        for (String text : texts) {
            out.putText(text);
        }
    }

    private int merchantRow(String merchant) {
        return known("merchant", merchant, plan.row(merchant));
    }

    private static int known(String kind, String id, int index) {
        if (index < 0) {
            throw new IllegalArgumentException(kind + " '" + id
                    + "' is named by a list of the plan, but must be one of its own. Maybe two plans were mixed.");
        }
        return index;
    }
}
