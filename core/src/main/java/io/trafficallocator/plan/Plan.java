package io.trafficallocator.plan;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.MerchantIds;
import io.trafficallocator.model.Placements;
import io.trafficallocator.rules.RuleFailures;
import io.trafficallocator.solve.Whole;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whole impressions for each merchant and placement, with what they cost, what is short, and what they were made from.
 *
 * <p>Immutable and safe for use by several threads. Merchants and placements stand in ascending order of id. The lists
 * are views: reading one element makes one record, so that a plan of millions costs no object for each.
 */
public final class Plan {
    /**
     * Everything but the cells.
     *
     * @param asOf first day of the period
     * @param periodDays length of the period
     * @param inputDigest SHA-256 of the facts, in hexadecimal
     * @param rulesDigest SHA-256 of the rules, in hexadecimal
     * @param rewarded impressions above what natural ranking alone would give, added up over all cells
     * @param seconds by stage, in order of execution; differs from run to run and is no part of {@link #equals}
     */
    public record Header(
            LocalDate asOf,
            int periodDays,
            String inputDigest,
            String rulesDigest,
            long rewarded,
            ImmutableMap<String, Double> seconds) {
        Header withSeconds(ImmutableMap<String, Double> byStage) {
            return new Header(asOf, periodDays, inputDigest, rulesDigest, rewarded, byStage);
        }
    }

    /** Adopted arrays: the cells of merchant row m are {@code start[m]} to {@code start[m + 1]}. */
    public record Cells(MerchantIds merchants, int[] start, int[] placement, Whole impressions) {
        /** Ids and impressions as arrays, adopted as well. */
        public Cells(String[] merchants, int[] start, int[] placement, long[] impressions) {
            this(MerchantIds.of(merchants), start, placement, Whole.of(impressions));
        }
    }

    private final Header header;
    private final Placements placements;
    private final Cells cells;
    private final long[] unallocated;
    private final List<Entitlement> entitlements;
    private final List<Shortfall> shortfalls;
    private final List<PoolSpend> pools;
    private final List<Multiplier> multipliers;
    private final RuleFailures ruleFailures;

    /** A plan in which no rule failed. The lists must be immutable; entitlements and shortfalls ascend by merchant. */
    public Plan(
            Header header,
            Placements placements,
            Cells cells,
            long[] unallocated,
            List<Entitlement> entitlements,
            List<Shortfall> shortfalls,
            List<PoolSpend> pools,
            List<Multiplier> multipliers) {
        this(header, placements, cells, unallocated, entitlements, shortfalls, pools, multipliers, RuleFailures.none());
    }

    private Plan(
            Header header,
            Placements placements,
            Cells cells,
            long[] unallocated,
            List<Entitlement> entitlements,
            List<Shortfall> shortfalls,
            List<PoolSpend> pools,
            List<Multiplier> multipliers,
            RuleFailures ruleFailures) {
        this.header = header;
        this.placements = placements;
        this.cells = cells;
        this.unallocated = unallocated;
        this.entitlements = entitlements;
        this.shortfalls = shortfalls;
        this.pools = pools;
        this.multipliers = multipliers;
        this.ruleFailures = ruleFailures;
    }

    public Header header() {
        return header;
    }

    public Placements placements() {
        return placements;
    }

    public int merchants() {
        return cells.merchants().count();
    }

    /** The id of a merchant row. */
    public String merchant(int row) {
        return cells.merchants().get(row);
    }

    /** The row of a merchant, or -1 when there is none of that id. */
    public int row(String merchant) {
        return cells.merchants().row(merchant);
    }

    public int cells() {
        return cells.placement().length;
    }

    /** The first cell of a merchant row; {@code start(merchants())} is the number of cells. */
    public int start(int row) {
        return cells.start()[row];
    }

    /** The placement's index of a cell. */
    public int placement(int cell) {
        return cells.placement()[cell];
    }

    public long impressions(int cell) {
        return cells.impressions().get(cell);
    }

    /** Impressions of a merchant at a placement; 0 for a pair that is no cell, or an unknown id. */
    public long impressions(String merchant, String placement) {
        int row = row(merchant);
        int index = placements.index(placement);
        if (row < 0 || index < 0) {
            return 0;
        }
        int cell = Arrays.binarySearch(cells.placement(), start(row), start(row + 1), index);
        return cell < 0 ? 0 : impressions(cell);
    }

    /** Impressions of a merchant at all placements; 0 for an unknown id. */
    public long total(String merchant) {
        int row = row(merchant);
        long sum = 0;
        for (int cell = row < 0 ? 0 : start(row), end = row < 0 ? 0 : start(row + 1); cell < end; cell++) {
            sum += impressions(cell);
        }
        return sum;
    }

    /** Impressions of a placement (by index) that caps leave nobody to take. */
    public long unallocated(int placement) {
        return unallocated[placement];
    }

    /** By merchant, programme, kind and scope, ascending. */
    public List<Entitlement> entitlements() {
        return entitlements;
    }

    /** By merchant, programme and scope, ascending. */
    public List<Shortfall> shortfalls() {
        return shortfalls;
    }

    /** One for each programme, ascending by id. */
    public List<PoolSpend> pools() {
        return pools;
    }

    /** Prices of placements first, then multipliers of merchants, ascending. */
    public List<Multiplier> multipliers() {
        return multipliers;
    }

    /** Where rules failed: what they would have granted there is missing from this plan. */
    public RuleFailures ruleFailures() {
        return ruleFailures;
    }

    /**
     * Whether a rule failed at a merchant, so that the plan lacks what it would have granted: more impressions for that
     * merchant, or fewer, when the rule caps or excludes.
     */
    public boolean isIncomplete() {
        return !ruleFailures.isEmpty();
    }

    /** The plan in a few figures, worked out anew by each call. */
    public Summary summary() {
        return Summary.of(this);
    }

    /** SHA-256 of everything that makes plans equal, in hexadecimal; worked out anew by each call. */
    public String digest() {
        return PlanFile.digest(this);
    }

    Plan withSeconds(ImmutableMap<String, Double> seconds) {
        return with(header.withSeconds(seconds), ruleFailures);
    }

    Plan withRuleFailures(RuleFailures failures) {
        return with(header, failures);
    }

    private Plan with(Header otherHeader, RuleFailures failures) {
        return new Plan(
                otherHeader, placements, cells, unallocated, entitlements, shortfalls, pools, multipliers, failures);
    }

    /** Whether the other plan is the same in everything but the seconds that it took. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Plan that
                && header.withSeconds(ImmutableMap.of()).equals(that.header.withSeconds(ImmutableMap.of()))
                && placements.asList().equals(that.placements.asList())
                && cells.merchants().equals(that.cells.merchants())
                && Arrays.equals(cells.start(), that.cells.start())
                && Arrays.equals(cells.placement(), that.cells.placement())
                && cells.impressions().equals(that.cells.impressions())
                && Arrays.equals(unallocated, that.unallocated)
                && entitlements.equals(that.entitlements)
                && shortfalls.equals(that.shortfalls)
                && pools.equals(that.pools)
                && multipliers.equals(that.multipliers)
                && ruleFailures.equals(that.ruleFailures);
    }

    @Override
    public int hashCode() {
        return 31 * header.withSeconds(ImmutableMap.of()).hashCode()
                + cells.impressions().hashCode();
    }

    @Override
    public String toString() {
        return "Plan of " + header.periodDays() + " days from " + header.asOf() + " for " + merchants()
                + " merchants at " + placements.count() + " placements";
    }
}
