package io.trafficallocator.rules;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Scopes;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What a rule can do: grant its merchant something. Rules call it by the name {@code grant}; which merchant and which
 * rule is meant follows from the match that fires. Used by one thread at a time.
 *
 * <p>With a value that is out of its range, or the name of a programme, field, placement or festival that the request does
 * not have, every method makes the rule fail at the merchant: see {@link RuleFailure}.
 */
public final class Grant {
    static final double MOST_IMPRESSIONS = 1e12;
    static final double MOST_FACTOR = 1_000_000;
    static final int MOST_DAYS = 36_500;
    private static final int FEN_PER_YUAN = 100;
    private static final double FEN_TOLERANCE = 1e-4;
    private static final int NOTHING = -1;
    private static final String DIVIDED_BY_ZERO = "Maybe it is divided by 0: ask first that it is not.";

    private final AllocationRequest request;
    private final ProgrammeIndex programmes;
    private final Grants.Builder granted;
    private final long most;
    private final Guarantee guarantee = new Guarantee();
    private final Scoped scoped = new Scoped();
    private int merchant;
    private int rule;
    private int last = NOTHING;
    private boolean hasScope;
    private boolean hasWindow;

    Grant(AllocationRequest request, ProgrammeIndex programmes, Grants.Builder granted, long most) {
        this.request = request;
        this.programmes = programmes;
        this.granted = granted;
        this.most = most;
    }

    /** Whether more was granted than fits: then nothing else can be. */
    boolean isOverfull() {
        return granted.count() > most;
    }

    void toMerchantByRule(int merchantRow, int ruleIndex) {
        this.merchant = merchantRow;
        this.rule = ruleIndex;
        this.last = NOTHING;
    }

    /**
     * At least so many impressions: within everything and for the plan's period, unless a scope or a window follows.
     *
     * @param impressions a whole number, 0 to 1e12; 0 grants nothing
     */
    public Guarantee guarantee(String programme, double impressions) {
        whole("guarantee", impressions);
        int index = programme("guarantee", programme);
        if (impressions == 0) {
            begin(NOTHING);
        } else {
            begin(grant(EntitlementKind.GUARANTEE, index, Scopes.EVERYTHING, impressions));
        }
        return guarantee;
    }

    /**
     * Organic demand times a factor, within everything unless a scope follows.
     *
     * @param factor from 1 to 1,000,000; 1 grants nothing
     */
    public Scoped boost(String programme, double factor) {
        if (!isFactor(factor)) {
            throw problem("boost is " + factor + ", but must be a factor from 1 to 1,000,000. "
                    + (Double.isFinite(factor)
                            ? "Maybe it was written as an increase: a boost of 50 % is 1.5."
                            : DIVIDED_BY_ZERO));
        }
        return add(EntitlementKind.BOOST, programme("boost", programme), factor);
    }

    /**
     * At most so many impressions in the plan's period, within everything unless a scope follows.
     *
     * @param impressions a whole number, 0 to 1e12
     */
    public Scoped cap(String programme, double impressions) {
        whole("cap", impressions);
        return add(EntitlementKind.CAP, programme("cap", programme), impressions);
    }

    /** A reserved inlet is open to the merchant. */
    public void access(String programme, String placement) {
        add(EntitlementKind.ACCESS, programme("access", programme), 0).inPlacement(placement);
    }

    /** Every inlet that is reserved for a festival is open to the merchant. */
    public void accessToFestival(String programme, String festival) {
        int index = programme("access", programme);
        String id = festival("accessToFestival", festival).id();
        for (int placement = 0; placement < request.placements().count(); placement++) {
            if (id.equals(request.placements().get(placement).festival())) {
                grant(
                        EntitlementKind.ACCESS,
                        index,
                        request.placements().scopes().ofPlacement(placement),
                        0);
            }
        }
    }

    /**
     * Nothing at all, within everything unless a scope follows.
     *
     * @param reason for people; not blank
     */
    public Scoped exclude(String programme, String reason) {
        if (reason == null || reason.isBlank()) {
            throw problem("reason of exclude is '" + reason
                    + "', but must say why. Maybe: grant.exclude(\"fraud\", \"fake orders\").");
        }
        add(EntitlementKind.EXCLUSION, programme("exclude", programme), 0);
        granted.setReason(last, reason);
        return scoped;
    }

    /**
     * Money beside any traffic, such as a red envelope, from the programme's pool, which must be in yuan. Of several
     * within one programme the largest is paid.
     *
     * @param yuan 0 to 1e10, in whole fen; 0 grants nothing
     */
    public void subsidy(String programme, double yuan) {
        double fen = fen(yuan);
        if (!isMoney(yuan)) {
            throw problem("subsidy is " + yuan + ", but must be an amount of yuan from 0 to 1e10 in whole fen. "
                    + (Double.isFinite(yuan) ? "Maybe round it: Math.round(100 * ...) / 100.0." : DIVIDED_BY_ZERO));
        }
        int index = programme("subsidy", programme);
        if (programmes.get(index).poolUnit() != PoolUnit.YUAN) {
            throw problem("programme of subsidy is '" + programme + "', whose pool is in impressions, but must be in"
                    + " yuan. Maybe list it in programmes.csv with pool_unit yuan.");
        }
        begin(NOTHING);
        if (fen > 0) {
            grant(EntitlementKind.SUBSIDY, index, Scopes.EVERYTHING, fen);
        }
    }

    private Scoped add(EntitlementKind kind, int programme, double amount) {
        begin(grant(kind, programme, Scopes.EVERYTHING, amount));
        return scoped;
    }

    private void begin(int index) {
        last = index;
        hasScope = false;
        hasWindow = false;
    }

    private void whole(String what, double impressions) {
        if (!isWhole(impressions)) {
            throw problem(what + " is " + impressions + ", but must be a whole number of impressions from 0 to 1e12. "
                    + (impressions > 0 && impressions < MOST_IMPRESSIONS
                            ? "Maybe round it: Math.round(...)."
                            : Double.isFinite(impressions)
                                    ? "Maybe it is made from a fact that is unknown or negative."
                                    : DIVIDED_BY_ZERO));
        }
    }

    static boolean isWhole(double impressions) {
        return impressions >= 0 && impressions <= MOST_IMPRESSIONS && impressions == Math.rint(impressions);
    }

    static boolean isFactor(double factor) {
        return factor >= 1 && factor <= MOST_FACTOR;
    }

    static double fen(double yuan) {
        return Math.rint(yuan * FEN_PER_YUAN);
    }

    static boolean isMoney(double yuan) {
        double fen = fen(yuan);
        return yuan >= 0 && fen <= MOST_IMPRESSIONS && Math.abs(yuan * FEN_PER_YUAN - fen) <= FEN_TOLERANCE;
    }

    private int programme(String what, String id) {
        int index = programmes.index(id);
        if (index < 0) {
            throw problem("programme of " + what + " is '" + id + "', but must be one of the request's programmes. "
                    + NearestName.advice(String.valueOf(id), programmes.known()));
        }
        return index;
    }

    private Festival festival(String what, String id) {
        Festival festival = id == null ? null : request.festivals().get(id);
        if (festival == null) {
            throw problem("festival of " + what + " is '" + id + "', but must be one of the request's festivals. "
                    + NearestName.advice(String.valueOf(id), request.festivals().keySet()));
        }
        return festival;
    }

    private void scope(String what, int scope) {
        if (hasScope) {
            throw problem(what + " follows another scope, but a grant has one. "
                    + "Maybe the placement alone was meant, or two grants.");
        }
        hasScope = true;
        if (last != NOTHING) {
            granted.setScope(last, scope);
        }
    }

    private void field(String field) {
        Scopes scopes = request.placements().scopes();
        int scope = field == null ? -1 : scopes.ofField(field);
        if (scope < 0) {
            throw problem("field of inField is '" + field + "', but must be the field of a placement. "
                    + NearestName.advice(String.valueOf(field), scopes.fields()));
        }
        scope("inField", scope);
    }

    private void placement(String id) {
        int index = id == null ? -1 : request.placements().index(id);
        if (index < 0) {
            throw problem("placement is '" + id + "', but must be one of the request's placements. "
                    + NearestName.advice(
                            String.valueOf(id),
                            request.placements().asList().stream()
                                    .map(Placement::id)
                                    .toList()));
        }
        scope("inPlacement", request.placements().scopes().ofPlacement(index));
    }

    private void window(String what, LocalDate firstDay, long days) {
        if (hasWindow) {
            throw problem(what + " follows another window, but a guarantee has one. Maybe two grants were meant.");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw problem("days of " + what + " is " + days + ", but must be between 1 and " + MOST_DAYS
                    + ". Maybe the first and the last day are swapped.");
        }
        hasWindow = true;
        if (last != NOTHING) {
            granted.setWindow(last, Math.toIntExact(firstDay.toEpochDay()), (int) days);
        }
    }

    private int grant(EntitlementKind kind, int programme, int scope, double amount) {
        if (isOverfull()) {
            throw problem("more is granted than any rules may grant. Maybe a rule fires too often.");
        }
        return granted.add(merchant, kind, programme, scope, amount, rule);
    }

    private static GrantProblem problem(String message) {
        return new GrantProblem(message);
    }

    /** Narrows a boost, cap or exclusion to a part of the placements; one call at most. */
    public final class Scoped {
        private Scoped() {}

        /** Within the placements of a field. */
        public Scoped inField(String field) {
            field(field);
            return this;
        }

        /** Within one placement. */
        public Scoped inPlacement(String id) {
            placement(id);
            return this;
        }
    }

    /** Narrows a guarantee to a part of the placements and to a window of days; one call of each at most. */
    public final class Guarantee {
        private Guarantee() {}

        /** Within the placements of a field. */
        public Guarantee inField(String field) {
            field(field);
            return this;
        }

        /** Within one placement. */
        public Guarantee inPlacement(String id) {
            placement(id);
            return this;
        }

        /** Due over so many days, the first being the day that the merchant joined. */
        public Guarantee overFirstDays(int days) {
            window("overFirstDays", LocalDate.ofEpochDay(request.merchants().joinedOn(merchant)), days);
            return this;
        }

        /** Due over so many days. */
        public Guarantee overDays(LocalDate firstDay, int days) {
            window("overDays", firstDay, days);
            return this;
        }

        /**
         * Due over so many days.
         *
         * @param firstDay such as {@code 2024-11-01}
         */
        public Guarantee overDays(String firstDay, int days) {
            LocalDate date;
            try {
                date = LocalDate.parse(firstDay);
            } catch (DateTimeException e) {
                throw problem("first day of overDays is '" + firstDay
                        + "', but must be a date written year-month-day. Maybe '2024-11-01' is an example.");
            }
            return overDays(date, days);
        }

        /** Due over the days of a festival, from its first to its last. */
        public Guarantee overFestival(String id) {
            Festival festival = festival("overFestival", id);
            window("overFestival", festival.starts(), ChronoUnit.DAYS.between(festival.starts(), festival.ends()) + 1);
            return this;
        }
    }
}
