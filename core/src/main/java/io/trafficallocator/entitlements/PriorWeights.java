package io.trafficallocator.entitlements;

import com.google.common.math.Quantiles;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;

/** The weight that stands for the missing history of a merchant who was granted traffic at a placement. */
final class PriorWeights {
    private PriorWeights() {}

    /** By placement: the median of its positive weights (1 where there are none) times the setting. */
    static double[] of(AllocationRequest request) {
        DemandTable demand = request.demand();
        int[] count = new int[request.placements().count()];
        for (int entry = 0; entry < demand.entries(); entry++) {
            if (demand.weight(entry) > 0) {
                count[demand.placement(entry)]++;
            }
        }
        double[][] weights = new double[count.length][];
        for (int placement = 0; placement < count.length; placement++) {
            weights[placement] = new double[count[placement]];
        }
        for (int entry = 0; entry < demand.entries(); entry++) {
            if (demand.weight(entry) > 0) {
                int placement = demand.placement(entry);
                weights[placement][--count[placement]] = demand.weight(entry);
            }
        }
        double[] prior = new double[count.length];
        for (int placement = 0; placement < count.length; placement++) {
            double median =
                    weights[placement].length == 0 ? 1 : Quantiles.median().computeInPlace(weights[placement]);
            // A weight must stay above 0 and finite, however extreme its factors are.
            prior[placement] = Math.min(
                    Double.MAX_VALUE,
                    Math.max(Double.MIN_NORMAL, median * request.settings().priorWeight()));
        }
        return prior;
    }
}
