package io.trafficallocator.serve;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Relevance of what was chosen in a sample of requests, beside the highest there was. Safe for use by several threads. */
final class Relevance {
    private final DoubleAdder chosen = new DoubleAdder();
    private final DoubleAdder highest = new DoubleAdder();
    private final LongAdder requests = new LongAdder();

    /** Adds a request, unless a score without bounds makes its sums say nothing. */
    void add(double got, double best) {
        if (Math.abs(got) < Double.POSITIVE_INFINITY && Math.abs(best) < Double.POSITIVE_INFINITY) {
            chosen.add(got);
            highest.add(best);
            requests.increment();
        }
    }

    double chosen() {
        return chosen.sum();
    }

    double highest() {
        return highest.sum();
    }

    long requests() {
        return requests.sum();
    }
}
