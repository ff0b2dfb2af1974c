package io.trafficallocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.plan.Shortfall.Reason;
import io.trafficallocator.rules.RuleException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole passes over facts that once gave a wrong answer, or none. */
class AwkwardFactsTest {
    private static MerchantProfile merchant(String id) {
        return MerchantProfile.builder(id, RandomFacts.DAY).build();
    }

    private static AllocationRequest.Builder request(List<String> merchants, Placement... placements) {
        List<Demand> demand = new ArrayList<>();
        for (String merchant : merchants) {
            for (Placement placement : placements) {
                demand.add(new Demand(merchant, placement.id(), 1));
            }
        }
        return AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(merchants.stream().map(AwkwardFactsTest::merchant).toList())
                .placements(List.of(placements))
                .demand(demand);
    }

    private static String to(String merchant, String grants) {
        return "rule \"for " + merchant + "\" when Merchant( id == \"" + merchant + "\" ) then " + grants + " end\n";
    }

    private static Plan plan(AllocationRequest request, String... rules) {
        return TrafficAllocator.builder()
                .rules("shop.drl", "package shop\n" + String.join("", rules))
                .threads(1)
                .build()
                .allocate(request);
    }

    private static Shortfall of(Plan plan, String merchant) {
        return plan.shortfalls().stream()
                .filter(shortfall -> shortfall.merchant().equals(merchant))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 2000})
    void a_full_cap_within_the_scope_is_the_reason_however_much_supply_there_is(long supply) {
        Plan plan = plan(
                request(List.of("a", "b"), Placement.of("p", "live", supply)).build(),
                to("a", "grant.guarantee(\"x\", 100); grant.cap(\"x\", 50).inPlacement(\"p\");"),
                to("b", "grant.guarantee(\"x\", 200);"));
        assertThat(plan.total("a")).isEqualTo(50);
        assertThat(of(plan, "a").reason()).isEqualTo(Reason.CAPPED);
        assertThat(of(plan, "a").by()).containsExactly("placement:p");
    }

    @Test
    void a_wide_cap_that_other_placements_fill_is_not_the_reason() {
        Plan plan = plan(
                request(List.of("a", "b"), Placement.of("p", "live", 100), Placement.of("q", "live", 1000))
                        .programmes(List.of(Programme.of("first", 1), Programme.of("second", 2)))
                        .build(),
                to("b", "grant.guarantee(\"first\", 90).inPlacement(\"p\");"),
                to("a", "grant.guarantee(\"second\", 81).inPlacement(\"p\"); grant.cap(\"second\", 80);"));
        assertThat(plan.impressions("a", "p")).isEqualTo(10);
        assertThat(of(plan, "a").reason()).isEqualTo(Reason.SUPPLY_EXHAUSTED);
        assertThat(of(plan, "a").by()).containsExactly("p");
    }

    @Test
    void nothing_to_be_shown_at_is_not_an_exclusion() {
        Plan plan = plan(request(List.of("a")).build(), to("a", "grant.guarantee(\"x\", 100);"));
        assertThat(of(plan, "a").reason()).isEqualTo(Reason.NO_PLACEMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant.guarantee(\"x\", Math.floor(900 * Math.random()));",
                "grant.guarantee(\"x\", LocalDate.now().getYear());",
                "grant.guarantee(\"x\", Long.getLong(\"secret\"));",
                "grant.guarantee(\"x\", $m.hashCode());"
            })
    void what_the_same_facts_would_not_give_again_is_refused_in_a_consequence(String grants) {
        assertThatThrownBy(() -> plan(
                        request(List.of("a"), Placement.of("p", "live", 10)).build(),
                        "rule r when $m : Merchant() then " + grants + " end"))
                .isInstanceOf(RuleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Math.random() < 0.5", "LocalDate.now().year > 2024", "Long.getLong(\"secret\") == null"})
    void what_the_same_facts_would_not_give_again_is_refused_in_a_condition(String condition) {
        assertThatThrownBy(() -> plan(
                        request(List.of("a"), Placement.of("p", "live", 10)).build(),
                        "rule r when Merchant(" + condition + ") then grant.guarantee(\"x\", 1); end"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("is refused: it is no method of");
    }

    @Test
    void a_rule_may_look_at_every_placement_for_each_of_many_merchants() {
        Placement[] placements = new Placement[150];
        for (int index = 0; index < placements.length; index++) {
            placements[index] = Placement.of("p" + index, "live", 10);
        }
        List<String> merchants = new ArrayList<>();
        for (int index = 0; index < 1000; index++) {
            merchants.add("m" + index);
        }
        Plan plan = plan(
                AllocationRequest.builder()
                        .asOf(RandomFacts.DAY)
                        .merchants(merchants.stream()
                                .map(AwkwardFactsTest::merchant)
                                .toList())
                        .placements(List.of(placements))
                        .build(),
                "rule r when Merchant() Placement(field == \"live\", $id : id) then"
                        + " grant.cap(\"x\", 5).inPlacement($id); end");
        assertThat(plan.entitlements()).hasSize(150_000);
    }

    @Test
    void a_tiny_pool_with_dear_traffic_is_not_overspent() {
        Plan plan = plan(
                request(
                                List.of("a", "b"),
                                Placement.of("p", "live", 1_000_000_000_000L).priced(1e6))
                        .programmes(List.of(Programme.of("x", 1).poolOfYuan(1)))
                        .build(),
                to("a", "grant.boost(\"x\", 3);"));
        assertThat(plan.pools()).singleElement().satisfies(pool -> {
            double spent = plan.impressions("a", "p") * 1000.0 * -Math.expm1(-pool.boostExponent() * Math.log(3));
            assertThat(spent).isBetween(0.99, 1.0);
            assertThat(pool.committed()).isEqualTo(1.0);
        });
    }

    @Test
    void the_order_of_sets_makes_no_difference() {
        UnaryOperator<AllocationRequest.Builder> usual =
                builder -> builder.asOf(RandomFacts.DAY).demand(List.of(new Demand("a", "p", 1)));
        Plan one = plan(usual.apply(AllocationRequest.builder())
                .placements(List.of(Placement.of("p", "live", 10)
                        .forCategories("fur", "bags")
                        .priced(0.0)))
                .merchants(List.of(MerchantProfile.builder("a", RandomFacts.DAY)
                        .categories("fur")
                        .enrolled("x")
                        .enrolled("y")
                        .build()))
                .build());
        Plan other = plan(usual.apply(AllocationRequest.builder())
                .placements(List.of(Placement.of("p", "live", 10)
                        .forCategories("bags", "fur")
                        .priced(-0.0)))
                .merchants(List.of(MerchantProfile.builder("a", RandomFacts.DAY)
                        .categories("fur")
                        .enrolled("y")
                        .enrolled("x")
                        .build()))
                .build());
        assertThat(other).isEqualTo(one);
        assertThat(other.digest()).isEqualTo(one.digest());
    }

    @ParameterizedTest
    @CsvSource({"1e308", "4.9e-324", "1e61"})
    void weights_that_cannot_be_reckoned_with_are_refused(double weight) {
        assertThatThrownBy(() -> new Demand("a", "p", weight))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("between 1e-60 and 1e60");
    }

    @Test
    void days_outside_the_calendar_are_refused() {
        assertThatThrownBy(() -> AllocationRequest.builder().asOf(LocalDate.MAX))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("as_of is ");
        assertThatThrownBy(() -> MerchantProfile.builder("a", LocalDate.MIN).build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("joined_on of merchant 'a' is ");
    }
}
