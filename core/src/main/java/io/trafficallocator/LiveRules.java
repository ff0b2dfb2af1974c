package io.trafficallocator;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.rules.RuleGuards;
import io.trafficallocator.rules.RuleProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans with the rules of a folder, and replaces them while plans are made. New rules come into force only when they
 * compile, grant on every golden request without a failure, and pass the trials; otherwise those before them stay, and
 * log, listener and {@link #health} say why. A plan that has begun ends under the rules it began with, and names them:
 * {@link Plan.Header#rulesDigest}.
 *
 * <p>Files are read until they read the same twice; when the folder is watched, they must stay the same from one look to
 * the next. Whoever writes a file elsewhere and renames it into the folder is always safe.
 *
 * <p>Safe for use by several threads; {@link #allocate} never waits for a reload.
 */
public final class LiveRules implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveRules.class);

    private final Path folder;
    private final int threads;
    private final RuleGuards guards;
    private final ImmutableList<AllocationRequest> golden;
    private final ImmutableList<RuleTrial> trials;
    private final ImmutableList<Consumer<Reload>> listeners;
    private final int kept;
    private final @Nullable ScheduledExecutorService watcher;

    private final Object lock = new Object();
    /** Newest first; the first is in force or was before a roll back. */
    private final Deque<TrafficAllocator> history = new ArrayDeque<>();

    private @Nullable FolderContent seen;
    private @Nullable FolderContent tried;
    private boolean closed;
    private volatile TrafficAllocator inForce;
    private volatile Health health;

    private static final class FailedTrial extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private final ImmutableList<String> problems;

        FailedTrial(Path folder, ImmutableList<String> problems) {
            super("rules in '" + folder + "' fail their trial, but must pass to come into force. Maybe a test still"
                    + " expects what was before:\n" + String.join("\n", problems));
            this.problems = problems;
        }
    }

    /**
     * How things stand. Immutable.
     *
     * @param good whether the last attempt brought the folder's rules into force, or found them there
     * @param last the last attempt; the first is the building itself
     * @param replaced how often new rules came into force, the first included
     * @param refused how often rules were refused
     * @param history digests of the rules that can be rolled back to, those in force included, newest first
     */
    public record Health(boolean good, Reload last, long replaced, long refused, ImmutableList<String> history) {}

    private LiveRules(Builder builder) {
        this.folder = builder.folder;
        this.threads = builder.threads;
        this.guards = builder.guards;
        this.golden = ImmutableList.copyOf(builder.golden);
        this.trials = ImmutableList.copyOf(builder.trials);
        this.listeners = ImmutableList.copyOf(builder.listeners);
        this.kept = builder.kept;
        FolderContent first = FolderContent.read(folder);
        this.tried = first;
        this.inForce = compile(first);
        history.addFirst(inForce);
        Reload reload = new Reload(Reload.Outcome.REPLACED, inForce.rulesDigest(), ImmutableList.of());
        this.health = new Health(true, reload, 1, 0, ImmutableList.of(inForce.rulesDigest()));
        this.watcher = builder.interval == null ? null : watch(builder.interval);
    }

    /** Rules of every {@code .drl} and {@code .drl.csv} file in a folder and the folders inside it. */
    public static Builder of(Path folder) {
        return new Builder(folder);
    }

    /** The allocator with the rules that are in force now; it keeps them, whatever comes into force later. */
    public TrafficAllocator current() {
        return inForce;
    }

    /** Like {@link TrafficAllocator#allocate} with the rules that are in force now. */
    public Plan allocate(AllocationRequest request) {
        return inForce.allocate(request);
    }

    /** How things stand, without waiting. */
    public Health health() {
        return health;
    }

    /**
     * Reads the folder and brings its rules into force, unless they are refused. Also tries rules again that were refused
     * before. Waits for an attempt that is under way.
     */
    public Reload reload() {
        synchronized (lock) {
            requireOpen();
            try {
                return attempt(FolderContent.read(folder));
            } catch (RuleException e) {
                return refuse(problems(e));
            }
        }
    }

    /**
     * Brings earlier rules into force again. What the folder holds is left alone, and not tried again before it changes or
     * {@link #reload} is called.
     *
     * @param rulesDigest one of {@link Health#history}
     * @throws IllegalArgumentException when the rules of that digest are not kept
     */
    public Reload rollBack(String rulesDigest) {
        synchronized (lock) {
            requireOpen();
            TrafficAllocator earlier = history.stream()
                    .filter(each -> each.rulesDigest().equals(rulesDigest))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("rulesDigest is '" + rulesDigest
                            + "', but must be one of the " + history.size()
                            + " that are kept. Maybe it was replaced too long ago: see LiveRules.Builder.keep."));
            return putInForce(earlier, Reload.Outcome.ROLLED_BACK);
        }
    }

    /** Ends the watching. Rules stay in force, and plans can still be made; nothing else can. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        if (watcher != null) {
            watcher.shutdownNow();
        }
    }

    /** One look of the watcher: what stands as it stood at the look before, and was not tried yet, is tried. */
    void look() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            try {
                FolderContent now = FolderContent.read(folder);
                boolean settled = now.equals(seen);
                seen = now;
                if (settled && !now.equals(tried)) {
                    attempt(now);
                }
            } catch (RuleException e) {
                seen = null;
                ImmutableList<String> problems = problems(e);
                if (!problems.equals(health.last().problems())) {
                    refuse(problems);
                }
            }
        }
    }

    private ScheduledExecutorService watch(Duration interval) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread thread = new Thread(job, "traffic-allocator-rules");
            thread.setDaemon(true);
            return thread;
        });
        // Nobody waits for it: what can go wrong is told by the job itself.
        Future<?> unused = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        look();
                    } catch (RuntimeException e) {
                        LOGGER.error("rules in {} could not be looked at", folder, e);
                    }
                },
                interval.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
        return executor;
    }

    private Reload attempt(FolderContent files) {
        tried = files;
        try {
            TrafficAllocator next = compile(files);
            if (next.rulesDigest().equals(inForce.rulesDigest())) {
                return tell(new Reload(Reload.Outcome.UNCHANGED, next.rulesDigest(), ImmutableList.of()));
            }
            history.removeIf(each -> each.rulesDigest().equals(next.rulesDigest()));
            history.addFirst(next);
            while (history.size() > kept + 1) {
                history.removeLast();
            }
            return putInForce(next, Reload.Outcome.REPLACED);
        } catch (RuleException e) {
            return refuse(problems(e));
        } catch (FailedTrial e) {
            return refuse(e.problems);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOGGER.error("rules in {} could not be tried", folder, e);
            return refuse(ImmutableList.of(folder + ":1:1: rules cannot be tried (" + e
                    + "). Maybe a trial of the application's own fails: see the log."));
        }
    }

    /** Everything that new rules must get through. */
    private TrafficAllocator compile(FolderContent files) {
        RuleBook book = RuleBook.compile(files.rules(), guards);
        for (AllocationRequest request : golden) {
            RuleEvaluation.evaluate(book, request, Workers.of(1), guards.withStrict(true));
        }
        List<String> problems = new ArrayList<>();
        for (RuleTrial trial : trials) {
            problems.addAll(trial.problems(book, files.all()));
        }
        if (!problems.isEmpty()) {
            throw new FailedTrial(folder, ImmutableList.copyOf(problems));
        }
        return TrafficAllocator.builder()
                .ruleBook(book)
                .threads(threads)
                .guards(guards)
                .build();
    }

    private Reload putInForce(TrafficAllocator next, Reload.Outcome outcome) {
        inForce = next;
        return tell(new Reload(outcome, next.rulesDigest(), ImmutableList.of()));
    }

    private Reload refuse(ImmutableList<String> problems) {
        return tell(new Reload(Reload.Outcome.REFUSED, inForce.rulesDigest(), problems));
    }

    private Reload tell(Reload reload) {
        boolean refused = reload.outcome() == Reload.Outcome.REFUSED;
        health = new Health(
                !refused,
                reload,
                health.replaced() + (reload.outcome() == Reload.Outcome.REPLACED ? 1 : 0),
                health.refused() + (refused ? 1 : 0),
                history.stream().map(TrafficAllocator::rulesDigest).collect(ImmutableList.toImmutableList()));
        if (refused) {
            LOGGER.error(
                    "rules in {} are refused, those of digest {} stay in force: {}",
                    folder,
                    reload.rulesDigest(),
                    String.join("\n", reload.problems()));
        } else {
            LOGGER.info("rules in {}: {}, in force is {}", folder, reload.outcome(), reload.rulesDigest());
        }
        for (Consumer<Reload> listener : listeners) {
            try {
                listener.accept(reload);
            } catch (RuntimeException e) {
                LOGGER.error("a listener failed at {}", reload, e);
            }
        }
        return reload;
    }

    private static ImmutableList<String> problems(RuleException refused) {
        return refused.problems().stream().map(RuleProblem::toString).collect(ImmutableList.toImmutableList());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("rules of '" + folder
                    + "' are closed, so none can replace them. Maybe the application is shutting down.");
        }
    }

    /** Collects settings. Not safe for use by several threads. */
    public static final class Builder {
        private static final int KEPT = 5;

        private final Path folder;
        private final List<AllocationRequest> golden = new ArrayList<>();
        private final List<RuleTrial> trials = new ArrayList<>();
        private final List<Consumer<Reload>> listeners = new ArrayList<>();
        private RuleGuards guards = RuleGuards.lenient();
        private int threads = Runtime.getRuntime().availableProcessors();
        private int kept = KEPT;
        private @Nullable Duration interval;

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Looks at the folder again and again, from a daemon thread that {@link LiveRules#close} ends. */
        public Builder watchEvery(Duration pause) {
            this.interval = pause;
            return this;
        }

        /** Adds facts on which no rule may fail or reach a limit. */
        public Builder golden(AllocationRequest request) {
            golden.add(request);
            return this;
        }

        /** Adds a trial, such as the tests that stand beside the rules. */
        public Builder trial(RuleTrial trial) {
            trials.add(trial);
            return this;
        }

        /** Adds somebody who is told of every attempt, by the thread that makes it; must not wait for long. */
        public Builder listener(Consumer<Reload> listener) {
            listeners.add(listener);
            return this;
        }

        /** How many earlier rule sets can be rolled back to; 5 when not set. */
        public Builder keep(int earlier) {
            if (earlier < 0) {
                throw new IllegalArgumentException(
                        "earlier is " + earlier + ", but must be at least 0. Maybe leave it out: it is 5 then.");
            }
            this.kept = earlier;
            return this;
        }

        /** As in {@link TrafficAllocator.Builder#guards}. */
        public Builder guards(RuleGuards limits) {
            this.guards = limits;
            return this;
        }

        /** As in {@link TrafficAllocator.Builder#threads}. */
        public Builder threads(int count) {
            this.threads = count;
            return this;
        }

        /**
         * Reads the folder for the first time.
         *
         * @throws io.trafficallocator.rules.RuleException when its rules are refused: there are none before them
         * @throws IllegalStateException when they fail a trial
         */
        public LiveRules build() {
            return new LiveRules(this);
        }
    }
}
