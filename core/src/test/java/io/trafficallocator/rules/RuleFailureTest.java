package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.grants;
import static io.trafficallocator.rules.Marketplace.merchant;
import static io.trafficallocator.rules.Marketplace.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules do wrong while they are evaluated. */
class RuleFailureTest {
    private static String failure(String rules, MerchantProfile... merchants) {
        return failure(rules, request(merchants).build());
    }

    private static String failure(String rules, AllocationRequest request) {
        RuleException thrown = catchThrowableOfType(RuleException.class, () -> grants(rules, request));
        assertThat(thrown).isNotNull();
        assertThat(thrown.getMessage()).hasLineCount(1).contains("Maybe").doesNotContain("org.drools", "mvel", "\tat ");
        return thrown.getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "grant.boost(\"lanch\", 2)                       ; programme of boost is 'lanch'|Maybe 'launch' was meant.",
                "grant.boost($none, 2)                         ; programme of boost is ''|Maybe one of launch, mink, upward",
                "grant.boost(\"launch\", 0.5 + $zero)                    ; boost is 0.5, but must be a factor from 1 to 1,000,000",
                "grant.boost(\"launch\", 0.0 / $zero)                ; boost is NaN",
                "grant.boost(\"launch\", 1.0 / $zero)                ; boost is Infinity",
                "grant.guarantee(\"launch\", $zero - 1)                 ; guarantee is -1.0, but must be a whole number",
                "grant.guarantee(\"launch\", 1.5 + $zero)                ; guarantee is 1.5|Maybe round it: Math.round(...).",
                "grant.guarantee(\"launch\", 2e12 + $zero)               ; guarantee is 2.0E12, but must be a whole number of impressions from 0 to 1e12",
                "grant.cap(\"launch\", 0.0 / $zero)                  ; cap is NaN",
                "grant.cap(\"launch\", 1).inField(\"lvie\")      ; field of inField is 'lvie', but must be the field of a placement|Maybe 'live'",
                "grant.cap(\"launch\", 1).inPlacement(\"hme\")   ; placement is 'hme', but must be one of the request's placements|Maybe 'home'",
                "grant.guarantee(\"launch\", 0).inField(\"x\")   ; field of inField is 'x'",
                "grant.access(\"launch\", \"inlet-3\")           ; placement is 'inlet-3'|Maybe 'inlet-1' was meant.",
                "grant.accessToFestival(\"launch\", \"mnk\")     ; festival of accessToFestival is 'mnk'|Maybe 'mink' was meant.",
                "grant.guarantee(\"launch\", 1).overFestival(\"x\") ; festival of overFestival is 'x'",
                "grant.guarantee(\"launch\", 1).overFirstDays($zero) ; days of overFirstDays is 0, but must be between 1 and 36500",
                "grant.guarantee(\"launch\", 1).overDays(\"2024-1-1\" + $none, 1) ; first day of overDays is '2024-1-1', but must be a date",
                "grant.guarantee(\"launch\", 1).overDays(\"2024-01-01\", $zero - 1) ; days of overDays is -1",
                "grant.exclude(\"launch\", \" \" + $none)                ; reason of exclude is ' ', but must say why",
            })
    void impossible_grants_are_told(String grant, String message) {
        String told = failure(
                "// comment\n\n  rule \"the rule\"\nwhen Merchant( $zero : tier, $none : size ) then " + grant
                        + "; end",
                merchant("m1", 3).build());
        assertThat(told)
                .startsWith("test.drl:4:3: rule 'the rule' for merchant 'm1': ")
                .contains(message.split("\\|"));
    }

    @Test
    void a_consequence_that_throws_is_told_with_rule_and_merchant() {
        assertThat(failure(
                        "rule 'x' when $m : Merchant() then"
                                + " grant.boost(\"launch\", Integer.parseInt($m.attribute(\"a\"))); end",
                        merchant("m1", 1).attribute("a", "2").build(),
                        merchant("m2", 1).attribute("a", "two").build()))
                .isEqualTo("test.drl:2:1: rule 'x' for merchant 'm2': 'two' is no number, so the rule throws"
                        + " java.lang.NumberFormatException: For input string: \"two\". Maybe number(\"name\") was meant for an"
                        + " attribute: it is null where there is no number.");
        assertThat(failure(
                        "rule 'x' when $m : Merchant() then grant.boost(\"launch\", $m.getGrowth()); end",
                        merchant("m1", 1).build()))
                .contains("rule 'x' for merchant 'm1': growth is unknown (null), so the rule throws"
                        + " java.lang.NullPointerException: ")
                .endsWith(" Maybe ask first: growth != null.");
    }

    @Test
    void a_condition_that_throws_is_told_with_rule_and_merchant() {
        assertThat(failure(
                        "rule 'x' when Merchant( Integer.parseInt(attribute(\"a\")) > 1 ) then grant.boost(\"launch\", 2); end",
                        merchant("m1", 1).attribute("a", "2").build(),
                        merchant("m2", 1).attribute("a", "two").build(),
                        merchant("m3", 1).attribute("a", "three").build()))
                .startsWith("test.drl:2:1: rule 'x' for merchant 'm2': 'two' is no number, so a condition throws"
                        + " java.lang.NumberFormatException: For input string: \"two\".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "Merchant( $g : growth )|grant.boost(\"launch\", 1 + $g * 2) ; $g is unknown (null), so the rule throws java.lang.NullPointerException|Maybe ask first that",
                "$m : Merchant( )|grant.cap(\"launch\", Math.floor($m.number(\"x\"))) ; number(...) is unknown (null), so the rule throws|Maybe ask first: number(...) != null.",
                "$p : Programme( pool == null ) Merchant( )|grant.boost(\"launch\", $p.pool() * 2) ; pool is unknown (null), so the rule throws|Maybe ask first: pool != null.",
                "Merchant( daysSince(\"x\") + 2 > 1 )|grant.boost(\"launch\", 2) ; a value that it calculates with is unknown (null), so a condition throws java.lang.NullPointerException|Maybe ask first, as in: growth != null.",
                "Merchant( tier / violations > 1 )|grant.boost(\"launch\", 2) ; a whole number is divided by 0, so a condition throws java.lang.ArithmeticException: / by zero|Maybe ask first that it is not 0.",
                "Merchant( $t : tier, $v : violations )|grant.cap(\"launch\", $t / $v) ; a whole number is divided by 0, so the rule throws|Maybe ask first that it is not 0.",
                "Merchant( $t : tier, $v : violations )|grant.cap(\"launch\", $t / (1.0 * $v)) ; cap is Infinity, but must be|Maybe it is divided by 0: ask first that it is not.",
                "Merchant( Double.parseDouble(attribute(\"none\")) > 1 )|grant.boost(\"launch\", 2) ; a text without anything in it is no number, so a condition throws|Maybe number(",
                "Merchant( LocalDate.parse(attribute(\"day\")) > joinedOn )|grant.boost(\"launch\", 2) ; '2024/12/01' is no date that is written year-month-day, so a condition throws|Maybe daysSince(",
                "Merchant( attribute(\"day\").substring(20) == \"x\" )|grant.boost(\"launch\", 2) ; a text is shorter than the rule takes for granted, so a condition throws|Maybe ask first how long",
            })
    void what_java_throws_is_told_in_words(String rule, String message) {
        assertThat(failure(
                        "rule 'x' when " + rule.replace("|", " then ") + "; end",
                        merchant("m1", 1).tier(3).attribute("day", "2024/12/01").build()))
                .startsWith("test.drl:2:1: rule 'x' for merchant 'm1': ")
                .contains(message.split("\\|"));
    }

    @Test
    void a_rule_that_fires_without_end_is_stopped_and_told() {
        String rules = "rule 'every day of every day' when Today() "
                + "FestivalDay() Placement() Placement() Placement() Placement() Placement() Merchant()"
                + " then grant.boost(\"launch\", 2); end";
        assertThat(failure(rules, merchant("m1", 1).build(), merchant("m2", 1).build()))
                .startsWith("test.drl:2:1: rule 'every day of every day' for merchant 'm")
                .contains("fires without end");
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "7"})
    void of_many_failures_the_same_one_is_told_on_any_threads(int threads) {
        List<MerchantProfile> merchants = new ArrayList<>();
        for (int index = 0; index < 30_000; index++) {
            merchants.add(merchant(String.format("m%05d", index), 1)
                    .gmv(index % 1_000 == 7 && index > 12_000 ? 0.5 : 1)
                    .build());
        }
        AllocationRequest request = request().merchants(merchants).build();
        RuleBook book = Marketplace.book("rule 'x' when $m : Merchant() then grant.cap(\"launch\", $m.getGmv()); end");
        RuleException thrown = catchThrowableOfType(
                RuleException.class, () -> RuleEvaluation.evaluate(book, request, Workers.of(threads)));
        assertThat(thrown).hasMessageContaining("merchant 'm12007'");
    }
}
