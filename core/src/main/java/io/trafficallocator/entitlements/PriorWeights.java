package io.trafficallocator.entitlements;

import com.google.common.math.Quantiles;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.parallel.Workers;

/** The weight that stands for the missing history of a merchant who was granted traffic at a placement. */
final class PriorWeights {
    private static final int ENTRIES_PER_PIECE = 1 << 17;

    private PriorWeights() {}

    /** By placement: the median of its positive weights (1 where there are none) times the setting. */
    static double[] of(AllocationRequest request, Workers workers) {
        double[][] weights = weights(request.demand(), request.placements().count(), workers);
        double[] prior = new double[weights.length];
        workers.runEach(prior.length, request.demand().entries(), placement -> {
            double median =
                    weights[placement].length == 0 ? 1 : Quantiles.median().computeInPlace(weights[placement]);
            // A weight must stay above 0 and finite, however extreme its factors are.
            prior[placement] = Math.min(
                    Double.MAX_VALUE,
                    Math.max(Double.MIN_NORMAL, median * request.settings().priorWeight()));
        });
        return prior;
    }

    /** By placement, its positive weights. */
    private static double[][] weights(DemandTable demand, int placements, Workers workers) {
        int[][] next = new int[Workers.pieces(demand.entries(), ENTRIES_PER_PIECE)][];
        workers.run(demand.entries(), ENTRIES_PER_PIECE, (piece, from, to) -> {
            int[] count = new int[placements];
            for (int entry = from; entry < to; entry++) {
                if (demand.weight(entry) > 0) {
                    count[demand.placement(entry)]++;
                }
            }
            next[piece] = count;
        });
        double[][] weights = new double[placements][];
        for (int placement = 0; placement < placements; placement++) {
            int total = 0;
            for (int[] piece : next) {
                int count = piece[placement];
                piece[placement] = total;
                total += count;
            }
            weights[placement] = new double[total];
        }
        workers.run(demand.entries(), ENTRIES_PER_PIECE, (piece, from, to) -> {
            int[] at = next[piece];
            for (int entry = from; entry < to; entry++) {
                if (demand.weight(entry) > 0) {
                    int placement = demand.placement(entry);
                    weights[placement][at[placement]++] = demand.weight(entry);
                }
            }
        });
        return weights;
    }
}
