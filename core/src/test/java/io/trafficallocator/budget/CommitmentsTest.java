package io.trafficallocator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.RandomFacts;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Eligibility;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitmentsTest {
    private static final Programme LAUNCH = Programme.of("launch", 1);

    @Test
    void everything_is_admitted_when_the_pool_is_large_enough() {
        assertThat(admitted(LAUNCH, 100, 200, 300)).containsExactly(100, 200, 300);
        assertThat(admitted(LAUNCH.poolOfImpressions(600), 100, 200, 300)).containsExactly(100, 200, 300);
    }

    @Test
    void all_are_cut_alike_and_the_largest_fractions_get_what_is_left() {
        assertThat(admitted(LAUNCH.poolOfImpressions(301), 100, 200, 300)).containsExactly(50, 100, 151);
        assertThat(admitted(LAUNCH.poolOfImpressions(2), 7, 7, 7)).containsExactly(1, 1, 0);
        assertThat(admitted(LAUNCH.poolOfImpressions(0), 7, 7, 7)).containsExactly(0, 0, 0);
    }

    @Test
    void amounts_beyond_a_long_are_cut_exactly() {
        long most = 1L << 53;
        long pool = 1L << 52;
        assertThat(admitted(LAUNCH.poolOfImpressions(pool), most, most, most))
                .containsExactly(pool / 3 + 1, pool / 3, pool / 3);
    }

    @Test
    void the_first_to_join_are_served_first_and_the_marginal_one_in_part() {
        // joined three, two and one days ago
        assertThat(admitted(LAUNCH.poolOfImpressions(250).admitting(Admission.JOINED), 100, 200, 300))
                .containsExactly(100, 150, 0);
    }

    @Test
    void the_best_are_served_first_and_those_of_unknown_quality_last() {
        // quality unknown, 0.2 and 0.9
        assertThat(admitted(LAUNCH.poolOfImpressions(450).admitting(Admission.QUALITY), 100, 200, 300))
                .containsExactly(0, 150, 300);
        assertThat(admitted(LAUNCH.poolOfImpressions(550).admitting(Admission.QUALITY), 100, 200, 300))
                .containsExactly(50, 200, 300);
    }

    @Test
    void those_of_one_day_share_what_is_left_for_them() {
        // All joined on the day of the first: nothing tells them apart, so none of them goes first.
        AllocationRequest request = AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(List.of(
                        MerchantProfile.builder("a", RandomFacts.DAY).build(),
                        MerchantProfile.builder("b", RandomFacts.DAY).build(),
                        MerchantProfile.builder("c", RandomFacts.DAY.plusDays(1))
                                .build()))
                .placements(List.of(Placement.of("p", "live", 1_000)))
                .build();
        Grants grants = grants(LAUNCH.poolOfImpressions(101).admitting(Admission.JOINED), 80, 80, 80)
                .build();
        Commitments commitments = commitments(request, grants);
        assertThat(commitments.admitted()).containsExactly(51, 50, 0);
        assertThat(commitments.even()).containsExactly(50, 50, 0);
    }

    @Test
    void a_pool_in_yuan_pays_the_dearest_placement_of_the_scope() {
        Commitments commitments = commitments(LAUNCH.poolOfYuan(30), 1_000);
        // p costs 20 yuan per thousand, q 60
        assertThat(commitments.admitted()).containsExactly(500);
        assertThat(commitments.committed(0)).isEqualByComparingTo("30");
        assertThat(commitments.boostPool(0)).isZero();
    }

    @Test
    void what_is_left_goes_to_boosts() {
        Commitments commitments = commitments(LAUNCH.poolOfYuan(60.06), 1_000);
        assertThat(commitments.committed(0)).isEqualByComparingTo("60");
        assertThat(commitments.boostPool(0)).isEqualTo(0.06);
        assertThat(commitments(LAUNCH, 1).boostPool(0)).isInfinite();
    }

    @Test
    void a_guarantee_that_nothing_can_deliver_costs_nothing() {
        Grants.Builder grants = grants(LAUNCH.poolOfImpressions(100), 100, 100);
        grants.setReason(grants.add(0, EntitlementKind.EXCLUSION, 0, Scopes.EVERYTHING, 0, 0), "counterfeit");
        Commitments commitments = commitments(request(2), grants.build());
        assertThat(commitments.guarantees()).hasSize(1);
        assertThat(commitments.admitted()).containsExactly(100);
    }

    @Test
    void the_smallest_cap_holds_whichever_programme_it_is_from() {
        Grants.Builder grants =
                new Grants.Builder(List.of(LAUNCH, Programme.of("upward", 1)), List.of(new RuleReference("r", "f", 1)));
        grants.add(0, EntitlementKind.CAP, 0, 0, 500, 0);
        grants.add(0, EntitlementKind.CAP, 1, 0, 400, 0);
        grants.add(0, EntitlementKind.CAP, 0, 2, 300, 0);
        grants.add(0, EntitlementKind.CAP, 1, 2, 300, 0);
        grants.add(0, EntitlementKind.BOOST, 1, 0, 2, 0);
        AllocationRequest request = request(1);
        Entitlements entitlements = Entitlements.of(request, grants.build(), Workers.of(1));
        int[] caps = Commitments.of(request, entitlements, cells(request, entitlements))
                .caps();
        List<String> lines = new ArrayList<>();
        for (int row : caps) {
            lines.add(entitlements.scope(row) + " " + entitlements.amount(row) + " " + entitlements.programme(row));
        }
        assertThat(lines).containsExactly("0 400.0 1", "2 300.0 0");
    }

    private static long[] admitted(Programme programme, long... amounts) {
        return commitments(programme, amounts).admitted();
    }

    private static Commitments commitments(Programme programme, long... amounts) {
        return commitments(request(amounts.length), grants(programme, amounts).build());
    }

    private static Commitments commitments(AllocationRequest request, Grants grants) {
        Entitlements entitlements = Entitlements.of(request, grants, Workers.of(1));
        return Commitments.of(request, entitlements, cells(request, entitlements));
    }

    private static Cells cells(AllocationRequest request, Entitlements entitlements) {
        return Cells.of(request, Eligibility.of(request), entitlements, Workers.of(1));
    }

    private static Grants.Builder grants(Programme programme, long... amounts) {
        Grants.Builder grants = new Grants.Builder(List.of(programme), List.of(new RuleReference("r", "f", 1)));
        for (int row = 0; row < amounts.length; row++) {
            grants.add(row, EntitlementKind.GUARANTEE, 0, Scopes.EVERYTHING, (double) amounts[row], 0);
        }
        return grants;
    }

    private static AllocationRequest request(int merchants) {
        List<MerchantProfile> profiles = new ArrayList<>();
        double[] quality = {Double.NaN, 0.2, 0.9};
        for (int row = 0; row < merchants; row++) {
            profiles.add(MerchantProfile.builder("m" + row, RandomFacts.DAY.minusDays(3 - row))
                    .quality(quality[row])
                    .build());
        }
        return AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(profiles)
                .placements(List.of(
                        Placement.of("p", "live", 1000).priced(20),
                        Placement.of("q", "mall", 1000).priced(60)))
                .build();
    }
}
