package io.trafficallocator.serve;

import io.trafficallocator.plan.Plan;

/**
 * Is told what a {@link TrafficServer} does, by the thread that does it: requests wait until a method returns. Methods
 * are called by several threads at once, and must not throw.
 */
public interface ServeListener {
    /**
     * A candidate was chosen, which counts as one impression.
     *
     * @param placement its index in the plan
     * @param row the merchant's row in the plan, or -1 for one that the plan does not know
     * @param score relevance of the candidate, without what the plan added to it
     */
    default void delivered(Plan plan, int placement, int row, double score) {}

    /**
     * The impression that meets a guarantee was counted here; not called when another instance counted it.
     *
     * @param scope {@code everything}, {@code field:NAME} or {@code placement:ID}
     */
    default void guaranteeMet(String merchant, String scope, long impressions) {}

    /**
     * The last impression that a cap allows was counted here. When a merchant has several caps, one may be told of twice:
     * its last impression is given back when another cap turns out to be full.
     */
    default void capReached(String merchant, String scope, long impressions) {}

    /** From now on, new requests are served by another plan. */
    default void planReplaced(Plan before, Plan now) {}

    /**
     * The ledger could not be settled with on the interval. Leases run out until it can; nothing is lost.
     *
     * @param failure what the ledger threw
     */
    default void ledgerFailed(RuntimeException failure) {}
}
