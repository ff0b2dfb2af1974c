package io.trafficallocator.explain;

/** Finds a merchant's rows in columns that ascend by merchant. */
final class Rows {
    private Rows() {}

    /** The first position whose value is at least the wanted one. */
    static int first(int[] ascending, int wanted) {
        int least = 0;
        int most = ascending.length;
        while (least < most) {
            int middle = (least + most) >>> 1;
            if (ascending[middle] < wanted) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }
}
