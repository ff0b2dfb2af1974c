package io.trafficallocator.parallel;

import com.google.common.util.concurrent.Futures;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Runs the pieces of a job on a fixed number of threads. Which thread runs a piece is left to chance; what the pieces
 * are is not, so a job that writes only to its own piece gives the same result on any number of threads. What a piece adds
 * up belongs into arrays that it makes itself: small ones made side by side share lines of memory, for which threads wait. Threads live
 * for one job only: nothing needs to be closed. Immutable and safe for use by several threads.
 */
public final class Workers {
    /** Jobs smaller than this run faster on the calling thread than the others take to start. */
    private static final int LEAST_ITEMS_TO_SHARE = 20_000;

    private final int threads;

    private Workers(int threads) {
        this.threads = threads;
    }

    /**
     * Workers on so many threads, the calling one included.
     *
     * @throws IllegalArgumentException when {@code threads} is below 1
     */
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "threads is " + threads + ", but must be at least 1. Maybe leave it out to use every core.");
        }
        return new Workers(threads);
    }

    public int threads() {
        return threads;
    }

    /** A piece of a job: the items {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    public interface Piece {
        void run(int piece, int from, int to);
    }

    public static int pieces(int items, int itemsPerPiece) {
        return (int) (((long) items + itemsPerPiece - 1) / itemsPerPiece);
    }

    /**
     * Runs every piece once and returns when all are done.
     *
     * @throws RuntimeException the first failure of a piece; pieces that have not started are then left out
     */
    public void run(int items, int itemsPerPiece, Piece job) {
        runEach(pieces(items, itemsPerPiece), items, piece -> {
            int from = piece * itemsPerPiece;
            job.run(piece, from, (int) Math.min(items, (long) from + itemsPerPiece));
        });
    }

    /**
     * The same for pieces that are not cut by size.
     *
     * @param items how large all of them are together
     */
    public void runEach(int pieces, int items, IntConsumer job) {
        int helpers = items < LEAST_ITEMS_TO_SHARE ? 0 : Math.max(1, Math.min(threads, pieces)) - 1;
        if (helpers == 0) {
            for (int piece = 0; piece < pieces; piece++) {
                job.accept(piece);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable loop = () -> {
            try {
                for (int piece = next.getAndIncrement();
                        piece < pieces && failure.get() == null;
                        piece = next.getAndIncrement()) {
                    job.accept(piece);
                }
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
            }
        };
        Thread[] started = new Thread[helpers];
        for (int helper = 0; helper < helpers; helper++) {
            started[helper] = new Thread(loop, "traffic-allocator-" + helper);
            started[helper].setDaemon(true);
            started[helper].start();
        }
        loop.run();
        for (Thread thread : started) {
            joinUninterruptibly(thread);
        }
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    /**
     * Begins work on a thread of its own while the caller goes on, for stretches that use one core only. Small work, or
     * work for one thread, is done when its result is first asked for.
     *
     * @param items how large the work is, as in {@link #run}
     * @return gives what the work came to, the same each time; throws an {@link
     *     com.google.common.util.concurrent.UncheckedExecutionException} when the work failed
     */
    public <T> Supplier<T> beside(int items, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        if (threads > 1 && items >= LEAST_ITEMS_TO_SHARE) {
            Thread thread = new Thread(task, "traffic-allocator-beside");
            thread.setDaemon(true);
            thread.start();
        }
        return () -> {
            // Does nothing where the work has begun.
            task.run();
            return Futures.getUnchecked(task);
        };
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
