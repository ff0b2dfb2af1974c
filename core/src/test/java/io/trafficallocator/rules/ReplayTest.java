package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is replayed for a merchant is what the engine grants it. */
class ReplayTest {
    private static final int MERCHANTS = 400;

    /** Every grant in a line, or what was thrown. */
    static List<String> outcome(boolean replay, RuleBook book, AllocationRequest request) {
        return outcome(
                () -> replay
                        ? RuleEvaluation.evaluateByReplay(book, request, Workers.of(1))
                        : RuleEvaluation.evaluateByEngine(book, request, Workers.of(1)),
                request);
    }

    static List<String> outcome(Supplier<@Nullable Grants> evaluation, AllocationRequest request) {
        try {
            Grants grants = evaluation.get();
            return grants == null ? List.of("the engine contradicted what was replayed") : lines(grants, request);
        } catch (RuleException e) {
            return new ArrayList<>(List.of("throws " + e.getMessage()));
        }
    }

    private static List<String> lines(Grants grants, AllocationRequest request) {
        List<String> lines = new ArrayList<>();
        for (int grant = 0; grant < grants.count(); grant++) {
            lines.add(String.join(
                    " ",
                    request.merchants().id(grants.merchant(grant)),
                    grants.rules().get(grants.rule(grant)).rule(),
                    grants.kind(grant).name(),
                    grants.programmes().get(grants.programme(grant)).id(),
                    Double.toString(grants.amount(grant)),
                    request.placements().scopes().name(grants.scope(grant)),
                    grants.windowDays(grant) == 0 ? "" : grants.windowStart(grant) + "+" + grants.windowDays(grant),
                    String.valueOf(grants.reason(grant))));
        }
        lines.sort(null);
        return lines;
    }

    /** Without the rules that are refused, such as those that can never grant anything. */
    static RuleBook bookOfAccepted(String rules) {
        List<String> left =
                new ArrayList<>(Splitter.on(Pattern.compile("(?m)^(?=rule )")).splitToList(rules));
        while (true) {
            try {
                return RuleBook.compile(List.of(new RuleSource("drawn.drl", String.join("", left))));
            } catch (RuleException e) {
                Set<Integer> refused = new TreeSet<>(Comparator.reverseOrder());
                for (RuleProblem problem : e.problems()) {
                    int line = 1;
                    int index = -1;
                    while (line <= problem.line()) {
                        line += Math.toIntExact(left.get(++index)
                                .chars()
                                .filter(sign -> sign == '\n')
                                .count());
                    }
                    refused.add(index);
                }
                refused.forEach(index -> left.remove((int) index));
                assertThat(left).as("all refused: %s", e.getMessage()).hasSizeGreaterThan(1);
            }
        }
    }

    static void compare(long seed) {
        RandomRules random = new RandomRules(new SplittableRandom(seed));
        String rules = random.rules(12);
        AllocationRequest request = random.request(MERCHANTS);
        RuleBook book = bookOfAccepted(rules);
        assertThat(outcome(true, book, request))
                .as("seed %s%n%s", seed, rules)
                .isEqualTo(outcome(false, book, request));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void random_rules_grant_what_the_engine_grants(long tens) {
        for (long seed = 10 * tens; seed < 10 * tens + 10; seed++) {
            compare(seed);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void many_random_rules_grant_what_the_engine_grants(long thousands) {
        for (long seed = 1000 * thousands; seed < 1000 * thousands + 500; seed++) {
            compare(seed);
        }
    }
}
