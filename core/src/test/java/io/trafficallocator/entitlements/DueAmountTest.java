package io.trafficallocator.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.Settings;
import java.time.LocalDate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DueAmountTest {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 1);
    private static final int TODAY = (int) DAY.toEpochDay();

    @Test
    void an_amount_without_a_window_is_due_at_once() {
        assertThat(due(1).of(700, 0, 0, 300)).isEqualTo(700);
    }

    @Test
    void a_window_spreads_what_is_left_over_the_days_left() {
        assertThat(due(1).of(10_000, TODAY, 7, 0)).isEqualTo(1_429);
        assertThat(due(2).of(10_000, TODAY - 3, 7, 4_000)).isEqualTo(3_000);
        assertThat(due(30).of(10_000, TODAY - 3, 7, 4_000)).isEqualTo(6_000);
    }

    @Test
    void nothing_is_due_outside_the_window_or_when_all_is_delivered() {
        assertThat(due(1).of(10_000, TODAY + 1, 7, 0)).isZero();
        assertThat(due(1).of(10_000, TODAY - 7, 7, 0)).isZero();
        assertThat(due(1).of(10_000, TODAY, 7, 10_001)).isZero();
    }

    @Test
    void only_days_of_the_window_count_when_it_starts_inside_the_period() {
        assertThat(due(7).of(1_000, TODAY + 5, 10, 0)).isEqualTo(200);
        assertThat(due(7).of(1_000, TODAY + 5, 1, 0)).isEqualTo(1_000);
    }

    @Test
    void the_largest_amounts_do_not_overflow() {
        long most = 1L << 53;
        assertThat(due(1).of(most, TODAY, 2, 0)).isEqualTo(most / 2);
        assertThat(due(364).of(most, TODAY, 365, 0)).isEqualTo(most - most / 365);
    }

    @Test
    void periods_that_cover_a_window_deliver_exactly_its_amount() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long amount = random.nextLong(5_000);
            int windowStart = TODAY + random.nextInt(5);
            int windowDays = random.nextInt(1, 20);
            long delivered = 0;
            LocalDate day = DAY;
            while (day.toEpochDay() < windowStart + windowDays) {
                int days = random.nextInt(1, 6);
                long now = new DueAmount(Settings.of(day).withPeriodDays(days))
                        .of(amount, windowStart, windowDays, delivered);
                assertThat(now).as("seed %d on %s", seed, day).isBetween(0L, amount - delivered);
                delivered += now;
                day = day.plusDays(days);
            }
            assertThat(delivered).as("seed %d", seed).isEqualTo(amount);
        }
    }

    private static DueAmount due(int periodDays) {
        return new DueAmount(Settings.of(DAY).withPeriodDays(periodDays));
    }
}
