package io.trafficallocator.plan;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.RuleReference;

/**
 * What a merchant holds after the algebra: the strongest grant of its kind within a programme and scope.
 *
 * @param scope {@code everything}, {@code field:NAME} or {@code placement:ID}
 * @param amount due in this period for a guarantee, the most for a cap (both whole impressions), the factor of a boost
 *     as granted, yuan of a subsidy, 0 otherwise
 * @param granted what the rule wrote: differs from the amount for a guarantee over a longer window
 * @param rule the rule that granted it, and where it stands
 * @param reason of an exclusion; empty otherwise
 */
public record Entitlement(
        String merchant,
        String programme,
        EntitlementKind kind,
        String scope,
        double amount,
        double granted,
        RuleReference rule,
        String reason) {}
