package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;

/**
 * Rounds the cells of free merchants: of a placement's cells with a fraction, so many are rounded up as its total needs,
 * picked by running sums. The sums of pieces of merchants tell how many of them fall to each piece, so that pieces can
 * be rounded apart.
 */
final class FreeRounding {
    private static final int MERCHANTS_PER_PIECE = 1 << 15;

    private final Problem problem;
    private final Rows rows;
    private final RealSolution real;
    private final Workers workers;
    /** By piece and placement: how many cells have a fraction, and what the fractions add up to. */
    private final int[][] fractionsOf;

    private final double[][] fractionOf;
    private final long[] floor;
    private final long[] fractions;
    private final double[] fraction;

    FreeRounding(Problem problem, Rows rows, RealSolution real, Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.real = real;
        this.workers = workers;
        int pieces = Workers.pieces(problem.merchants(), MERCHANTS_PER_PIECE);
        this.fractionsOf = new int[pieces][problem.placements()];
        this.fractionOf = new double[pieces][problem.placements()];
        this.floor = new long[problem.placements()];
        this.fractions = new long[problem.placements()];
        this.fraction = new double[problem.placements()];
    }

    /** The free cells of a placement, each rounded down, added up. */
    long floor(int placement) {
        return floor[placement];
    }

    /** How many free cells of a placement may be rounded up. */
    long fractions(int placement) {
        return fractions[placement];
    }

    /** What rounding down leaves over. */
    double fraction(int placement) {
        return fraction[placement];
    }

    /** Adds up what the free cells come to. */
    void count() {
        long[][] floorOf = new long[fractionsOf.length][problem.placements()];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            RealSolution.Cursor cursor = real.from(from);
            for (int owner = from; owner < to; owner++) {
                if (rows.held[owner]) {
                    continue;
                }
                cursor.moveTo(owner);
                for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                    int placement = problem.placement()[cell];
                    double value = cursor.of(cell);
                    long down = Rounding.floor(value);
                    floorOf[piece][placement] += down;
                    if (value - down > Rounding.NEAR) {
                        fractionsOf[piece][placement]++;
                        fractionOf[piece][placement] += value - down;
                    }
                }
            }
        });
        for (int piece = 0; piece < floorOf.length; piece++) {
            for (int placement = 0; placement < floor.length; placement++) {
                floor[placement] += floorOf[piece][placement];
                fractions[placement] += fractionsOf[piece][placement];
                fraction[placement] += fractionOf[piece][placement];
            }
        }
    }

    /**
     * Rounds each free cell down or up.
     *
     * @param ups how many cells of each placement are rounded up, 0 to {@link #fractions}
     */
    void round(Whole impressions, long[] ups) {
        double[][] before = runningSums(ups);
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            double[] running = before[piece].clone();
            long[] rounded = new long[running.length];
            long[] goal = new long[running.length];
            for (int placement = 0; placement < goal.length; placement++) {
                rounded[placement] = (long) Math.floor(running[placement]);
                goal[placement] = (long) Math.floor(before[piece + 1][placement]);
            }
            RealSolution.Cursor cursor = real.from(from);
            for (int owner = from; owner < to; owner++) {
                if (rows.held[owner]) {
                    continue;
                }
                cursor.moveTo(owner);
                for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                    int placement = problem.placement()[cell];
                    double value = cursor.of(cell);
                    long down = Rounding.floor(value);
                    impressions.set(cell, down);
                    double part = value - down;
                    if (part > Rounding.NEAR) {
                        running[placement] += chance(placement, part, 1, ups);
                        if (rounded[placement] < Math.min(goal[placement], (long) Math.floor(running[placement]))) {
                            impressions.set(cell, down + 1);
                            rounded[placement]++;
                        }
                    }
                }
            }
            handOutRest(from, to, impressions, rounded, goal);
        });
    }

    /** By piece and placement, what the chances of all cells before it add up to; the last are of all cells. */
    private double[][] runningSums(long[] ups) {
        double[][] before = new double[fractionsOf.length + 1][ups.length];
        for (int placement = 0; placement < ups.length; placement++) {
            before[0][placement] = 0.5;
            for (int piece = 0; piece < fractionsOf.length; piece++) {
                before[piece + 1][placement] = before[piece][placement]
                        + chance(placement, fractionOf[piece][placement], fractionsOf[piece][placement], ups);
            }
            before[fractionsOf.length][placement] = 0.5 + ups[placement];
        }
        return before;
    }

    /** The chances to be rounded up of so many cells, whose fractions add up to {@code part}. */
    private double chance(int placement, double part, int cells, long[] ups) {
        double wanted = (double) ups[placement];
        double have = fraction[placement];
        if (cells == 0) {
            return 0;
        }
        return wanted <= have
                ? part * wanted / have
                : cells - (cells - part) * (fractions[placement] - wanted) / (fractions[placement] - have);
    }

    /** Sums of doubles can be a little short of what a piece has to hand out: the last cells that can take it do. */
    private void handOutRest(int from, int to, Whole impressions, long[] rounded, long[] goal) {
        for (int placement = 0; placement < goal.length; placement++) {
            for (int owner = to - 1; owner >= from && rounded[placement] < goal[placement]; owner--) {
                if (rows.held[owner]) {
                    continue;
                }
                RealSolution.Cursor cursor = real.from(owner);
                cursor.moveTo(owner);
                for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                    if (problem.placement()[cell] == placement
                            && cursor.of(cell) - impressions.get(cell) > Rounding.NEAR
                            && rounded[placement] < goal[placement]) {
                        impressions.add(cell, 1);
                        rounded[placement]++;
                    }
                }
            }
        }
    }
}
