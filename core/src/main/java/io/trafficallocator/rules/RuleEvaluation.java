package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
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

    private final RuleBook book;
    private final AllocationRequest request;
    private final ProgrammeIndex programmes;
    private final Cohorts cohorts;
    private final ImmutableList<Object> context;
    private final MerchantFilter[] filters;

    private RuleEvaluation(RuleBook book, AllocationRequest request) {
        LocalDate today = request.settings().asOf();
        this.book = book;
        this.request = request;
        this.programmes = new ProgrammeIndex(request);
        this.cohorts = new Cohorts(request.merchants(), Math.toIntExact(today.toEpochDay()));
        this.context = context(request);
        this.filters = book.compiled().stream()
                .filter(rule -> rule.inForce().on(today))
                .map(CompiledRule::filter)
                .distinct()
                .toArray(MerchantFilter[]::new);
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

    private Grants evaluate(Workers workers) {
        int merchants = request.merchants().count();
        int pieces = book.rules().isEmpty() ? 0 : Workers.pieces(merchants, MERCHANTS_PER_SESSION);
        AtomicReferenceArray<Grants.@Nullable Builder> shards = new AtomicReferenceArray<>(pieces);
        AtomicReferenceArray<@Nullable RuntimeException> failures = new AtomicReferenceArray<>(pieces);
        AtomicInteger firstFailure = new AtomicInteger(pieces);
        if (pieces > 0) {
            workers.run(merchants, MERCHANTS_PER_SESSION, (piece, from, to) -> {
                // Only pieces after a failed one are left out, so the first failure is the same on any threads.
                if (piece < firstFailure.get()) {
                    try {
                        shards.set(piece, OwnLoader.call(() -> fire(from, to)));
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
        return all.build();
    }

    private Grants.Builder fire(int from, int to) {
        Grants.Builder granted = new Grants.Builder(ImmutableList.of(), ImmutableList.of());
        Firings firings = new Firings(
                book,
                new Grant(request, programmes, book.compiled(), granted),
                request.settings().asOf(),
                to - from,
                context.size());
        try {
            fire(from, to, firings);
            return granted;
        } catch (RuntimeException e) {
            throw firings.explain(e, to - from == 1 ? request.merchants().id(from) : null, () -> {
                // The failure did not say which merchant it was about: look again, one at a time.
                for (int row = from; to - from > 1 && row < to; row++) {
                    fire(row, row + 1);
                }
            });
        }
    }

    private boolean mayMatch(int row) {
        for (MerchantFilter filter : filters) {
            if (filter.mayMatch(request.merchants(), row, cohorts.today())) {
                return true;
            }
        }
        return false;
    }

    private void fire(int from, int to, Firings firings) {
        KieSession session = book.base().newKieSession();
        try {
            session.setGlobal(Vocabulary.GRANT_IN_ENGINE, firings.grant());
            for (Object fact : context) {
                session.insert(fact);
            }
            for (int row = from; row < to; row++) {
                if (mayMatch(row)) {
                    session.insert(new Merchant(cohorts, row));
                }
            }
            session.fireAllRules(firings);
        } finally {
            session.dispose();
        }
    }
}
