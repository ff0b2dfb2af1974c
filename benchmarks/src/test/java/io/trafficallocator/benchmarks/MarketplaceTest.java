package io.trafficallocator.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.plan.Plan;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The marketplaces are what their descriptions say. */
class MarketplaceTest {
    @Test
    void where_placements_are_for_categories_a_merchant_has_three_cells_whatever_is_granted() {
        Plan plan = Marketplace.allocator("narrow").allocate(Marketplace.request("narrow", 2_000, 0, 0));
        Map<Integer, Long> merchantsByCells = IntStream.range(0, plan.merchants())
                .mapToObj(row -> plan.start(row + 1) - plan.start(row))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(merchantsByCells.keySet()).isSubsetOf(Set.of(0, 1, 2, 3, 4));
        assertThat(merchantsByCells.get(3)).isGreaterThan(1_500);
        assertThat(plan.shortfalls()).isNotEmpty();
    }

    @Test
    void packs_that_are_not_known_are_refused() {
        assertThatThrownBy(() -> Marketplace.allocator("every"))
                .hasMessage("packs is 'every', but must be three, all or narrow");
    }
}
