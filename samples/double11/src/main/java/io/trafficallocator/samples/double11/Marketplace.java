package io.trafficallocator.samples.double11;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.Settings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A made-up marketplace on the day of Double 11; the same seed gives the same marketplace. */
final class Marketplace {
    static final LocalDate DAY = LocalDate.of(2024, 11, 11);

    /** The article counts nearly 110 billion opens a day among 3 million merchants. */
    private static final double IMPRESSIONS_PER_MERCHANT = 110e9 / 3e6;

    private static final double BOOST_LIMIT = 3;
    private static final double CONCENTRATION_LIMIT = 0.02;

    /** A newcomer weighs a hundredth of the usual, so that what it is promised is what lifts it. */
    private static final double PRIOR_WEIGHT = 0.01;

    private static final int USUAL_MERCHANTS = 50_000;
    private static final int FIRST_WEEK = 7;
    private static final double FIRST_WEEK_IMPRESSIONS = 10_000;

    private final Merchants merchants;
    private final List<Placement> placements;
    private final DemandTable demand;
    private final List<Festival> festivals;
    private final List<Delivered> delivered;
    private final List<Policy> policies;

    private Marketplace(int merchantCount, SplittableRandom random) {
        int today = Math.toIntExact(DAY.toEpochDay());
        this.merchants = Shops.draw(merchantCount, DAY, random.split());
        this.placements = Inlets.placements(IMPRESSIONS_PER_MERCHANT * merchantCount);
        this.demand = NaturalDemand.draw(merchants, Placements.of(placements), today, random.split());
        this.festivals = Inlets.festivals(DAY);
        this.delivered = delivered(merchants, today, random.split());
        this.policies = Policy.ofTheDay((double) merchantCount / USUAL_MERCHANTS, festivals);
    }

    /** The marketplace of so many merchants, 100 or more. */
    static Marketplace draw(int merchantCount, long seed) {
        return new Marketplace(merchantCount, new SplittableRandom(seed));
    }

    List<Policy> policies() {
        return policies;
    }

    /** The day with every policy in force. */
    AllocationRequest request() {
        return request(policies);
    }

    /** The day with one policy never heard of. */
    AllocationRequest without(Policy policy) {
        return request(policies.stream().filter(other -> !other.equals(policy)).toList());
    }

    private AllocationRequest request(List<Policy> inForce) {
        return AllocationRequest.builder()
                .settings(Settings.of(DAY)
                        .withBoostLimit(BOOST_LIMIT)
                        .withConcentrationLimit(CONCENTRATION_LIMIT)
                        .withPriorWeight(PRIOR_WEIGHT))
                .merchants(merchants)
                .placements(placements)
                .demand(demand)
                .programmes(inForce.stream()
                        .flatMap(policy -> policy.programmes().stream())
                        .toList())
                .festivals(festivals)
                .delivered(delivered)
                .build();
    }

    /** What the launch programme has given to those in their first week: mostly on pace, sometimes far behind. */
    private static List<Delivered> delivered(Merchants merchants, int today, SplittableRandom random) {
        List<Delivered> rows = new ArrayList<>();
        for (int row = 0; row < merchants.count(); row++) {
            int age = today - merchants.joinedOn(row);
            if (age >= 1 && age < FIRST_WEEK) {
                double pace = random.nextDouble() < 0.1 ? 0.5 * random.nextDouble() : 0.9 + 0.1 * random.nextDouble();
                rows.add(new Delivered(
                        merchants.id(row),
                        Policy.LAUNCH,
                        Math.round(FIRST_WEEK_IMPRESSIONS * age / FIRST_WEEK * pace)));
            }
        }
        return rows;
    }
}
