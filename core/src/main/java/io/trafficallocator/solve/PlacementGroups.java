package io.trafficallocator.solve;

import java.util.Arrays;

/** Placements that every set seen so far holds all together or not at all, found by splitting ever smaller groups. */
final class PlacementGroups {
    private final int[] groupOf;
    private final int[] size;
    private final int[] hits;
    private final int[] movesTo;
    private int groups = 1;

    PlacementGroups(int placements) {
        this.groupOf = new int[placements];
        this.size = new int[placements + 1];
        this.hits = new int[placements + 1];
        this.movesTo = new int[placements + 1];
        size[0] = placements;
    }

    int count() {
        return groups;
    }

    int of(int placement) {
        return groupOf[placement];
    }

    /** Splits each group that a set, the first {@code count} of these, holds only a part of. */
    void split(int[] set, int count) {
        if (groups == groupOf.length) {
            return;
        }
        for (int index = 0; index < count; index++) {
            hits[groupOf[set[index]]]++;
        }
        for (int index = 0; index < count; index++) {
            int group = groupOf[set[index]];
            if (hits[group] > 0) {
                movesTo[group] = hits[group] == size[group] ? group : groups++;
                size[group] -= hits[group];
                size[movesTo[group]] += hits[group];
                hits[group] = 0;
            }
            groupOf[set[index]] = movesTo[group];
        }
    }

    /** The smallest placement of each group. */
    int[] leaders() {
        int[] leaders = new int[groups];
        Arrays.fill(leaders, -1);
        for (int placement = groupOf.length - 1; placement >= 0; placement--) {
            leaders[groupOf[placement]] = placement;
        }
        return leaders;
    }

    /** For each placement the next of its group, or -1. */
    int[] next() {
        int[] next = new int[groupOf.length];
        int[] last = new int[groups];
        Arrays.fill(last, -1);
        for (int placement = groupOf.length - 1; placement >= 0; placement--) {
            next[placement] = last[groupOf[placement]];
            last[groupOf[placement]] = placement;
        }
        return next;
    }
}
