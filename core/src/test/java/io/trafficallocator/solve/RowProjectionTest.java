package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowProjectionTest {
    /** What a row is projected to. */
    private record Projected(double[] real, double[] factor, int[] binding, boolean[] moves) {
        Projected(double[] wanted, int nodes) {
            this(wanted.clone(), new double[nodes], new int[wanted.length], new boolean[wanted.length]);
        }
    }

    @Test
    void rows_with_one_bound_are_projected_as_any_other_to_the_bit() {
        SplittableRandom random = new SplittableRandom(27);
        int scaled = 0;
        for (int round = 0; round < 3_000; round++) {
            Problem problem = round % 2 == 0 ? Cases.random(random) : totals(random);
            Rows rows = Rows.of(problem);
            FlowNetwork network = rows.network();
            Levels.secure(problem, rows, () -> network);
            RowProjection projection = new RowProjection(rows, network, Faces.of(problem, rows, network));
            double[] wanted = random.doubles(rows.cells(), 0, 60).toArray();
            for (int cell = 0; cell < wanted.length; cell++) {
                wanted[cell] = random.nextInt(9) == 0 ? 0 : wanted[cell];
            }
            Projected quick = new Projected(wanted, rows.nodes());
            Projected any = new Projected(wanted, rows.nodes());
            RowProjection.Scratch scratch = new RowProjection.Scratch();
            for (int row = 0; row < rows.rows(); row++) {
                projection.project(row, quick.real, quick.factor, quick.binding, quick.moves, scratch);
                projection.projectAny(row, any.real, any.factor, any.binding, any.moves, scratch);
                boolean one = rows.nodeStart[row] + 1 == rows.nodeStart[row + 1];
                scaled += one && any.factor[rows.nodeStart[row]] != 1 ? 1 : 0;
            }
            assertThat(quick.real).isEqualTo(any.real);
            assertThat(quick.factor).isEqualTo(any.factor);
            assertThat(quick.binding).isEqualTo(any.binding);
            assertThat(quick.moves).isEqualTo(any.moves);
        }
        assertThat(scaled).isGreaterThan(1_000);
    }

    /** Plenty for all, and guarantees of totals alone. */
    private static Problem totals(SplittableRandom random) {
        Cases cases = new Cases();
        for (int placement = 0; placement < 4; placement++) {
            cases.placement(2_000, 0);
        }
        for (int merchant = 0; merchant < 6; merchant++) {
            double[] weights = new double[4];
            Arrays.setAll(weights, placement -> random.nextInt(4));
            cases.merchant(weights).guarantee(merchant, 0, random.nextInt(1, 200), 1);
        }
        return cases.build();
    }
}
