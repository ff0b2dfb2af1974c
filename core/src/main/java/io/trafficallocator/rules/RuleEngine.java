package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.ConsequenceException;

/**
 * Fires a rule book at some merchants of a request in the engine, and keeps what fails to itself.
 *
 * <p><b>How failures are isolated.</b> All merchants are first given to one session with all rules. When that throws,
 * everything it granted is dropped, and each rule that is in force is fired at the same merchants alone, from a base
 * that holds nothing else; a rule that throws again is fired at ever smaller groups of them, down to single merchants. A
 * rule that throws at a single merchant has failed there: it is reported, and nothing that it granted this merchant is
 * kept, not even by another of its matches. As rules and merchants know nothing of each other, what remains is what each
 * pair of a rule and a merchant grants by itself, however the merchants were grouped: in the same way a faster
 * evaluation may hand over any merchants that it cannot answer for, and gets the same grants and the same failures.
 *
 * <p>Limits are no failures of a rule at a merchant, and end the evaluation: {@link StoppedException}. Errors of the
 * virtual machine other than too deep a recursion (a pattern on a long text) and missing code pass through.
 *
 * <p>Safe for use by several threads.
 */
final class RuleEngine {
    /** Few failures are found in few steps, and many cost little more than a session for each merchant. */
    private static final int GROUPS = 4;

    private final RuleBook book;
    private final AllocationRequest request;
    private final ProgrammeIndex programmes;
    private final Cohorts cohorts;
    private final RuleGuards guards;
    private final LocalDate today;
    private final ImmutableList<Object> context;
    private final Deadline deadline;
    private final FailureLog failures;
    private final int mostRows;

    RuleEngine(
            RuleBook book,
            AllocationRequest request,
            ProgrammeIndex programmes,
            Cohorts cohorts,
            ImmutableList<Object> context,
            RuleGuards guards,
            Deadline deadline) {
        this.book = book;
        this.request = request;
        this.programmes = programmes;
        this.cohorts = cohorts;
        this.guards = guards;
        this.today = request.settings().asOf();
        this.context = context;
        this.deadline = deadline;
        this.failures = new FailureLog(book.compiled(), request.merchants());
        this.mostRows = mostRows();
    }

    /**
     * How many merchants a session can take before it holds too many combinations.
     *
     * @throws RuleException when one merchant is too many
     */
    private int mostRows() {
        Map<String, Integer> facts = new HashMap<>();
        context.forEach(fact -> facts.merge(fact.getClass().getSimpleName(), 1, Integer::sum));
        double most = 1;
        for (CompiledRule rule : book.compiled()) {
            double combinations =
                    rule.inForce().on(today) ? rule.joins().combinations(type -> facts.getOrDefault(type, 0)) : 1;
            if (combinations > Joins.MOST) {
                throw rule.problem(
                        null,
                        String.format(
                                Locale.ROOT,
                                "joins up to %,.0f combinations of the day's facts for each merchant, but may join %,.0f."
                                        + " Maybe a pattern was meant that names one fact by its id.",
                                combinations,
                                Joins.MOST),
                        null);
            }
            most = Math.max(most, combinations);
        }
        return (int) (Joins.MOST / most);
    }

    /** Of all calls of {@link #fire} so far. */
    RuleFailures failures() {
        return failures.failures();
    }

    /**
     * What the rules grant these merchants; their failures are added to {@link #failures()}.
     *
     * @param rows of merchants in the request, ascending
     * @throws StoppedException when a limit is met, or a rule fails and guards are strict
     */
    Grants.Builder fire(int[] rows) {
        return OwnLoader.call(() -> {
            if (rows.length <= mostRows) {
                return fireOrIsolate(rows);
            }
            Grants.Builder granted = shard();
            for (int from = 0; from < rows.length; from += mostRows) {
                granted.addAll(fireOrIsolate(Arrays.copyOfRange(rows, from, Math.min(rows.length, from + mostRows))));
            }
            return granted;
        });
    }

    private Grants.Builder fireOrIsolate(int[] rows) {
        try {
            return fire(book, rows, rows.length);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            endWhenStopped(e);
            FailureLog own = new FailureLog(book.compiled(), request.merchants());
            Grants.Builder granted = shard();
            for (int rule = 0; rule < book.rules().size(); rule++) {
                if (book.compiled().get(rule).inForce().on(today)) {
                    isolate(rule, rows, rows.length, granted, own);
                }
            }
            if (guards.strict()) {
                own.endAtFirst();
            }
            failures.addAll(own);
            return granted;
        }
    }

    private void isolate(int rule, int[] rows, int limit, Grants.Builder granted, FailureLog own) {
        try {
            granted.addAll(fire(book.alone(rule), rows, limit));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            endWhenStopped(e);
            if (rows.length == 1) {
                own.add(rows[0], rule, message(e), e);
                return;
            }
            int size = (rows.length + GROUPS - 1) / GROUPS;
            for (int from = 0; from < rows.length; from += size) {
                isolate(rule, Arrays.copyOfRange(rows, from, Math.min(rows.length, from + size)), limit, granted, own);
            }
        }
    }

    private Grants.Builder fire(RuleBook rules, int[] rows, int limit) {
        Grants.Builder granted = shard();
        if (rows.length == 0) {
            return granted;
        }
        deadline.check(rules.compiled().get(0));
        Grant grant = new Grant(request, programmes, granted, (long) guards.grantsForMerchant() * rows.length);
        KieSession session = rules.base().newKieSession();
        try {
            session.setGlobal(Vocabulary.GRANT_IN_ENGINE, grant);
            for (Object fact : context) {
                session.insert(fact);
            }
            for (int row : rows) {
                session.insert(new Merchant(cohorts, row));
            }
            session.fireAllRules(new Firings(rules, grant, today, limit, context.size(), deadline));
        } catch (RuntimeException e) {
            if (grant.isOverfull()) {
                new GrantLimit(request, book, guards).check(granted.build());
            }
            throw e;
        } finally {
            session.dispose();
        }
        return granted;
    }

    private static Grants.Builder shard() {
        return new Grants.Builder(ImmutableList.of(), ImmutableList.of());
    }

    private static void endWhenStopped(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoppedException stopped) {
                throw stopped;
            }
        }
    }

    /** What an author can do something about, made of what the engine threw. */
    static String message(Throwable thrown) {
        boolean inConsequence = false;
        Throwable root = thrown;
        while (true) {
            if (root instanceof GrantProblem problem) {
                return String.valueOf(problem.getMessage());
            }
            inConsequence |= root instanceof ConsequenceException;
            if (root.getCause() == null) {
                break;
            }
            root = root.getCause();
        }
        return (inConsequence ? "throws " : "a condition throws ")
                + root.toString().lines().findFirst().orElse("")
                + ". Maybe a value is missing or has another form than the rule expects.";
    }
}
