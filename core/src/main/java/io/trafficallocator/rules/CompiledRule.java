package io.trafficallocator.rules;

import io.trafficallocator.model.RuleReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule that passed, and where it stands. */
record CompiledRule(RuleReference reference, int column, InForce inForce, RuleShape shape, Joins joins) {
    RuleException problem(@Nullable String merchant, String message, @Nullable Throwable cause) {
        String where = "rule '" + reference.rule() + "'" + (merchant == null ? "" : " for merchant '" + merchant + "'");
        return new RuleException(
                List.of(new RuleProblem(reference.file(), reference.line(), column, where + ": " + message)), cause);
    }
}
