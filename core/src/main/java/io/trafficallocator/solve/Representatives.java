package io.trafficallocator.solve;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One row of each kind, where rows are of a kind that flow can pass in the same ways: the same placements and nodes, and
 * along each arc the same directions open. Exchanging two of them leaves the residual network as it is, so what holds
 * of one's arcs holds of the other's, and a way through one of them leads through its representative as well: all
 * others can be left out.
 */
final class Representatives {
    private static final int ROWS_PER_PIECE = 1 << 13;

    private final Problem problem;
    private final Rows rows;
    private final FlowNetwork network;
    private final Workers workers;
    /** For each row the first that is of its kind. */
    private final int[] first;
    /** Of those that are the first of their kind, which number they have here. */
    private final int[] position;
    /** The network of these alone. */
    private final Rows some;

    private final FlowNetwork small;

    Representatives(Problem problem, Rows rows, FlowNetwork network, Workers workers) {
        this.problem = problem;
        this.rows = rows;
        this.network = network;
        this.workers = workers;
        this.first = firstOfKind();
        this.position = new int[first.length];
        int[] chosen = IntStream.range(0, first.length)
                .filter(row -> first[row] == row)
                .toArray();
        for (int index = 0; index < chosen.length; index++) {
            position[chosen[index]] = index;
        }
        this.some = rows.only(chosen);
        this.small = some.network();
        copyFlow(chosen);
    }

    int count() {
        return some.rows();
    }

    /** What {@link FlowNetwork#components} says of the whole network, up to the numbers of components. */
    int[] components() {
        int[] few = small.components();
        int[] all = Arrays.copyOf(few, network.vertices);
        forEachRow((from, fewFrom, nodes) -> System.arraycopy(few, fewFrom, all, from, nodes));
        return all;
    }

    /** What {@link FlowNetwork#reachableFrom} says of the whole network, from a vertex that is of no row. */
    boolean[] reachableFrom(int start) {
        boolean[] few = small.reachableFrom(start);
        boolean[] all = Arrays.copyOf(few, network.vertices);
        forEachRow((from, fewFrom, nodes) -> System.arraycopy(few, fewFrom, all, from, nodes));
        return all;
    }

    /** The vertices of a row, and where those of its representative begin. */
    private interface Vertices {
        void copy(int from, int fewFrom, int nodes);
    }

    private void forEachRow(Vertices vertices) {
        for (int row = 0; row < first.length; row++) {
            vertices.copy(
                    rows.nodeVertex(rows.nodeStart[row]),
                    some.nodeVertex(some.nodeStart[position[first[row]]]),
                    rows.nodeStart[row + 1] - rows.nodeStart[row]);
        }
    }

    private int[] firstOfKind() {
        long[] hash = new long[rows.rows()];
        int pieces = Workers.pieces(hash.length, ROWS_PER_PIECE);
        int[][] firstInPiece = new int[pieces][];
        workers.run(hash.length, ROWS_PER_PIECE, (piece, from, to) -> {
            Map<Long, Integer> known = new HashMap<>();
            for (int row = from; row < to; row++) {
                hash[row] = hash(row);
                known.putIfAbsent(hash[row], row);
            }
            firstInPiece[piece] =
                    known.values().stream().mapToInt(row -> row).sorted().toArray();
        });
        Map<Long, Integer> firstOf = new HashMap<>();
        for (int[] ofPiece : firstInPiece) {
            for (int row : ofPiece) {
                firstOf.putIfAbsent(hash[row], row);
            }
        }
        int[] firstAlike = new int[hash.length];
        workers.run(hash.length, ROWS_PER_PIECE, (piece, from, to) -> {
            for (int row = from; row < to; row++) {
                int other = firstOf.getOrDefault(hash[row], row);
                firstAlike[row] = areAlike(row, other) ? other : row;
            }
        });
        return firstAlike;
    }

    private long hash(int row) {
        long hash = 1;
        int total = rows.nodeStart[row];
        int firstCell = rows.firstCell(row);
        for (int held = rows.cellStart[row]; held < rows.cellStart[row + 1]; held++) {
            long placement = problem.placement()[firstCell + held - rows.cellStart[row]];
            hash = mix(
                    hash, (placement << 32) | ((long) (rows.cellNode[held] - total) << 2) | open(rows.cellArc(held)));
        }
        for (int node = total; node < rows.nodeStart[row + 1]; node++) {
            int parent = Math.max(-1, rows.parent[node] - total);
            hash = mix(hash, ((long) parent << 2) | open(rows.nodeArc(node)));
        }
        return hash;
    }

    /** A hash that takes in one more value, whose every bit decides about the upper half. */
    static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9e37_79b9_7f4a_7c15L;
        return mixed ^ (mixed >>> 29);
    }

    /** In which directions more can be sent along an arc. */
    private int open(int arc) {
        long flow = network.flow[arc];
        return (flow < network.cap[arc] ? 1 : 0) + (flow > network.low[arc] ? 2 : 0);
    }

    private boolean areAlike(int one, int other) {
        int cells = rows.cellStart[one + 1] - rows.cellStart[one];
        int nodes = rows.nodeStart[one + 1] - rows.nodeStart[one];
        if (rows.cellStart[other + 1] - rows.cellStart[other] != cells
                || rows.nodeStart[other + 1] - rows.nodeStart[other] != nodes) {
            return false;
        }
        int total = rows.nodeStart[one];
        int otherTotal = rows.nodeStart[other];
        for (int at = 0; at < cells; at++) {
            int left = rows.cellStart[one] + at;
            int right = rows.cellStart[other] + at;
            if (problem.placement()[rows.cell[left]] != problem.placement()[rows.cell[right]]
                    || rows.cellNode[left] - total != rows.cellNode[right] - otherTotal
                    || open(rows.cellArc(left)) != open(rows.cellArc(right))) {
                return false;
            }
        }
        for (int at = 0; at < nodes; at++) {
            // The parent of a total is -1 for all.
            boolean sameParent =
                    at == 0 || rows.parent[total + at] - total == rows.parent[otherTotal + at] - otherTotal;
            if (!sameParent || open(rows.nodeArc(total + at)) != open(rows.nodeArc(otherTotal + at))) {
                return false;
            }
        }
        return true;
    }

    private void copyFlow(int[] chosen) {
        for (int placement = 0; placement < problem.placements(); placement++) {
            copy(Rows.supplyArc(placement), Rows.supplyArc(placement));
            copy(rows.freeArc(placement), some.freeArc(placement));
        }
        for (int row = 0; row < some.rows(); row++) {
            int shift = rows.cellStart[chosen[row]] - some.cellStart[row];
            for (int held = some.cellStart[row]; held < some.cellStart[row + 1]; held++) {
                copy(rows.cellArc(held + shift), some.cellArc(held));
            }
            int nodeShift = rows.nodeStart[chosen[row]] - some.nodeStart[row];
            for (int node = some.nodeStart[row]; node < some.nodeStart[row + 1]; node++) {
                copy(rows.nodeArc(node + nodeShift), some.nodeArc(node));
            }
        }
        copy(rows.freeSinkArc(), some.freeSinkArc());
        copy(rows.returnArc(), some.returnArc());
    }

    private void copy(int arc, int other) {
        small.low[other] = network.low[arc];
        small.cap[other] = network.cap[arc];
        small.flow[other] = network.flow[arc];
    }
}
