package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.rules.RuleFailure;
import java.math.BigDecimal;

/**
 * Why a merchant has what the plan gives it.
 *
 * @param organic impressions that natural ranking alone would give, to a thousandth
 * @param planned whole impressions
 * @param entitlements what it holds, with the rule and line that granted it
 * @param cells where it has impressions, or would have them without rules
 * @param shortfalls of its guarantees
 * @param without what it would have had without each programme that granted anything to anybody
 * @param failures rules that failed at it, and so were left out for it; empty in a plan that is complete
 */
public record Explanation(
        String merchant,
        BigDecimal organic,
        long planned,
        ImmutableList<Entitlement> entitlements,
        ImmutableList<CellExplanation> cells,
        ImmutableList<Shortfall> shortfalls,
        ImmutableList<Counterfactual> without,
        ImmutableList<RuleFailure> failures) {

    /** The same with what failed. */
    public Explanation withFailures(ImmutableList<RuleFailure> failed) {
        return new Explanation(merchant, organic, planned, entitlements, cells, shortfalls, without, failed);
    }

    /** Several lines for people, each ending in a line feed. */
    public String toText() {
        return ExplanationText.of(this);
    }

    /** One JSON object with the names of these records in snake case. */
    public String toJson() {
        return ExplanationJson.of(this);
    }

    /** The same as {@link #toText}. */
    @Override
    public String toString() {
        return toText();
    }
}
