package io.trafficallocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PlanFile;
import io.trafficallocator.plan.PlanFileException;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.rules.RuleException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubsidyTest {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 11);
    private static final String PAY =
            "package p rule \"pay\" when Merchant( $gmv : gmv ) then grant.subsidy(\"cash\", $gmv / 100); end\n";
    private static final String FLOOR =
            "rule \"floor\" when Merchant( tier > 0 ) then grant.guarantee(\"cash\", 100); end\n";
    private static final String HOLD =
            "rule \"hold\" when Merchant( violations > 0 ) then grant.exclude(\"cash\", \"held\"); end\n";

    /** The gmv of a merchant is its subsidy in fen. */
    private static Plan plan(String rules, Programme cash, MerchantProfile... merchants) {
        List<Demand> demand = new ArrayList<>();
        for (MerchantProfile merchant : merchants) {
            demand.add(new Demand(merchant.id(), "home", 1));
        }
        return TrafficAllocator.builder()
                .rules("pay.drl", rules)
                .threads(1)
                .strict()
                .build()
                .allocate(AllocationRequest.builder()
                        .asOf(DAY)
                        .placements(
                                List.of(Placement.of("home", "mall", 100_000).priced(7)))
                        .merchants(List.of(merchants))
                        .demand(demand)
                        .programmes(List.of(cash))
                        .build());
    }

    private static MerchantProfile.Builder merchant(String id, long fen) {
        return MerchantProfile.builder(id, DAY.minusDays(fen)).gmv((double) fen);
    }

    private static long lacking(Plan plan, String merchant) {
        return plan.shortfalls().stream()
                .filter(each -> each.merchant().equals(merchant) && each.scope().equals(Shortfall.FEN))
                .mapToLong(each -> each.due() - each.planned())
                .sum();
    }

    @Test
    void money_moves_no_traffic() {
        Programme cash = Programme.of("cash", 1).poolOfYuan(100);
        Plan plan = plan(PAY, cash, merchant("a", 250).build(), merchant("b", 0).build());
        assertThat(plan.entitlements()).singleElement().satisfies(held -> {
            assertThat(held.amount()).isEqualTo(2.5);
            assertThat(held.merchant()).isEqualTo("a");
        });
        assertThat(plan.pools().get(0).committed()).isEqualTo(2.5);
        assertThat(plan.total("a")).isEqualTo(plan.total("b"));
        assertThat(plan.shortfalls()).isEmpty();
    }

    @Test
    void a_subsidy_and_a_guarantee_share_the_pool() {
        // The guarantee of 100 impressions costs 0.70 yuan, and the pool pays half of all.
        Programme cash = Programme.of("cash", 1).poolOfYuan(0.6);
        Plan plan = plan(PAY + FLOOR, cash, merchant("a", 50).tier(1).build());
        assertThat(plan.pools().get(0).committed()).isLessThanOrEqualTo(0.6).isGreaterThan(0.58);
        assertThat(lacking(plan, "a")).isEqualTo(25);
    }

    @Test
    void whoever_is_excluded_is_paid_nothing() {
        Programme cash = Programme.of("cash", 1).poolOfYuan(100);
        Plan plan = plan(PAY + HOLD, cash, merchant("a", 50).violations(1).build());
        assertThat(plan.shortfalls()).singleElement().satisfies(lacks -> {
            assertThat(lacks.reason()).isEqualTo(Shortfall.Reason.EXCLUDED);
            assertThat(lacks.sentence()).contains("held");
            assertThat(lacks.planned()).isZero();
        });
        assertThat(plan.pools().get(0).committed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void no_pool_overspends_by_a_fen_or_keeps_one_back(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MerchantProfile[] merchants = new MerchantProfile[1 + random.nextInt(30)];
        long due = 0;
        for (int index = 0; index < merchants.length; index++) {
            long fen = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(100_000);
            due += fen;
            merchants[index] =
                    merchant("m" + index, fen).quality(random.nextDouble()).build();
        }
        long pool = random.nextLong(1 + due + due / 4);
        Programme cash =
                Programme.of("cash", 1).poolOfYuan(pool / 100.0).admitting(Admission.values()[random.nextInt(3)]);
        Plan plan = plan(PAY, cash, merchants);
        long missing = plan.shortfalls().stream()
                .peek(lacks -> assertThat(lacks.reason()).isEqualTo(Shortfall.Reason.POOL_EXHAUSTED))
                .mapToLong(lacks -> lacks.due() - lacks.planned())
                .sum();
        assertThat(due - missing).as("seed %s, paid fen", seed).isEqualTo(Math.min(due, pool));
        assertThat(Math.round(100 * plan.pools().get(0).committed()))
                .as("seed %s", seed)
                .isEqualTo(Math.min(due, pool));
    }

    @Test
    void a_plan_file_keeps_subsidies(@TempDir Path folder) throws PlanFileException {
        Plan plan = plan(
                PAY, Programme.of("cash", 1).poolOfYuan(0.1), merchant("a", 250).build());
        PlanFile.write(plan, folder.resolve("plan"));
        assertThat(PlanFile.read(folder.resolve("plan"))).isEqualTo(plan);
    }

    @Test
    void mistakes_are_told() {
        Programme impressions = Programme.of("cash", 1);
        MerchantProfile a = merchant("a", 250).build();
        assertThatThrownBy(() -> plan(PAY, impressions, a))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("pool is in impressions, but must be in yuan. Maybe");
        assertThatThrownBy(() -> plan(
                        PAY.replace("/ 100", "/ 3"), Programme.of("cash", 1).poolOfYuan(9), a))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("in whole fen. Maybe");
        assertThatThrownBy(() -> plan(
                        PAY.replace("/ 100", "/ -100"), Programme.of("cash", 1).poolOfYuan(9), a))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("in whole fen. Maybe");
    }
}
