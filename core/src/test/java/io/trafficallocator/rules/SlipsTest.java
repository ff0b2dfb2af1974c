package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usual slips: one error each, whose advice stands for what it points at, and then the rule is accepted. */
class SlipsTest {
    private static final Pattern MEANT = Pattern.compile("Maybe '(.+?)' was meant");

    private static RuleReport check(String rules) {
        return RuleBook.check(List.of(new RuleSource("slip.drl", rules)), RuleContext.NOTHING_KNOWN);
    }

    private static void isMended(String rules) {
        RuleReport report = check(rules);
        assertThat(report.errors()).as(rules).hasSize(1);
        RuleProblem problem = report.errors().get(0);
        Matcher meant = MEANT.matcher(problem.message());
        assertThat(meant.find()).as(problem.message()).isTrue();
        int from = rules.indexOf(problem.text()) + problem.column() - 1;
        String mended = rules.substring(0, from) + meant.group(1) + rules.substring(from + problem.length());
        assertThat(check(mended).errors()).as(problem + "\n" + mended).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tier = 3",
                "tier === 3",
                "$d = ageDays",
                "$d := ageDays",
                "violations == 0 and tier > 2",
                "violations == 0 AND tier > 2",
                "tier > 2 or violations == 0",
                "tier is 3",
                "tier => 3",
                "tier =< 3",
                "tier <> 3",
                "violations == 0 & tier > 1",
                "tier > 2 | violations == 0",
                "size not \"small\"",
                "size IN (\"small\")",
                "size NOT in (\"small\")",
                "not enrolledIn(\"mink\")",
                "quality > 20%",
                "quality > 12.5%, tier > 1",
                "growth > 20%",
                "quality > 0,5",
                "gmv > 10,000, tier > 1",
                "quality between 0.3 and 0.5",
                "ageDays between (7, 14), tier > 1",
                "tier > 1, ageDays between [7, 14]",
                "gmv >= 1_000",
                "size == \u201csmall\u201d",
                "size == \u2018small\u2019, tier > 1",
                "size in (\u201csmall\u201d)",
                "tier > 3; ageDays < 7",
                "size == small",
                "size in ()",
                "size not in ( ), tier > 1",
                "tier > \u0663",
                "tier > \uFF11\uFF10, quality > 0.5",
                "quality > 0.\uFF15",
                "quality > \uFF10\uFF0E\uFF15",
                "quality > \u0660\u066B\u0665 || tier > 1",
                "size != large, tier > 1",
                "size == origi",
                "size in (small)",
                "categories contains fur",
                "enrolledIn(mink)",
                "attribute(channel) == \"agency\"",
                "origin == \u6b66\u6c49",
                "size in [\"small\", \"large\"]",
                "size in {\"small\"}",
                "7 <= ageDays < 14",
                "violations == 0, 0 < tier <= 3, gmv > 0",
                "joinedOn > 2024-11-01",
                "joinedOn > 2024-11-11",
                "joinedOn > \"2024-11-01\"",
                "tier > \"3\"",
                "size == 3",
            })
    void slips_in_conditions_are_mended_as_advised(String conditions) {
        isMended("package slips\n\nrule \"slip\"\nwhen\n    Merchant( " + conditions
                + " )\nthen\n    grant.boost(\"launch\", 2);\nend\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boost(\"launch\", 1,5)",
                "boost(\"launch\", 1, 5)",
                "boost(\"launch\", 20%)",
                "boost(launch, 2)",
                "guarantee(\"launch\", 10,000)",
                "guarantee(\"launch\", 12,500).inField(\"live\")",
                "guarantee(\"launch\", 300).inField(live)",
                "cap(\"launch\", 1,000)",
                "subsidy(\"launch\", 8,88)",
                "bost(\"launch\", 2)",
            })
    void slips_in_grants_are_mended_as_advised(String grant) {
        isMended("package slips\n\nrule \"slip\"\nwhen\n    Merchant( tier > 1 )\nthen\n    grant." + grant
                + ";\nend\n");
    }

    @ParameterizedTest
    @CsvSource({"20%, 1.2", "100%, 2", "130%, 1.3", "112.5%, 1.125"})
    void a_percentage_above_100_is_a_boost_itself(String percentage, String meant) {
        String grant = "grant.boost(\"x\", %s);";
        RuleReport inRules =
                check("package x rule \"x\" when Merchant( ) then " + grant.formatted(percentage) + " end");
        RuleReport inCell = RuleBook.check(
                List.of(new RuleSource(
                        "x.drl.csv",
                        "package,x\nname,grant\n,\"" + grant.formatted("$param").replace("\"", "\"\"") + "\"\nx,"
                                + percentage + "\n")),
                RuleContext.NOTHING_KNOWN);
        assertThat(List.of(inRules, inCell))
                .allSatisfy(report -> assertThat(report.errors())
                        .singleElement()
                        .asString()
                        .endsWith("Maybe '" + meant + "' was meant."));
    }

    @ParameterizedTest
    @CsvSource({
        "category == \"fur\", categories",
        "age < 7, ageDays",
        "stag == \"growth\", stage",
        "percentile > 0.5, gmvPercentile",
        "joined != null, joinedOn",
        "originMerchant > 3, originMerchants",
        "tierLevel > 3, tier",
    })
    void a_field_that_begins_with_what_was_written_or_holds_it_is_near(String condition, String meant) {
        assertThat(check("package x rule \"x\" when Merchant( " + condition + " ) then grant.boost(\"x\", 2); end")
                        .errors())
                .first()
                .asString()
                .contains("Maybe '" + meant + "' was meant.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"poolUnit == YUAN", "poolUnit == \"YUAN\"", "id = \"launch\"", "id == launch"})
    void slips_in_patterns_of_the_day_are_mended_as_advised(String condition) {
        isMended("package slips\n\nrule \"slip\"\nwhen\n    Programme( " + condition
                + " )\n    Merchant( tier > 1 )\nthen\n    grant.boost(\"launch\", 2);\nend\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tier > 3, ageDays < 7;",
                "tier > 3;",
            })
    void a_semicolon_too_many_is_told_where_it_stands(String conditions) {
        RuleReport report = check("package slips\n\nrule \"slip\"\nwhen\n    Merchant( " + conditions
                + " )\nthen\n    grant.boost(\"launch\", 2);\nend\n");
        assertThat(report.errors()).singleElement().satisfies(problem -> {
            assertThat(problem.column()).isEqualTo(15 + conditions.indexOf(';'));
            assertThat(problem.message()).endsWith("Maybe it can go.");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"size in (\"small\",)", "size in (,\"small\")", "size in (\"small\",,\"large\")"})
    void a_comma_with_nothing_beside_it_is_told_at_itself(String condition) {
        String rules = "package x rule \"x\" when Merchant( " + condition + " ) then grant.boost(\"x\", 2); end";
        assertThat(check(rules).errors()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("a ',' has nothing").contains("Maybe it can go.");
            String mended = rules.substring(0, problem.column() - 1) + rules.substring(problem.column());
            assertThat(check(mended).errors()).as(mended).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFF11.\uFF15", "1.\uFF15", "\u0661\u066B\u0665"})
    void other_digits_in_a_grant_are_told_once(String number) {
        String rules = "package x rule \"x\" when Merchant() then grant.boost(\"x\", " + number + "); end";
        assertThat(check(rules).errors())
                .singleElement()
                .asString()
                .contains(":" + (rules.indexOf(number) + 1) + ": number '" + number
                        + "' has other digits than 0 to 9. Maybe '1.5' was meant.");
    }

    @Test
    void another_point_is_told_once() {
        String rules = "package x rule \"x\" when Merchant() then grant.boost(\"x\", 1\uFF0E5); end";
        assertThat(check(rules).errors())
                .singleElement()
                .asString()
                .contains("number '1\uFF0E5' has another point than '.'. Maybe '1.5' was meant.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in", "not in"})
    void an_empty_list_is_said_to_fit_what_it_fits(String operator) {
        String rules = "package x rule \"x\" when Merchant( size " + operator + " () ) then grant.boost(\"x\", 2); end";
        assertThat(check(rules).errors())
                .singleElement()
                .asString()
                .contains(operator.equals("in") ? "so that no value fits" : "so that every value fits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "grant.boost(`x`, 1.3));|, or one too many.",
                "grant boost(`x`, 1.3);|, or one too many.",
                "grant.boost(`x` 1.3);|, or one too many.",
                "grant.boost(`x`, 1.3;|')' is missing.",
                "grant.boost(`x`, 1.3)|';' is missing.",
            })
    void a_sign_is_called_missing_only_where_it_is(String consequence, String advice) {
        String rules = "package x rule \"x\" when Merchant() then " + consequence.replace('`', '"') + " end";
        assertThat(check(rules).errors())
                .anySatisfy(problem -> assertThat(problem.message()).endsWith(advice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20%", "12.5%", "0,3", "1,25", "10,000"})
    void the_default_of_a_parameter_is_one_number(String number) {
        isMended("""
                package a
                rule "x" when
                    Programme( id == "a", $least : number("least", %s) )
                    Merchant( gmv >= $least )
                then grant.boost("a", 1.5); end
                """.formatted(number));
    }

    @Test
    void between_without_two_numbers_is_told_in_words() {
        RuleReport report =
                check("package a rule \"x\" when Merchant( tier between $a and $b ) then grant.boost(\"a\", 2); end");
        assertThat(report.errors())
                .singleElement()
                .asString()
                .contains("'between' is no operator of a condition. Maybe '>= ... && tier <= ...' was meant.");
    }
}
