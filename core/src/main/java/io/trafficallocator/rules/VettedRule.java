package io.trafficallocator.rules;

import io.trafficallocator.rules.Vocabulary.FactType;
import java.util.List;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it was read: what its review goes by. Not complete when anything in it was refused.
 *
 * @param patterns in the order of the file
 * @param scope what its bindings stand for
 */
record VettedRule(
        SourceFile file, RuleDescr rule, int header, List<Pattern> patterns, Scope scope, List<GrantCall> grants) {
    /**
     * A pattern and its conditions.
     *
     * @param name what the rule calls its fact; null when it does not
     * @param role how the pattern stands in the rule
     */
    record Pattern(FactType type, @Nullable String name, Role role, int start, List<Term> conditions) {}

    /** How a pattern stands in a rule. */
    enum Role {
        /** It must be matched. */
        PLAIN,
        /** Something must match it. */
        EXISTS,
        /** Nothing may match it. */
        NOT,
        /** In any other way. */
        OTHER
    }
}
