package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * Step 3 of the solver: among all plans that keep the limits and levels, the one nearest to boosted demand, which
 * minimises Σ x ln(x / q) − x + q. Its dual has one price for each placement once every merchant's own multipliers are
 * eliminated by {@link RowProjection}; the gradient of that dual is what a placement has too little or too much of.
 *
 * <p>First come sweeps of iterative proportional fitting (Deming and Stephan, 1940), which settle easy instances; then
 * truncated Newton steps ({@link PriceSteps}), whose speed does not depend on how strongly guarantees tie placements
 * together.
 */
final class Projection {
    /** What a placement hands out is off by 1e-11 of its supply at most. */
    static final double EXACT = 1;

    /** Enough to tell where to look next when exponents hardly move: off by 1e-7 of the supply at most. */
    private static final double ROUGH = 1e4;

    /** Enough when they move by their own size: off by 1e-4. */
    private static final double ROUGHEST = 1e7;

    private static final int MOST_SWEEPS = 40;
    private static final int MOST_NEWTON_STEPS = 300;
    private static final int LEAST_ROWS_PER_PIECE = 1024;
    private static final int MOST_PIECES = 32;

    private final Problem problem;
    private final Rows rows;
    private final Faces faces;
    private final Workers workers;
    final RowProjection rowProjection;
    private final FreeCells free;
    /** What each placement has to hand out to cells that are not settled. */
    private final double[] target;
    /** Whether a placement has any cell that is not settled. */
    private final boolean[] open;
    /** Natural logarithm of each placement's price. */
    private final double[] logPrice;

    private final Shares shares;

    /** Weight × boost of each held cell. */
    private final double[] heldWeight;
    /** What each held cell has of the rows that were projected {@link RowProjection#BY_CELLS}. */
    private final double[] heldReal;
    /** The multiplier of each node. */
    final double[] nodeFactor;

    /** Which bound holds each held cell of these rows. */
    private final int[] binding;
    /** By row. */
    private final byte[] projected;
    /** By placement, what a cell would have without bounds for each unit of weight × boost. */
    private double[] perWeight = new double[0];

    private boolean hasWeights;

    private final double[] handedOut;
    /** Diagonal of the dual's Hessian without the ties between placements. */
    private final double[] stiffness;

    private final double[][] partialSums;
    private final double[][] partialStiffness;
    private final int rowsPerPiece;
    private int sweeps;

    /** Begins at these prices. */
    Projection(
            Problem problem,
            Rows rows,
            FlowNetwork network,
            Faces faces,
            Shares shares,
            double[] price,
            Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.faces = faces;
        this.shares = shares;
        this.workers = workers;
        this.rowProjection = new RowProjection(rows, network, faces, workers);
        int placements = problem.placements();
        this.target = new double[placements];
        this.open = new boolean[placements];
        this.logPrice = new double[placements];
        this.handedOut = new double[placements];
        this.stiffness = new double[placements];
        this.heldWeight = new double[rows.cells()];
        this.heldReal = new double[rows.cells()];
        this.nodeFactor = new double[rows.nodes()];
        this.binding = new int[rows.cells()];
        this.projected = new byte[rows.rows()];
        this.free = new FreeCells(problem, rows, faces, shares, workers);
        for (int placement = 0; placement < placements; placement++) {
            boolean freeOpen = Faces.isOpen(faces.free[placement]) && rows.freeCells[placement] > 0;
            target[placement] = problem.supply()[placement] - (freeOpen ? 0 : Math.max(0, faces.free[placement]));
            open[placement] = freeOpen;
        }
        for (int cell = 0; cell < rows.cells(); cell++) {
            int placement = problem.placement()[rows.cell[cell]];
            if (rowProjection.settled(cell)) {
                target[placement] -= rowProjection.low[cell];
            } else {
                open[placement] = true;
            }
        }
        for (int placement = 0; placement < placements; placement++) {
            if (open[placement]) {
                move(placement, Math.log(price[placement]));
            }
        }
        this.rowsPerPiece = Math.max(LEAST_ROWS_PER_PIECE, (rows.rows() + MOST_PIECES - 1) / MOST_PIECES);
        int pieces = Workers.pieces(rows.rows(), rowsPerPiece);
        this.partialSums = new double[pieces][];
        this.partialStiffness = new double[pieces][];
    }

    /**
     * Projects what the shares are now, starting from the prices of the projection before.
     *
     * @param tolerated {@link #EXACT}, or {@link #roughly}
     */
    void run(double tolerated) {
        workers.run(rows.rows(), rowsPerPiece, (piece, from, to) -> {
            Shares.Cursor cursor = shares.from(rows.merchant[from]);
            for (int row = from; row < to; row++) {
                cursor.moveTo(rows.merchant[row]);
                // Those of others never change.
                if (cursor.isBoosted() || !hasWeights) {
                    for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
                        heldWeight[cell] = cursor.weight(rows.cell[cell]);
                    }
                }
            }
        });
        hasWeights = true;
        free.aggregate();
        do {
            fit(tolerated);
        } while (free.tighten(prices()));
    }

    /** What a held cell, at a placement, would have without bounds. */
    double unbounded(int cell, int placement) {
        return heldWeight[cell] * perWeight[placement];
    }

    /** What a held cell of a row, at a placement, has after the last projection. */
    double real(int row, int cell, int placement) {
        return projected[row] == RowProjection.BY_CELLS
                ? heldReal[cell]
                : unbounded(cell, placement) * nodeFactor[rows.nodeStart[row]];
    }

    /** What each held cell has after the last projection. Valid until the next. */
    double[] heldReal() {
        workers.run(rows.rows(), rowsPerPiece, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                if (projected[row] != RowProjection.BY_CELLS) {
                    values(row, heldReal, rows.cellStart[row]);
                    double factor = nodeFactor[rows.nodeStart[row]];
                    for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
                        heldReal[cell] *= factor;
                    }
                }
            }
        });
        return heldReal;
    }

    /** What the cells of a row would have without bounds. */
    private void values(int row, double[] values, int first) {
        int[] placement = problem.placement();
        int from = rows.cellStart[row];
        int firstCell = problem.start()[rows.merchant[row]];
        for (int at = 0; at < rows.cellStart[row + 1] - from; at++) {
            values[first + at] = heldWeight[from + at] * perWeight[placement[firstCell + at]];
        }
    }

    private void fit(double tolerated) {
        evaluate();
        double worst = worst();
        for (int sweep = 0; sweep < MOST_SWEEPS && worst > tolerated; sweep++) {
            for (int placement = 0; placement < target.length; placement++) {
                if (open[placement] && handedOut[placement] > 0) {
                    move(placement, Math.log(target[placement] / handedOut[placement]));
                }
            }
            evaluate();
            double before = worst;
            worst = worst();
            if (worst > 0.2 * before) {
                break;
            }
        }
        PriceSteps steps = new PriceSteps(this, target.length);
        for (int step = 0; step < MOST_NEWTON_STEPS && worst > tolerated; step++) {
            double before = worst;
            steps.step();
            worst = worst();
            if (step > 20 && worst >= before && worst < 1e3) {
                return;
            }
        }
    }

    /** What is tolerated while exponents move by so much: the secant method's next error goes with the square of it. */
    static double roughly(double farthest) {
        return Math.max(ROUGH, Math.min(1, farthest * farthest) * ROUGHEST);
    }

    /** Moves the logarithm of a price; a placement that is not sold out is never dearer than 1. */
    void move(int placement, double by) {
        double moved = logPrice[placement] + by;
        logPrice[placement] = faces.soldOut[placement] ? moved : Math.min(0, moved);
    }

    /** The largest error of a placement, 1 being what is tolerated. */
    private double worst() {
        double worst = 0;
        for (int placement = 0; placement < target.length; placement++) {
            worst = Math.max(worst, Math.abs(lack(placement)) / (1e-11 * target[placement] + 1e-9));
        }
        return worst;
    }

    /** What a placement still has to hand out (negative: has handed out too much); 0 where that is as it must be. */
    double lack(int placement) {
        if (!open[placement]) {
            return 0;
        }
        double lack = target[placement] - handedOut[placement];
        return !faces.soldOut[placement] && lack > 0 && logPrice[placement] >= 0 ? 0 : lack;
    }

    /** Whether a price takes part in the next step: not where nothing is left to decide, nor at its upper bound. */
    boolean mayMove(int placement) {
        return open[placement] && (faces.soldOut[placement] || logPrice[placement] < 0 || lack(placement) < 0);
    }

    double stiffness(int placement) {
        return stiffness[placement];
    }

    double[] copyOfPrices() {
        return logPrice.clone();
    }

    void setPrices(double[] from, double[] direction, double length) {
        for (int placement = 0; placement < logPrice.length; placement++) {
            logPrice[placement] = from[placement];
            if (open[placement]) {
                move(placement, length * direction[placement]);
            }
        }
    }

    double[] prices() {
        double[] price = new double[logPrice.length];
        Arrays.setAll(price, placement -> Math.exp(logPrice[placement]));
        return price;
    }

    int sweeps() {
        return sweeps;
    }

    /** Projects every held merchant at today's prices and adds up what each placement hands out. */
    void evaluate() {
        sweeps++;
        double[] price = prices();
        perWeight = new double[price.length];
        Arrays.setAll(perWeight, placement -> shares.perWeight(placement) * price[placement]);
        workers.run(rows.rows(), rowsPerPiece, this::evaluateRows);
        for (int placement = 0; placement < target.length; placement++) {
            double sum = 0;
            double diagonal = 0;
            for (int piece = 0; piece < partialSums.length; piece++) {
                sum += partialSums[piece][placement];
                diagonal += partialStiffness[piece][placement];
            }
            handedOut[placement] = sum;
            stiffness[placement] = diagonal;
        }
        free.addTo(price, handedOut, stiffness);
    }

    private void evaluateRows(int piece, int from, int to) {
        double[] sums = new double[target.length];
        double[] diagonal = new double[target.length];
        double[] both = new double[target.length];
        RowProjection.Scratch scratch = new RowProjection.Scratch();
        int[] placement = problem.placement();
        for (int row = from; row < to; row++) {
            int first = rows.cellStart[row];
            int end = rows.cellStart[row + 1];
            int firstCell = problem.start()[rows.merchant[row]];
            if (projectTotal(row, scratch) != RowProjection.BY_CELLS) {
                for (int at = 0; at < end - first; at++) {
                    both[placement[firstCell + at]] += scratch.values[at];
                }
                continue;
            }
            values(row, heldReal, first);
            rowProjection.project(row, heldReal, nodeFactor, binding, scratch);
            for (int cell = first; cell < end; cell++) {
                int at = placement[firstCell + cell - first];
                if (!rowProjection.settled(cell)) {
                    sums[at] += heldReal[cell];
                }
                if (binding[cell] != RowProjection.CLAMPED) {
                    diagonal[at] += heldReal[cell];
                }
            }
        }
        for (int at = 0; at < both.length; at++) {
            sums[at] += both[at];
            diagonal[at] += both[at];
        }
        partialSums[piece] = sums;
        partialStiffness[piece] = diagonal;
    }

    private byte projectTotal(int row, RowProjection.Scratch scratch) {
        byte how = RowProjection.BY_CELLS;
        if (rowProjection.hasBoundsForTotalAlone(row)) {
            scratch.reserveValues(rows.cellStart[row + 1] - rows.cellStart[row]);
            values(row, scratch.values, 0);
            how = rowProjection.projectTotal(row, scratch.values, nodeFactor);
        }
        projected[row] = how;
        return how;
    }

    /** Multiplies the dual's Hessian at today's prices with a direction. */
    void multiply(double[] direction, double[] result) {
        workers.run(rows.rows(), rowsPerPiece, (piece, from, to) -> multiplyRows(piece, from, to, direction));
        for (int placement = 0; placement < result.length; placement++) {
            double ties = 0;
            for (double[] partial : partialSums) {
                ties += partial[placement];
            }
            result[placement] = stiffness[placement] * direction[placement] - ties;
        }
    }

    private void multiplyRows(int piece, int from, int to, double[] direction) {
        double[] ties = new double[target.length];
        RowProjection.Scratch scratch = new RowProjection.Scratch();
        for (int row = from; row < to; row++) {
            if (projected[row] == RowProjection.TO_TOTAL) {
                multiplyTotal(row, direction, ties, scratch);
            } else if (projected[row] == RowProjection.BY_CELLS) {
                multiplyCells(row, direction, ties, scratch);
            }
        }
        partialSums[piece] = ties;
    }

    private void multiplyTotal(int row, double[] direction, double[] ties, RowProjection.Scratch scratch) {
        int[] placement = problem.placement();
        int firstCell = problem.start()[rows.merchant[row]];
        int cells = rows.cellStart[row + 1] - rows.cellStart[row];
        double factor = nodeFactor[rows.nodeStart[row]];
        scratch.reserveValues(cells);
        double[] values = scratch.values;
        values(row, values, 0);
        double moved = 0;
        double mass = 0;
        for (int at = 0; at < cells; at++) {
            values[at] *= factor;
            moved += values[at] * direction[placement[firstCell + at]];
            mass += values[at];
        }
        for (int at = 0; mass > 0 && at < cells; at++) {
            ties[placement[firstCell + at]] += values[at] * moved / mass;
        }
    }

    private void multiplyCells(int row, double[] direction, double[] ties, RowProjection.Scratch scratch) {
        int[] placement = problem.placement();
        int firstCell = problem.start()[rows.merchant[row]];
        int first = rows.cellStart[row];
        int end = rows.cellStart[row + 1];
        int node = rows.nodeStart[row];
        scratch.reserve(rows.nodeStart[row + 1] - node);
        double[] moved = scratch.sum;
        double[] mass = scratch.slope;
        boolean any = false;
        for (int cell = first; cell < end; cell++) {
            if (binding[cell] >= 0) {
                moved[binding[cell] - node] += heldReal[cell] * direction[placement[firstCell + cell - first]];
                mass[binding[cell] - node] += heldReal[cell];
                any = true;
            }
        }
        for (int cell = first; any && cell < end; cell++) {
            if (binding[cell] >= 0) {
                int at = binding[cell] - node;
                ties[placement[firstCell + cell - first]] += heldReal[cell] * moved[at] / mass[at];
            }
        }
    }

    FreeCells free() {
        return free;
    }
}
