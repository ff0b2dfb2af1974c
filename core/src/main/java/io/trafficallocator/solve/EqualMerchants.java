package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the merchants that are equal in all the solver knows of them, so that they can be treated alike. The odd impression
 * that a pool left to some of them makes no difference.
 */
final class EqualMerchants {
    private static final int ROWS_PER_PIECE = 1 << 13;
    private static final int SLOTS_PER_ROW = 16;

    private final Problem problem;
    private final Rows rows;
    /** The guarantees of row h are {@code guaranteeStart[h]} to {@code guaranteeStart[h + 1]}. */
    private final int[] guaranteeStart;

    private final int[] firstBoost;

    EqualMerchants(Problem problem, Rows rows) {
        this.problem = problem;
        this.rows = rows;
        this.guaranteeStart = guaranteeStart(problem, rows);
        this.firstBoost = firstBoost(problem, rows);
    }

    /** The first boost of each row, or of the merchant after it that has any. */
    private static int[] firstBoost(Problem problem, Rows rows) {
        int[] owner = problem.boosts().merchant();
        int[] first = new int[rows.rows()];
        int boost = 0;
        for (int row = 0; row < first.length; row++) {
            while (boost < owner.length && owner[boost] < rows.merchant[row]) {
                boost++;
            }
            first[row] = boost;
        }
        return first;
    }

    private boolean isBoostOf(int boost, int row) {
        int[] owner = problem.boosts().merchant();
        return boost < owner.length && owner[boost] == rows.merchant[row];
    }

    /** Where the guarantees of each row start; those of row h end where those of row h + 1 start. */
    static int[] guaranteeStart(Problem problem, Rows rows) {
        int[] guaranteeStart = new int[rows.rows() + 1];
        int[] owner = problem.guarantees().merchant();
        int guarantee = 0;
        for (int row = 0; row < rows.rows(); row++) {
            while (guarantee < owner.length && owner[guarantee] == rows.merchant[row]) {
                guarantee++;
            }
            guaranteeStart[row + 1] = guarantee;
        }
        return guaranteeStart;
    }

    /** Every group of two or more held rows that are equal, each ascending. */
    static List<int[]> groups(Problem problem, Rows rows, Workers workers) {
        EqualMerchants merchants = new EqualMerchants(problem, rows);
        int[] hash = new int[rows.rows()];
        workers.run(hash.length, ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                hash[row] = merchants.hash(row);
            }
        });
        return merchants.groups(hash);
    }

    /**
     * The same.
     *
     * @param hash of each row; the same for rows that are equal
     */
    List<int[]> groups(int[] hash) {
        List<int[]> groups = new ArrayList<>();
        long[] order = bySharedHash(hash);
        for (int first = 0, end; first < order.length; first = end) {
            end = first + 1;
            while (end < order.length && order[end] >> 32 == order[first] >> 32) {
                end++;
            }
            addGroups(Arrays.copyOfRange(order, first, end), groups);
        }
        return groups;
    }

    /** Adds the groups among some rows that share a hash, which mostly are one. */
    private void addGroups(long[] order, List<int[]> groups) {
        int left = order.length;
        while (left > 1) {
            int leader = (int) order[0];
            int[] group = new int[left];
            int size = 0;
            int others = 0;
            for (int index = 0; index < left; index++) {
                if (equal(leader, (int) order[index])) {
                    group[size++] = (int) order[index];
                } else {
                    order[others++] = order[index];
                }
            }
            if (size > 1) {
                groups.add(Arrays.copyOf(group, size));
            }
            left = others;
        }
    }

    /** Hash and number of rows in ascending order, without most of those that are alone with theirs. */
    private static long[] bySharedHash(int[] hash) {
        int mask = Math.max(64, Integer.highestOneBit(Math.min(hash.length, 1 << 26)) * SLOTS_PER_ROW) - 1;
        BitSet seen = new BitSet(mask + 1);
        BitSet shared = new BitSet(mask + 1);
        for (int value : hash) {
            int slot = value & mask;
            (seen.get(slot) ? shared : seen).set(slot);
        }
        return IntStream.range(0, hash.length)
                .filter(row -> shared.get(hash[row] & mask))
                .mapToLong(row -> ((long) hash[row] << 32) | row)
                .sorted()
                .toArray();
    }

    /** Of everything that {@link #equal} compares, as equal rows are looked for side by side in the order of their hashes. */
    private int hash(int row) {
        long hash = 1;
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            hash = Representatives.mix(hash, problem.placement()[rows.cell[held]]);
            hash = Representatives.mix(hash, Double.doubleToLongBits(problem.weight()[rows.cell[held]]));
            hash = Representatives.mix(hash, rows.cellCap[held]);
        }
        for (int node = rows.nodeStart[row]; node < rows.nodeStart[row + 1]; node++) {
            hash = Representatives.mix(hash, rows.scope[node]);
            hash = Representatives.mix(hash, rows.nodeCap[node]);
        }
        for (int guarantee = guaranteeStart[row]; guarantee < guaranteeStart[row + 1]; guarantee++) {
            hash = Representatives.mix(hash, problem.guarantees().even()[guarantee]);
            hash = Representatives.mix(hash, problem.guarantees().scope()[guarantee]);
            hash = Representatives.mix(hash, problem.guarantees().tier()[guarantee]);
        }
        for (int boost = firstBoost[row]; isBoostOf(boost, row); boost++) {
            hash = Representatives.mix(
                    hash, Double.doubleToLongBits(problem.boosts().factor()[boost]));
            hash = Representatives.mix(hash, problem.boosts().scope()[boost]);
            hash = Representatives.mix(hash, problem.boosts().group()[boost]);
        }
        return (int) (hash >>> 32);
    }

    private boolean equal(int one, int other) {
        int cells = rows.cellStart[one + 1] - rows.cellStart[one];
        int nodes = rows.nodeStart[one + 1] - rows.nodeStart[one];
        int promises = guaranteeStart[one + 1] - guaranteeStart[one];
        if (rows.cellStart[other + 1] - rows.cellStart[other] != cells
                || rows.nodeStart[other + 1] - rows.nodeStart[other] != nodes
                || guaranteeStart[other + 1] - guaranteeStart[other] != promises) {
            return false;
        }
        for (int index = 0; index < cells; index++) {
            int left = rows.cellStart[one] + index;
            int right = rows.cellStart[other] + index;
            if (problem.placement()[rows.cell[left]] != problem.placement()[rows.cell[right]]
                    || problem.weight()[rows.cell[left]] != problem.weight()[rows.cell[right]]
                    || rows.cellCap[left] != rows.cellCap[right]) {
                return false;
            }
        }
        for (int index = 0; index < nodes; index++) {
            int left = rows.nodeStart[one] + index;
            int right = rows.nodeStart[other] + index;
            if (rows.scope[left] != rows.scope[right] || rows.nodeCap[left] != rows.nodeCap[right]) {
                return false;
            }
        }
        for (int index = 0; index < promises; index++) {
            int left = guaranteeStart[one] + index;
            int right = guaranteeStart[other] + index;
            Problem.Guarantees guarantees = problem.guarantees();
            if (guarantees.scope()[left] != guarantees.scope()[right]
                    || guarantees.even()[left] != guarantees.even()[right]
                    || guarantees.tier()[left] != guarantees.tier()[right]) {
                return false;
            }
        }
        return haveEqualBoosts(one, other);
    }

    private boolean haveEqualBoosts(int one, int other) {
        Problem.Boosts boosts = problem.boosts();
        int left = firstBoost[one];
        int right = firstBoost[other];
        for (; isBoostOf(left, one) && isBoostOf(right, other); left++, right++) {
            if (boosts.scope()[left] != boosts.scope()[right]
                    || boosts.factor()[left] != boosts.factor()[right]
                    || boosts.group()[left] != boosts.group()[right]) {
                return false;
            }
        }
        return !isBoostOf(left, one) && !isBoostOf(right, other);
    }
}
