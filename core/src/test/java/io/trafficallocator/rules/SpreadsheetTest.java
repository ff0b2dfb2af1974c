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
    void empty_cells_right_of_the_last_column_change_nothing() {
        String rows = "first,Wuhan,2,1.3,2024-11-12\n";
        String plain = Spreadsheet.of(new RuleSource("x", HEAD + rows)).rules();
        for (String text : List.of(
                (HEAD + rows).replace("\n", ",,\n"),
                HEAD + rows.replace("\n", ",\n"),
                HEAD.replace("ends\n", "ends, ,\n") + rows)) {
            Spreadsheet padded = Spreadsheet.of(new RuleSource("x", text));
            assertThat(padded.problems()).as(text).isEmpty();
            assertThat(padded.rules()).as(text).isEqualTo(plain);
        }
        assertOne(
                HEAD.replace("ends\n", "ends,,\n").replace("$param);\",\n", "$param);\",,,x\n") + rows,
                "3:77: cell G3: stands right of the last column");
        assertOne(
                HEAD.replace("ends\n", "ends,,\n") + "first,Wuhan,2,1.3,,,more\n",
                "4:21: cell G4: stands right of the last column");
        assertThat(problems(HEAD.replace("merchant,grant", ",grant") + rows))
                .first()
                .asString()
                .startsWith("2:15: cell C2: kind of column '' is unknown");
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
    void a_kind_that_is_missing_in_the_last_column_is_told_once() {
        String rows = "first,Wuhan,2\nsecond,Shenzhen,3\n";
        for (String comma : List.of("", ",")) {
            assertOne(
                    "package,b\nname,grant" + comma + "\n,\"grant.boost(\"\"$param\"\", 2);\",tier >= $param\n" + rows,
                    "2:" + (11 + comma.length())
                            + ": cell C2: kind of column is missing, but its template is 'tier >= $param'. Maybe 'merchant' was"
                            + " meant.");
        }
        assertOne(
                "package,b\nname,merchant,\n,tier >= 1,\"grant.boost(\"\"b\"\", $param);\"\nfirst,x,2\nsecond,x,3\n",
                "2:15: cell C2: kind of column is missing, but its template is 'grant.boost(\"b\", $param);'. Maybe 'grant'"
                        + " was meant.");
    }

    @Test
    void more_than_a_number_in_a_cell_is_told_in_words() {
        assertOne(
                HEAD + "first,Wuhan,1+,1.3,\n",
                "4:13: cell C4: '1+' is no number, and the template says '>=' before it. Maybe '1' was meant.");
        assertOne(
                HEAD + "first,Wuhan,>= 2,1.3,\n",
                "4:13: cell C4: '>= 2' begins with '>=', and the template says '>=' before it. Maybe '2' was meant.");
        assertOne(
                HEAD.replace("tier >=", "tier ==") + "first,Wuhan,2 +,1.3,\n",
                "4:13: cell C4: '2 +' is no number, and the template says '==' before it. Maybe '2' was meant, and 'tier >="
                        + " $param' there.");
        assertOne(
                HEAD + "first,Wuhan,1-3,1.3,\n",
                "4:13: cell C4: '1-3' is a range, and the template says '>=' before it. Maybe two columns were meant, 'tier"
                        + " >= $param' and 'tier <= $param'.");
        assertThat(Spreadsheet.of(new RuleSource("x", HEAD + "first,1-3,2,1.3,\n"))
                        .problems())
                .as("a text may be anything")
                .isEmpty();
    }

    @Test
    void a_cell_cannot_smuggle_code_past_the_vetting() {
        assertThat(problems(HEAD + "first,Wuhan,2,\"1.3); System.exit(1\",\n"))
                .first()
                .asString()
                .contains("cell D4: 'System.exit(1)' is refused");
    }

    private static void assertOne(String text, String told) {
        assertThat(problems(text)).as(text).singleElement().asString().startsWith(told);
    }

    @Test
    void a_mistake_in_a_template_is_told_once_at_its_cell() {
        String rows = "first,Wuhan,2,1.3,\nsecond,Shenzhen,1,1.2,\n";
        assertOne(HEAD.replace("tier >= $param", "tier >= $parm") + rows, "3:25: cell C3: '$parm' is neither $param");
        assertOne(HEAD.replace("tier >= $param", "tier >= $params") + rows, "3:25: cell C3: '$params' is neither");
        assertOne(
                HEAD.replace("\"\"$param\"\"", "\"\"$Param\"\"") + rows,
                "3:2: cell B3: '$Param' is neither $param, which stands for a row's cell, nor a binding. Maybe '$param'");
        assertOne(
                HEAD.replace("\"\"$param\"\"", "$param") + rows,
                "3:2: cell B3: $param stands without quotation marks, but cells such as 'Wuhan' are texts. Maybe"
                        + " '\"$param\"' was meant.");
        assertOne(
                HEAD.replace("\"\"$param\"\"\"", "\"\"$param\"\"") + rows,
                "3:2: cell B3: a quotation mark ends the cell before 'grant.boost(\"\"origin\"\"'.");
    }

    @Test
    void what_all_rows_have_from_a_template_is_told_once_at_its_cell() {
        String rows = "first,Wuhan,2,1.3,\nsecond,Shenzhen,1,1.2,\nthird,,,1.2,\n";
        assertOne(
                HEAD.replace("tier", "teir") + rows,
                "3:25: cell C3: field 'teir' of Merchant is unknown. Maybe 'tier'");
        assertOne(
                HEAD.replace("$param);", "$param)") + rows,
                "3:40: cell D3: the consequence cannot be read: it ends after ')'. Maybe ';' is missing.");
        assertThat(problems(HEAD.replace("$param);", "$param;") + rows))
                .hasSize(3)
                .allSatisfy(told -> assertThat(told).endsWith("'. Maybe ')' is missing."));
        assertThat(problems(HEAD + "first,Wuhan,1.5,1.3,\nsecond,Wuhan,1.5,1.2,\n"))
                .hasSize(2);
        assertThat(problems(HEAD + "first,Wuhan,2,1.3+,\nsecond,Wuhan,1,1.2,\n"))
                .singleElement()
                .asString()
                .startsWith("4:15: cell D4: the consequence");
    }

    @Test
    void a_mistake_at_the_end_of_a_cell_is_not_told_at_the_next() {
        assertOne(HEAD + "first,\"Wuhan\"\" +  \"\"\",2 *,1.3,\n", "4:23: cell C4: syntax error");
        String two = """
                package,belts
                name,merchant,merchant,grant,grant
                ,quality >= $param,tier >= $param,"grant.boost(""x"", $param);","$param"
                """;
        assertOne(two + "a,0.5 *,2,1.3,\n", "4:3: cell B4: syntax error: ',' stands where something else");
        assertOne(two + "a,0.5,2,1.3,)\n", "4:13: cell E4: the consequence cannot be read: ')' cannot follow ';'.");
        assertOne(
                two.replace("$param);", "$param)") + "a,0.5,2,1.3,\n",
                "4:9: cell D4: the consequence cannot be read: it ends after ')'. Maybe ';' is missing.");
        assertOne(two + "a,0.5,2,,\n", "4:9: cell D4: rule 'a' grants nothing");
        assertOne(two + "a,0.5\n", "4:6: cell D4: rule 'a' grants nothing");
        assertOne(two + ",0.5,2,1.3,\n", "4:1: cell A4: name of the rule is empty");
    }

    @Test
    void values_of_another_form_are_told_at_their_cell() {
        assertOne(HEAD + "first,Wuhan,1.5,1.3,\n", "4:13: cell C4: 'tier' is a whole number, but is compared with");
        assertOne(
                HEAD + "first,Wuhan,2,1.3,2024/11/12\n", "4:19: cell E4: date-expires of rule 'first' is '2024/11/12'");
        assertOne(
                HEAD.replace(",ends\n", ",starts,ends\n") + "first,Wuhan,2,1.3,2024-11-13,2024-11-12\n",
                "4:30: cell F4: date-expires of rule 'first' is 2024-11-12, but must be after");
        assertOne(HEAD + "first,\"Wu\nhan\",2,1.3,\n", "4:7: cell B4: a quotation mark is not closed");
        assertOne(HEAD.replace(',', ';') + "first;Wuhan;2;1.3;\n", "1:1: a spreadsheet of rules must begin with");
        assertOne(
                HEAD.replace(",grant,", ",note,") + "first,Wuhan,2,1.3,\n",
                "2:1: cell A2: no column is of kind 'grant'");
    }

    @Test
    void quotation_marks_inside_a_cell_without_them_around_it_stay() {
        String sheet =
                "package,belts\nname,merchant,grant\n,origin == \"$param\",\"grant.boost(\"\"x\"\", $param);\"\n";
        assertThat(RuleBook.compile(List.of(new RuleSource("x.drl.csv", sheet + "first,Wuhan,1.3\n")))
                        .rules())
                .hasSize(1);
    }

    @Test
    void cells_that_change_nothing_are_a_warning() {
        String head = HEAD.replace("tier >= $param", "tier >= 2");
        assertThat(RuleBook.check(
                                List.of(new RuleSource("x.drl.csv", head + "a,Wuhan,2,1.3,\nb,Shenzhen,3,1.2,\n")),
                                RuleContext.NOTHING_KNOWN)
                        .warnings())
                .singleElement()
                .asString()
                .contains(
                        "x.drl.csv:3:25: warning: cell C3: holds no $param, so what cells of the column say, such as '2'");
        // A mark such as x switches a condition on.
        assertThat(RuleBook.check(
                                List.of(new RuleSource("x.drl.csv", head + "a,Wuhan,x,1.3,\nb,Shenzhen,,1.2,\n")),
                                RuleContext.NOTHING_KNOWN)
                        .warnings())
                .isEmpty();
    }
}
