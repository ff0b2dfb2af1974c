package io.trafficallocator.solve;

import static java.util.Objects.requireNonNull;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The exact solver: levels of guarantees tier by tier, then the nearest plan to boosted demand, then whole numbers. A
 * pure function of the problem: the same answer on any number of threads. Safe for use by several threads.
 */
public final class Solver {
    private static final int CELLS_PER_PIECE = 1 << 18;

    private final Problem problem;
    private final Workers workers;
    private final Rows rows;
    private Supplier<FlowNetwork> network;
    private final Supplier<List<int[]>> equal;
    private final Shares shares;
    private final Start start;

    /**
     * Where the search begins. The answer is the same but for one impression in some cells: prices are found to 1e-11 of a
     * placement's supply, and what lies that near to a whole number may be rounded either way.
     *
     * @param price of each placement; 1 is taken for one from which no search gets on, such as 0
     * @param exponent of each boost group, 0 to 1; 1 is taken for 0 as well
     */
    public record Start(double[] price, double[] exponent) {
        /** An earlier search may have ended at what no other can begin with. */
        public Start {
            price = Arrays.stream(price)
                    .map(each -> each > 0 && each < Double.POSITIVE_INFINITY ? each : 1)
                    .toArray();
            exponent = Arrays.stream(exponent).map(each -> each > 0 ? each : 1).toArray();
        }

        /** Knows nothing: demand as it is, and every boost in full. */
        static Start cold(Problem problem) {
            double[] price = new double[problem.placements()];
            double[] exponent = new double[problem.boostPool().length];
            Arrays.fill(price, 1);
            Arrays.fill(exponent, 1);
            return new Start(price, exponent);
        }
    }

    private Solver(Problem problem, Start start, Workers workers) {
        this.problem = problem;
        this.workers = workers;
        this.rows = Rows.of(problem);
        this.network = workers.beside(rows.cells(), rows::network);
        // Begun when it is first asked for, as mostly nobody does.
        this.equal = workers.beside(0, () -> EqualMerchants.groups(problem, rows, workers));
        this.shares = new Shares(problem, workers);
        this.start = start;
    }

    /** Solves, and keeps with the whole numbers all that explains them. */
    public static Solution solve(Problem problem, Workers workers) {
        return solve(problem, Start.cold(problem), workers);
    }

    /** The same, begun where an earlier solution of nearly the same problem ended. */
    public static Solution solve(Problem problem, Start start, Workers workers) {
        return new Solver(problem, start, workers).solve(true);
    }

    /** The same whole numbers without {@link Solution#real} and {@link Solution#share}, which take most of the memory. */
    public static Solution solveBriefly(Problem problem, Workers workers) {
        return solveBriefly(problem, Start.cold(problem), workers);
    }

    /** The same as {@link #solve(Problem, Start, Workers)} in less memory. */
    public static Solution solveBriefly(Problem problem, Start start, Workers workers) {
        return new Solver(problem, start, workers).solve(false);
    }

    /**
     * What {@link Solution#level} comes to, by the first step alone: the whole impressions secured for each guarantee. Which of
     * equal merchants has an odd one may come out otherwise.
     */
    public static long[] levels(Problem problem) {
        Rows rows = Rows.of(problem);
        return Levels.secure(problem, rows, () -> EqualMerchants.groups(problem, rows, Workers.of(1)), rows::network)
                .level();
    }

    private Solution solve(boolean explained) {
        Levels.Secured levels = Levels.secure(problem, rows, equal, network);
        Deal deal = new Deal(network.get(), start);
        // Whoever keeps the first network keeps some gigabytes of it.
        network = rows::network;
        Solution solution = solve(deal, levels, explained);
        return solution != null ? solution : requireNonNull(solve(deal, levels, explained));
    }

    /** How levels are dealt out among equal merchants: at first, or again along a plan that left two of them two apart. */
    private static final class Deal {
        /** With the levels as lower bounds, and a flow that keeps them. */
        FlowNetwork network;

        Start start;
        /** The plan along which they were dealt out again, in which equal merchants are even. */
        @Nullable Whole even;

        Deal(FlowNetwork network, Start start) {
            this.network = network;
            this.start = start;
        }
    }

    /** Null, and another deal, where equal merchants end two apart after the first. */
    private @Nullable Solution solve(Deal deal, Levels.Secured levels, boolean explained) {
        FlowNetwork network = deal.network;
        Lacking.Reasons lacking = Lacking.of(problem, rows, network, levels, workers);
        Faces faces = Faces.of(problem, rows, network, workers);
        boolean uneven = levels.anyLacks() || problem.guarantees().hasOdd();
        Exponents exponents = new Exponents(problem.boostPool(), deal.start.exponent());
        Projection projection = new Projection(problem, rows, network, faces, shares, deal.start.price(), workers);
        RealSolution real = new RealSolution(problem, rows, shares, projection);
        fitExponents(exponents, projection, real);
        while (true) {
            Whole impressions = Rounding.round(problem, rows, network, faces, projection, real, workers);
            if (uneven && !EvenCells.evenOut(rows, equal.get(), projection.held().bounds, impressions)) {
                if (deal.even == null) {
                    deal.network = EvenLevels.dealOutAgain(problem, rows, equal.get(), impressions, levels);
                    deal.start = new Start(projection.prices(), exponents.values());
                    deal.even = impressions;
                    return null;
                }
                // The levels were dealt out along this plan, so it keeps them; that the next is even is only likely.
                impressions = deal.even;
            }
            double[] spend = shares.spend(exponents.values(), new WholeNumbers(impressions));
            if (!exponents.lower(spend)) {
                return answer(projection, real, explained, lacking, levels, impressions, exponents, spend);
            }
            project(exponents, projection, real, Projection.EXACT);
        }
    }

    /** Projects with the largest exponents whose boosts the pools can pay for. */
    private void fitExponents(Exponents exponents, Projection projection, RealSolution real) {
        boolean moved = true;
        while (moved) {
            boolean exact = exponents.isNear();
            project(exponents, projection, real, exact ? Projection.EXACT : Projection.roughly(exponents.farthest()));
            moved = exponents.move(shares.limitedSpend(exponents.values(), real)) || !exact;
        }
    }

    private void project(Exponents exponents, Projection projection, RealSolution real, double tolerated) {
        shares.fill(exponents.values());
        projection.run(tolerated);
        real.settle();
    }

    private Solution answer(
            Projection projection,
            RealSolution real,
            boolean explained,
            Lacking.Reasons lacking,
            Levels.Secured levels,
            Whole impressions,
            Exponents exponents,
            double[] spend) {
        long[] unallocated = unallocated(impressions);
        Lacking.complete(problem, rows, levels, impressions, unallocated, lacking);
        return new Solution(
                impressions,
                explained ? real.ofAll(workers) : new double[0],
                explained ? real.sharesOfAll(workers) : new double[0],
                projection.prices(),
                new Multipliers(problem, rows, projection, real).collect(workers),
                levels.level(),
                levels.promised(),
                exponents.values(),
                spend,
                unallocated,
                lacking.exhausted(),
                lacking.cappedBy(),
                projection.sweeps());
    }

    private long[] unallocated(Whole impressions) {
        long[][] given = new long[Workers.pieces(impressions.length(), CELLS_PER_PIECE)][];
        workers.run(impressions.length(), CELLS_PER_PIECE, (piece, from, to) -> {
            long[] own = new long[problem.placements()];
            for (int cell = from; cell < to; cell++) {
                own[problem.placement()[cell]] += impressions.get(cell);
            }
            given[piece] = own;
        });
        long[] left = problem.supply().clone();
        for (long[] part : given) {
            Arrays.setAll(left, placement -> left[placement] - part[placement]);
        }
        return left;
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
