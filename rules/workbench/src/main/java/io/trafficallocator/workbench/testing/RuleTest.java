package io.trafficallocator.workbench.testing;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.rules.RuleProbe;
import io.trafficallocator.rules.WhyNot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tests rules from Java, whatever the test framework: given facts, when the rules are evaluated for a merchant, then it
 * is granted this and nothing else.
 *
 * <pre>{@code
 * RuleTest.given(book, request)
 *         .when("panjin-rice")
 *         .thenGranted("guarantee launch 10000 over 7 days from 2024-11-11");
 * }</pre>
 *
 * <p>Grants are written as in test files: kind, programme, amount, then {@code in field:live} or {@code in
 * placement:home}, then {@code over 7 days from 2024-11-11}. Immutable.
 */
public final class RuleTest {
    private static final int MOST_RULES_EXPLAINED = 2;

    private final RuleBook rules;
    private final AllocationRequest facts;
    private final Grants grants;

    private RuleTest(RuleBook rules, AllocationRequest facts) {
        this.rules = rules;
        this.facts = facts;
        this.grants = RuleEvaluation.evaluate(rules, facts, Workers.of(1));
    }

    /**
     * Evaluates the rules.
     *
     * @throws io.trafficallocator.rules.RuleException when a rule throws or grants something impossible
     */
    public static RuleTest given(RuleBook rules, AllocationRequest facts) {
        return new RuleTest(rules, facts);
    }

    /**
     * Speaks of a merchant.
     *
     * @throws InvalidRequestException when there is none of that id
     */
    public When when(String merchant) {
        int row = facts.merchants().row(merchant);
        if (row < 0) {
            throw new InvalidRequestException("merchant '" + merchant
                    + "' is unknown, but must be one of the request. Maybe it is a typing error.");
        }
        return new When(merchant, row);
    }

    AllocationRequest facts() {
        return facts;
    }

    /** A merchant of the test. */
    public final class When {
        private final String merchant;
        private final int row;

        private When(String merchant, int row) {
            this.merchant = merchant;
            this.row = row;
        }

        /**
         * These grants and no others, in any order; none named means that it is granted nothing.
         *
         * @throws AssertionError when it is not so, with the difference, who granted what, and why a rule did not
         */
        public void thenGranted(String... expected) {
            List<String> difference = difference(List.of(expected));
            if (!difference.isEmpty()) {
                throw new AssertionError("merchant " + merchant + "\n" + String.join("\n", difference));
            }
        }

        /** The rules that granted it something. */
        Set<RuleReference> grantedBy() {
            Set<RuleReference> rules = new LinkedHashSet<>();
            GrantLine.of(grants, facts, row).values().forEach(rules::addAll);
            return rules;
        }

        /** Each line starts with what it is; empty when all is as expected. */
        List<String> difference(List<String> expected) {
            Set<String> wanted = new LinkedHashSet<>();
            expected.forEach(
                    line -> wanted.add(GrantLine.canonical(List.of(line.strip().split("\\s+")))));
            Map<String, List<RuleReference>> granted = GrantLine.of(grants, facts, row);
            List<String> lines = new ArrayList<>();
            boolean anyMissing = false;
            for (String line : wanted) {
                if (!granted.containsKey(line)) {
                    anyMissing = true;
                    lines.add("  - " + line + "  (expected, but not granted)");
                }
            }
            granted.forEach((line, by) -> {
                String rule = "\"" + by.get(0).rule() + "\" at " + by.get(0).source();
                lines.add(
                        (wanted.contains(line) ? "    " + line : "  + " + line + "  (not expected)") + ", by " + rule);
            });
            boolean same = granted.keySet().equals(wanted);
            if (anyMissing) {
                whyNot(granted).forEach(lines::add);
            }
            return same ? ImmutableList.of() : lines;
        }

        private List<String> whyNot(Map<String, List<RuleReference>> granted) {
            Set<RuleReference> did = new LinkedHashSet<>();
            granted.values().forEach(did::addAll);
            return rules.rules().stream()
                    .filter(rule -> !did.contains(rule))
                    .map(rule -> RuleProbe.probe(rules, rule, facts, merchant))
                    .sorted(Comparator.comparingLong(RuleTest::failing))
                    .limit(MOST_RULES_EXPLAINED)
                    .map(why -> "  " + why.toText().strip().replace("\n", "\n  "))
                    .toList();
        }
    }

    private static long failing(WhyNot why) {
        return why.conditions().stream().filter(condition -> !condition.holds()).count() * 1000
                - why.conditions().size();
    }
}
