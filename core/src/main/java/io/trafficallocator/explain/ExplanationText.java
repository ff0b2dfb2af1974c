package io.trafficallocator.explain;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.rules.RuleFailure;
import java.math.BigDecimal;
import java.util.Locale;

/** Explanations as lines for people. */
final class ExplanationText {
    private final StringBuilder out = new StringBuilder();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        text.line(
                "merchant %s: %d planned, %s organic",
                explanation.merchant(), explanation.planned(), explanation.organic());
        text.title("entitlements", explanation.entitlements().isEmpty());
        explanation.entitlements().forEach(text::entitlement);
        for (CellExplanation cell : explanation.cells()) {
            text.line(
                    "%s (%s): %d planned, %s organic", cell.placement(), cell.field(), cell.planned(), cell.organic());
            for (Step step : cell.steps()) {
                text.line("  %12s  %s", signed(step.impressions()), step.sentence());
            }
        }
        text.title("shortfalls", explanation.shortfalls().isEmpty());
        explanation.shortfalls().forEach(text::shortfall);
        text.title("without each programme", explanation.without().isEmpty());
        for (Counterfactual without : explanation.without()) {
            text.line(
                    "  without %s: %d (%+d with it)", without.programme(), without.impressions(), without.difference());
        }
        if (!explanation.failures().isEmpty()) {
            text.title("rules that failed here and were left out", false);
        }
        for (RuleFailure failure : explanation.failures()) {
            text.line(
                    "  rule \"%s\" at %s: %s",
                    failure.rule().rule(), failure.rule().source(), failure.message());
        }
        return text.out.toString();
    }

    static String of(PlacementExplanation explanation) {
        ExplanationText text = new ExplanationText();
        text.line(
                "placement %s (%s): %d of %d planned, %d unallocated, price %.4f",
                explanation.placement(),
                explanation.field(),
                explanation.planned(),
                explanation.supply(),
                explanation.unallocated(),
                explanation.price());
        text.title("programmes", explanation.programmes().isEmpty());
        for (ProgrammeEffect effect : explanation.programmes()) {
            text.line("  %s: %.1f gained, %.1f withheld", effect.programme(), effect.gained(), effect.withheld());
        }
        text.title("lifted by guarantees", explanation.lifted().isEmpty());
        for (PlacementExplanation.Lifted lifted : explanation.lifted()) {
            text.line("  %s: %+.1f to %d", lifted.merchant(), lifted.impressions(), lifted.planned());
        }
        text.title("scarce for", explanation.shortfalls().isEmpty());
        explanation.shortfalls().forEach(text::shortfall);
        return text.out.toString();
    }

    private void entitlement(Entitlement entitlement) {
        String amount = switch (entitlement.kind()) {
            case GUARANTEE, CAP -> String.format(Locale.ROOT, " of %.0f", entitlement.amount());
            case SUBSIDY -> String.format(Locale.ROOT, " of %.2f yuan", entitlement.amount());
            case BOOST -> " × " + entitlement.amount();
            case ACCESS -> "";
            case EXCLUSION -> ": " + entitlement.reason();
        };
        String window = entitlement.kind() == EntitlementKind.GUARANTEE && entitlement.granted() != entitlement.amount()
                ? String.format(Locale.ROOT, " (due now of %.0f)", entitlement.granted())
                : "";
        line(
                "  %s: %s%s%s in %s, rule \"%s\" at %s",
                entitlement.programme(),
                entitlement.kind().name().toLowerCase(Locale.ROOT),
                amount,
                window,
                entitlement.scope(),
                entitlement.rule().rule(),
                entitlement.rule().source());
    }

    private void shortfall(Shortfall shortfall) {
        line(
                "  %s of %s in %s: %d of %d due, %s",
                shortfall.merchant(),
                shortfall.programme(),
                shortfall.scope(),
                shortfall.planned(),
                shortfall.due(),
                shortfall.sentence());
    }

    private void title(String name, boolean isEmpty) {
        line("%s:%s", name, isEmpty ? " none" : "");
    }

    private static String signed(BigDecimal value) {
        return (value.signum() > 0 ? "+" : "") + value.toPlainString();
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
