package io.trafficallocator.serve;

import io.trafficallocator.model.Scopes;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Requests that came, by placement. Each of a number of stripes is written by few threads, so that counting a request
 * does not take a line of memory from another processor. Safe for use by several threads.
 */
final class Arrivals {
    /** More than processors are likely to be used at once: stripes are handed out in turn. */
    private static final int STRIPES = 64;

    /** Longs between two stripes, so that no line of memory holds parts of both. */
    private static final int GAP = 16;

    private final Scopes scopes;
    private final int placements;
    private final int stride;
    private final AtomicLongArray counts;
    private final AtomicInteger views = new AtomicInteger();

    /** Requests over which each scope is remembered. */
    private final double[] memory;

    Arrivals(Scopes scopes, int placements, double[] memory) {
        this.memory = memory;
        this.scopes = scopes;
        this.placements = placements;
        this.stride = placements + GAP;
        this.counts = new AtomicLongArray(STRIPES * stride);
    }

    /** What one thread counts and sees. */
    View view() {
        return new View(views.getAndIncrement() & (STRIPES - 1));
    }

    /** What has come so far, for one that only reads. */
    View reader() {
        return new View(0).refresh();
    }

    /** Requests of one thread, and those of others as of at most {@link #FRESH} requests ago. */
    final class View {
        /** Requests after which the counts of others are read again: reading them takes lines from their processors. */
        private static final int FRESH = 64;

        private final int offset;
        private final double[] come = new double[scopes.count()];
        private final double[] lately = new double[scopes.count()];
        private int age = FRESH;

        private View(int stripe) {
            this.offset = stripe * stride;
        }

        void count(int placement) {
            counts.getAndIncrement(offset + placement);
            if (++age >= FRESH) {
                refresh();
            } else {
                add(placement, 1);
            }
        }

        /** A number of its own, as far as there are stripes. */
        int number() {
            return offset / stride;
        }

        /** Requests within a scope so far. */
        double at(int scope) {
            return come[scope];
        }

        /** The same, where those of long ago count for less. */
        double lately(int scope) {
            return lately[scope];
        }

        private View refresh() {
            age = 0;
            Arrays.fill(come, 0);
            for (int placement = 0; placement < placements; placement++) {
                long sum = 0;
                for (int stripe = Math.min(STRIPES, views.get()) - 1; stripe >= 0; stripe--) {
                    sum += counts.get(stripe * stride + placement);
                }
                add(placement, sum);
            }
            for (int scope = 0; scope < lately.length; scope++) {
                lately[scope] = memory[scope] * (1 - Math.exp(-come[scope] / memory[scope]));
            }
            return this;
        }

        private void add(int placement, long requests) {
            addTo(Scopes.EVERYTHING, requests);
            addTo(scopes.fieldOf(placement), requests);
            addTo(scopes.ofPlacement(placement), requests);
        }

        private void addTo(int scope, long requests) {
            come[scope] += requests;
            lately[scope] += requests * (1 - lately[scope] / memory[scope]);
        }
    }
}
