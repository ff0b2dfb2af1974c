package io.trafficallocator.rules;

import java.time.LocalDate;
import org.drools.base.reteoo.BaseTuple;
import org.drools.core.rule.consequence.InternalMatch;
import org.jspecify.annotations.Nullable;
import org.kie.api.definition.rule.Rule;
import org.kie.api.runtime.rule.AgendaFilter;
import org.kie.api.runtime.rule.Match;

/**
 * Watches the firings of one session: the engine asks it before each, and so it knows which rule and merchant a grant
 * is for, and stops a rule that does not settle. A filter is the cheapest place in the engine to stand at.
 */
final class Firings implements AgendaFilter {
    private static final int MOST_FIRINGS_PER_MERCHANT = 100;
    /** A rule may look at each placement, programme or festival, and at a few pairs of them. */
    private static final int FIRINGS_PER_CONTEXT_FACT = 4;

    private static final int FIRINGS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

    private final RuleBook book;
    private final Grant grant;
    private final LocalDate today;
    private final Deadline deadline;
    private final int[] firings;
    private final int perMerchant;
    private final long limit;
    private @Nullable Rule lastRule;
    private int rule = -1;
    private boolean inForce;
    private int total;

    /**
     * Watches a session that has not begun.
     *
     * @param merchants how many the limit of firings is for
     * @param context how many other facts there are
     */
    Firings(RuleBook book, Grant grant, LocalDate today, int merchants, int context, Deadline deadline) {
        this.today = today;
        this.book = book;
        this.grant = grant;
        this.deadline = deadline;
        this.firings = new int[book.rules().size()];
        this.perMerchant = MOST_FIRINGS_PER_MERCHANT + FIRINGS_PER_CONTEXT_FACT * context;
        this.limit = (long) perMerchant * (merchants + 10);
    }

    @Override
    public boolean accept(Match match) {
        Rule fired = match.getRule();
        if (fired != lastRule) {
            lastRule = fired;
            rule = book.position(fired);
            inForce = book.compiled().get(rule).inForce().on(today);
        }
        if (!inForce) {
            return false;
        }
        if (++total % FIRINGS_BETWEEN_LOOKS_AT_THE_CLOCK == 0) {
            deadline.check(book.compiled().get(rule));
        }
        Merchant merchant = merchantOf((InternalMatch) match);
        if (++firings[rule] > limit) {
            throw new StoppedException(book.compiled()
                    .get(rule)
                    .problem(
                            merchant.getId(),
                            "fires without end: more than " + limit + " times, where " + perMerchant
                                    + " for each merchant must do. Maybe its patterns have no condition in common.",
                            null));
        }
        grant.toMerchantByRule(merchant.row(), rule);
        return true;
    }

    private static Merchant merchantOf(InternalMatch match) {
        for (BaseTuple tuple = match.getTuple(); tuple != null; tuple = tuple.getParent()) {
            if (tuple.getFactHandle() != null && tuple.getFactHandle().getObject() instanceof Merchant found) {
                return found;
            }
        }
        throw new IllegalStateException("rule '" + match.getRule().getName() + "' matched no merchant");
    }
}
