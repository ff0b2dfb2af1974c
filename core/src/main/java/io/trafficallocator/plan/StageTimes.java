package io.trafficallocator.plan;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long each stage took, by a clock that is handed in. Not safe for use by several threads. */
public final class StageTimes {
    private final Ticker ticker;
    private final Map<String, Long> nanoseconds = new LinkedHashMap<>();

    public StageTimes(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Runs a stage and adds what it took to its name. */
    public <T> T time(String stage, Supplier<T> work) {
        long before = ticker.read();
        T result = work.get();
        nanoseconds.merge(stage, ticker.read() - before, Long::sum);
        return result;
    }

    /** By stage, in the order in which they first ran. */
    public ImmutableMap<String, Double> seconds() {
        ImmutableMap.Builder<String, Double> seconds = ImmutableMap.builder();
        nanoseconds.forEach((stage, taken) -> seconds.put(stage, taken / (double) TimeUnit.SECONDS.toNanos(1)));
        return seconds.buildOrThrow();
    }
}
