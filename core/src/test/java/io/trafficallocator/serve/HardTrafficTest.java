package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints the table of benchmarks/README.md. */
@Tag("slow")
class HardTrafficTest {
    @Test
    void hardTrafficIsServedAsTheTableSays() {
        String table = HardTraffic.table();
        System.out.print(table);
        assertThat(table).contains("| forecast +100 % | 0, 0.99");
    }
}
