package io.trafficallocator.explain;

/**
 * Impressions that a programme moves: by the steps that its own grants explain, before rounding.
 *
 * @param gained what its guarantees, boosts and accesses add to their merchants
 * @param withheld what its caps and exclusions take from theirs
 */
public record ProgrammeEffect(String programme, double gained, double withheld) {}
