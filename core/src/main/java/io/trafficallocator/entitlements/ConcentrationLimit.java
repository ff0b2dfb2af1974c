package io.trafficallocator.entitlements;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Placements;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The most impressions that one merchant may have at each placement. */
public final class ConcentrationLimit {
    private ConcentrationLimit() {}

    /** Supply times the limit as it was written (0.1 is one tenth), rounded down: whole impressions by placement. */
    public static long[] of(AllocationRequest request) {
        Placements placements = request.placements();
        BigDecimal share = BigDecimal.valueOf(request.settings().concentrationLimit());
        long[] limit = new long[placements.count()];
        for (int placement = 0; placement < limit.length; placement++) {
            limit[placement] = BigDecimal.valueOf(placements.get(placement).impressions())
                    .multiply(share)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        }
        return limit;
    }
}
