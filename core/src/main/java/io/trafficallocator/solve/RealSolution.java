package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;

/**
 * The real solution at the prices of a projection. What follows from weight, boost, price and one multiplier is worked
 * out when it is read.
 */
final class RealSolution implements Shares.Impressions {
    private static final int MERCHANTS_PER_PIECE = 1 << 15;

    private final Problem problem;
    private final Rows rows;
    private final Shares shares;
    private final Projection projection;
    /** By placement: what a free cell has for each unit of weight × boost, and between what it is clamped. */
    private final double[] perWeight;

    private final double[] least;
    private final double[] most;

    RealSolution(Problem problem, Rows rows, Shares shares, Projection projection) {
        this.problem = problem;
        this.rows = rows;
        this.shares = shares;
        this.projection = projection;
        this.perWeight = new double[problem.placements()];
        this.least = new double[problem.placements()];
        this.most = new double[problem.placements()];
    }

    /** Takes over the prices that the projection has come to. */
    void settle() {
        double[] price = projection.prices();
        for (int placement = 0; placement < price.length; placement++) {
            perWeight[placement] = shares.perWeight(placement) * price[placement];
            least[placement] = projection.free().least(placement);
            most[placement] = projection.free().most(placement);
        }
    }

    @Override
    public Cursor from(int merchant) {
        return new Cursor(merchant);
    }

    /** Reads one merchant after the other, in ascending order. Not safe for use by several threads. */
    final class Cursor implements Reader {
        private final Shares.Cursor share;
        private int row;
        /** What to add to a cell of a held merchant to find it among the held cells. */
        private int shift;

        private boolean isHeld;

        private Cursor(int merchant) {
            this.share = shares.from(merchant);
            this.row = rows.firstRowFrom(merchant);
        }

        @Override
        public void moveTo(int merchant) {
            while (row < rows.merchant.length && rows.merchant[row] < merchant) {
                row++;
            }
            isHeld = rows.held[merchant];
            shift = isHeld ? rows.cellStart[row] - problem.start()[merchant] : 0;
            share.moveTo(merchant);
        }

        @Override
        public double of(int cell) {
            return isHeld
                    ? projection.held().real(row, cell + shift, problem.placement()[cell])
                    : ofFree(cell, problem.placement()[cell]);
        }

        /** Of a cell, at a placement, of a free merchant. */
        double ofFree(int cell, int placement) {
            double wanted = share.weight(cell) * perWeight[placement];
            // Not Math.min and max, which take several times as long for the sake of NaN.
            return wanted > most[placement] ? most[placement] : wanted < least[placement] ? least[placement] : wanted;
        }

        double share(int cell) {
            return share.share(cell, problem.placement()[cell]);
        }
    }

    /** Of every cell of the problem. */
    double[] ofAll(Workers workers) {
        double[] real = new double[problem.cells()];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            Cursor cursor = from(from);
            for (int owner = from; owner < to; owner++) {
                cursor.moveTo(owner);
                for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                    real[cell] = cursor.of(cell);
                }
            }
        });
        return real;
    }

    /** The shares of every cell of the problem. */
    double[] sharesOfAll(Workers workers) {
        double[] share = new double[problem.cells()];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            Cursor cursor = from(from);
            for (int owner = from; owner < to; owner++) {
                cursor.moveTo(owner);
                for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                    share[cell] = cursor.share(cell);
                }
            }
        });
        return share;
    }
}
