package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.KieSession;

/**
 * Fires a rule book at every merchant of a request. What a merchant is granted depends on its own row, the day's facts
 * and its percentiles, so neither the number of threads nor any order can change it.
 */
public final class RuleEvaluation {
    /** Large enough to share the cost of a session, small enough for the processor's caches. */
    private static final int MERCHANTS_PER_SESSION = 1_000;
    /** Fewer merchants are shown to the engine sooner than anything about them is found out. */
    private static final int LEAST_TO_REPLAY = 500;
    /** How many merchants must share what is granted, on average, for replaying to be worth its while. */
    private static final int LEAST_ALIKE = 3;

    private final RuleBook book;
    private final AllocationRequest request;
    private final ProgrammeIndex programmes;
    private final Cohorts cohorts;
    private final ImmutableList<Object> context;

    private RuleEvaluation(RuleBook book, AllocationRequest request) {
        LocalDate today = request.settings().asOf();
        this.book = book;
        this.request = request;
        this.programmes = new ProgrammeIndex(request);
        this.cohorts = new Cohorts(request.merchants(), Math.toIntExact(today.toEpochDay()));
        this.context = context(request);
    }

    /** The day's facts. */
    static ImmutableList<Object> context(AllocationRequest request) {
        LocalDate today = request.settings().asOf();
        ImmutableList.Builder<Object> facts = ImmutableList.builder();
        facts.add(new Today(today, request.settings().periodDays()));
        facts.addAll(request.programmes().values());
        facts.addAll(request.placements().asList());
        for (Festival festival : request.festivals().values()) {
            facts.add(new FestivalDay(festival, today));
        }
        return facts.build();
    }

    /**
     * Everything that the rules grant for this request.
     *
     * @throws RuleException when a rule throws, grants something impossible, or fires without end; with several such
     *     rules or merchants, the first by merchant id is told
     */
    public static Grants evaluate(RuleBook book, AllocationRequest request, Workers workers) {
        return new RuleEvaluation(book, request).evaluate(workers);
    }

    /** Like {@link #evaluate}, but every merchant is shown to the engine. */
    static Grants evaluateByEngine(RuleBook book, AllocationRequest request, Workers workers) {
        RuleEvaluation evaluation = new RuleEvaluation(book, request);
        return evaluation.engine(evaluation.everybody(), workers).build();
    }

    /** Like {@link #evaluate}, but null when the engine contradicts what was replayed, which must never be. */
    static @Nullable Grants evaluateByReplay(RuleBook book, AllocationRequest request, Workers workers) {
        return new RuleEvaluation(book, request).replay(Integer.MAX_VALUE, workers);
    }

    private Grants evaluate(Workers workers) {
        Grants replayed = request.merchants().count() < LEAST_TO_REPLAY
                ? null
                : replay(request.merchants().count() / LEAST_ALIKE, workers);
        return replayed != null ? replayed : engine(everybody(), workers).build();
    }

    private @Nullable Grants replay(int mostShown, Workers workers) {
        return Replay.run(
                Screen.of(book, cohorts, context),
                book.rules().size(),
                request.merchants().count(),
                mostShown,
                rows -> engine(rows, workers),
                workers);
    }

    private int[] everybody() {
        int[] rows = new int[request.merchants().count()];
        Arrays.setAll(rows, row -> row);
        return rows;
    }

    private Grants.Builder engine(int[] rows, Workers workers) {
        int pieces = book.rules().isEmpty() ? 0 : Workers.pieces(rows.length, MERCHANTS_PER_SESSION);
        AtomicReferenceArray<Grants.@Nullable Builder> shards = new AtomicReferenceArray<>(pieces);
        AtomicReferenceArray<@Nullable RuntimeException> failures = new AtomicReferenceArray<>(pieces);
        AtomicInteger firstFailure = new AtomicInteger(pieces);
        if (pieces > 0) {
            workers.run(rows.length, MERCHANTS_PER_SESSION, (piece, from, to) -> {
                // Only pieces after a failed one are left out, so the first failure is the same on any threads.
                if (piece < firstFailure.get()) {
                    try {
                        shards.set(piece, OwnLoader.call(() -> fire(Arrays.copyOfRange(rows, from, to))));
                    } catch (RuntimeException e) {
                        failures.set(piece, e);
                        firstFailure.accumulateAndGet(piece, Math::min);
                    }
                }
            });
        }
        if (firstFailure.get() < pieces) {
            RuntimeException failure = failures.get(firstFailure.get());
            if (failure != null) {
                throw failure;
            }
        }
        Grants.Builder all = new Grants.Builder(programmes.sorted(), book.rules());
        for (int piece = 0; piece < pieces; piece++) {
            Grants.Builder shard = shards.get(piece);
            if (shard != null) {
                all.addAll(shard);
            }
        }
        all.moveProgrammes(programmes.positions());
        return all;
    }

    private Grants.Builder fire(int... rows) {
        Grants.Builder granted = new Grants.Builder(ImmutableList.of(), ImmutableList.of());
        Firings firings = new Firings(
                book,
                new Grant(request, programmes, book.compiled(), granted),
                request.settings().asOf(),
                rows.length,
                context.size());
        try {
            fire(rows, firings);
            return granted;
        } catch (RuntimeException e) {
            throw firings.explain(e, rows.length == 1 ? request.merchants().id(rows[0]) : null, () -> {
                // The failure did not say which merchant it was about: look again, one at a time.
                for (int index = 0; rows.length > 1 && index < rows.length; index++) {
                    fire(rows[index]);
                }
            });
        }
    }

    private void fire(int[] rows, Firings firings) {
        KieSession session = book.base().newKieSession();
        try {
            session.setGlobal(Vocabulary.GRANT_IN_ENGINE, firings.grant());
            for (Object fact : context) {
                session.insert(fact);
            }
            for (int row : rows) {
                session.insert(new Merchant(cohorts, row));
            }
            session.fireAllRules(firings);
        } finally {
            session.dispose();
        }
    }
}
