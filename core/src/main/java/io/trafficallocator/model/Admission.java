package io.trafficallocator.model;

/** How a programme shares out a pool that is too small for the guarantees it has granted. */
public enum Admission {
    /** Every guarantee is cut by the same ratio. */
    PROPORTIONAL,
    /** The merchants who joined first are served in full first. */
    JOINED,
    /** The merchants of the highest quality are served in full first. */
    QUALITY
}
