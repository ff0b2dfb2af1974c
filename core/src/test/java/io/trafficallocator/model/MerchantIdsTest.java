package io.trafficallocator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts that are read where they are kept are the same facts as those in arrays. */
class MerchantIdsTest {
    private static final int MERCHANTS = 1000;

    @Test
    void an_id_is_found_however_it_is_held() {
        MerchantIds made = MerchantIds.of(MERCHANTS, MerchantIdsTest::id);
        MerchantIds held = MerchantIds.of(ids());
        for (int row = 0; row < MERCHANTS; row++) {
            assertThat(made.row(id(row))).isEqualTo(row);
            assertThat(held.row(id(row))).isEqualTo(row);
        }
        assertThat(made.row("m0005x")).isEqualTo(-1);
        assertThat(made.row("")).isEqualTo(-1);
        assertThat(MerchantIds.of().row("m")).isEqualTo(-1);
        MerchantIds packed = MerchantIds.packed(MERCHANTS, MerchantIdsTest::id);
        assertThat(made)
                .isEqualTo(held)
                .hasSameHashCodeAs(held)
                .isEqualTo(packed)
                .hasSameHashCodeAs(packed);
        assertThat(MerchantIds.packed(2, row -> row == 0 ? "" : "义乌").get(1)).isEqualTo("义乌");
        assertThat(made).isNotEqualTo(MerchantIds.of(MERCHANTS - 1, MerchantIdsTest::id));
        assertThat(made).isNotEqualTo(MerchantIds.of(MERCHANTS, row -> "n" + row));
    }

    @Test
    void a_negative_count_is_refused() {
        assertThatThrownBy(() -> MerchantIds.of(-1, MerchantIdsTest::id))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("count of merchants is -1, but must be at least 0. Maybe it overflowed.");
    }

    @Test
    void ids_that_do_not_ascend_are_refused() {
        assertThatThrownBy(() -> Merchants.columns(MerchantIds.of(2, row -> "same"), row -> 0)
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("merchant id in row 1 is 'same'")
                .hasMessageContaining("Maybe the merchant is listed twice.");
    }

    @Test
    void values_out_of_range_are_refused() {
        assertThatThrownBy(() -> Merchants.columns(MerchantIds.of(3, MerchantIdsTest::id), row -> 0)
                        .quality(row -> row)
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("quality of merchant 'm0002'");
        assertThatThrownBy(() -> Merchants.columns(MerchantIds.of(3, MerchantIdsTest::id), row -> 0)
                        .categories(List.of(ImmutableSet.of()), row -> row))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("code of column 'categories' in row 1 is 1");
        assertThatThrownBy(() -> DemandTable.of(new Rows(2, 5)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("placement of demand entry 1 is 4");
    }

    @Test
    void facts_have_one_digest_however_they_are_held() {
        int[] start = new int[MERCHANTS + 1];
        int[] placement = new int[2 * MERCHANTS];
        double[] weight = new double[2 * MERCHANTS];
        Rows rows = new Rows(MERCHANTS, 1);
        for (int entry = 0; entry < placement.length; entry++) {
            placement[entry] = rows.placement(entry);
            weight[entry] = rows.weight(entry);
            start[entry / 2 + 1] = entry + 1;
        }
        Merchants held = Merchants.columns(ids(), new int[MERCHANTS])
                .tier(new int[MERCHANTS])
                .quality(new double[MERCHANTS])
                .categories(List.of(ImmutableSet.of("mink")), new int[MERCHANTS])
                .build();
        Merchants made = Merchants.columns(MerchantIds.of(MERCHANTS, MerchantIdsTest::id), row -> 0)
                .tier(row -> 0)
                .quality(row -> 0)
                .categories(List.of(ImmutableSet.of("mink")), row -> 0)
                .build();
        Workers workers = Workers.of(2);
        assertThat(FactsDigest.of(request(made, DemandTable.of(rows)), workers))
                .isEqualTo(FactsDigest.of(request(held, DemandTable.ofColumns(start, placement, weight)), workers));
    }

    private static AllocationRequest request(Merchants merchants, DemandTable demand) {
        return AllocationRequest.builder()
                .asOf(LocalDate.of(2024, 11, 11))
                .merchants(merchants)
                .placements(List.of(Placement.of("a", "live", 10), Placement.of("b", "mall", 10)))
                .demand(demand)
                .build();
    }

    private static String[] ids() {
        String[] ids = new String[MERCHANTS];
        for (int row = 0; row < MERCHANTS; row++) {
            ids[row] = id(row);
        }
        return ids;
    }

    private static String id(int row) {
        return String.format("m%04d", row);
    }

    /** Two rows of demand for each merchant, the second at the placement that is named. */
    private record Rows(int merchants, int second) implements DemandRows {
        @Override
        public int start(int merchantRow) {
            return 2 * merchantRow;
        }

        @Override
        public int placement(int entry) {
            return entry % 2 == 0 ? second == 1 ? 0 : second : second == 1 ? 1 : second - 1;
        }

        @Override
        public double weight(int entry) {
            return 1 + entry;
        }
    }
}
