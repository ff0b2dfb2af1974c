package io.trafficallocator.rules;

import io.trafficallocator.model.AllocationRequest;

/** Finds the merchant that is granted too much, once there must be one. */
final class GrantLimit {
    private final AllocationRequest request;
    private final RuleBook book;
    private final RuleGuards guards;

    GrantLimit(AllocationRequest request, RuleBook book, RuleGuards guards) {
        this.request = request;
        this.book = book;
        this.guards = guards;
    }

    /**
     * Passes when no merchant is granted more than the limit.
     *
     * @throws StoppedException naming the first merchant that is, and the rule that grants it most
     */
    void check(Grants granted) {
        int[] counts = new int[request.merchants().count()];
        for (int grant = 0; grant < granted.count(); grant++) {
            counts[granted.merchant(grant)]++;
        }
        for (int row = 0; row < counts.length; row++) {
            if (counts[row] > guards.grantsForMerchant()) {
                throw new StoppedException(book.compiled()
                        .get(busiestRule(granted, row))
                        .problem(
                                request.merchants().id(row),
                                "grants most of the more than " + guards.grantsForMerchant()
                                        + " grants of this merchant, but so many are all that it may have. Maybe the"
                                        + " rule fires for each placement, where one grant for a field would do.",
                                null));
            }
        }
    }

    private int busiestRule(Grants granted, int row) {
        int[] count = new int[book.rules().size()];
        int busiest = 0;
        for (int grant = 0; grant < granted.count(); grant++) {
            if (granted.merchant(grant) == row) {
                count[granted.rule(grant)]++;
            }
        }
        for (int rule = 0; rule < count.length; rule++) {
            busiest = count[rule] > count[busiest] ? rule : busiest;
        }
        return busiest;
    }
}
