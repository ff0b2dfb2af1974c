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
    /** What a placement hands out is off by 1e-11 of its supply at most, and by no more than can be rounded away. */
    static final double EXACT = 1;

    /** Enough to tell where to look next when exponents hardly move: off by 1e-7 of the supply at most. */
    private static final double ROUGH = 1e4;

    /** Enough when they move by their own size: off by 1e-4. */
    private static final double ROUGHEST = 1e7;

    private static final double MOST_TOLERATED = 0.1;
    private static final int MOST_SWEEPS = 40;
    private static final int MOST_NEWTON_STEPS = 300;
    private static final int CELLS_PER_PIECE = 1 << 16;

    private final Faces faces;
    private final HeldCells held;
    private final FreeCells free;
    /** What each placement has to hand out to cells that are not settled. */
    private final double[] target;
    /** Whether a placement has any cell that is not settled. */
    private final boolean[] open;
    /** Natural logarithm of each placement's price. */
    private final double[] logPrice;

    private final double[] handedOut;
    /** Diagonal of the dual's Hessian without the ties between placements. */
    private final double[] stiffness;

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
        this.faces = faces;
        RowProjection bounds = new RowProjection(rows, network, faces, workers);
        this.held = new HeldCells(problem, rows, bounds, shares, workers);
        int placements = problem.placements();
        this.target = new double[placements];
        this.open = new boolean[placements];
        this.logPrice = new double[placements];
        this.handedOut = new double[placements];
        this.stiffness = new double[placements];
        this.free = new FreeCells(problem, rows, faces, shares, workers);
        for (int placement = 0; placement < placements; placement++) {
            boolean freeOpen = Faces.isOpen(faces.free[placement]) && rows.freeCells[placement] > 0;
            target[placement] = problem.supply()[placement] - (freeOpen ? 0 : Math.max(0, faces.free[placement]));
            open[placement] = freeOpen;
        }
        settle(problem, rows, bounds, workers);
        for (int placement = 0; placement < placements; placement++) {
            if (open[placement]) {
                move(placement, Math.log(price[placement]));
            }
        }
    }

    /** Takes what settled cells have from what is to be handed out. */
    private void settle(Problem problem, Rows rows, RowProjection bounds, Workers workers) {
        double[][] settled = new double[Workers.pieces(rows.cells(), CELLS_PER_PIECE)][];
        boolean[][] unsettled = new boolean[settled.length][];
        workers.run(rows.cells(), CELLS_PER_PIECE, (piece, from, to) -> {
            double[] sums = new double[target.length];
            boolean[] any = new boolean[target.length];
            for (int cell = from; cell < to; cell++) {
                int placement = problem.placement()[rows.cell[cell]];
                if (bounds.settled(cell)) {
                    sums[placement] += bounds.low[cell];
                } else {
                    any[placement] = true;
                }
            }
            settled[piece] = sums;
            unsettled[piece] = any;
        });
        for (int piece = 0; piece < settled.length; piece++) {
            for (int placement = 0; placement < target.length; placement++) {
                target[placement] -= settled[piece][placement];
                open[placement] |= unsettled[piece][placement];
            }
        }
    }

    /**
     * Projects what the shares are now, starting from the prices of the projection before.
     *
     * @param tolerated {@link #EXACT}, or {@link #roughly}
     */
    void run(double tolerated) {
        held.aggregate();
        free.aggregate();
        do {
            fit(tolerated);
        } while (free.tighten(prices()));
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
            double tolerated = Math.min(MOST_TOLERATED, 1e-11 * target[placement]) + 1e-9;
            worst = Math.max(worst, Math.abs(lack(placement)) / tolerated);
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
        Arrays.fill(handedOut, 0);
        Arrays.fill(stiffness, 0);
        held.addTo(price, handedOut, stiffness);
        free.addTo(price, handedOut, stiffness);
    }

    /** Multiplies the dual's Hessian at today's prices with a direction. */
    void multiply(double[] direction, double[] result) {
        Arrays.setAll(result, placement -> stiffness[placement] * direction[placement]);
        held.subtractTies(direction, result);
    }

    HeldCells held() {
        return held;
    }

    FreeCells free() {
        return free;
    }
}
