package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldCellsTest {
    private static final int PLACEMENTS = 5;

    /** Rows of a kind are not gone through cell by cell, and must come to what they would if they were. */
    @Test
    void sums_and_ties_are_those_of_every_row_projected_cell_by_cell() {
        SplittableRandom random = new SplittableRandom(11);
        int ofKind = 0;
        int others = 0;
        for (int round = 0; round < 40; round++) {
            Problem problem = problem(random);
            Rows rows = Rows.of(problem);
            FlowNetwork network = rows.network();
            Levels.secure(problem, rows, List::of, () -> network);
            Faces faces = Faces.of(problem, rows, network, Workers.of(1));
            RowProjection bounds = new RowProjection(rows, network, faces, Workers.of(1));
            Shares shares = new Shares(problem, Workers.of(1));
            HeldCells held = new HeldCells(problem, rows, bounds, shares, Workers.of(1));
            UsualWeights usual = new UsualWeights(problem, rows, bounds, Workers.of(1));
            for (int row = 0; row < rows.rows(); row++) {
                ofKind += usual.kind(row) >= 0 ? 1 : 0;
                others += usual.kind(row) >= 0 ? 0 : 1;
            }
            for (int exponent = 1; exponent >= 0; exponent--) {
                shares.fill(new double[] {exponent});
                held.aggregate();
                double[] price = random.doubles(PLACEMENTS, 0.2, 3).toArray();
                double[] direction = random.doubles(PLACEMENTS, -1, 1).toArray();
                double[] handedOut = new double[PLACEMENTS];
                double[] stiffness = new double[PLACEMENTS];
                double[] image = new double[PLACEMENTS];
                held.addTo(price, handedOut, stiffness);
                held.subtractTies(direction, image);
                Expected expected = new Expected(problem, rows, bounds, shares, price, direction);
                assertClose(handedOut, expected.handedOut);
                assertClose(stiffness, expected.stiffness);
                assertClose(image, expected.image);
                assertClose(held.real(), expected.real);
            }
        }
        assertThat(ofKind).isGreaterThan(5_000);
        assertThat(others).isGreaterThan(5_000);
    }

    private static void assertClose(double[] values, double[] expected) {
        for (int index = 0; index < expected.length; index++) {
            assertThat(values[index]).isCloseTo(expected[index], within(1e-9 * (1 + Math.abs(expected[index]))));
        }
    }

    /** The same from every row, by the projection for any row. */
    private static final class Expected {
        private final double[] handedOut = new double[PLACEMENTS];
        private final double[] stiffness = new double[PLACEMENTS];
        private final double[] image = new double[PLACEMENTS];
        private final double[] real;

        Expected(Problem problem, Rows rows, RowProjection bounds, Shares shares, double[] price, double[] direction) {
            this.real = new double[rows.cells()];
            int[] placement = Arrays.stream(rows.cell)
                    .map(cell -> problem.placement()[cell])
                    .toArray();
            int[] binding = new int[rows.cells()];
            double[] moved = new double[rows.nodes()];
            double[] mass = new double[rows.nodes()];
            Shares.Cursor cursor = shares.from(0);
            for (int row = 0; row < rows.rows(); row++) {
                cursor.moveTo(rows.merchant[row]);
                for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
                    real[held] = cursor.share(rows.cell[held], placement[held]) * price[placement[held]];
                }
                bounds.project(row, real, new double[rows.nodes()], binding, new RowProjection.Scratch());
            }
            for (int held = 0; held < real.length; held++) {
                handedOut[placement[held]] += bounds.settled(held) ? 0 : real[held];
                stiffness[placement[held]] += binding[held] == RowProjection.CLAMPED ? 0 : real[held];
                if (binding[held] >= 0) {
                    moved[binding[held]] += real[held] * direction[placement[held]];
                    mass[binding[held]] += real[held];
                }
            }
            for (int held = 0; held < real.length; held++) {
                if (binding[held] >= 0) {
                    image[placement[held]] -= real[held] * moved[binding[held]] / mass[binding[held]];
                }
            }
        }
    }

    /** Most cells weigh 3; of every sort of bounds and boosts there is something. */
    private static Problem problem(SplittableRandom random) {
        Cases cases = new Cases().pools(1e9);
        for (int placement = 0; placement < PLACEMENTS; placement++) {
            cases.placement(random.nextInt(2_000, 30_000), placement / 3);
        }
        int merchants = random.nextInt(800, 1_000);
        for (int merchant = 0; merchant < merchants; merchant++) {
            double[] weights = new double[PLACEMENTS];
            Arrays.fill(weights, 3);
            for (int other = random.nextInt(3); other > 0; other--) {
                weights[random.nextInt(PLACEMENTS)] = random.nextInt(4) * random.nextDouble(0.1, 30);
            }
            weights[0] += random.nextInt(20) == 0 ? 1 : 0;
            cases.merchant(weights);
            switch (random.nextInt(6)) {
                case 0 -> cases.guarantee(merchant, 1, random.nextInt(1, 20), 1);
                case 1 -> cases.guarantee(merchant, 0, 9, 1).guarantee(merchant, 3, 2, 1);
                case 2 -> cases.cap(merchant, 4, 1);
                default -> cases.guarantee(merchant, 0, random.nextInt(1, 40), 1);
            }
            if (random.nextInt(3) == 0) {
                cases.boost(merchant, random.nextInt(3) == 0 ? 1 : 0, random.nextDouble(1, 3), 0);
            }
            if (random.nextInt(6) == 0) {
                cases.cap(merchant, 0, random.nextInt(1, 60));
            }
        }
        return cases.build();
    }
}
