package io.trafficallocator.rules;

import io.trafficallocator.model.RuleReference;

/**
 * A rule that failed at a merchant: a condition or consequence threw, or it granted something impossible. Whatever the
 * rule had granted this merchant does not count; its other rules do.
 *
 * @param column of the rule's header, from 1
 * @param merchant the merchant's id
 * @param message what happened, then advice starting with "Maybe"
 */
public record RuleFailure(RuleReference rule, int column, String merchant, String message) {
    /** {@code file:line:column: rule 'r' for merchant 'm': message}. */
    @Override
    public String toString() {
        return rule.source() + ":" + column + ": rule '" + rule.rule() + "' for merchant '" + merchant + "': "
                + message;
    }
}
