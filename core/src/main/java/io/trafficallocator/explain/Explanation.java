package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Shortfall;

/** Why a merchant has what it has. */
public record Explanation(
        String merchant, ImmutableList<Entitlement> entitlements, ImmutableList<Shortfall> shortfalls) {

    /**
     * Explains one merchant of a plan.
     *
     * @throws InvalidRequestException when there is no merchant of that id
     */
    public static Explanation of(Plan plan, String merchant) {
        if (plan.row(merchant) < 0) {
            throw new InvalidRequestException("merchant '" + merchant
                    + "' is unknown, but must be one of the request. Maybe it is a typing error.");
        }
        return new Explanation(
                merchant,
                plan.entitlements().stream()
                        .filter(entitlement -> entitlement.merchant().equals(merchant))
                        .collect(ImmutableList.toImmutableList()),
                plan.shortfalls().stream()
                        .filter(shortfall -> shortfall.merchant().equals(merchant))
                        .collect(ImmutableList.toImmutableList()));
    }
}
