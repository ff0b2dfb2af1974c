package io.trafficallocator.explain;

import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Shortfall;
import java.util.List;

/** Why a merchant has what it has. */
public record Explanation(String merchant, List<Entitlement> entitlements, List<Shortfall> shortfalls) {}
