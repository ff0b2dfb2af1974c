package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.RuleReference;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * Counts the failures of rules, and keeps the first by merchant, then rule, in whatever order they are reported. Safe
 * for use by several threads.
 */
final class FailureLog {
    private record Entry(int row, int rule, String message, Throwable thrown) {}

    private final ImmutableList<CompiledRule> rules;
    private final Merchants merchants;
    private final long[] count;
    private final TreeSet<Entry> first =
            new TreeSet<>(Comparator.comparingInt(Entry::row).thenComparingInt(Entry::rule));

    FailureLog(ImmutableList<CompiledRule> rules, Merchants merchants) {
        this.rules = rules;
        this.merchants = merchants;
        this.count = new long[rules.size()];
    }

    synchronized void add(int row, int rule, String message, Throwable thrown) {
        count[rule]++;
        keep(new Entry(row, rule, ThrownWords.of(message, thrown), thrown));
    }

    private void keep(Entry entry) {
        first.add(entry);
        if (first.size() > RuleFailures.KEPT) {
            first.pollLast();
        }
    }

    /**
     * Passes when nothing failed.
     *
     * @throws StoppedException with the first failure
     */
    synchronized void endAtFirst() {
        if (!first.isEmpty()) {
            Entry entry = first.first();
            throw new StoppedException(
                    rules.get(entry.rule).problem(merchants.id(entry.row), entry.message, entry.thrown));
        }
    }

    /** Adds what nobody else adds to any more. */
    synchronized void addAll(FailureLog piece) {
        for (int rule = 0; rule < count.length; rule++) {
            count[rule] += piece.count[rule];
        }
        piece.first.forEach(this::keep);
    }

    synchronized RuleFailures failures() {
        ImmutableMap.Builder<RuleReference, Long> byRule = ImmutableMap.builder();
        for (int rule = 0; rule < count.length; rule++) {
            if (count[rule] > 0) {
                byRule.put(rules.get(rule).reference(), count[rule]);
            }
        }
        ImmutableList.Builder<RuleFailure> kept = ImmutableList.builder();
        for (Entry entry : first) {
            CompiledRule rule = rules.get(entry.rule);
            kept.add(new RuleFailure(rule.reference(), rule.column(), merchants.id(entry.row), entry.message));
        }
        return new RuleFailures(byRule.buildOrThrow(), kept.build());
    }
}
