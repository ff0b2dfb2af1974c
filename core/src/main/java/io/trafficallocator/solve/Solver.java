package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * The exact solver: levels of guarantees tier by tier, then the nearest plan to boosted demand, then whole numbers. A
 * pure function of the problem: the same answer on any number of threads. Safe for use by several threads.
 */
public final class Solver {
    private static final int MOST_EXPONENT_STEPS = 60;
    private static final int MOST_ROUNDINGS = 40;
    /** A pool counts as used up when less than this share of it is left. */
    private static final double UNUSED = 1e-6;

    private final Problem problem;
    private final Rows rows;
    private final FlowNetwork network;
    private final Workers workers;
    private final Shares shares;
    private final double[] exponent;

    private Solver(Problem problem, Workers workers) {
        this.problem = problem;
        this.workers = workers;
        this.rows = Rows.of(problem);
        this.network = rows.network();
        this.shares = new Shares(problem, workers);
        this.exponent = new double[problem.boostPool().length];
    }

    /** Solves, and keeps with the whole numbers all that explains them. */
    public static Solution solve(Problem problem, Workers workers) {
        return new Solver(problem, workers).solve(true);
    }

    /** The same whole numbers without {@link Solution#real} and {@link Solution#share}, which take most of the memory. */
    public static Solution solveBriefly(Problem problem, Workers workers) {
        return new Solver(problem, workers).solve(false);
    }

    /** What {@link Solution#level} comes to, by the first step alone: the whole impressions secured for each guarantee. */
    public static long[] levels(Problem problem) {
        Rows rows = Rows.of(problem);
        return Levels.secure(problem, rows, rows.network()).level;
    }

    private Solution solve(boolean explained) {
        Levels levels = Levels.secure(problem, rows, network);
        Lacking lacking = Lacking.of(problem, rows, network, levels);
        boolean uneven = lacking.any || problem.guarantees().hasOdd();
        Faces faces = Faces.of(problem, rows, network);
        Projection projection = new Projection(problem, rows, network, faces, shares, workers);
        RealSolution real = new RealSolution(problem, rows, shares, projection);
        double[] budget = problem.boostPool().clone();
        Arrays.fill(exponent, 1);
        for (int rounding = 1; ; rounding++) {
            fitExponents(projection, real, budget);
            Whole impressions = Rounding.round(problem, rows, network, faces, projection, real, workers);
            if (uneven) {
                EvenCells.evenOut(problem, rows, projection.rowProjection, projection.heldShare, impressions);
            }
            double[] spend = shares.spend(exponent, new WholeNumbers(impressions));
            if (!overspent(spend, budget, rounding)) {
                return answer(projection, real, explained, lacking, levels, impressions, spend);
            }
        }
    }

    /** Rounding can spend a little more than the real solution: then the budget is lowered by that ratio. */
    private boolean overspent(double[] spend, double[] budget, int rounding) {
        boolean overspent = false;
        for (int group = 0; group < spend.length; group++) {
            double pool = problem.boostPool()[group];
            if (spend[group] > pool) {
                budget[group] = rounding >= MOST_ROUNDINGS ? 0 : budget[group] * (pool / spend[group]) * (1 - UNUSED);
                overspent = true;
            }
        }
        return overspent;
    }

    /**
     * Projects with the largest exponents whose boosts stay within budget. Spend grows about as a power of the
     * exponent, so the secant method is run on logarithms, for all groups at once.
     */
    private void fitExponents(Projection projection, RealSolution real, double[] budget) {
        int groups = budget.length;
        double[] elasticity = new double[groups];
        double[] lastExponent = new double[groups];
        double[] lastSpend = new double[groups];
        Arrays.fill(elasticity, 1);
        for (int step = 0; ; step++) {
            for (int group = 0; group < groups; group++) {
                exponent[group] = budget[group] > 0 ? exponent[group] : 0;
            }
            shares.fill(exponent);
            projection.run();
            real.settle();
            double[] spend = shares.spend(exponent, real);
            boolean fits = true;
            for (int group = 0; group < groups; group++) {
                double over = spend[group] / budget[group];
                boolean idle = exponent[group] == 0 || spend[group] == 0 || budget[group] == Double.POSITIVE_INFINITY;
                if (idle || (over <= 1 && (exponent[group] == 1 || over >= 1 - UNUSED))) {
                    continue;
                }
                fits = false;
                double moved = Math.log(exponent[group] / lastExponent[group]);
                if (step > 0 && lastExponent[group] > 0 && Math.abs(moved) > 1e-12) {
                    double measured = Math.log(spend[group] / lastSpend[group]) / moved;
                    elasticity[group] = Math.max(0.4, Math.min(4, measured));
                }
                lastExponent[group] = exponent[group];
                lastSpend[group] = spend[group];
                exponent[group] =
                        Math.min(1, exponent[group] * Math.exp(Math.log((1 - UNUSED / 2) / over) / elasticity[group]));
            }
            if (fits || step >= MOST_EXPONENT_STEPS) {
                return;
            }
        }
    }

    private Solution answer(
            Projection projection,
            RealSolution real,
            boolean explained,
            Lacking lacking,
            Levels levels,
            Whole impressions,
            double[] spend) {
        long[] unallocated = problem.supply().clone();
        for (int cell = 0; cell < impressions.length(); cell++) {
            unallocated[problem.placement()[cell]] -= impressions.get(cell);
        }
        return new Solution(
                impressions,
                explained ? real.ofAll(workers) : new double[0],
                explained ? real.sharesOfAll(workers) : new double[0],
                projection.prices(),
                new Multipliers(problem, rows, projection, real).collect(),
                levels.level,
                levels.promised,
                exponent,
                spend,
                unallocated,
                lacking.exhausted,
                lacking.cappedBy,
                projection.sweeps());
    }

    /** Whole numbers, found by the number of their cell. */
    private record WholeNumbers(Whole ofCell) implements Shares.Impressions, Shares.Impressions.Reader {
        @Override
        public Reader from(int merchant) {
            return this;
        }

        @Override
        public void moveTo(int merchant) {
            // A cell's number is all that is needed.
        }

        @Override
        public double of(int cell) {
            return ofCell.get(cell);
        }
    }
}
