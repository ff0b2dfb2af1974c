package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.RuleReference;

/**
 * Where rules failed in an evaluation that went on without them: all are counted, the first are kept. The same for the
 * same facts and rules, on any number of threads. Immutable.
 *
 * @param merchantsByRule at how many merchants each rule failed, ascending by file, then line; rules that never failed
 *     are left out
 * @param first the first {@value #KEPT}, ascending by merchant, then rule
 */
public record RuleFailures(ImmutableMap<RuleReference, Long> merchantsByRule, ImmutableList<RuleFailure> first) {
    /** How many failures are kept in full. */
    public static final int KEPT = 100;

    private static final RuleFailures NONE = new RuleFailures(ImmutableMap.of(), ImmutableList.of());

    /** No rule failed. */
    public static RuleFailures none() {
        return NONE;
    }

    /** How often a rule failed at a merchant. */
    public long count() {
        return merchantsByRule.values().stream().mapToLong(Long::longValue).sum();
    }

    public boolean isEmpty() {
        return merchantsByRule.isEmpty();
    }
}
