package io.trafficallocator.entitlements;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import org.jspecify.annotations.Nullable;

/**
 * What the merchants hold: of all grants of a kind to a merchant within one programme and scope, the strongest. That is
 * the largest guarantee by what is due in this period, the largest boost, or the smallest cap; of equal ones, the one
 * whose rule stands first. The order, number of shards and repetition of grants therefore never matter.
 *
 * <p>The record of impressions delivered names a merchant and a programme but no scope. It counts toward each of the
 * programme's guarantees over a window in full, as one impression counts toward all guarantees that cover it: promises
 * that must be followed apart belong in programmes of their own.
 *
 * <p>Columns, ascending by merchant, programme, kind and scope. Immutable and safe for use by several threads.
 */
public final class Entitlements {
    private static final EntitlementKind[] KINDS = EntitlementKind.values();

    private final ImmutableList<Programme> programmes;
    private final ImmutableList<RuleReference> rules;
    private final int[] start;
    private final Columns columns;

    /**
     * One element for each entitlement, adopted without a copy; {@code reason} is null when nobody is excluded.
     *
     * @param kind {@link EntitlementKind#ordinal()}
     */
    record Columns(
            int[] merchant,
            int[] programme,
            byte[] kind,
            int[] scope,
            double[] amount,
            double[] granted,
            int[] rule,
            @Nullable String @Nullable [] reason) {}

    Entitlements(
            ImmutableList<Programme> programmes, ImmutableList<RuleReference> rules, int[] start, Columns columns) {
        this.programmes = programmes;
        this.rules = rules;
        this.start = start;
        this.columns = columns;
    }

    /** What the strongest of all grants come to. */
    public static Entitlements of(AllocationRequest request, Grants grants, Workers workers) {
        return new Algebra(request, grants, workers).reduce();
    }

    /** In ascending order of id. */
    public ImmutableList<Programme> programmes() {
        return programmes;
    }

    /** In ascending order of file, then line. */
    public ImmutableList<RuleReference> rules() {
        return rules;
    }

    public int count() {
        return columns.merchant.length;
    }

    /** The first entitlement of a merchant row; {@code start(merchants)} is their number. */
    public int start(int merchantRow) {
        return start[merchantRow];
    }

    /** Row of the merchant in the request. */
    public int merchant(int entitlement) {
        return columns.merchant[entitlement];
    }

    /** Index into {@link #programmes()}. */
    public int programme(int entitlement) {
        return columns.programme[entitlement];
    }

    public EntitlementKind kind(int entitlement) {
        return KINDS[columns.kind[entitlement]];
    }

    /** See {@link io.trafficallocator.model.Scopes}. */
    public int scope(int entitlement) {
        return columns.scope[entitlement];
    }

    /**
     * What is due in this period for a guarantee, the most for a cap (both whole impressions), the factor of a boost, whole
     * fen of a subsidy, 0 otherwise.
     */
    public double amount(int entitlement) {
        return columns.amount[entitlement];
    }

    /** The amount of a guarantee or cap, or the fen of a subsidy. */
    public long impressions(int entitlement) {
        return (long) columns.amount[entitlement];
    }

    /** What the rule wrote: differs from the amount for a guarantee over a window. */
    public double granted(int entitlement) {
        return columns.granted[entitlement];
    }

    /** Index into {@link #rules()}. */
    public int rule(int entitlement) {
        return columns.rule[entitlement];
    }

    /** Why an exclusion was granted; empty for any other kind. */
    public String reason(int entitlement) {
        String reason = columns.reason == null ? null : columns.reason[entitlement];
        return reason == null ? "" : reason;
    }
}
