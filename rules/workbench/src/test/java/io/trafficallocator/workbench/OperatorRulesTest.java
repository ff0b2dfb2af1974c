package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that an operator may want to add, written from the guide alone, each with its test. */
class OperatorRulesTest {
    private static final String FACTS = """
            day 2024-11-11
            programme p
            festival mink categories fur warm_up 2024-11-08 starts 2024-11-10 ends 2024-11-12
            placement home field mall
            placement room field live
            placement stage field live festival mink
            merchant m age 3 categories fur
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        "a window over a festival",
                        "Merchant( )",
                        "grant.guarantee(\"p\", 300).overFestival(\"mink\");",
                        "guarantee p 300 over 3 days from 2024-11-10"),
                Arguments.of(
                        "a window from a date",
                        "Merchant( )",
                        "grant.guarantee(\"p\", 300).inField(\"live\").overDays(\"2024-11-01\", 20);",
                        "guarantee p 300 in field:live over 20 days from 2024-11-01"),
                Arguments.of(
                        "a cap in one field",
                        "Merchant( )",
                        "grant.cap(\"p\", 40).inField(\"live\");",
                        "cap p 40 in field:live"),
                Arguments.of(
                        "a gate by an attribute",
                        "Merchant( attribute(\"channel\") != \"agency\" )",
                        "grant.exclude(\"p\", \"agencies only\");",
                        "exclusion p"),
                Arguments.of(
                        "a gate in one inlet",
                        "Merchant( number(\"risk\") == null )",
                        "grant.exclude(\"p\", \"no score yet\").inPlacement(\"room\");",
                        "exclusion p in placement:room"),
                Arguments.of(
                        "Mondays only",
                        "Today( dayOfWeek == DayOfWeek.MONDAY )\n    Merchant( )",
                        "grant.boost(\"p\", 1.1);",
                        "boost p 1.1"),
                Arguments.of(
                        "while no festival runs",
                        "not FestivalDay( phase == \"main\" )\n    Merchant( )",
                        "grant.boost(\"p\", 1.1);",
                        "nothing"),
                Arguments.of(
                        "the second day of a festival, for its categories",
                        "$f : FestivalDay( id == \"mink\", day == 2 )\n    Merchant( $f.fits(categories) )",
                        "grant.boost(\"p\", 1.4).inField(\"mall\");",
                        "boost p 1.4 in field:mall"),
                Arguments.of(
                        "one inlet of a festival",
                        "Merchant( mainCategory == \"fur\" )",
                        "grant.access(\"p\", \"stage\");",
                        "access p in placement:stage"),
                Arguments.of(
                        "a floor in every placement of a field",
                        "Placement( field == \"live\", festival == null, $id : id )\n    Merchant( )",
                        "grant.guarantee(\"p\", 7).inPlacement($id);",
                        "guarantee p 7 in placement:room"),
                Arguments.of(
                        "a tenth of each open placement's supply",
                        "Placement( festival == null, $id : id, $n : impressions )\n    Merchant( )",
                        "grant.cap(\"p\", Math.floor($n / 10)).inPlacement($id);",
                        "cap p 100000 in placement:home\n  expect m cap p 100000 in placement:room"),
                Arguments.of(
                        "either of two conditions",
                        "Merchant( ageDays > 30 || categories contains \"fur\", !( violations > 0 ) )",
                        "grant.boost(\"p\", 2);",
                        "boost p 2"),
                Arguments.of(
                        "a threshold by parameter, in two programmes",
                        "Programme( id in (\"p\", \"q\"), $id : id, $within : number(\"within\", 3) )\n"
                                + "    Merchant( ageDays <= $within )",
                        "grant.guarantee($id, 9);",
                        "guarantee p 9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void an_added_rule_is_checked_and_tested(String what, String condition, String grant, String expected) {
        ScenarioFiles.write(
                folder,
                "added.drl",
                "package added\nrule \"" + what + "\"\nwhen\n    " + condition + "\nthen\n    " + grant + "\nend\n");
        ScenarioFiles.write(folder, "added.test", FACTS + "test " + what + "\n  expect m " + expected + "\n");
        Traffic checked = Traffic.run("check", folder);
        assertThat(checked.status()).as(checked.err()).isZero();
        Traffic tested = Traffic.run("test", folder);
        assertThat(tested.status()).as(tested.out() + tested.err()).isZero();
        ScenarioFiles.write(folder, "added.test", FACTS + "test " + what + "\n  expect m subsidy p 1\n");
        assertThat(Traffic.run("test", folder).status())
                .as("another expectation fails")
                .isEqualTo(1);
    }
}
