package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadsheetTest {
    private static final String HEAD = """
            package,belts
            name,merchant,merchant,grant,ends
            ,"origin == ""$param\""",tier >= $param,"grant.boost(""origin"", $param);",
            """;

    private static List<String> problems(String text) {
        RuleException refused = catchThrowableOfType(
                RuleException.class, () -> RuleBook.compile(List.of(new RuleSource("belts.drl.csv", text))));
        return refused.problems().stream()
                .map(problem -> problem.line() + ":" + problem.column() + ": " + problem.message())
                .toList();
    }

    @Test
    void a_row_is_a_rule_and_an_empty_cell_is_no_condition() {
        RuleBook book = RuleBook.compile(
                List.of(new RuleSource("belts.drl.csv", HEAD + "first,Wuhan,2,1.3,2024-11-12\n\nsecond,,,1.2,\n")));
        assertThat(book.rules())
                .extracting(rule -> rule.rule() + " at " + rule.source())
                .containsExactly("first at belts.drl.csv:4", "second at belts.drl.csv:6");
        assertThat(Spreadsheet.of(new RuleSource("x", HEAD + "first,Wuhan,2,1.3,2024-11-12\n"))
                        .rules())
                .isEqualTo(
                        "package belts\n\n\nrule \"first\" date-expires \"2024-11-12\" when Merchant( origin == \"Wuhan\","
                                + " tier >= 2) then grant.boost(\"origin\", 1.3); end\n\n");
    }

    @Test
    void mistakes_are_told_at_their_cell() {
        assertThat(problems(HEAD + "first,Wuhan,two,1.3,\n"))
                .singleElement()
                .asString()
                .startsWith("4:13: cell C4: field 'two' of Merchant is unknown");
        assertThat(problems(HEAD + "first,Wuhan,2,many,\n"))
                .singleElement()
                .asString()
                .startsWith("4:15: cell D4: name 'many' is unknown");
        assertThat(problems(HEAD + "first,Wuhan,2,1.3,soon\n"))
                .singleElement()
                .asString()
                .contains("cell E4: date-expires of rule 'first' is 'soon', but must be a date");
        assertThat(problems(HEAD + "first,\"Wuhan,2,1.3,\n")).first().asString().contains("cell B4: a quotation mark");
        assertThat(problems(HEAD + "first,Wuhan,2,1.3,,more\n"))
                .first()
                .asString()
                .startsWith("4:20: cell F4: stands right of the last column");
        assertThat(problems(HEAD.replace("ends", "end") + "first,Wuhan,2,1.3,\n"))
                .first()
                .asString()
                .startsWith("2:30: cell E2: kind of column 'end' is unknown");
        assertThat(problems("nonsense\n")).first().asString().contains("must begin with a line 'package,NAME'");
    }

    @Test
    void a_cell_cannot_smuggle_code_past_the_vetting() {
        assertThat(problems(HEAD + "first,Wuhan,2,\"1.3); System.exit(1\",\n"))
                .first()
                .asString()
                .contains("cell D4: 'System.exit(1)' is refused");
    }
}
