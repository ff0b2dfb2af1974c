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

/**
 * Fires a rule book at every merchant of a request. What a merchant is granted depends on its own row, the day's facts
 * and its percentiles, so neither the number of threads nor any order can change it. What becomes of a rule that fails
 * is told at {@link RuleGuards}, how it is set apart at {@link RuleEngine}; once one fails, nothing is replayed.
 */
public final class RuleEvaluation {
    /** Large enough to share the cost of a session, small enough for the processor's caches. */
    private static final int MERCHANTS_PER_SESSION = 1_000;
    /** For fewer merchants it is not worth finding out who of them are alike, but who is like others that came before. */
    private static final int LEAST_TO_REPLAY = 500;
    /** How many merchants must share what is granted, on average, for replaying to be worth its while. */
    private static final int LEAST_ALIKE = 3;

    private final RuleBook book;
    private final Workers workers;
    private final AllocationRequest request;
    private final ProgrammeIndex programmes;
    private final Cohorts cohorts;
    private final ImmutableList<Object> context;
    private final RuleGuards guards;
    private Deadline deadline;

    private RuleEvaluation(RuleBook book, AllocationRequest request, RuleGuards guards, Workers workers) {
        this.book = book;
        this.workers = workers;
        this.request = request;
        this.programmes = new ProgrammeIndex(request);
        this.cohorts = new Cohorts(request.merchants(), request.settings(), workers);
        this.context = context(request);
        this.guards = guards;
        this.deadline = new Deadline(guards);
    }

    /** The day's facts. */
    static ImmutableList<Object> context(AllocationRequest request) {
        LocalDate today = request.settings().asOf();
        ImmutableList.Builder<Object> facts = ImmutableList.builder();
        facts.add(new Today(request.settings()));
        facts.addAll(request.programmes().values());
        facts.addAll(request.placements().asList());
        for (Festival festival : request.festivals().values()) {
            facts.add(new FestivalDay(festival, today, request.settings().periodDays()));
        }
        return facts.build();
    }

    /** Like {@link #evaluate(RuleBook, AllocationRequest, Workers, RuleGuards)} with strict guards. */
    public static Grants evaluate(RuleBook book, AllocationRequest request, Workers workers) {
        return evaluate(book, request, workers, RuleGuards.strictly());
    }

    /**
     * Everything that the rules grant for this request, and where they failed.
     *
     * @throws RuleException when a limit is met, or guards are strict and a rule throws or grants something impossible;
     *     with several such rules or merchants, the first by merchant id, then by rule, is told
     */
    public static Grants evaluate(RuleBook book, AllocationRequest request, Workers workers, RuleGuards guards) {
        return new RuleEvaluation(book, request, guards, workers).evaluate();
    }

    /**
     * Where rules fail at one merchant, however many failures there are elsewhere; ascending by file, then line.
     *
     * @throws io.trafficallocator.model.InvalidRequestException when there is no merchant of that id
     * @throws RuleException when a limit is met
     */
    public static ImmutableList<RuleFailure> failuresAt(RuleBook book, AllocationRequest request, String merchant) {
        int row = Merchant.row(request, merchant);
        return new RuleEvaluation(book, request, RuleGuards.lenient(), Workers.of(1))
                .engine(new int[] {row}, RuleGuards.lenient())
                .build()
                .failures()
                .first();
    }

    /** Like {@link #evaluate}, but every merchant is shown to the engine. */
    static Grants evaluateByEngine(RuleBook book, AllocationRequest request, Workers workers) {
        return new RuleEvaluation(book, request, RuleGuards.strictly(), workers).engine();
    }

    /** Like {@link #evaluate}, but null when the engine contradicts what was replayed, which must never be. */
    static @Nullable Grants evaluateByReplay(RuleBook book, AllocationRequest request, Workers workers) {
        return new RuleEvaluation(book, request, RuleGuards.strictly(), workers).replay(Integer.MAX_VALUE);
    }

    /**
     * Like {@link #evaluate}, but from what is known of kinds; null when the request is the first of its day, or the engine
     * contradicts what is known, which must never be.
     */
    static @Nullable Grants evaluateByRecall(RuleBook book, AllocationRequest request) {
        return new RuleEvaluation(book, request, RuleGuards.strictly(), Workers.of(1)).recall();
    }

    private Grants evaluate() {
        Grants replayed = request.merchants().count() < LEAST_TO_REPLAY
                ? recall()
                : replay(request.merchants().count() / LEAST_ALIKE);
        Grants granted = replayed != null ? replayed : engine();
        try {
            new GrantLimit(request, book, guards).check(granted);
        } catch (StoppedException e) {
            throw e.problem();
        }
        return granted;
    }

    private @Nullable Grants replay(int mostShown) {
        RuleGuards strict = guards.withStrict(true);
        try {
            return Replay.run(
                    Screen.of(book, context, fact -> new FactCells(fact, cohorts)),
                    book.rules().size(),
                    request.merchants().count(),
                    mostShown,
                    rows -> engine(rows, strict),
                    workers);
        } catch (RuleException e) {
            // Where one merchant fails, those that are like it may: the engine has to tell who and where.
            return engineFromTheStart();
        }
    }

    private @Nullable Grants recall() {
        Kinds kinds = book.days().kinds(book, request, context);
        if (kinds == null || !kinds.isUsable()) {
            return null;
        }
        RuleGuards strict = guards.withStrict(true);
        try {
            return Recall.run(kinds, cohorts, book.rules(), programmes, rows -> engine(rows, strict));
        } catch (RuleException e) {
            kinds.failed();
            return engineFromTheStart();
        }
    }

    /** Takes no time off the engine for what was tried before it, unless that was all there is. */
    private Grants engineFromTheStart() {
        if (!deadline.isOver()) {
            deadline = new Deadline(guards);
        }
        return engine();
    }

    private Grants engine() {
        int[] everybody = new int[request.merchants().count()];
        Arrays.setAll(everybody, row -> row);
        return engine(everybody, guards).build();
    }

    private Grants.Builder engine(int[] rows, RuleGuards guarded) {
        RuleEngine engine = new RuleEngine(book, request, programmes, cohorts, context, guarded, deadline);
        int pieces = book.rules().isEmpty() ? 0 : Workers.pieces(rows.length, MERCHANTS_PER_SESSION);
        AtomicReferenceArray<Grants.@Nullable Builder> shards = new AtomicReferenceArray<>(pieces);
        AtomicReferenceArray<@Nullable RuleException> ends = new AtomicReferenceArray<>(pieces);
        AtomicInteger firstEnd = new AtomicInteger(pieces);
        if (pieces > 0) {
            workers.run(rows.length, MERCHANTS_PER_SESSION, (piece, from, to) -> {
                // Only pieces after one that ends all are left out, so what is told is the same on any threads.
                if (piece < firstEnd.get()) {
                    try {
                        shards.set(piece, engine.fire(Arrays.copyOfRange(rows, from, to)));
                    } catch (StoppedException e) {
                        ends.set(piece, e.problem());
                        firstEnd.accumulateAndGet(piece, Math::min);
                    }
                }
            });
        }
        if (firstEnd.get() < pieces) {
            RuleException end = ends.get(firstEnd.get());
            if (end != null) {
                throw end;
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
        all.setFailures(engine.failures());
        return all;
    }
}
