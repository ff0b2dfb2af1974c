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
        this.fractionsOf = new int[pieces][];
        this.fractionOf = new double[pieces][];
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
        long[][] floorOf = new long[fractionsOf.length][];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            long[] floors = new long[problem.placements()];
            int[] parts = new int[problem.placements()];
            double[] sum = new double[problem.placements()];
            int[] start = problem.start();
            int[] at = problem.placement();
            RealSolution.Cursor cursor = real.from(from);
            for (int owner = from; owner < to; owner++) {
                if (rows.held[owner]) {
                    continue;
                }
                cursor.moveTo(owner);
                int end = start[owner + 1];
                for (int cell = start[owner]; cell < end; cell++) {
                    int placement = at[cell];
                    double value = cursor.ofFree(cell, placement);
                    long down = (long) (value + Rounding.NEAR);
                    floors[placement] += down;
                    if (value - down > Rounding.NEAR) {
                        parts[placement]++;
                        sum[placement] += value - down;
                    }
                }
            }
            floorOf[piece] = floors;
            fractionsOf[piece] = parts;
            fractionOf[piece] = sum;
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
        Chances chances = new Chances(ups);
        double[][] before = runningSums(chances, ups);
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            double[] running = before[piece].clone();
            long[] rounded = new long[running.length];
            long[] goal = new long[running.length];
            for (int placement = 0; placement < goal.length; placement++) {
                rounded[placement] = (long) Math.floor(running[placement]);
                goal[placement] = (long) Math.floor(before[piece + 1][placement]);
            }
            int[] start = problem.start();
            int[] at = problem.placement();
            RealSolution.Cursor cursor = real.from(from);
            for (int owner = from; owner < to; owner++) {
                if (rows.held[owner]) {
                    continue;
                }
                cursor.moveTo(owner);
                int end = start[owner + 1];
                for (int cell = start[owner]; cell < end; cell++) {
                    int placement = at[cell];
                    double value = cursor.ofFree(cell, placement);
                    long down = (long) (value + Rounding.NEAR);
                    double part = value - down;
                    if (part > Rounding.NEAR) {
                        running[placement] += chances.of(placement, part, 1);
                        // 0 or 1, without a branch, which could not be foreseen.
                        long reached = Math.min(goal[placement], (long) running[placement]);
                        long up = Math.min(1, Math.max(0, reached - rounded[placement]));
                        down += up;
                        rounded[placement] += up;
                    }
                    impressions.set(cell, down);
                }
            }
            handOutRest(from, to, impressions, rounded, goal);
        });
    }

    /** By piece and placement, what the chances of all cells before it add up to; the last are of all cells. */
    private double[][] runningSums(Chances chances, long[] ups) {
        double[][] before = new double[fractionsOf.length + 1][ups.length];
        for (int placement = 0; placement < ups.length; placement++) {
            before[0][placement] = 0.5;
            for (int piece = 0; piece < fractionsOf.length; piece++) {
                before[piece + 1][placement] = before[piece][placement]
                        + chances.of(placement, fractionOf[piece][placement], fractionsOf[piece][placement]);
            }
            before[fractionsOf.length][placement] = 0.5 + ups[placement];
        }
        return before;
    }

    /** How likely a cell is to be rounded up: grows with its fraction, and adds up to what its placement needs. */
    private final class Chances {
        private final double[] ofCell;
        private final double[] ofFraction;

        Chances(long[] ups) {
            this.ofCell = new double[ups.length];
            this.ofFraction = new double[ups.length];
            for (int placement = 0; placement < ups.length; placement++) {
                double wanted = (double) ups[placement];
                double have = fraction[placement];
                double cells = (double) fractions[placement];
                if (cells == 0) {
                    continue;
                }
                if (wanted <= have) {
                    ofFraction[placement] = wanted / have;
                } else {
                    ofFraction[placement] = (cells - wanted) / (cells - have);
                    ofCell[placement] = 1 - ofFraction[placement];
                }
            }
        }

        /** Of so many cells together, whose fractions add up to {@code parts}. */
        double of(int placement, double parts, int cells) {
            return ofCell[placement] * cells + ofFraction[placement] * parts;
        }
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
