package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Shortfall;
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
 */
public record Explanation(
        String merchant,
        BigDecimal organic,
        long planned,
        ImmutableList<Entitlement> entitlements,
        ImmutableList<CellExplanation> cells,
        ImmutableList<Shortfall> shortfalls,
        ImmutableList<Counterfactual> without) {

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
