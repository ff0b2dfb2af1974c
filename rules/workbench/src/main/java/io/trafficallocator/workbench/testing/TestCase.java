package io.trafficallocator.workbench.testing;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One test: facts, the grants that are expected of some merchants, and what is expected of the plan. */
final class TestCase {
    private final Word name;
    private final Facts facts;
    private final Map<String, List<List<Word>>> granted = new LinkedHashMap<>();
    private final Map<String, Word> mentioned = new LinkedHashMap<>();
    private final List<PlanExpectation> planned = new ArrayList<>();

    TestCase(Word name, Facts facts) {
        this.name = name;
        this.facts = facts;
    }

    Word name() {
        return name;
    }

    Facts facts() {
        return facts;
    }

    boolean isEmpty() {
        return granted.isEmpty() && planned.isEmpty();
    }

    /** Reads what follows the word {@code expect}. */
    void expect(List<Word> words) {
        if (words.isEmpty()) {
            throw name.trouble("an expectation is empty. Maybe: expect m nothing");
        }
        if (PlanExpectation.SUBJECTS.contains(words.get(0).text())) {
            planned.add(PlanExpectation.of(words));
        } else {
            expectGrant(words.get(0), words.subList(1, words.size()));
        }
    }

    void expectGrant(Word merchant, List<Word> grant) {
        if (grant.isEmpty()) {
            throw merchant.trouble("expectation for merchant '" + merchant.text()
                    + "' is empty, but must be a grant or nothing. Maybe: expect " + merchant.text() + " nothing");
        }
        mentioned.putIfAbsent(merchant.text(), merchant);
        List<List<Word>> lines = granted.computeIfAbsent(merchant.text(), unused -> new ArrayList<>());
        if (!grant.get(0).is("nothing")) {
            GrantLine.refuseUnreadable(grant);
            lines.add(List.copyOf(grant));
        }
    }

    /** What is not as expected, and the rules whose grants were looked at. */
    record Outcome(List<String> differences, Set<RuleReference> fired) {}

    Outcome run(RuleBook rules) {
        AllocationRequest request = FactsRequest.of(facts, name);
        RuleTest test = RuleTest.given(rules, request);
        List<String> differences = new ArrayList<>();
        Set<RuleReference> fired = new LinkedHashSet<>();
        granted.forEach((merchant, lines) -> {
            if (request.merchants().row(merchant) < 0) {
                Word word = mentioned.getOrDefault(merchant, name);
                throw word.wrong("merchant", "be one of the test's", "a line 'merchant " + merchant + "' is missing");
            }
            RuleTest.When when = test.when(merchant);
            fired.addAll(when.grantedBy());
            List<String> difference = when.difference(lines);
            if (!difference.isEmpty()) {
                differences.add("  merchant " + merchant);
                differences.addAll(difference);
            }
        });
        if (!planned.isEmpty()) {
            Plan plan = TrafficAllocator.builder()
                    .ruleBook(rules)
                    .threads(1)
                    .strict()
                    .build()
                    .allocate(request);
            planned.stream()
                    .map(each -> each.difference(plan))
                    .filter(line -> !line.isEmpty())
                    .forEach(differences::add);
        }
        return new Outcome(differences, fired);
    }
}
