package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.RuleReference;
import java.util.Locale;

/**
 * Which conditions of a rule a merchant fulfils. Immutable.
 *
 * @param merchant whom the rule was tried on
 * @param fires whether the rule grants to the merchant
 * @param conditions in the order of the rule, up to the first pattern that nothing fits: what follows it was not
 *     looked at
 * @param failure what went wrong when the rule was fired at the merchant, so that it is left out of the plan there; empty
 *     when nothing did
 */
public record WhyNot(
        RuleReference rule, String merchant, boolean fires, ImmutableList<Condition> conditions, String failure) {
    /**
     * One condition.
     *
     * @param text as the rule says it
     * @param holds whether it is fulfilled
     * @param found the values that it was held against; empty when there is none to show
     */
    public record Condition(String text, boolean holds, String found) {}

    /** Several lines for people, each ending in a line feed. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "rule \"%s\" at %s %s merchant %s%n",
                rule.rule(),
                rule.source(),
                fires ? "grants to" : failure.isEmpty() ? "does not grant to" : "fails at",
                merchant));
        for (Condition condition : conditions) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s  %s%s%n",
                    condition.holds() ? "holds" : "FAILS",
                    condition.text(),
                    condition.found().isEmpty() ? "" : ": " + condition.found()));
        }
        if (!failure.isEmpty()) {
            text.append("  it is left out there: ").append(failure).append('\n');
        }
        return text.toString().replace("\r\n", "\n");
    }

    @Override
    public String toString() {
        return toText();
    }
}
