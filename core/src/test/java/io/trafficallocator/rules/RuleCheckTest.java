package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedSet;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of rules beside what is wrong with them. */
class RuleCheckTest {
    private static final RuleContext KNOWN = new RuleContext(
            ImmutableSortedSet.of("launch", "upward"),
            ImmutableSortedSet.of("mink"),
            ImmutableSortedSet.of("home", "inlet-1"),
            ImmutableSortedSet.of("live", "mall"),
            LocalDate.of(2024, 11, 1));

    private static String rule(String name, String conditions, String grant) {
        return "rule \"" + name + "\" when\nMerchant( " + conditions + " )\nthen grant." + grant + "; end\n";
    }

    private static RuleReport check(RuleContext context, String... rules) {
        return RuleBook.check(List.of(new RuleSource("a.drl", "package a\n" + String.join("", rules))), context);
    }

    private static List<String> warnings(RuleContext context, String... rules) {
        RuleReport report = check(context, rules);
        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings())
                .allSatisfy(warning -> assertThat(warning.message()).contains("Maybe "))
                .allSatisfy(warning -> assertThat(warning.excerpt()).contains("\n"));
        return report.warnings().stream().map(RuleProblem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tier >= 0                           ; a.drl:3:11: warning: condition 'tier >= 0' always holds: tier is 0 or more",
                "violations == 0, violations < 3     ; a.drl:3:28: warning: condition 'violations < 3' always holds after the conditions before it",
                "quality >= 0.5, quality != null     ; a.drl:3:27: warning: condition 'quality != null' always holds after",
                "quality == null || quality <= 1     ; a.drl:3:11: warning: condition '(quality == null || quality <= 1)' always holds",
                "tier > 2, tier not in (0, 1) || tier > 1  ; always holds after",
            })
    void conditions_that_change_nothing_are_warned_of(String conditions, String warning) {
        assertThat(warnings(RuleContext.NOTHING_KNOWN, rule("r", conditions.strip(), "boost(\"launch\", 2)")))
                .singleElement()
                .asString()
                .contains(warning.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "quality >= 0",
                "quality <= 1",
                "tier > 0",
                "tier > 2, violations == 0",
                "!( quality < 0.5 )",
                "growth > 1 || growth <= 1",
                "size != \"\"",
                "attribute(\"channel\") != \"agency\", attribute(\"channel\") != \"direct\"",
            })
    void what_can_fail_is_not_warned_of(String conditions) {
        assertThat(warnings(RuleContext.NOTHING_KNOWN, rule("r", conditions.strip(), "boost(\"launch\", 2)")))
                .isEmpty();
    }

    @Test
    void what_never_holds_under_not_only_wastes_the_condition() {
        assertThat(warnings(
                        RuleContext.NOTHING_KNOWN,
                        rule("r", "tier > 1", "boost(\"launch\", 2)")
                                .replace("Merchant", "not FestivalDay( day < 0 )\nMerchant")))
                .singleElement()
                .asString()
                .startsWith("a.drl:3:18: warning: condition 'day < 0' never holds")
                .contains("so 'not' changes nothing here");
    }

    @Test
    void a_copy_adds_nothing() {
        assertThat(warnings(
                        RuleContext.NOTHING_KNOWN,
                        rule("first", "tier > 2, size == \"small\"", "boost(\"launch\", 2)"),
                        rule("second", "tier > 2, size == \"small\"", "boost(\"launch\", 2)")))
                .singleElement()
                .asString()
                .startsWith(
                        "a.drl:5:1: warning: rule 'second' adds nothing: whenever it grants, rule 'first' at a.drl:2"
                                + " grants the same")
                .contains("it is a copy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tier > 3                ; boost(\"launch\", 1.5)",
                "tier in (3, 4)          ; boost(\"launch\", 2)",
                "tier > 2, ageDays < 9   ; boost(\"launch\", 2)",
                "tier == 5 || tier == 7  ; boost(\"launch\", 1)",
            })
    void a_narrower_rule_that_grants_no_more_adds_nothing(String conditions, String grant) {
        assertThat(warnings(
                        RuleContext.NOTHING_KNOWN,
                        rule("narrow", conditions.strip(), grant.strip()),
                        rule("wide", "tier > 2", "boost(\"launch\", 2)")))
                .singleElement()
                .asString()
                .startsWith("a.drl:2:1: warning: rule 'narrow' adds nothing: whenever it grants, rule 'wide' at a.drl:5"
                        + " grants as much or more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tier > 3      ; boost(\"launch\", 2.5)",
                "tier > 1      ; boost(\"launch\", 1.5)",
                "tier > 3      ; boost(\"upward\", 1.5)",
                "tier > 3      ; boost(\"launch\", 1.5).inField(\"live\")",
                "tier > 3      ; cap(\"launch\", 10)",
                "tier < 2      ; boost(\"launch\", 2)",
            })
    void a_rule_that_grants_something_of_its_own_is_not_warned_of(String conditions, String grant) {
        assertThat(warnings(
                        RuleContext.NOTHING_KNOWN,
                        rule("other", conditions.strip(), grant.strip()),
                        rule("wide", "tier > 2", "boost(\"launch\", 2)")))
                .isEmpty();
    }

    @Test
    void a_smaller_cap_is_the_stronger_one() {
        assertThat(warnings(
                        RuleContext.NOTHING_KNOWN,
                        rule("loose", "tier > 3", "cap(\"launch\", 100)"),
                        rule("tight", "tier > 2", "cap(\"launch\", 50)")))
                .singleElement()
                .asString()
                .contains("rule 'loose' adds nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Merchant( enrolledIn(\"minks\") )                ; a.drl:3:22: warning: programme or festival 'minks' is not listed, so no fact fits. Maybe 'mink' was meant.",
                "Programme( id == \"lanch\" ) Merchant( )         ; a.drl:3:18: warning: programme 'lanch' is not listed, so no fact fits. Maybe 'launch' was meant.",
                "FestivalDay( id in (\"mink\", \"fur\") ) Merchant( ) ; a.drl:3:29: warning: festival 'fur' is not listed",
                "exists Placement( field == \"lvie\" ) Merchant( ) ; a.drl:3:28: warning: field 'lvie' is not listed, so no fact fits. Maybe 'live' was meant.",
                "exists Placement( id == \"hoem\" ) Merchant( )    ; warning: placement 'hoem' is not listed, so no fact fits. Maybe 'home' was meant.",
            })
    void names_that_are_nowhere_listed_are_warned_of(String patterns, String warning) {
        String rules = "rule \"r\" when\n" + patterns.strip() + "\nthen grant.boost(\"launch\", 2); end\n";
        assertThat(warnings(KNOWN, rules)).singleElement().asString().contains(warning.strip());
        assertThat(warnings(RuleContext.NOTHING_KNOWN, rules)).noneMatch(each -> each.contains("not listed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "boost(\"lanch\", 2)                           ; a.drl:4:18: programme is 'lanch', but must be one that is listed|Maybe 'launch' was meant.",
                "boost(\"launch\", 2).inField(\"lvie\")        ; a.drl:4:39: field is 'lvie'|Maybe 'live' was meant.",
                "boost(\"launch\", 2).inPlacement(\"hoem\")    ; a.drl:4:43: placement is 'hoem'|Maybe 'home' was meant.",
                "access(\"launch\", \"inlet-2\")               ; placement is 'inlet-2'|Maybe 'inlet-1' was meant.",
                "accessToFestival(\"launch\", \"minks\")       ; festival is 'minks'|Maybe 'mink' was meant.",
                "guarantee(\"launch\", 5).overFestival(\"fur\") ; festival is 'fur'|Maybe one of mink was meant.",
            })
    void granting_for_something_that_is_nowhere_listed_is_an_error(String grant, String message) {
        String rules = rule("r", "tier > 1", grant.strip());
        assertThat(check(KNOWN, rules).errors())
                .singleElement()
                .asString()
                .contains(Splitter.on('|').split(message.strip()));
        assertThat(check(RuleContext.NOTHING_KNOWN, rules).errors()).isEmpty();
    }

    @Test
    void a_grant_on_nearly_the_programme_of_the_condition_is_warned_of() {
        assertThat(
                        warnings(
                                RuleContext.NOTHING_KNOWN,
                                "rule \"r\" when\nProgramme( id == \"lanch\" ) Merchant( )\nthen grant.boost(\"launch\", 2); end\n"))
                .singleElement()
                .asString()
                .startsWith("a.drl:4:18: warning: programme is 'launch', but the rule's condition is about 'lanch'.");
    }

    @Test
    void a_rule_that_is_over_is_warned_of_on_that_day() {
        String rules =
                rule("r", "tier > 1", "boost(\"launch\", 2)").replace(" when", " date-expires \"2024-10-01\" when");
        assertThat(warnings(KNOWN, rules))
                .singleElement()
                .asString()
                .startsWith("a.drl:2:1: warning: rule 'r' is no more in force: it expired on 2024-10-01");
        assertThat(warnings(KNOWN.on(LocalDate.of(2024, 9, 30)), rules)).isEmpty();
        assertThat(warnings(RuleContext.NOTHING_KNOWN, rules)).isEmpty();
    }

    @Test
    void warnings_do_not_keep_rules_from_being_compiled() {
        RuleReport report = check(RuleContext.NOTHING_KNOWN, rule("r", "tier >= 0", "boost(\"launch\", 2)"));
        assertThat(report.isGood()).isTrue();
        assertThat(report.warnings()).hasSize(1);
        assertThat(RuleBook.compile(List.of(new RuleSource(
                                "a.drl", "package a\n" + rule("r", "tier >= 0", "boost(\"launch\", 2)"))))
                        .rules())
                .hasSize(1);
    }

    @Test
    void an_excerpt_points_at_the_place() {
        assertThat(check(RuleContext.NOTHING_KNOWN, rule("r", "tier > 1, agDays < 3", "boost(\"launch\", 2)"))
                        .errors())
                .singleElement()
                .satisfies(problem -> assertThat(problem.excerpt())
                        .isEqualTo("Merchant( tier > 1, agDays < 3 )\n                    ^^^^^^"));
    }
}
