package io.trafficallocator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactsDigestTest {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 11);
    private static final Workers ONE = Workers.of(1);
    private static final MerchantProfile FUR = MerchantProfile.builder("fur", DAY)
            .categories("mink", "coats")
            .origin("Haining")
            .quality(0.5)
            .enrolled("mink festival")
            .attribute("trusteeship", "yes")
            .build();
    private static final MerchantProfile RICE = MerchantProfile.builder("rice", DAY)
            .categories("food")
            .size("small")
            .build();

    @Test
    void the_order_of_facts_does_not_matter() {
        assertThat(digest(request(List.of(RICE, FUR), List.of(place("q"), place("p")))))
                .isEqualTo(digest(request(List.of(FUR, RICE), List.of(place("p"), place("q")))));
    }

    @Test
    void columns_with_other_codes_are_the_same_facts() {
        Merchants columns = Merchants.columns(
                        new String[] {"fur", "rice"}, new int[] {(int) DAY.toEpochDay(), (int) DAY.toEpochDay()})
                .categories(
                        List.of(ImmutableSet.of("unused"), ImmutableSet.of("food"), ImmutableSet.of("mink", "coats")),
                        new int[] {2, 1})
                .origin(List.of("", "Haining"), new int[] {1, 0})
                .size(List.of("small", ""), new int[] {1, 0})
                .quality(new double[] {0.5, Double.NaN})
                .growth(new double[] {Double.NaN, Double.NaN})
                .enrolments(List.of(RICE.enrolments(), FUR.enrolments()), new int[] {1, 0})
                .attribute("trusteeship", List.of("", "yes"), new int[] {1, 0})
                .build();
        AllocationRequest fromColumns = AllocationRequest.builder()
                .asOf(DAY)
                .merchants(columns)
                .placements(List.of(place("p"), place("q")))
                .demand(List.of(new Demand("fur", "p", 3)))
                .build();
        assertThat(digest(fromColumns)).isEqualTo(digest(request(List.of(FUR, RICE), List.of(place("p"), place("q")))));
    }

    @Test
    void threads_do_not_matter() {
        List<MerchantProfile> many = new ArrayList<>();
        for (int row = 0; row < 100_000; row++) {
            many.add(MerchantProfile.builder("m" + row, DAY).tier(row % 7).build());
        }
        AllocationRequest request =
                AllocationRequest.builder().asOf(DAY).merchants(many).build();
        assertThat(FactsDigest.of(request, Workers.of(4))).isEqualTo(FactsDigest.of(request, ONE));
    }

    @Test
    void every_fact_matters() {
        AllocationRequest.Builder base = AllocationRequest.builder().asOf(DAY);
        List<AllocationRequest> requests = List.of(
                base.build(),
                AllocationRequest.builder().asOf(DAY.plusDays(1)).build(),
                AllocationRequest.builder()
                        .settings(Settings.of(DAY).withPeriodDays(2))
                        .build(),
                AllocationRequest.builder()
                        .settings(Settings.of(DAY).withBoostLimit(2))
                        .build(),
                request(List.of(FUR, RICE), List.of(place("p"))),
                request(List.of(FUR, RICE), List.of(place("p").priced(3))),
                request(List.of(FUR, RICE), List.of(place("p").forCategories("food"))),
                request(List.of(FUR), List.of(place("p"))),
                request(List.of(FUR, MerchantProfile.builder("rice", DAY).build()), List.of(place("p"))),
                request(
                        List.of(
                                FUR,
                                MerchantProfile.builder("rice", DAY)
                                        .categories("fo", "od")
                                        .size("small")
                                        .build()),
                        List.of(place("p"))),
                AllocationRequest.builder()
                        .asOf(DAY)
                        .programmes(List.of(Programme.of("launch", 1)))
                        .build(),
                AllocationRequest.builder()
                        .asOf(DAY)
                        .programmes(List.of(Programme.of("launch", 1).poolOfImpressions(0)))
                        .build(),
                AllocationRequest.builder()
                        .asOf(DAY)
                        .festivals(List.of(Festival.of("mink", DAY, DAY)))
                        .build(),
                AllocationRequest.builder()
                        .asOf(DAY)
                        .merchants(List.of(FUR))
                        .delivered(List.of(new Delivered("fur", "launch", 5)))
                        .build(),
                AllocationRequest.builder()
                        .asOf(DAY)
                        .merchants(List.of(FUR))
                        .delivered(List.of(new Delivered("fur", "launch", 6)))
                        .build());
        Set<String> digests = new HashSet<>();
        requests.forEach(request -> digests.add(digest(request)));
        assertThat(digests).hasSameSizeAs(requests);
    }

    @Test
    void merchants_keep_their_main_category_though_another_has_the_same_set() {
        Merchants merchants = Merchants.of(List.of(
                MerchantProfile.builder("a", DAY).categories("x", "y").build(),
                MerchantProfile.builder("b", DAY).categories("y", "x").build()));
        assertThat(merchants.categories(0)).containsExactly("x", "y");
        assertThat(merchants.categories(1)).containsExactly("y", "x");
    }

    private static AllocationRequest request(List<MerchantProfile> merchants, List<Placement> placements) {
        return AllocationRequest.builder()
                .asOf(DAY)
                .merchants(merchants)
                .placements(placements)
                .demand(List.of(new Demand("fur", "p", 3)))
                .build();
    }

    private static Placement place(String id) {
        return Placement.of(id, "live", 1000);
    }

    private static String digest(AllocationRequest request) {
        return FactsDigest.of(request, ONE);
    }
}
