package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.book;
import static io.trafficallocator.rules.Marketplace.describe;
import static io.trafficallocator.rules.Marketplace.merchant;
import static io.trafficallocator.rules.Marketplace.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that fails at a merchant costs what that rule would have granted that merchant, and nothing else. */
class RuleIsolationTest {
    private static final Workers ONE = Workers.of(1);

    private static final String FOUR_RULES = """
            rule "all" when Merchant() then grant.boost("launch", 2); end
            rule "condition" when Merchant( Integer.parseInt(attribute("a")) > 1 ) then grant.cap("launch", 7); end
            rule "consequence" when $m : Merchant() then
                grant.boost("upward", 3);
                grant.guarantee("launch", Integer.parseInt($m.attribute("b")));
            end
            rule "each placement" when $p : Placement( $id : id ) $m : Merchant( tier > 0 ) then
                grant.guarantee("upward", $id.equals("room") ? $m.getTier() - 2 : 5).inPlacement($id);
            end
            """;

    private static Grants lenient(String rules, AllocationRequest request) {
        return lenient(book(rules), request);
    }

    private static Grants lenient(RuleBook book, AllocationRequest request) {
        return RuleEvaluation.evaluate(book, request, ONE, RuleGuards.lenient());
    }

    @Test
    void a_failing_rule_loses_what_it_grants_that_merchant_and_nothing_else() {
        AllocationRequest request = request(
                        merchant("m1", 1)
                                .attribute("a", "5")
                                .attribute("b", "9")
                                .build(),
                        merchant("m2", 1).attribute("a", "").attribute("b", "8").build(),
                        merchant("m3", 1)
                                .attribute("a", "6")
                                .attribute("b", "x")
                                .build(),
                        merchant("m4", 1)
                                .attribute("a", "0")
                                .attribute("b", "0")
                                .tier(1)
                                .build(),
                        merchant("m5", 1)
                                .attribute("a", "?")
                                .attribute("b", "?")
                                .tier(3)
                                .build())
                .build();
        Grants grants = lenient(FOUR_RULES, request);
        assertThat(describe(grants, request))
                .containsExactly(
                        "m1 BOOST launch 2.0 everything",
                        "m1 BOOST upward 3.0 everything",
                        "m1 CAP launch 7.0 everything",
                        "m1 GUARANTEE launch 9.0 everything",
                        "m2 BOOST launch 2.0 everything",
                        "m2 BOOST upward 3.0 everything",
                        "m2 GUARANTEE launch 8.0 everything",
                        "m3 BOOST launch 2.0 everything",
                        "m3 CAP launch 7.0 everything",
                        "m4 BOOST launch 2.0 everything",
                        "m4 BOOST upward 3.0 everything",
                        "m5 BOOST launch 2.0 everything",
                        "m5 GUARANTEE upward 1.0 placement:room",
                        "m5 GUARANTEE upward 5.0 placement:home",
                        "m5 GUARANTEE upward 5.0 placement:inlet-1",
                        "m5 GUARANTEE upward 5.0 placement:inlet-2");
        RuleFailures failures = grants.failures();
        assertThat(failures.merchantsByRule())
                .isEqualTo(ImmutableMap.of(
                        new RuleReference("condition", "test.drl", 3), 2L,
                        new RuleReference("consequence", "test.drl", 4), 2L,
                        new RuleReference("each placement", "test.drl", 8), 1L));
        assertThat(failures.count()).isEqualTo(5);
        String advice = ". Maybe number(\"name\") was meant for an attribute: it is null where there is no number.";
        assertThat(failures.first())
                .extracting(RuleFailure::toString)
                .containsExactly(
                        "test.drl:3:1: rule 'condition' for merchant 'm2': '' is no number, so a condition throws"
                                + " java.lang.NumberFormatException: For input string: \"\"" + advice,
                        "test.drl:4:1: rule 'consequence' for merchant 'm3': 'x' is no number, so the rule throws"
                                + " java.lang.NumberFormatException: For input string: \"x\"" + advice,
                        "test.drl:8:1: rule 'each placement' for merchant 'm4': guarantee is -1.0, but must be a whole"
                                + " number of impressions from 0 to 1e12. Maybe it is made from a fact that is unknown"
                                + " or negative.",
                        "test.drl:3:1: rule 'condition' for merchant 'm5': '?' is no number, so a condition throws"
                                + " java.lang.NumberFormatException: For input string: \"?\"" + advice,
                        "test.drl:4:1: rule 'consequence' for merchant 'm5': '?' is no number, so the rule throws"
                                + " java.lang.NumberFormatException: For input string: \"?\"" + advice);
    }

    /** Every merchant alone with every rule alone says what must come out, whatever the groups and threads. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_granted_and_what_fails_depends_on_no_neighbour_and_no_thread(long seed) {
        RuleBook book = book(FOUR_RULES);
        SplittableRandom random = new SplittableRandom(seed);
        double oddShare = List.of(0.001, 0.05, 0.9).get((int) seed - 1);
        List<MerchantProfile> merchants = new ArrayList<>();
        for (int index = 0; index < 2_500; index++) {
            merchants.add(merchant(String.format("m%05d", index), 1)
                    .attribute("a", random.nextDouble() < oddShare ? "odd" : "" + random.nextInt(4))
                    .attribute("b", random.nextDouble() < oddShare ? "-1" : "3")
                    .tier(random.nextDouble() < oddShare ? 1 : random.nextInt(2, 4))
                    .build());
        }
        AllocationRequest request = request().merchants(merchants).build();
        Grants one = lenient(book, request);
        Grants many = RuleEvaluation.evaluate(book, request, Workers.of(3), RuleGuards.lenient());
        assertThat(describe(many, request)).as("seed %d", seed).isEqualTo(describe(one, request));
        assertThat(many.failures()).as("seed %d", seed).isEqualTo(one.failures());

        List<String> expected = new ArrayList<>();
        long failures = 0;
        for (MerchantProfile each : merchants.subList(0, 300)) {
            AllocationRequest alone = request(each).build();
            Grants grants = lenient(book, alone);
            expected.addAll(describe(grants, alone));
            failures += grants.failures().count();
        }
        AllocationRequest few = request().merchants(merchants.subList(0, 300)).build();
        Grants grants = lenient(book, few);
        assertThat(describe(grants, few))
                .as("seed %d", seed)
                .isEqualTo(expected.stream().sorted().toList());
        assertThat(grants.failures().count()).as("seed %d", seed).isEqualTo(failures);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void all_failures_are_counted_and_the_first_are_kept_on_any_threads(int threads) {
        List<MerchantProfile> merchants = IntStream.range(0, 25_000)
                .mapToObj(index -> merchant(String.format("m%05d", index), 1)
                        .gmv(index % 50 == 7 ? 0.5 : 1)
                        .build())
                .toList();
        AllocationRequest request = request().merchants(merchants).build();
        RuleBook book = book("rule 'x' when $m : Merchant() then grant.cap(\"launch\", $m.getGmv()); end");
        Grants grants = RuleEvaluation.evaluate(book, request, Workers.of(threads), RuleGuards.lenient());
        assertThat(grants.count()).isEqualTo(24_500);
        assertThat(grants.failures().count()).isEqualTo(500);
        assertThat(grants.failures().first())
                .hasSize(RuleFailures.KEPT)
                .extracting(RuleFailure::merchant)
                .startsWith("m00007", "m00057", "m00107")
                .endsWith("m04957");
    }

    @Test
    void a_rule_that_is_not_in_force_does_not_fail() {
        String rules = "rule 'old' date-expires \"2024-11-01\" when Merchant( Integer.parseInt(attribute(\"a\")) > 1 )"
                + " then grant.boost(\"launch\", 2); end\n"
                + "rule 'now' when Merchant() then grant.boost(\"launch\", 3); end";
        AllocationRequest request = request(merchant("m", 1).build()).build();
        Grants grants = RuleEvaluation.evaluate(book(rules), request, ONE, RuleGuards.strictly());
        assertThat(describe(grants, request)).containsExactly("m BOOST launch 3.0 everything");
        assertThat(grants.failures().isEmpty()).isTrue();
    }

    @Test
    void a_pattern_that_recurses_too_deeply_on_a_long_text_is_a_failure_like_any_other() {
        String rules = "rule 'x' when Merchant( attribute(\"a\") matches \"(.)*\" ) then grant.boost(\"launch\", 2);"
                + " end\nrule 'y' when Merchant() then grant.boost(\"launch\", 3); end";
        AllocationRequest request = request(
                        merchant("m1", 1).attribute("a", "abab").build(),
                        // Signs of one and of two characters by turns: for each the engine of patterns calls itself.
                        merchant("m2", 1)
                                .attribute("a", "a\uD83D\uDE00".repeat(300_000))
                                .build())
                .build();
        Grants grants = lenient(rules, request);
        assertThat(describe(grants, request))
                .containsExactly(
                        "m1 BOOST launch 2.0 everything",
                        "m1 BOOST launch 3.0 everything",
                        "m2 BOOST launch 3.0 everything");
        assertThat(grants.failures().first())
                .singleElement()
                .asString()
                .startsWith(
                        "test.drl:2:1: rule 'x' for merchant 'm2': a condition throws java.lang.StackOverflowError.");
    }

    @Test
    void grants_for_a_merchant_are_limited() {
        String rules = "rule 'one' when Merchant() then grant.boost(\"launch\", 2); end\n"
                + "rule 'each' when $p : Placement() Merchant( tier > 0 )"
                + " then grant.cap(\"launch\", 5).inPlacement($p.id()); end";
        AllocationRequest.Builder facts = request(
                merchant("m1", 1).build(),
                merchant("m2", 1).tier(1).build(),
                merchant("m3", 1).tier(1).build());
        facts.placements(IntStream.range(0, 20)
                .mapToObj(index -> Placement.of("p" + index, "live", 10))
                .toList());
        AllocationRequest request = facts.build();
        RuleGuards guards = RuleGuards.lenient().withGrantsForMerchant(21);
        assertThat(RuleEvaluation.evaluate(book(rules), request, ONE, guards).count())
                .isEqualTo(43);
        for (int most : new int[] {20, 12}) {
            assertThatThrownBy(() ->
                            RuleEvaluation.evaluate(book(rules), request, ONE, guards.withGrantsForMerchant(most)))
                    .isInstanceOf(RuleException.class)
                    .hasMessage("test.drl:3:1: rule 'each' for merchant 'm2': grants most of the more than " + most
                            + " grants of this merchant, but so many are all that it may have. Maybe the rule fires"
                            + " for each placement, where one grant for a field would do.");
        }
    }

    /** The engine would hold all combinations before it fires once, and run out of memory. */
    @Test
    void joins_without_a_condition_in_common_are_refused_before_they_use_all_memory() {
        String five = "Placement() ".repeat(5);
        AllocationRequest.Builder facts = request(merchant("m1", 1).build());
        facts.placements(IntStream.range(0, 60)
                .mapToObj(index -> Placement.of("p" + index, "live", 10))
                .toList());
        AllocationRequest request = facts.build();
        assertThatThrownBy(() ->
                        lenient("rule 'x' when " + five + "Merchant() then grant.boost(\"launch\", 2); end", request))
                .isInstanceOf(RuleException.class)
                .hasMessage(
                        "test.drl:2:1: rule 'x': joins up to 777,600,000 combinations of the day's facts for each"
                                + " merchant, but may join 1,000,000. Maybe a pattern was meant that names one fact by its id.");
        String one = five.replace("()", "( id == \"p1\" )") + "not Placement( id == \"none\" ) exists Placement() ";
        assertThat(lenient("rule 'x' when " + one + "Merchant() then grant.boost(\"launch\", 2); end", request)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void merchants_are_split_where_all_of_them_would_make_too_many_combinations() {
        AllocationRequest.Builder facts = request();
        facts.placements(IntStream.range(0, 90)
                .mapToObj(index -> Placement.of("p" + index, index < 2 ? "live" : "f" + index, 10))
                .toList());
        facts.merchants(IntStream.range(0, 400)
                .mapToObj(index ->
                        merchant("m" + index, 1).tier(index == 7 ? 1 : 2).build())
                .toList());
        Grants grants = lenient(
                "rule 'pairs' when $p : Placement( $f : field ) Placement( field == $f, id != $p.id )"
                        + " $m : Merchant() then grant.guarantee(\"launch\", $m.getTier() - 2).inField($f); end\n"
                        + "rule 'all' when Merchant() then grant.boost(\"launch\", 2); end",
                facts.build());
        assertThat(grants.count()).isEqualTo(400);
        assertThat(grants.failures().first()).extracting(RuleFailure::merchant).containsExactly("m7");
    }

    @Test
    void rules_of_a_book_are_limited() {
        List<RuleSource> sources = List.of(
                new RuleSource("a.drl", "package a rule 'a' when Merchant() then grant.boost(\"p\", 2); end"),
                new RuleSource(
                        "b.drl",
                        "package a rule 'b' when Merchant() then grant.boost(\"p\", 2); end\n"
                                + "rule 'c' when Merchant() then grant.boost(\"p\", 2); end"));
        assertThat(RuleBook.compile(sources, RuleGuards.lenient().withRules(3)).rules())
                .hasSize(3);
        String message = "b.drl:2:1: rule 'c': is one of 3 rules, but a book may have 2. Maybe rows of a table were"
                + " written as rules: an attribute of merchants can hold them.";
        assertThatThrownBy(() -> RuleBook.compile(sources, RuleGuards.lenient().withRules(2)))
                .isInstanceOf(RuleException.class)
                .hasMessage(message);
        assertThatThrownBy(() ->
                        RuleBook.compile(sources).check(RuleGuards.lenient().withRules(2)))
                .isInstanceOf(RuleException.class)
                .hasMessage(message);
    }

    @Test
    void evaluation_ends_when_time_is_up() {
        long[] now = {0};
        Ticker oneMillisecondEachLook = new Ticker() {
            @Override
            public long read() {
                return now[0] += 1_000_000;
            }
        };
        RuleGuards guards =
                RuleGuards.lenient().withTicker(oneMillisecondEachLook).withTime(Duration.ofMillis(5));
        List<MerchantProfile> merchants = IntStream.range(0, 400)
                .mapToObj(index -> merchant("m" + index, 1).build())
                .toList();
        RuleBook book = book("rule 'x' when Merchant() then grant.boost(\"launch\", 2); end");
        AllocationRequest request = request().merchants(merchants).build();
        RuleException thrown =
                catchThrowableOfType(RuleException.class, () -> RuleEvaluation.evaluate(book, request, ONE, guards));
        assertThat(thrown)
                .hasMessage(
                        "test.drl:2:1: rule 'x': was reached when rules had been evaluated for longer than PT0.005S,"
                                + " the most that is allowed. Maybe a rule joins too many facts, or the limit is too low for"
                                + " so many merchants.");
        assertThat(RuleEvaluation.evaluate(book, request, ONE, guards.withTime(Duration.ofMillis(50)))
                        .count())
                .isEqualTo(400);
    }

    /** Kinds that are tried in vain, because a rule fails at one of them, take no time off the engine. */
    @Test
    void what_is_tried_in_vain_takes_no_time_off() {
        long[] now = {0};
        RuleGuards guards = RuleGuards.lenient().withTicker(new Ticker() {
            @Override
            public long read() {
                return now[0] += 1_000_000;
            }
        });
        AllocationRequest request = request()
                .merchants(IntStream.range(0, 400)
                        .mapToObj(index -> merchant("m" + (100 + index), 1)
                                .attribute("part", index == 399 ? "" : "0.5")
                                .build())
                        .toList())
                .build();
        RuleBook book =
                book("rule 'x' when $m : Merchant() then grant.boost(\"launch\", 1 + $m.number(\"part\")); end");
        Grants first = RuleEvaluation.evaluate(book, request, ONE, guards);
        long alone = now[0];
        for (int time = 0; time < 3; time++) {
            assertThat(RuleEvaluation.evaluate(book, request, ONE, guards.withTime(Duration.ofNanos(alone)))
                            .count())
                    .isEqualTo(first.count())
                    .isEqualTo(399);
        }
        assertThat(now[0]).as("it was tried").isGreaterThan(4 * alone);
    }

    @Test
    void limits_out_of_range_are_refused() {
        assertThatThrownBy(() -> RuleGuards.lenient().withRules(0))
                .hasMessage("rules is 0, but must be at least 1. Maybe leave it out: it is 10,000 then.");
        assertThatThrownBy(() -> RuleGuards.lenient().withGrantsForMerchant(-3))
                .hasMessageStartingWith("grantsForMerchant is -3, but must be at least 1.");
        assertThatThrownBy(() -> RuleGuards.lenient().withTime(Duration.ZERO))
                .hasMessage("time is PT0S, but must be more than 0. Maybe leave it out: it is an hour then.");
    }
}
