package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.RuleReference;

/**
 * What a check of rules found. Immutable.
 *
 * @param rules the rules that were read, in ascending order of file, then line
 * @param errors what the rules are refused for, in ascending order of file, line and column
 * @param warnings what is allowed but hardly meant, in the same order
 */
public record RuleReport(
        ImmutableList<RuleReference> rules, ImmutableList<RuleProblem> errors, ImmutableList<RuleProblem> warnings) {
    /** Whether the rules can be used. */
    public boolean isGood() {
        return errors.isEmpty();
    }
}
