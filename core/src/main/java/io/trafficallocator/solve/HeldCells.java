package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * What the cells of held merchants come to at given prices, each merchant within its bounds. Where a bound for the total
 * is all that holds, that is one number for all cells of a row, and cells of the usual weight are not looked at one by
 * one ({@link UsualWeights}).
 */
final class HeldCells {
    private static final int LEAST_ROWS_PER_PIECE = 1024;
    private static final int MOST_PIECES = 32;

    private final Problem problem;
    private final Rows rows;
    private final Shares shares;
    private final Workers workers;
    final RowProjection bounds;
    private final UsualWeights usual;
    /** Weight × boost of each held cell. */
    private final double[] weight;
    /** By row, the boost of its cells, where it is of a kind. */
    private final double[] boost;

    private boolean hasWeights;
    /** By placement, what a cell would have without bounds for each unit of weight × boost; and one of the usual weight. */
    private double[] perWeight = new double[0];

    private double[] perUsual = new double[0];
    /** By kind of row, what its cells of the usual weight would have together, and the most that one would. */
    private double[] sumOfKind = new double[0];

    private double[] mostOfKind = new double[0];
    /** By row, how it was projected, such as {@link RowProjection#BY_CELLS}. */
    private final byte[] projected;
    /** What each held cell has of the rows that were projected so, and which bound holds it. */
    private final double[] real;

    private final int[] binding;
    /** The multiplier of each node. */
    final double[] nodeFactor;

    private final double[][] sums;
    private final double[][] diagonals;
    private final int rowsPerPiece;

    HeldCells(Problem problem, Rows rows, RowProjection bounds, Shares shares, Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.shares = shares;
        this.workers = workers;
        this.bounds = bounds;
        this.usual = new UsualWeights(problem, rows, bounds, workers);
        this.weight = new double[rows.cells()];
        this.boost = new double[rows.rows()];
        this.projected = new byte[rows.rows()];
        this.real = new double[rows.cells()];
        this.binding = new int[rows.cells()];
        this.nodeFactor = new double[rows.nodes()];
        this.rowsPerPiece = Math.max(LEAST_ROWS_PER_PIECE, (rows.rows() + MOST_PIECES - 1) / MOST_PIECES);
        this.sums = new double[Workers.pieces(rows.rows(), rowsPerPiece)][];
        this.diagonals = new double[sums.length][];
        Arrays.fill(boost, 1);
    }

    /** Takes in what the boosts are now. */
    void aggregate() {
        workers.run(rows.rows(), rowsPerPiece, (piece, from, to) -> {
            Shares.Cursor cursor = shares.from(rows.merchant[from]);
            for (int row = from; row < to; row++) {
                cursor.moveTo(rows.merchant[row]);
                // The weights of others never change.
                if (cursor.isBoosted() || !hasWeights) {
                    int first = rows.cellStart[row];
                    for (int cell = first; cell < rows.cellStart[row + 1]; cell++) {
                        weight[cell] = cursor.weight(rows.cell[cell]);
                    }
                    if (cursor.isBoosted() && usual.kind(row) >= 0) {
                        boost[row] = boostOf(row);
                    }
                }
            }
        });
        hasWeights = true;
    }

    /** Every cell's is the same, but one may weigh nothing. */
    private double boostOf(int row) {
        int cell = rows.cellStart[row];
        while (weight[cell] == 0) {
            cell++;
        }
        return weight[cell] / problem.weight()[rows.cell[cell]];
    }

    /** Projects every row at these prices, and adds up what each placement hands out. */
    void addTo(double[] price, double[] handedOut, double[] stiffness) {
        perWeight = new double[price.length];
        perUsual = new double[price.length];
        for (int placement = 0; placement < price.length; placement++) {
            perWeight[placement] = shares.perWeight(placement) * price[placement];
            perUsual[placement] = usual.usual[placement] * perWeight[placement];
        }
        sumOfKind = usual.sums(perUsual);
        mostOfKind = usual.largest(perUsual);
        workers.run(rows.rows(), rowsPerPiece, this::evaluate);
        for (int placement = 0; placement < price.length; placement++) {
            for (int piece = 0; piece < sums.length; piece++) {
                handedOut[placement] += sums[piece][placement];
                stiffness[placement] += diagonals[piece][placement];
            }
        }
    }

    private void evaluate(int piece, int from, int to) {
        double[] sum = new double[perWeight.length];
        double[] diagonal = new double[sum.length];
        double[] both = new double[sum.length];
        double[] ofKind = new double[usual.kinds()];
        RowProjection.Scratch scratch = new RowProjection.Scratch();
        for (int row = from; row < to; row++) {
            boolean done = usual.kind(row) >= 0
                    ? evaluateOthers(row, both, ofKind)
                    : bounds.hasBoundsForTotalAlone(row) && evaluateTotal(row, both, scratch);
            if (!done) {
                evaluateCells(row, sum, diagonal, scratch);
            }
        }
        usual.spread(ofKind, perUsual, both);
        for (int placement = 0; placement < both.length; placement++) {
            sum[placement] += both[placement];
            diagonal[placement] += both[placement];
        }
        sums[piece] = sum;
        diagonals[piece] = diagonal;
    }

    /** For a row of a kind; gives false where it has to be gone through cell by cell. */
    private boolean evaluateOthers(int row, double[] both, double[] ofKind) {
        int kind = usual.kind(row);
        double sum = sumOfKind[kind];
        double most = mostOfKind[kind];
        for (int other = usual.otherStart[row]; other < usual.otherStart[row + 1]; other++) {
            double value = usual.otherWeight[other] * perWeight[usual.otherPlacement[other]];
            sum += value;
            most = value > most ? value : most;
        }
        projected[row] = bounds.projectTotal(row, boost[row] * sum, boost[row] * most, nodeFactor);
        if (projected[row] == RowProjection.BY_CELLS) {
            return false;
        }
        double factor = boost[row] * nodeFactor[rows.nodeStart[row]];
        ofKind[kind] += factor;
        for (int other = usual.otherStart[row]; other < usual.otherStart[row + 1]; other++) {
            int placement = usual.otherPlacement[other];
            both[placement] += usual.otherWeight[other] * perWeight[placement] * factor;
        }
        return true;
    }

    /** For a row with bounds for its total alone; gives false where it has to be gone through cell by cell. */
    private boolean evaluateTotal(int row, double[] both, RowProjection.Scratch scratch) {
        int cells = rows.cellStart[row + 1] - rows.cellStart[row];
        double[] values = scratch.values(cells);
        wanted(row, values, 0);
        double sum = 0;
        double most = 0;
        for (int at = 0; at < cells; at++) {
            sum += values[at];
            most = values[at] > most ? values[at] : most;
        }
        projected[row] = bounds.projectTotal(row, sum, most, nodeFactor);
        if (projected[row] == RowProjection.BY_CELLS) {
            return false;
        }
        double factor = nodeFactor[rows.nodeStart[row]];
        int firstCell = rows.firstCell(row);
        for (int at = 0; at < cells; at++) {
            both[problem.placement()[firstCell + at]] += values[at] * factor;
        }
        return true;
    }

    private void evaluateCells(int row, double[] sum, double[] diagonal, RowProjection.Scratch scratch) {
        int first = rows.cellStart[row];
        int firstCell = rows.firstCell(row);
        projected[row] = RowProjection.BY_CELLS;
        wanted(row, real, first);
        bounds.project(row, real, nodeFactor, binding, scratch);
        for (int cell = first; cell < rows.cellStart[row + 1]; cell++) {
            int at = problem.placement()[firstCell + cell - first];
            if (!bounds.settled(cell)) {
                sum[at] += real[cell];
            }
            if (binding[cell] != RowProjection.CLAMPED) {
                diagonal[at] += real[cell];
            }
        }
    }

    /** What the cells of a row would have without bounds, from a position of the values on. */
    private void wanted(int row, double[] values, int first) {
        int[] placement = problem.placement();
        int from = rows.cellStart[row];
        int firstCell = rows.firstCell(row);
        for (int at = 0; at < rows.cellStart[row + 1] - from; at++) {
            values[first + at] = weight[from + at] * perWeight[placement[firstCell + at]];
        }
    }

    /** Takes from the result, by placement, what bounds of rows tie together, times a direction of prices. */
    void subtractTies(double[] direction, double[] result) {
        double[] moved = new double[direction.length];
        Arrays.setAll(moved, placement -> perUsual[placement] * direction[placement]);
        double[] movedOfKind = usual.sums(moved);
        workers.run(rows.rows(), rowsPerPiece, (piece, from, to) -> multiply(piece, from, to, direction, movedOfKind));
        for (int placement = 0; placement < result.length; placement++) {
            double ties = 0;
            for (double[] partial : sums) {
                ties += partial[placement];
            }
            result[placement] -= ties;
        }
    }

    private void multiply(int piece, int from, int to, double[] direction, double[] movedOfKind) {
        double[] ties = new double[direction.length];
        double[] ofKind = new double[usual.kinds()];
        RowProjection.Scratch scratch = new RowProjection.Scratch();
        for (int row = from; row < to; row++) {
            if (projected[row] == RowProjection.BY_CELLS) {
                multiplyCells(row, direction, ties, scratch);
            } else if (projected[row] == RowProjection.TO_TOTAL && usual.kind(row) >= 0) {
                multiplyOthers(row, direction, movedOfKind, ties, ofKind);
            } else if (projected[row] == RowProjection.TO_TOTAL) {
                multiplyTotal(row, direction, ties, scratch);
            }
        }
        usual.spread(ofKind, perUsual, ties);
        sums[piece] = ties;
    }

    private void multiplyOthers(int row, double[] direction, double[] movedOfKind, double[] ties, double[] ofKind) {
        int kind = usual.kind(row);
        double moved = movedOfKind[kind];
        double mass = sumOfKind[kind];
        for (int other = usual.otherStart[row]; other < usual.otherStart[row + 1]; other++) {
            int placement = usual.otherPlacement[other];
            double value = usual.otherWeight[other] * perWeight[placement];
            moved += value * direction[placement];
            mass += value;
        }
        if (!(mass > 0)) {
            return;
        }
        double each = boost[row] * nodeFactor[rows.nodeStart[row]] * moved / mass;
        ofKind[kind] += each;
        for (int other = usual.otherStart[row]; other < usual.otherStart[row + 1]; other++) {
            int placement = usual.otherPlacement[other];
            ties[placement] += usual.otherWeight[other] * perWeight[placement] * each;
        }
    }

    private void multiplyTotal(int row, double[] direction, double[] ties, RowProjection.Scratch scratch) {
        int[] placement = problem.placement();
        int firstCell = rows.firstCell(row);
        int cells = rows.cellStart[row + 1] - rows.cellStart[row];
        double[] values = scratch.values(cells);
        wanted(row, values, 0);
        double moved = 0;
        double mass = 0;
        for (int at = 0; at < cells; at++) {
            moved += values[at] * direction[placement[firstCell + at]];
            mass += values[at];
        }
        double each = nodeFactor[rows.nodeStart[row]] * moved / mass;
        for (int at = 0; mass > 0 && at < cells; at++) {
            ties[placement[firstCell + at]] += values[at] * each;
        }
    }

    private void multiplyCells(int row, double[] direction, double[] ties, RowProjection.Scratch scratch) {
        int[] placement = problem.placement();
        int firstCell = rows.firstCell(row);
        int first = rows.cellStart[row];
        int end = rows.cellStart[row + 1];
        int node = rows.nodeStart[row];
        scratch.reserve(rows.nodeStart[row + 1] - node);
        double[] moved = scratch.sum;
        double[] mass = scratch.slope;
        boolean any = false;
        for (int cell = first; cell < end; cell++) {
            if (binding[cell] >= 0) {
                moved[binding[cell] - node] += real[cell] * direction[placement[firstCell + cell - first]];
                mass[binding[cell] - node] += real[cell];
                any = true;
            }
        }
        for (int cell = first; any && cell < end; cell++) {
            if (binding[cell] >= 0) {
                int at = binding[cell] - node;
                ties[placement[firstCell + cell - first]] += real[cell] * moved[at] / mass[at];
            }
        }
    }

    /** What a cell, at a placement, would have without bounds. */
    double wanted(int cell, int placement) {
        return weight[cell] * perWeight[placement];
    }

    /** What a cell of a row, at a placement, has after the last projection. */
    double real(int row, int cell, int placement) {
        return projected[row] == RowProjection.BY_CELLS
                ? real[cell]
                : wanted(cell, placement) * nodeFactor[rows.nodeStart[row]];
    }

    /** What each cell has after the last projection. Valid until the next. */
    double[] real() {
        workers.run(rows.rows(), rowsPerPiece, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                if (projected[row] != RowProjection.BY_CELLS) {
                    wanted(row, real, rows.cellStart[row]);
                    double factor = nodeFactor[rows.nodeStart[row]];
                    for (int cell = rows.cellStart[row]; cell < rows.cellStart[row + 1]; cell++) {
                        real[cell] *= factor;
                    }
                }
            }
        });
        return real;
    }
}
