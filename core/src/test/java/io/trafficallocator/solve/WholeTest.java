package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WholeTest {
    private static final int MANY = 1 << 20;

    @Test
    void numbers_are_the_same_however_they_are_held() {
        Whole compact = Whole.zeros(MANY, Integer.MAX_VALUE);
        Whole wide = Whole.zeros(MANY, Integer.MAX_VALUE + 1L);
        for (int index = 0; index < MANY; index++) {
            compact.set(index, 3L * index % 1000);
            wide.set(index, 3L * index % 1000);
        }
        compact.add(7, Integer.MAX_VALUE - 21L);
        wide.add(7, Integer.MAX_VALUE - 21L);
        assertThat(compact.get(7)).isEqualTo(Integer.MAX_VALUE);
        assertThat(compact).isEqualTo(wide).hasSameHashCodeAs(wide);
        assertThat(compact.toArray()).isEqualTo(wide.toArray());
        assertThat(Whole.of(wide.toArray())).isEqualTo(compact);
        wide.set(8, Integer.MAX_VALUE + 1L);
        assertThat(compact).isNotEqualTo(wide);
        assertThatThrownBy(() -> compact.set(8, Integer.MAX_VALUE + 1L)).isInstanceOf(ArithmeticException.class);
    }
}
