package io.trafficallocator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
    @ParameterizedTest
    @CsvSource({"8000,8000", "-0.5,-0.5", "+1,1", ".5,0.5", "5.,5", "1e3,1000", "2.5E-1,0.25", "1e999,Infinity"})
    void plain_digits_are_a_number(String text, double value) {
        assertThat(DecimalText.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "8000d", "1f", "0x1p3", "NaN", "Infinity", " 1", "1_000", "10,5", "e", "1e", "--1", "\uFF11"
            })
    void what_only_java_takes_for_one_is_none(String text) {
        assertThat(DecimalText.parse(text)).isNaN();
        Programme programme = Programme.of("p", 1).withParameters(Map.of("x", text));
        assertThatThrownBy(() -> programme.number("x", 2))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("but must be a number");
    }
}
