package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerchantTest {
    private static final int TODAY = 20_000;

    private static @Nullable Integer parsed(String text) {
        try {
            return Math.toIntExact(TODAY - LocalDate.parse(text).toEpochDay());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-11-01",
                "2024-02-29",
                "2023-02-29",
                "2024-02-30",
                "2024-00-10",
                "2024-13-01",
                "2024-01-00",
                "0000-02-29",
                "-001-01-01",
                "2024-1-001",
                "2024-11-1 ",
                "2024/11/01",
                "202a-11-01",
                "2024-11-\u0661\u0662",
                "+12024-01-01",
                "+2024-01-01",
                "20241-01-1",
                "x"
            })
    void a_date_is_what_java_takes_for_one(String text) {
        assertThat(Merchant.daysSince(text, TODAY)).isEqualTo(parsed(text));
    }

    @Test
    void any_day_is_read_and_no_other() {
        SplittableRandom random = new SplittableRandom(5);
        for (int index = 0; index < 20_000; index++) {
            String text = String.format(
                    "%04d-%02d-%02d", random.nextInt(1_900, 2_101), random.nextInt(14), random.nextInt(33));
            assertThat(Merchant.daysSince(text, TODAY)).as(text).isEqualTo(parsed(text));
        }
    }
}
