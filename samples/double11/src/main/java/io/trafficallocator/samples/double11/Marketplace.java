package io.trafficallocator.samples.double11;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/** A made-up marketplace on the day of Double 11; the same seed gives the same marketplace. */
final class Marketplace {
    static final LocalDate DAY = LocalDate.of(2024, 11, 11);

    /** The article counts nearly 110 billion opens a day among 3 million merchants. */
    private static final double IMPRESSIONS_PER_MERCHANT = 110e9 / 3e6;

    private static final double BOOST_LIMIT = 4;
    private static final double CONCENTRATION_LIMIT = 0.02;

    private Marketplace() {}

    /** The request for so many merchants, 100 or more. */
    static AllocationRequest draw(int merchantCount, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Merchants merchants = Shops.draw(merchantCount, DAY, random.split());
        List<Placement> placements = Inlets.placements(IMPRESSIONS_PER_MERCHANT * merchantCount);
        return AllocationRequest.builder()
                .settings(Settings.of(DAY).withBoostLimit(BOOST_LIMIT).withConcentrationLimit(CONCENTRATION_LIMIT))
                .merchants(merchants)
                .placements(placements)
                .demand(NaturalDemand.draw(
                        merchants, Placements.of(placements), Math.toIntExact(DAY.toEpochDay()), random.split()))
                .festivals(Inlets.festivals(DAY))
                .build();
    }
}
