package io.trafficallocator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StableOrderTest {
    @Test
    void sorts_as_the_library_does_and_keeps_equal_keys_in_place() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long bound = 1L << random.nextInt(1, 63);
            long[] keys = random.longs(random.nextInt(seed % 10 == 0 ? 10_000 : 500), 0, bound)
                    .toArray();
            int[] expected = IntStream.range(0, keys.length)
                    .boxed()
                    .sorted(Comparator.comparingLong(position -> keys[position]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(StableOrder.ascending(keys)).as("seed %d", seed).isEqualTo(expected);
        }
    }
}
