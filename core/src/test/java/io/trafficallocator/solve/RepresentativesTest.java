package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.parallel.Workers;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RepresentativesTest {
    @Test
    void what_flow_can_do_is_what_it_can_do_in_the_whole_network() {
        SplittableRandom random = new SplittableRandom(5);
        int settled = 0;
        int open = 0;
        int leftOut = 0;
        for (int round = 0; round < 4_000; round++) {
            Problem problem = round % 2 == 0 ? Cases.random(random) : crowd(random);
            Rows rows = Rows.of(problem);
            FlowNetwork network = rows.network();
            Levels.secure(problem, rows, List::of, () -> network);
            Faces.of(problem, rows, network, Workers.of(1));
            Representatives representatives = new Representatives(problem, rows, network, Workers.of(1));
            int[] few = representatives.components();
            int[] all = network.components();
            for (int arc = 0; arc < network.arcs; arc++) {
                boolean isSettled = all[network.tail[arc]] != all[network.head[arc]];
                assertThat(few[network.tail[arc]] != few[network.head[arc]])
                        .as("round %d, arc %d", round, arc)
                        .isEqualTo(isSettled);
                settled += isSettled ? 1 : 0;
                open += isSettled ? 0 : 1;
            }
            assertThat(representatives.reachableFrom(Rows.SOURCE)).isEqualTo(network.reachableFrom(Rows.SOURCE));
            leftOut += rows.rows() - representatives.count();
        }
        assertThat(settled).isGreaterThan(10_000);
        assertThat(open).isGreaterThan(10_000);
        assertThat(leftOut).isGreaterThan(10_000);
    }

    /** Merchants of a few kinds, some with guarantees within one another, in a market that is scarce at times. */
    private static Problem crowd(SplittableRandom random) {
        Cases cases = new Cases();
        for (int placement = 0; placement < 4; placement++) {
            cases.placement(random.nextInt(20, 300), placement / 2);
        }
        for (int merchant = 0; merchant < 25; merchant++) {
            int kind = random.nextInt(5);
            cases.merchant(1, kind == 1 ? 0 : 1, kind < 3 ? 2 : 1, 1);
            if (kind > 0) {
                cases.guarantee(merchant, 0, 8, 1);
            }
            if (kind == 2) {
                cases.guarantee(merchant, 1, 5, random.nextInt(1, 3));
            }
            if (kind == 3) {
                cases.guarantee(merchant, 5, 3, 2).cap(merchant, 2, 9);
            }
        }
        return cases.build();
    }
}
