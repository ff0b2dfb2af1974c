package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that throws at merchants whom it could not grant anything does so, too, when grants are replayed or recalled. */
class ThrowingRulesTest {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 1);
    private static final String UP = "$p : Programme( id == \"up\", $n : number(\"from\", 1) ) ";
    private static final String SMALL = "Merchant( size == \"small\", ";

    private static MerchantProfile merchant(int index, boolean isSmall) {
        return MerchantProfile.builder("m" + (1000 + index), DAY)
                .size(isSmall ? "small" : "large")
                .tier(3)
                .build();
    }

    /** One is small, and not among those whom the engine is shown for the proof alone. */
    private static AllocationRequest request(int merchants, int small) {
        return AllocationRequest.builder()
                .asOf(DAY)
                .merchants(IntStream.range(0, merchants)
                        .mapToObj(index -> merchant(index, index == small))
                        .toList())
                .placements(List.of(Placement.of("home", "mall", 10).priced(2)))
                .festivals(List.of(Festival.of("f", DAY, DAY)))
                .programmes(List.of(Programme.of("up", 1).withParameters(Map.of("from", "two", "to", "9"))))
                .build();
    }

    private static List<String> byEngine(RuleBook book, AllocationRequest request) {
        return ReplayTest.outcome(() -> RuleEvaluation.evaluateByEngine(book, request, Workers.of(1)), request);
    }

    private static boolean isFailure(List<String> outcome) {
        return outcome.toString().startsWith("[throws ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true ; Placement( $p.number('from', 1) > pricePerMille ) ; violations > $p.tier",
                "false; Placement( $p.number('to', 1) > pricePerMille ) ; violations > $p.tier",
                "true ; Placement( $n > pricePerMille ) ; violations > $p.tier",
                "true ; Placement( pricePerMille == $n ) ; violations > $p.tier",
                "true ; Today( periodDays < 4 / ($p.tier - 1) ) ; violations > $p.tier",
                "true ; not Placement( $p.number('from', 1) > pricePerMille ) ; violations > $p.tier",
                "true ; exists Placement( $p.number('from', 1) > pricePerMille ) ; violations > $p.tier",
                "true ; ( Placement( $p.number('from', 1) > pricePerMille ) or Today() ) ; violations > $p.tier",
                "true ; not( Placement( $f : field ) and FestivalDay( $f.substring(9) == id ) ) ; violations > $p.tier",
                "true ; Placement( $f : festival ) FestivalDay( $f.length() > $p.tier ) ; violations > $p.tier",
                "true ; Placement( $p.number('from', 1) > 2 ) FestivalDay( $p.id == 'none' ) ; violations > $p.tier",
                "false; Placement( $p.number('from', 1) > 2 ) FestivalDay( id == 'none' ) ; violations > $p.tier",
                "false; Programme( id == 'none' ) Placement( $p.number('from', 1) > 2 ) ; violations > $p.tier",
                "false; Placement( festival == $p.id ) ; gmv > $n",
                "false; ; tier > 4, gmv > $n",
                "false; ; violations > $p.number('from', 1) && tier > 4",
                "false; ; violations > $p.tier, gmv > $n",
                "true ; ; violations > $p.tier, gmv == $n",
                "true ; ; violations > $p.tier, $p.number('from', 1) == gmv",
                "true ; ; violations > $p.tier, $v : violations == $p.number('from', 1)",
                "true ; ; violations != $p.tier, gmv > $n",
                "true ; ; violations > $p.tier && tier / violations > 3",
                "true ; ; attribute('x') == $p.id && attribute('x').substring(1) == 'a'",
                "true ; ; violations == 0 && ( attribute('x') == $p.id && attribute('x').substring(1) == 'a' )",
                "true ; Programme( id == 'none' ) ; tier / violations > 3",
            })
    void a_rule_throws_wherever_the_engine_says_so(boolean throwsThere, String before, String condition) {
        String patterns = UP + (before == null ? "" : before) + " " + SMALL + condition + " )";
        compare(throwsThere, patterns.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "false; violations > $p.tier ; Placement( $p.number('from', 1) > pricePerMille )",
                "true ; violations < $p.tier ; Placement( $p.number('from', 1) > pricePerMille )",
                "true ; violations < $p.tier, $v : violations ; not Today( periodDays < 4 / $v )",
            })
    void what_comes_after_the_merchant_is_for_those_who_get_that_far(
            boolean throwsThere, String condition, String after) {
        compare(throwsThere, (UP + SMALL + condition + " ) " + after).replace('\'', '"'));
    }

    private static void compare(boolean throwsThere, String patterns) {
        RuleBook book = RuleBook.compile(List.of(
                new RuleSource("x.drl", "package x rule 'x' when " + patterns + " then grant.boost(\"up\", 2); end")));
        AllocationRequest request = request(500, 77);
        List<String> expected = byEngine(book, request);
        assertThat(isFailure(expected)).as("%s", expected).isEqualTo(throwsThere);
        assertThat(ReplayTest.outcome(true, book, request)).isEqualTo(expected);
        AllocationRequest large = request(20, -1);
        assertThat(RuleEvaluation.evaluateByRecall(book, large)).isNull();
        assertThat(RuleEvaluation.evaluateByRecall(book, large)).isNotNull();
        AllocationRequest small = request(50, 7);
        assertThat(ReplayTest.outcome(() -> RuleEvaluation.evaluateByRecall(book, small), small))
                .isEqualTo(byEngine(book, small));
    }

    private static void compareRandom(long seed) {
        RandomRules random = new RandomRules(new SplittableRandom(seed));
        String rules = random.failing();
        RuleBook book;
        try {
            book = RuleBook.compile(List.of(new RuleSource("drawn.drl", rules)));
        } catch (RuleException e) {
            // Conditions drawn at random may exclude one another.
            return;
        }
        AllocationRequest request = random.request(400);
        AllocationRequest few = random.request(12, request);
        // What fails at most merchants cannot be missed.
        if (!isFailure(byEngine(book, few))) {
            assertThat(ReplayTest.outcome(true, book, request))
                    .as("seed %s%n%s", seed, rules)
                    .isEqualTo(byEngine(book, request));
        }
        AllocationRequest day = random.request(30);
        assertThat(RuleEvaluation.evaluateByRecall(book, day)).isNull();
        for (int index = 0; index < 6; index++) {
            AllocationRequest next = random.request(20, day);
            List<String> expected = byEngine(book, next);
            assertThat(ReplayTest.outcome(() -> RuleEvaluation.evaluateByRecall(book, next), next))
                    .as("seed %s, request %s%n%s", seed, index, rules)
                    .isEqualTo(expected);
            if (isFailure(expected)) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {183, 412, 859, 913, 999, 1404, 1507, 1519, 1698, 1736, 1740, 1755, 1817, 2172, 2221})
    void random_rules_fail_as_in_the_engine(long seed) {
        compareRandom(seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void many_random_rules_fail_as_in_the_engine(long thousands) {
        for (long seed = 1000 * thousands; seed < 1000 * thousands + 300; seed++) {
            compareRandom(seed);
        }
    }
}
