package io.trafficallocator.model;

/**
 * Organic demand in compressed rows, wherever it is kept: arrays, a mapped file, or a formula. The entries of merchant
 * row m are {@code start(m)} to {@code start(m + 1)}, placements strictly ascending within a row. It must always give the
 * same, and be safe for use by several threads.
 */
public interface DemandRows {
    int merchants();

    /** The first entry of a merchant's row; {@code start(merchants())} is the number of entries. */
    int start(int merchantRow);

    /** The index of an entry's placement, 0 or more. */
    int placement(int entry);

    /** 0, or between 1e-60 and 1e60. */
    double weight(int entry);
}
