package io.trafficallocator.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Plan;
import org.junit.jupiter.api.Test;

/** The marketplaces are what their descriptions say. */
class MarketplaceTest {
    @Test
    void where_placements_are_for_categories_a_merchant_has_three_cells_and_may_have_the_inlet() {
        AllocationRequest request = Marketplace.request("narrow", 2_000, 0, 0);
        Plan plan = Marketplace.allocator("narrow").allocate(request);
        assertThat(request.placements().asList().stream()
                        .filter(placement -> placement.festival() == null)
                        .map(placement -> placement.categories().size()))
                .hasSize(20)
                .containsOnly(1, 2);
        for (int row = 0; row < plan.merchants(); row++) {
            int inlets = 0;
            for (int cell = plan.start(row); cell < plan.start(row + 1); cell++) {
                inlets += request.placements().get(plan.placement(cell)).festival() == null ? 0 : 1;
            }
            assertThat(plan.start(row + 1) - plan.start(row) - inlets).isLessThanOrEqualTo(3);
        }
        assertThat(plan.cells()).isBetween(5_000, 6_500);
        assertThat(plan.shortfalls()).isNotEmpty();
    }

    @Test
    void packs_that_are_not_known_are_refused() {
        assertThatThrownBy(() -> Marketplace.allocator("every"))
                .hasMessage("packs is 'every', but must be three, all or narrow");
    }
}
