package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the rules granted, one row for each call of {@code grant}, in no order that means anything: the same
 * grant may stand here twice, and the algebra of entitlements does not care. Immutable.
 */
public final class Grants {
    private static final EntitlementKind[] KINDS = EntitlementKind.values();

    private final ImmutableList<Programme> programmes;
    private final ImmutableList<RuleReference> rules;
    private final int count;
    private final int[] merchant;
    /** By grant, where all that it says but its merchant stands in the other columns; null when at the same place. */
    private final int @Nullable [] entry;

    private final byte[] kind;
    private final int[] programme;
    private final int[] scope;
    private final double[] amount;
    private final int[] windowStart;
    private final int[] windowDays;
    private final int[] rule;
    private final @Nullable String[] reason;
    private final RuleFailures failures;

    private Grants(Builder builder, int count, int[] merchant, int @Nullable [] entry) {
        this.programmes = builder.programmes;
        this.rules = builder.rules;
        this.count = count;
        this.merchant = merchant;
        this.entry = entry;
        this.kind = builder.kind;
        this.programme = builder.programme;
        this.scope = builder.scope;
        this.amount = builder.amount;
        this.windowStart = builder.windowStart;
        this.windowDays = builder.windowDays;
        this.rule = builder.rule;
        this.reason = builder.reason;
        this.failures = builder.failures;
    }

    /** Programmes in ascending order of id; grants name them by index. */
    public ImmutableList<Programme> programmes() {
        return programmes;
    }

    /** Rules in ascending order of file, then line; grants name them by index. */
    public ImmutableList<RuleReference> rules() {
        return rules;
    }

    public int count() {
        return count;
    }

    /** Row of the merchant in the request. */
    public int merchant(int grant) {
        return merchant[grant];
    }

    public EntitlementKind kind(int grant) {
        return KINDS[kind[at(grant)]];
    }

    /** Index into {@link #programmes()}. */
    public int programme(int grant) {
        return programme[at(grant)];
    }

    /** See {@link io.trafficallocator.model.Scopes}. */
    public int scope(int grant) {
        return scope[at(grant)];
    }

    /** Whole impressions of a guarantee or cap, the factor of a boost, whole fen of a subsidy, 0 otherwise. */
    public double amount(int grant) {
        return amount[at(grant)];
    }

    /** First day of a guarantee's window, in days since 1970-01-01; means nothing when {@link #windowDays} is 0. */
    public int windowStart(int grant) {
        return windowStart[at(grant)];
    }

    /** Length of a guarantee's window in days; 0 when it speaks of the plan's period itself. */
    public int windowDays(int grant) {
        return windowDays[at(grant)];
    }

    /** Index into {@link #rules()}. */
    public int rule(int grant) {
        return rule[at(grant)];
    }

    /** Why an exclusion was granted; null for any other kind. */
    public @Nullable String reason(int grant) {
        return reason[at(grant)];
    }

    private int at(int grant) {
        return entry == null ? grant : entry[grant];
    }

    /** Where rules failed, so that what they would have granted is missing here. */
    public RuleFailures failures() {
        return failures;
    }

    /** Collects grants. Not safe for use by several threads; one for each shard is joined by {@link #addAll}. */
    public static final class Builder {
        private final ImmutableList<Programme> programmes;
        private final ImmutableList<RuleReference> rules;
        private int count;
        private int[] merchant = new int[16];
        private byte[] kind = new byte[16];
        private int[] programme = new int[16];
        private int[] scope = new int[16];
        private double[] amount = new double[16];
        private int[] windowStart = new int[16];
        private int[] windowDays = new int[16];
        private int[] rule = new int[16];
        private @Nullable String[] reason = new @Nullable String[16];
        private RuleFailures failures = RuleFailures.none();

        public Builder(List<Programme> programmes, List<RuleReference> rules) {
            this.programmes = ImmutableList.copyOf(programmes);
            this.rules = ImmutableList.copyOf(rules);
        }

        public int count() {
            return count;
        }

        /** Adds a grant without a window and returns its index. */
        public int add(
                int merchantRow, EntitlementKind what, int programmeIndex, int inScope, double value, int byRule) {
            reserve(count + 1);
            merchant[count] = merchantRow;
            kind[count] = (byte) what.ordinal();
            programme[count] = programmeIndex;
            scope[count] = inScope;
            amount[count] = value;
            rule[count] = byRule;
            return count++;
        }

        public void setScope(int grant, int inScope) {
            scope[grant] = inScope;
        }

        public void setWindow(int grant, int startEpochDay, int days) {
            windowStart[grant] = startEpochDay;
            windowDays[grant] = days;
        }

        public void setReason(int grant, String why) {
            reason[grant] = why;
        }

        public void setFailures(RuleFailures where) {
            failures = where;
        }

        /** Appends the grants of a shard that was built on the same programmes and rules. */
        public void addAll(Builder shard) {
            reserve(count + shard.count);
            System.arraycopy(shard.merchant, 0, merchant, count, shard.count);
            System.arraycopy(shard.kind, 0, kind, count, shard.count);
            System.arraycopy(shard.programme, 0, programme, count, shard.count);
            System.arraycopy(shard.scope, 0, scope, count, shard.count);
            System.arraycopy(shard.amount, 0, amount, count, shard.count);
            System.arraycopy(shard.windowStart, 0, windowStart, count, shard.count);
            System.arraycopy(shard.windowDays, 0, windowDays, count, shard.count);
            System.arraycopy(shard.rule, 0, rule, count, shard.count);
            System.arraycopy(shard.reason, 0, reason, count, shard.count);
            count += shard.count;
        }

        /** Replaces each programme index by what stands at it. */
        void moveProgrammes(int[] positions) {
            for (int grant = 0; grant < count; grant++) {
                programme[grant] = positions[programme[grant]];
            }
        }

        public Grants build() {
            return new Grants(this, count, merchant, null);
        }

        /**
         * Grants that say what the collected ones do, to other merchants.
         *
         * @param merchants by grant, the row; adopted, not copied
         * @param entries by grant, which of those collected; adopted, not copied
         */
        Grants build(int[] merchants, int[] entries) {
            return new Grants(this, merchants.length, merchants, entries);
        }

        int merchant(int grant) {
            return merchant[grant];
        }

        int rule(int grant) {
            return rule[grant];
        }

        /** What a grant says. */
        Granted entry(int grant) {
            return new Granted(
                    KINDS[kind[grant]],
                    programmes.get(programme[grant]).id(),
                    scope[grant],
                    amount[grant],
                    windowStart[grant],
                    windowDays[grant],
                    reason[grant]);
        }

        /** Adds a grant without a look at its programme's id. */
        void add(int merchantRow, int byRule, int programmeIndex, Granted granted) {
            int at = add(merchantRow, granted.kind(), programmeIndex, granted.scope(), granted.amount(), byRule);
            setWindow(at, granted.windowStart(), granted.windowDays());
            reason[at] = granted.reason();
        }

        /** Adds a grant like another, but for its amount. */
        void repeat(int grant, double value) {
            int at = add(merchant[grant], KINDS[kind[grant]], programme[grant], scope[grant], value, rule[grant]);
            setWindow(at, windowStart[grant], windowDays[grant]);
            reason[at] = reason[grant];
        }

        /** Whether two grants differ by nothing but their merchant. */
        boolean isAlike(int grant, int other) {
            return compare(grant, other) == 0;
        }

        private int compare(int grant, int other) {
            int order = Integer.compare(rule[grant], rule[other]);
            order = order != 0 ? order : Integer.compare(kind[grant], kind[other]);
            order = order != 0 ? order : Integer.compare(programme[grant], programme[other]);
            order = order != 0 ? order : Integer.compare(scope[grant], scope[other]);
            order = order != 0 ? order : Double.compare(amount[grant], amount[other]);
            order = order != 0 ? order : Integer.compare(windowDays[grant], windowDays[other]);
            order = order != 0 ? order : Integer.compare(windowStart[grant], windowStart[other]);
            return order != 0
                    ? order
                    : Objects.compare(
                            reason[grant], reason[other], Comparator.nullsFirst(Comparator.<String>naturalOrder()));
        }

        /** The same grants in ascending order of merchant, then rule. */
        Builder sorted() {
            Integer[] order = new Integer[count];
            Arrays.setAll(order, index -> index);
            Arrays.sort(order, (grant, other) -> {
                int byMerchant = Integer.compare(merchant[grant], merchant[other]);
                return byMerchant != 0 ? byMerchant : compare(grant, other);
            });
            Builder sorted = new Builder(programmes, rules);
            for (Integer each : order) {
                sorted.add(merchant[each], KINDS[kind[each]], programme[each], scope[each], amount[each], rule[each]);
                sorted.setWindow(sorted.count - 1, windowStart[each], windowDays[each]);
                sorted.reason[sorted.count - 1] = reason[each];
            }
            return sorted;
        }

        private void reserve(int needed) {
            if (needed <= merchant.length) {
                return;
            }
            int length = Math.max(needed, merchant.length + (merchant.length >> 1));
            merchant = Arrays.copyOf(merchant, length);
            kind = Arrays.copyOf(kind, length);
            programme = Arrays.copyOf(programme, length);
            scope = Arrays.copyOf(scope, length);
            amount = Arrays.copyOf(amount, length);
            windowStart = Arrays.copyOf(windowStart, length);
            windowDays = Arrays.copyOf(windowDays, length);
            rule = Arrays.copyOf(rule, length);
            reason = Arrays.copyOf(reason, length);
        }
    }
}
