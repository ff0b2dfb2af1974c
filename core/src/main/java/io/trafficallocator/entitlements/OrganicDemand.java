package io.trafficallocator.entitlements;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.parallel.Workers;

/**
 * What natural ranking alone would give: each placement's supply shared out by the weights of the demand rows whose
 * merchant fits a placement that is not reserved. It is the plan when nothing is granted, before rounding. Immutable and
 * safe for use by several threads.
 */
public final class OrganicDemand {
    private static final int MERCHANTS_PER_PIECE = 1 << 14;

    private final AllocationRequest request;
    private final Eligibility eligibility;
    private final double[] total;

    private OrganicDemand(AllocationRequest request, Eligibility eligibility, double[] total) {
        this.request = request;
        this.eligibility = eligibility;
        this.total = total;
    }

    public static OrganicDemand of(AllocationRequest request, Eligibility eligibility, Workers workers) {
        DemandTable demand = request.demand();
        int merchants = request.merchants().count();
        double[] total = new double[request.placements().count()];
        // Sums of pieces, added in their order: the same on any number of threads.
        double[][] sums = new double[Workers.pieces(merchants, MERCHANTS_PER_PIECE)][];
        workers.run(merchants, MERCHANTS_PER_PIECE, (piece, from, to) -> {
            double[] sum = new double[total.length];
            for (int merchant = from; merchant < to; merchant++) {
                for (int entry = demand.start(merchant); entry < demand.start(merchant + 1); entry++) {
                    if (eligibility.isOrganic(merchant, demand.placement(entry))) {
                        sum[demand.placement(entry)] += demand.weight(entry);
                    }
                }
            }
            sums[piece] = sum;
        });
        for (double[] sum : sums) {
            for (int placement = 0; placement < total.length; placement++) {
                total[placement] += sum[placement];
            }
        }
        return new OrganicDemand(request, eligibility, total);
    }

    /** The weights of a placement added up. */
    public double totalWeight(int placement) {
        return total[placement];
    }

    /** Impressions that a weight draws at a placement. */
    public double impressions(int merchantRow, int placement, double weight) {
        if (weight == 0 || !eligibility.isOrganic(merchantRow, placement)) {
            return 0;
        }
        return request.placements().get(placement).impressions() * (weight / total[placement]);
    }
}
