package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowProjectionTest {
    @Test
    void rows_with_bounds_for_the_total_are_projected_as_any_other() {
        SplittableRandom random = new SplittableRandom(27);
        int scaled = 0;
        int asWanted = 0;
        int byCells = 0;
        for (int round = 0; round < 3_000; round++) {
            Problem problem = round % 2 == 0 ? Cases.random(random) : totals(random);
            Rows rows = Rows.of(problem);
            FlowNetwork network = rows.network();
            Levels.secure(problem, rows, List::of, () -> network);
            Faces faces = Faces.of(problem, rows, network, Workers.of(1));
            RowProjection projection = new RowProjection(rows, network, faces, Workers.of(1));
            double[] wanted = random.doubles(rows.cells(), 0, 60).toArray();
            for (int cell = 0; cell < wanted.length; cell++) {
                wanted[cell] = random.nextInt(9) == 0 ? 0 : wanted[cell];
            }
            double[] real = wanted.clone();
            double[] factor = new double[rows.nodes()];
            int[] binding = new int[rows.cells()];
            RowProjection.Scratch scratch = new RowProjection.Scratch();
            for (int row = 0; row < rows.rows(); row++) {
                projection.project(row, real, factor, binding, scratch);
                double[] own = Arrays.copyOfRange(wanted, rows.cellStart[row], rows.cellStart[row + 1]);
                double[] multiplier = new double[rows.nodes()];
                byte how = projection.hasBoundsForTotalAlone(row)
                        ? projection.projectTotal(
                                row,
                                Arrays.stream(own).sum(),
                                Arrays.stream(own).max().orElse(0),
                                multiplier)
                        : RowProjection.BY_CELLS;
                if (how == RowProjection.BY_CELLS) {
                    byCells++;
                    continue;
                }
                double by = multiplier[rows.nodeStart[row]];
                assertThat(by).isCloseTo(factor[rows.nodeStart[row]], withPercentage(1e-11));
                for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
                    int bound = how == RowProjection.TO_TOTAL ? rows.nodeStart[row] : RowProjection.NO_GROUP;
                    assertThat(binding[cell]).isEqualTo(real[cell] > 0 ? bound : RowProjection.CLAMPED);
                    assertThat(wanted[cell] * by).isCloseTo(real[cell], withPercentage(1e-11));
                }
                scaled += multiplier[rows.nodeStart[row]] != 1 ? 1 : 0;
                asWanted += how == RowProjection.AS_WANTED ? 1 : 0;
            }
        }
        assertThat(scaled).isGreaterThan(1_000);
        assertThat(asWanted).isGreaterThan(1_000);
        assertThat(byCells).isGreaterThan(1_000);
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
