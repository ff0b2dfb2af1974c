package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;

/**
 * Boosted organic demand: each placement's supply shared out in proportion to weight × boost. Only what boosts change is
 * held, cell by cell; the share of any other cell is its weight times one number of its placement.
 */
final class Shares {
    private static final int MERCHANTS_PER_PIECE = 1 << 15;
    private static final int BOOSTED_PER_PIECE = 1 << 12;
    private static final int NONE = -1;

    private final Problem problem;
    private final Workers workers;
    /** The merchants with a boost, ascending. */
    final int[] boosted;
    /** Where the boosts of each boosted merchant start, and where its weights do. */
    private final int[] firstBoost;

    private final int[] firstWeight;
    /** Weight × boost of each cell of the boosted merchants. */
    private final double[] boostedWeight;
    /** By placement, the weights of all cells that nothing boosts. */
    private final double[] plainWeight;
    /** Impressions for each unit of weight × boost, by placement. */
    private final double[] perWeight;

    Shares(Problem problem, Workers workers) {
        this.problem = problem;
        this.workers = workers;
        int[] owner = problem.boosts().merchant();
        int count = 0;
        for (int boost = 0; boost < owner.length; boost++) {
            count += boost == 0 || owner[boost] != owner[boost - 1] ? 1 : 0;
        }
        this.boosted = new int[count];
        this.firstBoost = new int[count + 1];
        this.firstWeight = new int[count + 1];
        int index = 0;
        for (int boost = 0; boost < owner.length; boost++) {
            if (boost == 0 || owner[boost] != owner[boost - 1]) {
                boosted[index] = owner[boost];
                firstBoost[index] = boost;
                firstWeight[index + 1] =
                        firstWeight[index] + problem.start()[owner[boost] + 1] - problem.start()[owner[boost]];
                index++;
            }
        }
        firstBoost[count] = owner.length;
        this.boostedWeight = new double[firstWeight[count]];
        this.perWeight = new double[problem.placements()];
        this.plainWeight = sumOfPlain();
    }

    private double[] sumOfPlain() {
        double[][] sums = new double[Workers.pieces(problem.merchants(), MERCHANTS_PER_PIECE)][];
        workers.run(problem.merchants(), MERCHANTS_PER_PIECE, (piece, from, to) -> {
            double[] sum = new double[problem.placements()];
            int next = firstBoostedFrom(from);
            for (int owner = from; owner < to; owner++) {
                if (next < boosted.length && boosted[next] == owner) {
                    next++;
                    continue;
                }
                for (int cell = problem.start()[owner]; cell < problem.start()[owner + 1]; cell++) {
                    sum[problem.placement()[cell]] += problem.weight()[cell];
                }
            }
            sums[piece] = sum;
        });
        return total(sums);
    }

    private double[] total(double[][] sums) {
        double[] total = new double[problem.placements()];
        for (double[] sum : sums) {
            for (int placement = 0; placement < total.length; placement++) {
                total[placement] += sum[placement];
            }
        }
        return total;
    }

    /**
     * Works out every share anew.
     *
     * @param exponent of each boost group
     */
    void fill(double[] exponent) {
        double[][] sums = new double[Workers.pieces(boosted.length, BOOSTED_PER_PIECE)][];
        workers.run(boosted.length, BOOSTED_PER_PIECE, (piece, from, to) -> {
            double[] sum = new double[problem.placements()];
            for (int index = from; index < to; index++) {
                boost(index, exponent);
                int start = problem.start()[boosted[index]];
                for (int at = firstWeight[index]; at < firstWeight[index + 1]; at++) {
                    sum[problem.placement()[start + at - firstWeight[index]]] += boostedWeight[at];
                }
            }
            sums[piece] = sum;
        });
        double[] more = total(sums);
        for (int placement = 0; placement < perWeight.length; placement++) {
            double weight = plainWeight[placement] + more[placement];
            perWeight[placement] = weight > 0 ? problem.supply()[placement] / weight : 0;
        }
    }

    private void boost(int index, double[] exponent) {
        Problem.Boosts boosts = problem.boosts();
        int start = problem.start()[boosted[index]];
        int end = problem.start()[boosted[index] + 1];
        int at = firstWeight[index];
        Arrays.fill(boostedWeight, at, firstWeight[index + 1], 1);
        for (int boost = firstBoost[index]; boost < firstBoost[index + 1]; boost++) {
            double power = exponent[boosts.group()[boost]];
            double factor = power == 1 ? boosts.factor()[boost] : Math.pow(boosts.factor()[boost], power);
            for (int cell = start; cell < end; cell++) {
                if (problem.covers(boosts.scope()[boost], problem.placement()[cell])) {
                    boostedWeight[at + cell - start] *= factor;
                }
            }
        }
        for (int cell = start; cell < end; cell++) {
            double factor = Math.min(problem.boostLimit(), boostedWeight[at + cell - start]);
            boostedWeight[at + cell - start] = problem.weight()[cell] * factor;
        }
    }

    /** Impressions for each unit of weight × boost at a placement. */
    double perWeight(int placement) {
        return perWeight[placement];
    }

    /** The first position among the boosted whose merchant is at least {@code from}. */
    int firstBoostedFrom(int from) {
        int at = Arrays.binarySearch(boosted, from);
        return at >= 0 ? at : -at - 1;
    }

    /** Goes through merchants in ascending order. Not safe for use by several threads. */
    Cursor from(int merchant) {
        return new Cursor(firstBoostedFrom(merchant));
    }

    /** Reads the shares of one merchant after the other. */
    final class Cursor {
        private int next;
        /** What to add to a cell of the merchant to find it among the boosted weights, when it is boosted. */
        private int shift;

        private boolean isBoosted;

        private Cursor(int next) {
            this.next = next;
        }

        /** The merchant must not stand before those that the cursor was moved to. */
        void moveTo(int merchant) {
            while (next < boosted.length && boosted[next] < merchant) {
                next++;
            }
            isBoosted = next < boosted.length && boosted[next] == merchant;
            shift = isBoosted ? firstWeight[next] - problem.start()[merchant] : NONE;
        }

        boolean isBoosted() {
            return isBoosted;
        }

        /** Weight × boost of a cell of the merchant. */
        double weight(int cell) {
            return isBoosted ? boostedWeight[cell + shift] : problem.weight()[cell];
        }

        /** The share of a cell of the merchant at a placement. */
        double share(int cell, int placement) {
            return weight(cell) * perWeight[placement];
        }
    }

    /** What each boost group spends on these impressions: Σ x · (1 − 1 / factor^exponent), times the price in yuan. */
    double[] spend(double[] exponent, Impressions impressions) {
        return spend(exponent, impressions, true);
    }

    /** The same for groups whose pool has a limit; 0 for the others. */
    double[] limitedSpend(double[] exponent, Impressions impressions) {
        return spend(exponent, impressions, false);
    }

    private double[] spend(double[] exponent, Impressions impressions, boolean all) {
        double[][] spends = new double[Workers.pieces(boosted.length, BOOSTED_PER_PIECE)][];
        workers.run(boosted.length, BOOSTED_PER_PIECE, (piece, from, to) -> {
            double[] own = new double[exponent.length];
            Impressions.Reader reader = impressions.from(boosted[from]);
            for (int index = from; index < to; index++) {
                reader.moveTo(boosted[index]);
                spend(index, exponent, reader, own, all);
            }
            spends[piece] = own;
        });
        double[] spend = new double[exponent.length];
        for (double[] part : spends) {
            for (int group = 0; group < spend.length; group++) {
                spend[group] += part[group];
            }
        }
        return spend;
    }

    private void spend(int index, double[] exponent, Impressions.Reader reader, double[] spend, boolean all) {
        Problem.Boosts boosts = problem.boosts();
        for (int boost = firstBoost[index]; boost < firstBoost[index + 1]; boost++) {
            int group = boosts.group()[boost];
            if (!all && problem.boostPool()[group] == Double.POSITIVE_INFINITY) {
                continue;
            }
            double factor = boosts.factor()[boost];
            // Not 1 − pow: that loses all digits of a boost that a small pool dampens to almost nothing.
            double gained =
                    exponent[group] == 1 ? (factor - 1) / factor : -Math.expm1(-exponent[group] * Math.log(factor));
            if (gained == 0) {
                continue;
            }
            int scope = boosts.scope()[boost];
            boolean inYuan = problem.boostPoolInYuan()[group];
            int end = problem.start()[boosted[index] + 1];
            double bought = 0;
            for (int cell = problem.start()[boosted[index]]; cell < end; cell++) {
                int placement = problem.placement()[cell];
                if (problem.covers(scope, placement)) {
                    bought += reader.of(cell) * (inYuan ? problem.yuanPerImpression()[placement] : 1);
                }
            }
            spend[group] += bought * gained;
        }
    }

    /** Impressions of cells, real or whole, read merchant by merchant. */
    interface Impressions {
        /** A reader for one thread, which goes through merchants in ascending order. */
        Reader from(int merchant);

        /** Reads the impressions of one merchant after the other. */
        interface Reader {
            void moveTo(int merchant);

            double of(int cell);
        }
    }
}
