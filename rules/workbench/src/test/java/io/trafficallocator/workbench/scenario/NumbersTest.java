package io.trafficallocator.workbench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    private static double decimal(String text) {
        return Numbers.decimal(text.toCharArray(), 0, text.length());
    }

    @Test
    void reads_every_decimal_as_java_does() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 20_000; trial++) {
            String text;
            if (random.nextBoolean()) {
                text = Double.toString(Double.longBitsToDouble(random.nextLong()));
                if (!text.matches("[\\d.E-]+")) {
                    continue;
                }
            } else {
                String digits = Long.toString(random.nextLong(1L << random.nextInt(1, 63)));
                int point = random.nextInt(digits.length() + 1);
                text = (random.nextBoolean() ? "-" : "") + digits.substring(0, point) + "." + digits.substring(point);
            }
            assertThat(decimal(text)).as("seed %s: %s", seed, text).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "-.",
                "1.2.3",
                "1d",
                "1f",
                "0x10",
                "NaN",
                "Infinity",
                "1e",
                "e5",
                "--1",
                "1-",
                "1 2",
                "\u0661"
            })
    void refuses_what_is_no_decimal(String text) {
        assertThat(decimal(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.", ".5", "+1", "1e5", "1.0E-5", "007", "-0"})
    void reads_what_programs_write(String text) {
        assertThat(decimal(text)).isEqualTo(Double.parseDouble(text));
    }
}
