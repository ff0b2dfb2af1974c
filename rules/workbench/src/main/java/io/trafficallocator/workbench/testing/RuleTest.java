package io.trafficallocator.workbench.testing;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.rules.RuleParameters;
import io.trafficallocator.rules.RuleProbe;
import io.trafficallocator.rules.WhyNot;
import io.trafficallocator.rules.WrittenGrant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
            List<String> difference = difference(
                    Stream.of(expected).map(line -> Word.of("", 1, line)).toList());
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
        List<String> difference(List<List<Word>> expected) {
            Map<String, List<Word>> wanted = new LinkedHashMap<>();
            expected.forEach(words -> wanted.put(
                    GrantLine.canonical(words.stream().map(Word::text).toList()), words));
            Map<String, List<RuleReference>> granted = GrantLine.of(grants, facts, row);
            Supplier<Impossible> impossible = Suppliers.memoize(() -> new Impossible(facts, RuleParameters.of(rules)));
            List<String> lines = new ArrayList<>();
            List<List<Word>> missing = new ArrayList<>();
            wanted.forEach((line, words) -> {
                if (!granted.containsKey(line)) {
                    lines.add("  - " + line + "  (expected, but not granted)");
                    String sentence = impossible.get().sentence(words);
                    if (sentence == null) {
                        missing.add(words);
                    } else {
                        lines.add("    " + sentence);
                    }
                }
            });
            granted.forEach((line, by) -> {
                String rule = "\"" + by.get(0).rule() + "\" at " + by.get(0).source();
                lines.add((wanted.containsKey(line) ? "    " + line : "  + " + line + "  (not expected)") + ", by "
                        + rule);
            });
            boolean same = granted.keySet().equals(wanted.keySet());
            if (!missing.isEmpty()) {
                lines.addAll(whyNot(missing, granted));
            }
            return same ? ImmutableList.of() : lines;
        }

        /** Of the rules that granted nothing, those first whose text grants what is most like what is missing. */
        private List<String> whyNot(List<List<Word>> missing, Map<String, List<RuleReference>> granted) {
            Set<RuleReference> did = new LinkedHashSet<>();
            granted.values().forEach(did::addAll);
            List<RuleReference> others =
                    rules.rules().stream().filter(rule -> !did.contains(rule)).toList();
            ImmutableListMultimap<RuleReference, WrittenGrant> written = WrittenGrant.of(rules);
            Map<RuleReference, Integer> likeness = new HashMap<>();
            others.forEach(rule -> likeness.put(rule, likeness(missing, written.get(rule))));
            boolean anyIsLike = likeness.values().stream().anyMatch(like -> like > 0);
            List<String> lines = others.stream()
                    .filter(rule -> !anyIsLike || likeness.getOrDefault(rule, 0) > 0)
                    .map(rule -> RuleProbe.probe(rules, rule, facts, merchant))
                    .sorted(Comparator.<WhyNot>comparingInt(why -> -likeness.getOrDefault(why.rule(), 0))
                            .thenComparingLong(RuleTest::failing))
                    .limit(MOST_RULES_EXPLAINED)
                    .map(why -> "  " + why.toText().strip().replace("\n", "\n  "))
                    .collect(Collectors.toCollection(ArrayList::new));
            int left = others.size() - lines.size();
            if (left > 0) {
                lines.add("  " + left + (left == 1 ? " other rule grants" : " other rules grant") + " merchant "
                        + merchant + " nothing, and " + (left == 1 ? "is" : "are") + " left out here");
            }
            return lines;
        }
    }

    /** 0 when no grant is of the expected kind; then the programme counts, then the amount. */
    private static int likeness(List<List<Word>> missing, List<WrittenGrant> written) {
        int most = 0;
        for (List<Word> words : missing) {
            for (WrittenGrant grant : written) {
                if (words.get(0).is(grant.kind().name().toLowerCase(Locale.ROOT))) {
                    String programme = grant.programme();
                    int like = programme == null
                            ? 1
                            : programme.equals(words.get(1).text()) ? 2 : 0;
                    most = Math.max(most, 100 + 10 * like + amountLikeness(words, grant.amount()));
                }
            }
        }
        return most;
    }

    private static int amountLikeness(List<Word> words, @Nullable Double amount) {
        if (amount == null || words.size() < 3) {
            return 1;
        }
        return GrantLine.canonical(List.of("", "", amount.toString()))
                        .equals(GrantLine.canonical(List.of("", "", words.get(2).text())))
                ? 2
                : 0;
    }

    private static long failing(WhyNot why) {
        return why.conditions().stream().filter(condition -> !condition.holds()).count() * 1000
                - why.conditions().size();
    }
}
