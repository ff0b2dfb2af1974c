package io.trafficallocator;

import io.trafficallocator.explain.Explanation;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;

/** A plan together with all that explains it. Immutable and safe for use by several threads. */
public final class Allocation {
    private final Planning planning;
    private final Plan plan;

    Allocation(Planning planning, Plan plan) {
        this.planning = planning;
        this.plan = plan;
    }

    public AllocationRequest request() {
        return planning.request();
    }

    public Plan plan() {
        return plan;
    }

    /**
     * Why a merchant has what the plan gives it.
     *
     * @throws InvalidRequestException when there is no merchant of that id
     */
    public Explanation explain(String merchant) {
        return Explanation.of(plan, merchant);
    }
}
