package io.trafficallocator.model;

/** What a programme's pool is counted in. */
public enum PoolUnit {
    /** Whole impressions. */
    IMPRESSIONS,
    /** Yuan: impressions at their placement's price per thousand. */
    YUAN
}
