package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That levels are the same is held by the referee of {@code io.trafficallocator.proof} on problems of alike merchants. */
class LevelNetworkTest {
    @Test
    void merchants_over_the_same_placements_and_placements_of_the_same_merchants_are_one() {
        Cases cases = new Cases().placement(100, 0).placement(200, 0).placement(300, 0);
        for (int merchant = 0; merchant < 60; merchant++) {
            cases.merchant(1, 2, merchant % 2).guarantee(merchant, 0, 5 + merchant, 1 + merchant % 3);
        }
        Problem problem = cases.build();
        LevelNetwork network = new LevelNetwork(problem, Rows.of(problem));
        // Source, sink, two groups of placements, two kinds of merchants.
        assertThat(network.network.vertices).isEqualTo(6);
        assertThat(network.network.cap[network.network.firstIncident[0]]).isEqualTo(300);
    }

    @Test
    void a_merchant_whose_own_limit_may_hold_its_guarantee_stands_apart() {
        Problem problem = new Cases()
                .placement(100, 0)
                .placement(200, 0)
                .merchant(1, 1)
                .merchant(1, 1)
                .merchant(1, 1)
                .guarantee(0, 0, 50, 1)
                .guarantee(1, 0, 50, 1)
                .guarantee(2, 0, 50, 1)
                .cap(0, 2, 50)
                .cap(2, 2, 49)
                .build();
        LevelNetwork network = new LevelNetwork(problem, Rows.of(problem));
        assertThat(network.network.vertices).isEqualTo(2 + 2 + 2);
        assertThat(Solver.levels(problem)).containsExactly(50, 50, 50);
    }

    @Test
    void promises_of_everything_to_everybody_are_shared_out_evenly() {
        long supply = 1L << 40;
        int merchants = 5_000;
        Cases cases = new Cases().placement(supply, 0);
        for (int merchant = 0; merchant < merchants; merchant++) {
            cases.merchant(1 + merchant).guarantee(merchant, 0, supply, 1);
        }
        long[] levels = Solver.levels(cases.build());
        assertThat(Arrays.stream(levels).sum()).isEqualTo(supply);
        assertThat(levels).containsOnly(supply / merchants, supply / merchants + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 20, 1L << 33, 1L << 40, Long.MAX_VALUE})
    void promises_beyond_all_supply_are_held_by_what_there_is(long amount) {
        Cases cases =
                new Cases().placement(1000, 0).placement(500, 1).merchant(1, 1).merchant(1, 1);
        cases.guarantee(0, 1, amount, 1).guarantee(0, 2, amount, 1).cap(0, 0, 700);
        cases.guarantee(1, 0, amount, 1).guarantee(1, 2, amount, 2);
        assertThat(Solver.levels(cases.build())).containsExactly(350, 350, 800, 150);
    }

    @Test
    void promises_too_large_to_be_added_up_are_shared_out_like_others() {
        Cases cases =
                new Cases().placement(1000, 0).placement(500, 1).merchant(1, 1).merchant(1, 1);
        cases.guarantee(0, 1, Long.MAX_VALUE, 1).guarantee(0, 2, Long.MAX_VALUE, 1);
        cases.guarantee(1, 0, Long.MAX_VALUE, 1);
        assertThat(Solver.levels(cases.build())).containsExactly(500, 500, 500);
    }

    /** Took a minute while each odd impression was looked for by itself. */
    @Test
    void odd_impressions_of_scopes_within_scopes_are_dealt_out_together() {
        long[] levels = levelsInTime(nested(20_000, 20, 33, 33));
        assertThat(totals(levels)).isEqualTo(20_000 * 36L);
    }

    /** Took minutes while the search began at the highest ratio again after each bottleneck. */
    @Test
    void bottlenecks_of_scopes_within_scopes_are_found_many_at_a_time() {
        long[] levels = levelsInTime(nested(1_000, 1_000, 20, 100));
        assertThat(totals(levels)).isBetween(30_000L, 36_000L);
        for (int merchant = 0; merchant < 1_000; merchant++) {
            assertThat(levels[2 * merchant]).isGreaterThanOrEqualTo(levels[2 * merchant + 1]);
        }
    }

    private static long[] levelsInTime(Problem problem) {
        return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Solver.levels(problem));
    }

    /** Of merchants with two guarantees each, the total first. */
    private static long totals(long[] levels) {
        return IntStream.range(0, levels.length / 2)
                .mapToLong(merchant -> levels[2 * merchant])
                .sum();
    }

    /** Once ran over where five merchants might have had more of an empty placement. */
    @Test
    void arcs_without_bounds_are_not_too_many_to_be_added_up() {
        Cases cases = new Cases();
        for (long supply : new long[] {0, 3, 8, 6, 2, 7, 2, 37, 23, 15}) {
            cases.placement(supply, 0);
        }
        long[] first = {8, 6, 2, 7, 2};
        long[] second = {3, 7, 2, 1, 1};
        for (int index = 0; index < 5; index++) {
            cases.merchant(at(2 + index)).guarantee(index, 0, first[index], 1);
        }
        for (int index = 0; index < 5; index++) {
            cases.merchant(at(0, 2 + index)).guarantee(5 + index, 0, second[index], 2);
        }
        int place = 2;
        cases.merchant(at(7, 8, 9)).guarantee(10, 0, 17, 2);
        cases.guarantee(10, place + 8, 4, 2).guarantee(10, place + 9, 5, 2);
        cases.merchant(at(8, 9)).guarantee(11, 0, 11, 2).guarantee(11, place + 8, 3, 2);
        cases.merchant(at(7, 8, 9)).guarantee(12, 0, 6, 2).guarantee(12, place + 7, 1, 1);
        cases.guarantee(12, place + 8, 8, 1).guarantee(12, place + 9, 7, 2);
        cases.merchant(at(7)).guarantee(13, 0, 17, 2);
        cases.merchant(at(7, 8)).guarantee(14, 0, 5, 2);
        cases.merchant(at(7, 8, 9)).guarantee(15, 0, 5, 2).guarantee(15, place + 7, 3, 2);
        cases.merchant(at(9)).guarantee(16, 0, 11, 2).guarantee(16, place + 9, 8, 2);
        assertThat(Arrays.stream(Solver.levels(cases.build())).limit(10))
                .containsExactly(8L, 6L, 2L, 7L, 2L, 0L, 0L, 0L, 0L, 0L);
    }

    private static double[] at(int... placements) {
        double[] weights = new double[10];
        for (int placement : placements) {
            weights[placement] = 1;
        }
        return weights;
    }

    /** Merchants at five placements, promised a total and a share of it, in percent, at one of these. */
    private static Problem nested(int merchants, int placements, int leastShare, int mostShare) {
        SplittableRandom random = new SplittableRandom(1);
        Cases cases = new Cases();
        for (int placement = 0; placement < placements; placement++) {
            cases.placement(merchants * 36L / placements, placement % 5);
        }
        for (int merchant = 0; merchant < merchants; merchant++) {
            double[] weights = new double[placements];
            int[] own = random.ints(0, placements).distinct().limit(5).toArray();
            for (int placement : own) {
                weights[placement] = 1;
            }
            int wide = random.nextInt(20, 100);
            int share = random.nextInt(leastShare, mostShare + 1);
            cases.merchant(weights).guarantee(merchant, 0, wide, 1);
            cases.guarantee(merchant, 1 + 5 + own[0], Math.max(1, wide * share / 100), 1);
        }
        return cases.build();
    }
}
