package io.trafficallocator.solve;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * The cells of merchants without bounds, one number for each placement. Only those that the concentration limit could
 * reach at a price not far above today's are kept one by one. Sums are of weights, so that those of merchants without a
 * boost hold whatever the others' boosts and the prices come to.
 */
final class FreeCells {
    private static final double HEADROOM = 4;
    private static final int MERCHANTS_PER_PIECE = 1 << 15;
    private static final int BOOSTED_PER_PIECE = 1 << 12;

    private final Problem problem;
    private final Rows rows;
    private final Faces faces;
    private final Shares shares;
    private final Workers workers;
    private final boolean[] limited;
    /** Up to so many impressions for each unit of weight, no cell of the sums can reach the limit. */
    private final double[] safe;

    private boolean isCounted;
    private Sums plain;
    private Sums boosted;

    /** What some of the cells come to: their weights by placement, and those that are kept one by one. */
    private record Sums(double[] weight, int[] watchedAt, double[] watched) {
        static Sums none(int placements) {
            return new Sums(new double[placements], new int[0], new double[0]);
        }

        static Sums of(Sums[] parts, int placements) {
            double[] weight = new double[placements];
            int[][] watchedAt = new int[parts.length][];
            double[][] watched = new double[parts.length][];
            for (int part = 0; part < parts.length; part++) {
                for (int placement = 0; placement < placements; placement++) {
                    weight[placement] += parts[part].weight[placement];
                }
                watchedAt[part] = parts[part].watchedAt;
                watched[part] = parts[part].watched;
            }
            return new Sums(weight, Ints.concat(watchedAt), Doubles.concat(watched));
        }
    }

    FreeCells(Problem problem, Rows rows, Faces faces, Shares shares, Workers workers) {
        this.workers = workers;
        this.problem = problem;
        this.rows = rows;
        this.faces = faces;
        this.shares = shares;
        int placements = problem.placements();
        this.limited = new boolean[placements];
        this.safe = new double[placements];
        this.plain = Sums.none(placements);
        this.boosted = Sums.none(placements);
        for (int placement = 0; placement < placements; placement++) {
            limited[placement] = problem.cellLimit()[placement] < problem.supply()[placement];
        }
    }

    /** Takes in what the shares are now. */
    void aggregate() {
        double[] prices = new double[safe.length];
        Arrays.fill(prices, 1);
        if (!widen(prices, HEADROOM / 2) || !isCounted) {
            count();
        } else {
            boosted = sumOfBoosted();
        }
    }

    /** Watches more cells where the price has outgrown what was safe; whether it had anywhere. */
    boolean tighten(double[] prices) {
        boolean outgrown = !widen(prices, 1);
        if (outgrown) {
            count();
        }
        return outgrown;
    }

    /** Makes prices safe that are not, times a margin; whether all were. */
    private boolean widen(double[] prices, double margin) {
        boolean allSafe = true;
        for (int placement = 0; placement < safe.length; placement++) {
            if (isOpen(placement) && !isSafe(placement, margin * prices[placement])) {
                safe[placement] = HEADROOM * prices[placement] * shares.perWeight(placement);
                allSafe = false;
            }
        }
        return allSafe;
    }

    private void count() {
        Sums[] parts = new Sums[Workers.pieces(problem.merchants(), MERCHANTS_PER_PIECE)];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            Collector collector = new Collector();
            Shares.Cursor cursor = shares.from(from);
            for (int owner = from; owner < to; owner++) {
                if (!rows.held[owner]) {
                    cursor.moveTo(owner);
                    if (!cursor.isBoosted()) {
                        collector.add(owner, cursor);
                    }
                }
            }
            parts[piece] = collector.sums();
        });
        plain = Sums.of(parts, safe.length);
        boosted = sumOfBoosted();
        isCounted = true;
    }

    private Sums sumOfBoosted() {
        Sums[] parts = new Sums[Workers.pieces(shares.boosted.length, BOOSTED_PER_PIECE)];
        workers.run(shares.boosted.length, BOOSTED_PER_PIECE, (piece, from, to) -> {
            Collector collector = new Collector();
            Shares.Cursor cursor = shares.from(shares.boosted[from]);
            for (int index = from; index < to; index++) {
                int owner = shares.boosted[index];
                if (!rows.held[owner]) {
                    cursor.moveTo(owner);
                    collector.add(owner, cursor);
                }
            }
            parts[piece] = collector.sums();
        });
        return Sums.of(parts, safe.length);
    }

    /** Sums up cells on one thread. */
    private final class Collector {
        private final double[] weight = new double[safe.length];
        private int[] watchedAt = new int[16];
        private double[] watched = new double[16];
        private int count;

        void add(int owner, Shares.Cursor cursor) {
            for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                int placement = problem.placement()[cell];
                double value = cursor.weight(cell);
                if (limited[placement] && value * safe[placement] >= problem.cellLimit()[placement]) {
                    if (count == watched.length) {
                        watchedAt = Arrays.copyOf(watchedAt, 2 * count);
                        watched = Arrays.copyOf(watched, 2 * count);
                    }
                    watchedAt[count] = placement;
                    watched[count++] = value;
                } else {
                    weight[placement] += value;
                }
            }
        }

        Sums sums() {
            return new Sums(weight, Arrays.copyOf(watchedAt, count), Arrays.copyOf(watched, count));
        }
    }

    void addTo(double[] price, double[] handedOut, double[] stiffness) {
        addTo(plain, price, handedOut, stiffness);
        addTo(boosted, price, handedOut, stiffness);
    }

    private void addTo(Sums sums, double[] price, double[] handedOut, double[] stiffness) {
        for (int placement = 0; placement < safe.length; placement++) {
            if (isOpen(placement)) {
                double value = sums.weight[placement] * shares.perWeight(placement) * price[placement];
                handedOut[placement] += value;
                stiffness[placement] += value;
            }
        }
        for (int index = 0; index < sums.watched.length; index++) {
            int placement = sums.watchedAt[index];
            if (isOpen(placement)) {
                double value = sums.watched[index] * shares.perWeight(placement) * price[placement];
                double limit = problem.cellLimit()[placement];
                handedOut[placement] += Math.min(limit, value);
                stiffness[placement] += value < limit ? value : 0;
            }
        }
    }

    /** The least that a free cell of a placement has. */
    double least(int placement) {
        return isOpen(placement) || faces.free[placement] == 0 ? 0 : (double) problem.cellLimit()[placement];
    }

    /** The most that a free cell of a placement has. */
    double most(int placement) {
        if (isOpen(placement)) {
            return limited[placement] ? (double) problem.cellLimit()[placement] : Double.POSITIVE_INFINITY;
        }
        return least(placement);
    }

    /** Whether all free cells have what they want at these prices, so that none needs a multiplier. */
    boolean allHaveWhatTheyWant(double[] price) {
        for (int placement = 0; placement < safe.length; placement++) {
            if (rows.freeCells[placement] > 0 && !(isOpen(placement) && isSafe(placement, price[placement]))) {
                return false;
            }
        }
        return noneAtLimit(plain, price) && noneAtLimit(boosted, price);
    }

    private boolean isSafe(int placement, double price) {
        return !limited[placement] || shares.perWeight(placement) * price <= safe[placement];
    }

    private boolean noneAtLimit(Sums sums, double[] price) {
        for (int index = 0; index < sums.watched.length; index++) {
            int placement = sums.watchedAt[index];
            if (sums.watched[index] * shares.perWeight(placement) * price[placement]
                    >= problem.cellLimit()[placement]) {
                return false;
            }
        }
        return true;
    }

    private boolean isOpen(int placement) {
        return Faces.isOpen(faces.free[placement]);
    }
}
