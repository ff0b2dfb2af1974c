package io.trafficallocator.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.RandomFacts;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EntitlementsTest {
    private static final Workers ONE = Workers.of(1);

    @Test
    void the_strongest_grant_of_a_programme_and_scope_holds() {
        AllocationRequest request = request();
        Grants.Builder grants = builder();
        grants.add(0, EntitlementKind.GUARANTEE, 0, 0, 100, 1);
        grants.add(0, EntitlementKind.GUARANTEE, 0, 0, 300, 0);
        grants.add(0, EntitlementKind.GUARANTEE, 1, 0, 200, 1);
        grants.add(0, EntitlementKind.CAP, 0, 1, 500, 0);
        grants.add(0, EntitlementKind.CAP, 0, 1, 400, 1);
        grants.add(0, EntitlementKind.BOOST, 0, 1, 1.5, 0);
        grants.add(0, EntitlementKind.BOOST, 0, 1, 2, 1);

        assertThat(lines(Entitlements.of(request, grants.build(), ONE)))
                .containsExactly(
                        "0 0 GUARANTEE 0 300.0 300.0 0 ",
                        "0 0 BOOST 1 2.0 2.0 1 ",
                        "0 0 CAP 1 400.0 400.0 1 ",
                        "0 1 GUARANTEE 0 200.0 200.0 1 ");
    }

    @Test
    void guarantees_are_compared_by_what_is_due_now() {
        Grants.Builder grants = builder();
        int window = grants.add(0, EntitlementKind.GUARANTEE, 0, 0, 700, 0);
        grants.setWindow(window, (int) RandomFacts.DAY.toEpochDay(), 7);
        grants.add(0, EntitlementKind.GUARANTEE, 0, 0, 101, 1);

        assertThat(lines(Entitlements.of(request(), grants.build(), ONE)))
                .containsExactly("0 0 GUARANTEE 0 101.0 101.0 1 ");
    }

    @Test
    void of_equal_grants_the_rule_that_stands_first_is_named() {
        Grants.Builder grants = builder();
        grants.setReason(grants.add(0, EntitlementKind.EXCLUSION, 0, 0, 0, 1), "b");
        grants.setReason(grants.add(0, EntitlementKind.EXCLUSION, 0, 0, 0, 0), "d");
        grants.setReason(grants.add(0, EntitlementKind.EXCLUSION, 0, 0, 0, 0), "c");

        assertThat(lines(Entitlements.of(request(), grants.build(), ONE)))
                .containsExactly("0 0 EXCLUSION 0 0.0 0.0 0 c");
    }

    @Test
    void neither_order_nor_repetition_nor_threads_change_the_result() {
        for (long seed = 0; seed < 400; seed++) {
            RandomFacts facts = new RandomFacts(seed);
            List<String> expected = lines(Entitlements.of(facts.request(), facts.grants(), ONE));
            List<String> shuffled =
                    lines(Entitlements.of(facts.request(), facts.shuffledGrants(seed + 1), Workers.of(3)));
            assertThat(shuffled).as("%s", facts).isEqualTo(expected);
        }
    }

    @Test
    void every_grant_is_no_stronger_than_the_entitlement_that_stands_for_it() {
        for (long seed = 0; seed < 400; seed++) {
            RandomFacts facts = new RandomFacts(seed);
            Entitlements entitlements = Entitlements.of(facts.request(), facts.grants(), ONE);
            TreeMap<String, Double> strongest = new TreeMap<>();
            DueAmount due = new DueAmount(facts.request().settings());
            for (RandomFacts.Grant grant : facts.calls()) {
                String merchant = facts.request().merchants().id(grant.merchant());
                String programme =
                        facts.grants().programmes().get(grant.programme()).id();
                double amount = grant.kind() == EntitlementKind.GUARANTEE
                        ? due.of(
                                (long) grant.amount(),
                                grant.windowStart(),
                                grant.windowDays(),
                                facts.request().delivered(merchant, programme))
                        : grant.amount();
                strongest.merge(
                        grant.merchant() + " " + grant.programme() + " " + grant.kind() + " " + grant.scope(),
                        amount,
                        grant.kind() == EntitlementKind.CAP ? Math::min : Math::max);
            }
            TreeMap<String, Double> held = new TreeMap<>();
            for (int row = 0; row < entitlements.count(); row++) {
                held.put(
                        entitlements.merchant(row) + " " + entitlements.programme(row) + " " + entitlements.kind(row)
                                + " " + entitlements.scope(row),
                        entitlements.amount(row));
            }
            assertThat(held).as("%s", facts).isEqualTo(strongest);
        }
    }

    static List<String> lines(Entitlements entitlements) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < entitlements.count(); row++) {
            lines.add(entitlements.merchant(row) + " " + entitlements.programme(row) + " " + entitlements.kind(row)
                    + " " + entitlements.scope(row) + " " + entitlements.amount(row) + " " + entitlements.granted(row)
                    + " " + entitlements.rule(row) + " " + entitlements.reason(row));
        }
        return lines;
    }

    private static Grants.Builder builder() {
        return new Grants.Builder(
                List.of(Programme.of("launch", 1), Programme.of("upward", 2)),
                List.of(new RuleReference("first", "a.drl", 3), new RuleReference("second", "a.drl", 8)));
    }

    private static AllocationRequest request() {
        return AllocationRequest.builder()
                .asOf(RandomFacts.DAY)
                .merchants(List.of(MerchantProfile.builder("m", RandomFacts.DAY).build()))
                .placements(List.of(Placement.of("p", "live", 1000)))
                .build();
    }
}
