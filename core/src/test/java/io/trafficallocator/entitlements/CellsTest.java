package io.trafficallocator.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.RandomFacts;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
    @Test
    void a_merchant_without_history_gets_the_median_weight_where_it_is_granted_traffic() {
        AllocationRequest request = AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(List.of(merchant("a"), merchant("b"), merchant("c"), merchant("new")))
                .placements(List.of(Placement.of("p", "live", 1000), Placement.of("q", "live", 1000)))
                .demand(List.of(
                        new Demand("a", "p", 10),
                        new Demand("b", "p", 40),
                        new Demand("c", "p", 20),
                        new Demand("new", "p", 0)))
                .build();
        Grants.Builder grants = new Grants.Builder(
                List.of(Programme.of("launch", 1)), List.of(new RuleReference("cold start", "launch.drl", 1)));
        grants.add(3, EntitlementKind.GUARANTEE, 0, Scopes.EVERYTHING, 100, 0);

        Cells cells = cells(request, grants.build(), 1);

        assertThat(lines(request, cells))
                .containsExactly(
                        "a p 10.0 true", "b p 40.0 true", "c p 20.0 true", "new p 20.0 false", "new q 1.0 false");
    }

    @Test
    void millions_of_merchants_are_filled_by_several_threads_as_by_one() {
        int merchants = 50_000;
        int[] start = new int[merchants + 1];
        int[] placement = new int[merchants * 2];
        double[] weight = new double[merchants * 2];
        List<MerchantProfile> profiles = new ArrayList<>();
        Grants.Builder grants = new Grants.Builder(
                List.of(Programme.of("launch", 1)), List.of(new RuleReference("cold start", "launch.drl", 1)));
        for (int row = 0; row < merchants; row++) {
            profiles.add(merchant(String.format(java.util.Locale.ROOT, "%06d", row)));
            start[row + 1] = 2 * row + 2;
            placement[2 * row] = row % 3;
            placement[2 * row + 1] = 3;
            weight[2 * row] = row % 5;
            weight[2 * row + 1] = 1 + row % 7;
            if (row % 10 == 0) {
                grants.add(row, EntitlementKind.BOOST, 0, row % 40 == 0 ? 0 : 2 + row % 4, 2, 0);
            }
        }
        AllocationRequest request = AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(profiles)
                .placements(List.of(
                        Placement.of("p", "live", 1000),
                        Placement.of("q", "live", 1000),
                        Placement.of("r", "live", 1000),
                        Placement.of("s", "live", 1000)))
                .demand(DemandTable.ofColumns(start, placement, weight))
                .build();
        Grants granted = grants.build();
        assertThat(lines(request, cells(request, granted, 4))).isEqualTo(lines(request, cells(request, granted, 1)));
    }

    @Test
    void cells_are_exactly_the_pairs_that_the_definition_names() {
        for (long seed = 0; seed < 1_000; seed++) {
            RandomFacts facts = new RandomFacts(seed);
            Cells cells = cells(facts.request(), facts.grants(), 1);
            assertThat(lines(facts.request(), cells)).as("%s", facts).isEqualTo(byDefinition(facts));
        }
    }

    private static List<String> byDefinition(RandomFacts facts) {
        AllocationRequest request = facts.request();
        double[] prior = PriorWeights.of(request, Workers.of(1));
        List<String> lines = new ArrayList<>();
        for (int merchant = 0; merchant < request.merchants().count(); merchant++) {
            for (int index = 0; index < request.placements().count(); index++) {
                Placement placement = request.placements().get(index);
                double demand = demand(request.demand(), merchant, index);
                boolean opened = covers(facts, merchant, index, EntitlementKind.GUARANTEE, false)
                        || covers(facts, merchant, index, EntitlementKind.BOOST, false)
                        || covers(facts, merchant, index, EntitlementKind.ACCESS, false);
                boolean accessible =
                        placement.festival() == null || covers(facts, merchant, index, EntitlementKind.ACCESS, false);
                boolean shut = covers(facts, merchant, index, EntitlementKind.EXCLUSION, false)
                        || covers(facts, merchant, index, EntitlementKind.CAP, true)
                        || BigDecimal.valueOf(request.settings().concentrationLimit())
                                        .multiply(BigDecimal.valueOf(placement.impressions()))
                                        .compareTo(BigDecimal.ONE)
                                < 0;
                if (placement.fits(request.merchants().categories(merchant))
                        && accessible
                        && !shut
                        && (opened || demand > 0)) {
                    lines.add(request.merchants().id(merchant) + " " + placement.id() + " "
                            + (demand > 0 ? demand : prior[index]) + " " + (demand > 0));
                }
            }
        }
        return lines;
    }

    private static boolean covers(
            RandomFacts facts, int merchant, int placement, EntitlementKind kind, boolean onlyZero) {
        Scopes scopes = facts.request().placements().scopes();
        return facts.calls().stream()
                .anyMatch(grant -> grant.merchant() == merchant
                        && grant.kind() == kind
                        && scopes.covers(grant.scope(), placement)
                        && !(onlyZero && grant.amount() > 0));
    }

    private static double demand(DemandTable table, int merchant, int placement) {
        for (int entry = table.start(merchant); entry < table.start(merchant + 1); entry++) {
            if (table.placement(entry) == placement) {
                return table.weight(entry);
            }
        }
        return 0;
    }

    private static Cells cells(AllocationRequest request, Grants grants, int threads) {
        Workers workers = Workers.of(threads);
        return Cells.of(request, Eligibility.of(request), Entitlements.of(request, grants, workers), workers);
    }

    private static List<String> lines(AllocationRequest request, Cells cells) {
        List<String> lines = new ArrayList<>();
        for (int merchant = 0; merchant < request.merchants().count(); merchant++) {
            for (int cell = cells.start(merchant); cell < cells.start(merchant + 1); cell++) {
                lines.add(request.merchants().id(merchant) + " "
                        + request.placements().get(cells.placement(cell)).id() + " " + cells.weight(cell) + " "
                        + cells.hasDemand(cell));
                assertThat(cells.find(merchant, cells.placement(cell))).isEqualTo(cell);
            }
        }
        return lines;
    }

    private static MerchantProfile merchant(String id) {
        return MerchantProfile.builder(id, RandomFacts.DAY).build();
    }
}
