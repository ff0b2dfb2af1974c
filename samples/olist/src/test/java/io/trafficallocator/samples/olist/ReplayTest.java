package io.trafficallocator.samples.olist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Shortfall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nine weeks of the real data around Black Friday. */
final class ReplayTest {
    private static final Path DATA = Path.of("..", "..", "..", "shared", "data", "olist");
    private static final LocalDate FIRST = LocalDate.of(2017, 10, 30);
    private static final List<Replay.Outcome> WEEKS = new ArrayList<>();

    @BeforeAll
    static void replay() throws IOException {
        assumeTrue(OlistData.standsIn(DATA), "skipped: the Olist files are not in " + DATA);
        TrafficAllocator allocator =
                TrafficAllocator.builder().rules("olist.drl", Olist.rules()).build();
        Replay replay = new Replay(new Scenarios(OlistData.read(DATA)), allocator);
        for (int week = 0; week < 9; week++) {
            WEEKS.add(replay.next(FIRST.plusWeeks(week)));
        }
    }

    @Test
    void everyImpressionIsPlannedOrLeftOver() {
        assertThat(WEEKS)
                .allSatisfy(week -> assertThat(week.plan().summary().planned())
                        .as(week.week().monday().toString())
                        .isEqualTo(week.supply() - week.unallocated()));
    }

    @Test
    void whatOneWeekDeliversIsKnownToTheNext() {
        for (int index = 1; index < WEEKS.size(); index++) {
            Week before = WEEKS.get(index - 1).week();
            Plan plan = WEEKS.get(index - 1).plan();
            List<Delivered> fresh = WEEKS.get(index).week().delivered().stream()
                    .filter(row -> before.request().delivered(row.merchant(), Scenarios.LAUNCH) == 0)
                    .toList();

            assertThat(fresh)
                    .as(before.monday().toString())
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.impressions()).isEqualTo((long)
                            Math.floor(plan.total(row.merchant()) * Replay.deliveryRate(before.monday()))));
        }
    }

    @Test
    void theFestivalOpensAndClosesItsInlet() {
        assertThat(WEEKS.stream()
                        .filter(week -> week.plan().placements().index("watches_gifts@festival") >= 0)
                        .map(week -> week.week().monday()))
                .containsExactly(LocalDate.of(2017, 11, 27), LocalDate.of(2017, 12, 4), LocalDate.of(2017, 12, 11));
    }

    @Test
    void thePoolOfBoostsRunsOutAtBlackFridayAndIsNeverOverspent() {
        assertThat(WEEKS).allSatisfy(week -> assertThat(week.poolSpent()).isLessThanOrEqualTo(1_000.0));
        assertThat(WEEKS)
                .anySatisfy(week -> assertThat(week.plan().pools())
                        .anySatisfy(pool -> assertThat(pool.boostExponent()).isLessThan(1)));
    }

    @Test
    void aNewMerchantIsCoveredOrShortAndNothingElse() {
        assertThat(WEEKS).allSatisfy(week -> {
            long lacking = week.plan().shortfalls().stream()
                    .filter(shortfall -> shortfall.programme().equals(Scenarios.LAUNCH))
                    .map(Shortfall::merchant)
                    .distinct()
                    .count();
            assertThat(week.covered() + lacking).isEqualTo(week.promised());
        });
    }
}
