package io.trafficallocator.samples.double11;

import io.trafficallocator.model.AllocationRequest;

/** Plans the day of Double 11 for a made-up marketplace of 50,000 merchants. */
public final class Double11 {
    static final int MERCHANTS = 50_000;
    static final long SEED = 1111;

    private Double11() {}

    /** Prints the story. */
    public static void main(String[] args) {
        AllocationRequest request = Marketplace.draw(MERCHANTS, SEED);
        System.out.println("Double 11, " + request.settings().asOf() + ": "
                + Words.grouped(request.merchants().count()) + " merchants, "
                + request.placements().count() + " placements, "
                + Words.grouped(request.demand().entries()) + " rows of demand");
    }
}
