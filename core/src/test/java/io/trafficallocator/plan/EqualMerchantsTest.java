package io.trafficallocator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import io.trafficallocator.RandomFacts;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Settings;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.proof.PlanInvariants;
import io.trafficallocator.rules.Grants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Merchants whom no fact and no grant tells apart differ by at most 1 in each cell, also where a pool runs out. */
class EqualMerchantsTest {
    /** Merchants of one kind stand side by side, and are equal in everything but their id. */
    private record Market(AllocationRequest request, Grants grants, int[] kind) {}

    @Test
    void a_pool_that_is_an_impression_short_and_scarce_supply_do_not_add_up() {
        List<Programme> programmes = List.of(Programme.of("launch", 1).poolOfImpressions(321));
        AllocationRequest request = request(List.of(Placement.of("p", "live", 138)), 2, programmes);
        Grants.Builder grants = new Grants.Builder(programmes, List.of(new RuleReference("r", "f", 1)));
        grants.add(0, EntitlementKind.GUARANTEE, 0, 0, 483, 0);
        grants.add(1, EntitlementKind.GUARANTEE, 0, 0, 483, 0);
        Planning planning = plan(request, grants.build());
        assertThat(planning.solution().impressions()).containsExactly(69, 69);
    }

    @ParameterizedTest
    @ValueSource(longs = {5_801, 6_693, 9_796, 16_809, 19_201, 20_980, 27_551, 37_783, 67_764, 122_488, 154_062})
    void markets_in_which_two_odd_impressions_could_meet(long seed) {
        differByAtMost1(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {17_581, 57_346, 79_573, 108_121})
    void markets_whose_levels_are_dealt_out_again(long seed) {
        differByAtMost1(seed);
    }

    @Test
    void what_rounded_levels_leave_over_is_gone_in_the_plan() {
        differByAtMost1(29_168);
    }

    @Test
    void equal_merchants_differ_by_at_most_1_in_a_cell() {
        LongStream.range(0, 3_000).forEach(EqualMerchantsTest::differByAtMost1);
    }

    @Test
    @Tag("slow")
    void equal_merchants_of_many_more_markets_differ_by_at_most_1_in_a_cell() {
        LongStream.range(3_000, 40_000).forEach(EqualMerchantsTest::differByAtMost1);
    }

    private static void differByAtMost1(long seed) {
        Market market = market(new SplittableRandom(seed));
        Planning planning = plan(market.request, market.grants);
        assertThat(PlanInvariants.violations(planning.problem(), planning.solution()))
                .as("seed %d", seed)
                .isEmpty();
        for (int row = 1; row < market.kind.length; row++) {
            for (int other = row - 1; other >= 0 && market.kind[other] == market.kind[row]; other--) {
                int cells = planning.cells().start(row + 1) - planning.cells().start(row);
                for (int index = 0; index < cells; index++) {
                    long mine =
                            planning.solution().impressions()[planning.cells().start(row) + index];
                    long theirs =
                            planning.solution().impressions()[planning.cells().start(other) + index];
                    assertThat(Math.abs(mine - theirs))
                            .as("seed %d: equal merchants %d and %d have %d and %d", seed, other, row, theirs, mine)
                            .isLessThanOrEqualTo(1);
                }
            }
        }
    }

    /** Equal merchants need not stand side by side. */
    @Test
    void kinds_that_differ_in_one_thing_alone_and_stand_in_turn_are_told_apart() {
        LongStream.range(0, 2_000).forEach(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<Programme> programmes = List.of(
                    Programme.of("launch", 1).poolOfImpressions(random.nextInt(1, 400)),
                    Programme.of("upward", 1),
                    Programme.of("festival", 1));
            AllocationRequest request = request(
                    List.of(
                            Placement.of("p", "live", random.nextInt(1, 400)),
                            Placement.of("q", "live", random.nextInt(1, 400))),
                    6,
                    programmes);
            Grants.Builder grants = new Grants.Builder(programmes, List.of(new RuleReference("r", "f", 1)));
            int wide = random.nextInt(1, 300);
            int narrow = random.nextInt(1, 300);
            for (int row = 0; row < 6; row++) {
                grants.add(row, EntitlementKind.GUARANTEE, 0, 0, wide, 0);
                grants.add(row, EntitlementKind.GUARANTEE, 0, 2, narrow, 0);
                grants.add(row, EntitlementKind.BOOST, 1 + row % 2, 0, 1.5, 0);
            }
            Planning planning = plan(request, grants.build());
            long[] planned = planning.solution().impressions();
            for (int cell = 0; cell < 4; cell++) {
                // Rows have two cells each: 0 to 3 are those of the first of each kind.
                long least = Math.min(planned[cell], Math.min(planned[cell + 4], planned[cell + 8]));
                long most = Math.max(planned[cell], Math.max(planned[cell + 4], planned[cell + 8]));
                assertThat(most - least).as("seed %d, cell %d", seed, cell).isLessThanOrEqualTo(1);
            }
        });
    }

    private static Planning plan(AllocationRequest request, Grants grants) {
        return Planning.of(request, grants, Workers.of(1), new StageTimes(Ticker.systemTicker()));
    }

    private static AllocationRequest request(List<Placement> placements, int merchants, List<Programme> programmes) {
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int row = 0; row < merchants; row++) {
            profiles.add(MerchantProfile.builder("m" + (char) ('a' + row), RandomFacts.DAY)
                    .build());
        }
        return AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .placements(placements)
                .merchants(profiles)
                .programmes(programmes)
                .build();
    }

    private static Market market(SplittableRandom random) {
        List<Programme> programmes = new ArrayList<>();
        for (String id : List.of("festival", "launch", "upward")) {
            Programme programme =
                    Programme.of(id, 1 + random.nextInt(2)).admitting(Admission.values()[random.nextInt(3)]);
            programmes.add(
                    switch (random.nextInt(4)) {
                        case 0 -> programme;
                        case 1 -> programme.poolOfYuan(random.nextInt(6000) / 100.0);
                        default -> programme.poolOfImpressions(random.nextInt(random.nextInt(6) == 0 ? 12 : 1500));
                    });
        }
        List<Placement> placements = new ArrayList<>();
        for (int index = 0, count = random.nextInt(1, 6); index < count; index++) {
            placements.add(Placement.of("p" + index, "field" + random.nextInt(2), random.nextInt(900))
                    .priced(random.nextInt(5000) / 100.0));
        }
        Grants.Builder grants = new Grants.Builder(programmes, List.of(new RuleReference("r", "f", 1)));
        int scopes = AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .placements(placements)
                .build()
                .placements()
                .scopes()
                .count();
        List<MerchantProfile> merchants = new ArrayList<>();
        List<Demand> demand = new ArrayList<>();
        int kinds = random.nextInt(1, 4);
        int[] kindOf = new int[kinds * 4];
        int row = 0;
        for (int kind = 0; kind < kinds; kind++) {
            int size = random.nextInt(1, 5);
            int joined = random.nextInt(3);
            double quality = random.nextInt(3) / 2.0;
            double[] weights = placements.stream()
                    .mapToDouble(p -> random.nextInt(3) == 0 ? 0 : random.nextInt(1, 50))
                    .toArray();
            SplittableRandom ofKind = random.split();
            long drawn = ofKind.nextLong();
            for (int copy = 0; copy < size; copy++) {
                String id = String.format("m%02d", row);
                merchants.add(MerchantProfile.builder(id, RandomFacts.DAY.minusDays(joined))
                        .quality(quality)
                        .build());
                for (int index = 0; index < weights.length; index++) {
                    if (weights[index] > 0) {
                        demand.add(new Demand(id, placements.get(index).id(), weights[index]));
                    }
                }
                grant(grants, row, scopes, new SplittableRandom(drawn));
                kindOf[row++] = kind;
            }
        }
        AllocationRequest request = AllocationRequest.builder()
                .settings(Settings.of(RandomFacts.DAY)
                        .withConcentrationLimit(random.nextInt(3) == 0 ? 0.3 : 1)
                        .withPriorWeight(1))
                .placements(placements)
                .merchants(merchants)
                .demand(demand)
                .programmes(programmes)
                .build();
        return new Market(request, grants.build(), Arrays.copyOf(kindOf, row));
    }

    private static void grant(Grants.Builder grants, int row, int scopes, SplittableRandom random) {
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            int programme = random.nextInt(3);
            int scope = random.nextInt(3) == 0 ? 0 : random.nextInt(scopes);
            switch (random.nextInt(6)) {
                case 0 -> grants.add(row, EntitlementKind.CAP, programme, scope, random.nextInt(300), 0);
                case 1 -> grants.add(row, EntitlementKind.BOOST, programme, scope, 1 + random.nextInt(8) / 2.0, 0);
                default -> grants.add(row, EntitlementKind.GUARANTEE, programme, scope, random.nextInt(600), 0);
            }
        }
    }
}
