package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.merchant;
import static io.trafficallocator.rules.Marketplace.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleBookTest {
    private static final String GRANT = " then grant.boost(\"launch\", 2); end";

    private static List<String> problems(String text) {
        RuleException refused = catchThrowableOfType(
                RuleException.class, () -> RuleBook.compile(List.of(new RuleSource("a/b.drl", text))));
        assertThat(refused).as("nothing is wrong with %s", text).isNotNull();
        assertThat(refused.getMessage().lines())
                .hasSameSizeAs(refused.problems())
                .allMatch(line -> line.matches("a/b\\.drl:\\d+:\\d+: .*Maybe .*"), "file:line:column: ... Maybe ...");
        return refused.getMessage().lines().toList();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                // What the author mistypes.
                Arguments.of(
                        "3:15",
                        "field 'agDays' of Merchant is unknown. Maybe 'ageDays'",
                        when("Merchant( agDays > 3 )")),
                Arguments.of("3:5", "type 'Merhcant' is unknown. Maybe 'Merchant' was meant.", when("Merhcant( )")),
                Arguments.of(
                        "3:15",
                        "method 'atribute' of Merchant is unknown",
                        when("Merchant( atribute(\"x\") == \"\" )")),
                Arguments.of(
                        "3:25",
                        "'ageDays' is compared with \"x\", but its type is int",
                        when("Merchant( ageDays < \"x\" )")),
                Arguments.of(
                        "3:25",
                        "binding '$x' is unknown here",
                        when("Merchant( ageDays > $x ) Today( $x : periodDays )")),
                Arguments.of("3:23", "Maybe '==' was meant", when("Merchant( ageDays = 3 )")),
                Arguments.of(
                        "3:22",
                        "'foo' is refused: it is no method of String that rules may use",
                        when("Merchant( origin.foo() == 3 )")),
                Arguments.of(
                        "3:28",
                        "field 'categories' is compared with gmv, a double, but its type is Set",
                        when("Merchant( categories > gmv )")),
                Arguments.of(
                        "3:26",
                        "Maybe 'LocalDate.of(2024, 1, 1)' was meant",
                        when("Merchant( joinedOn > \"2024-01-01\" )")),
                // What a condition may not do.
                Arguments.of("3:22", "'str[' is refused", when("Merchant( origin str[startsWith] \"x\" )")),
                Arguments.of("3:18", "'getClass' is refused", when("Merchant( id.getClass() != null )")),
                Arguments.of("3:15", "'System' of Merchant is unknown", when("Merchant( System.exit(1) )")),
                Arguments.of("3:17", "'eval' is refused", when("Merchant( ) eval( true )")),
                Arguments.of("3:5", "'from', 'accumulate'", when("Merchant( ) from entry-point \"x\"")),
                Arguments.of("3:17", "a second Merchant pattern in rule 'x'", when("Merchant( ) Merchant( )")),
                Arguments.of("3:9", "Merchant stands inside 'not'", when("not Merchant( ) Merchant( )")),
                Arguments.of("3:5", "Merchant stands inside 'not', 'exists' or 'or'", when("Merchant( ) or Today( )")),
                Arguments.of("2:1", "rule 'x' has no Merchant pattern", when("Today( )")),
                Arguments.of("3:17", "'forall' is refused", when("Merchant( ) forall( Today( ) )")),
                // What a consequence may not do.
                Arguments.of(
                        "3:1",
                        "'System.exit(1)' is refused: a consequence may only call grant",
                        then("System.exit(1);")),
                Arguments.of("3:1", "'while (true) {' is refused", then("while (true) { }")),
                Arguments.of("3:1", "'int x = 3' is refused", then("int x = 3;")),
                Arguments.of("3:1", "'update($m)' is refused", then("update($m);")),
                Arguments.of(
                        "3:27",
                        "'$m.gmv' is refused: a consequence calls methods only. Maybe read the field with $m.getGmv().",
                        then("grant.boost(\"launch\", 1 + $m.gmv);")),
                Arguments.of(
                        "3:23",
                        "'new java.util.Random()' is refused",
                        then("grant.boost(\"launch\", new java.util.Random().nextInt());")),
                Arguments.of(
                        "3:23", "name '$n' is unknown. Maybe '$m' was meant.", then("grant.boost(\"launch\", $n);")),
                Arguments.of(
                        "3:7",
                        "method 'boots' of grant is unknown. Maybe 'boost' was meant.",
                        then("grant.boots(\"launch\", 2);")),
                Arguments.of(
                        "3:26",
                        "method 'inFeild' of grant is unknown after boost. Maybe 'inField'",
                        then("grant.boost(\"launch\", 2).inFeild(\"live\");")),
                Arguments.of("3:1", "the consequence is empty", then("// nothing")),
                Arguments.of(
                        "3:24",
                        "the consequence cannot be read",
                        then("grant.boost(\"launch\", 2)\ngrant.cap(\"launch\", 2);")),
                Arguments.of(
                        "4:8",
                        "'cap' cannot take (String), but must be called as cap(\"programme\", impressions)",
                        then("grant.boost(\"launch\", 2);\n grant.cap(\"launch\");")),
                Arguments.of(
                        "3:26",
                        "method 'overDays' of boost is unknown: only a guarantee has a window of days",
                        then("grant.boost(\"launch\", 2).overDays(\"2024-11-11\", 2);")),
                Arguments.of(
                        "3:30",
                        "'getAgDays' is refused: it is no method of Merchant that rules may use. Maybe 'getAgeDays' was meant.",
                        then("grant.boost(\"launch\", 2 + $m.getAgDays());")),
                Arguments.of(
                        "3:27", "Maybe '500000000000L' was meant", then("grant.guarantee(\"launch\", 500000000000);")),
                Arguments.of(
                        "3:47",
                        "overFirstDays follows another window",
                        then("grant.guarantee(\"launch\", 1).overFirstDays(1).overFirstDays(2);")),
                Arguments.of(
                        "3:40",
                        "inPlacement follows another scope",
                        then("grant.cap(\"launch\", 1).inField(\"live\").inPlacement(\"room\");")),
                // What a file may not hold.
                Arguments.of("1:1", "has no package", "rule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:1",
                        "import of 'java.io.File' is refused",
                        "package x\nimport java.io.File\nrule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:1",
                        "'import function' is refused",
                        "package x\nimport function java.lang.Math.max\nrule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:1",
                        "global 'list' is refused",
                        "package x\nglobal java.util.List list\nrule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:1",
                        "'function' is refused",
                        "package x\nfunction int f() { return 1; }\nrule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:9",
                        "'declare' is refused",
                        "package x\ndeclare Foo a : int end\nrule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:1",
                        "query 'q' is refused",
                        "package x\nquery q Merchant( ) end\nrule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:9",
                        "attribute 'dialect' of a whole file is refused",
                        "package x\ndialect \"mvel\"\nrule 'x' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:15",
                        "attribute 'timer' of rule 'x' is refused",
                        "package x\nrule 'x' timer(int: 1) when Merchant( )" + GRANT),
                Arguments.of(
                        "2:1",
                        "metadata '@owner', which is refused",
                        "package x\nrule 'x' @owner(\"a\") when Merchant( )" + GRANT),
                Arguments.of("2:1", "rule 'x' extends 'y'", "package x\nrule 'x' extends 'y' when Merchant( )" + GRANT),
                Arguments.of(
                        "2:19",
                        "salience of rule 'x' is ageDays",
                        "package x\nrule 'x' salience ageDays when Merchant( )" + GRANT),
                Arguments.of(
                        "2:25",
                        "date-effective of rule 'x' is 'soon', but must be a date",
                        "package x\nrule 'x' date-effective \"soon\" when Merchant( )" + GRANT),
                Arguments.of(
                        "2:32",
                        "'\\u0022' is refused",
                        "package x\nrule 'x' when Merchant( id == \"\\u0022\" )" + GRANT),
                Arguments.of(
                        "2:1",
                        "binding 'update' of rule 'x' is a word of the engine",
                        "package x\nrule 'x' when Merchant( update : tier )" + GRANT));
    }

    private static String when(String patterns) {
        return "package x\nrule 'x' when\n    " + patterns + "\n" + GRANT.strip();
    }

    private static String then(String consequence) {
        return "package x\nrule 'x' when $m : Merchant( ) then\n" + consequence + "\nend";
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void what_a_rule_may_not_be_is_told_with_its_place(String place, String message, String text) {
        assertThat(problems(text))
                .first()
                .asString()
                .startsWith("a/b.drl:" + place + ": ")
                .contains(message);
    }

    @Test
    void every_problem_of_every_file_is_told() {
        RuleException refused = catchThrowableOfType(
                RuleException.class,
                () -> RuleBook.compile(List.of(
                        new RuleSource(
                                "b.drl", "package x\nrule 'b' when Mrchant( agDays > 3 ) then grant.boots(1); end"),
                        new RuleSource(
                                "a.drl", "package x\nrule 'a' when Merchant( agDays > 3, teir == 1 )" + GRANT))));
        assertThat(refused.problems())
                .extracting(problem -> problem.file() + ":" + problem.line() + ":" + problem.column())
                .containsExactly("a.drl:2:25", "a.drl:2:37", "b.drl:2:15", "b.drl:2:48");
    }

    @Test
    void files_of_one_package_go_together_and_names_must_differ() {
        RuleSource one = new RuleSource("1.drl", "package x\n\nrule 'a' when Merchant( )" + GRANT);
        RuleSource two = new RuleSource("2.drl", "package x\nrule 'b' when Merchant( )" + GRANT);
        RuleSource other = new RuleSource("3.drl", "package y\nrule 'a' when Merchant( )" + GRANT);
        RuleBook book = RuleBook.compile(List.of(other, two, one));
        assertThat(book.rules())
                .containsExactly(
                        new RuleReference("a", "1.drl", 3),
                        new RuleReference("b", "2.drl", 2),
                        new RuleReference("a", "3.drl", 2));
        AllocationRequest request = request(merchant("m", 1).build()).build();
        Grants grants = RuleEvaluation.evaluate(book, request, Workers.of(1));
        assertThat(Stream.of(0, 1, 2).map(grants::rule)).containsExactlyInAnyOrder(0, 1, 2);

        RuleSource again = new RuleSource("4.drl", "package x\nrule 'a' when Merchant( )" + GRANT);
        assertThatThrownBy(() -> RuleBook.compile(List.of(one, two, again)))
                .isInstanceOf(RuleException.class)
                .hasMessage("4.drl:2:1: rule 'a' stands in package 'x' already, at 1.drl:3, but names must be unique."
                        + " Maybe it is a copy.");
        assertThatThrownBy(() -> RuleBook.compile(List.of(one, one)))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("1.drl:1:1: is listed twice");
    }

    @Test
    void lines_are_counted_whatever_ends_them() {
        assertThat(problems("package x\r\nrule 'x' when\r\n  Merchant( agDays > 1 )\r\n" + GRANT))
                .singleElement()
                .asString()
                .startsWith("a/b.drl:3:13: ");
    }

    @Test
    void the_digest_tells_names_and_texts_apart_but_not_their_order() {
        RuleSource one = new RuleSource("1.drl", "package x\nrule 'a' when Merchant( )" + GRANT);
        RuleSource two = new RuleSource("2.drl", "package x\nrule 'b' when Merchant( )" + GRANT);
        String digest = RuleBook.compile(List.of(one, two)).digest();
        assertThat(digest)
                .matches("[0-9a-f]{64}")
                .isEqualTo(RuleBook.compile(List.of(two, one)).digest());
        assertThat(RuleBook.compile(List.of(one, new RuleSource("3.drl", two.text())))
                        .digest())
                .isNotEqualTo(digest);
        assertThat(RuleBook.compile(List.of(one, new RuleSource("2.drl", two.text() + "\n")))
                        .digest())
                .isNotEqualTo(digest);
    }

    @Test
    void what_authors_may_say_twice_is_understood() {
        String text = """
                package x;
                import io.trafficallocator.rules.Merchant
                import io.trafficallocator.model.Programme;
                global io.trafficallocator.rules.Grant grant;
                dialect "java"
                rule "x" dialect "java" salience -5 no-loop true enabled true
                when
                    Programme( id == "launch" ) and $m : Merchant( tier >= 0 )
                then
                    grant.boost("launch", 2);
                end
                """;
        AllocationRequest request = request(merchant("m", 1).build()).build();
        RuleBook book = RuleBook.compile(List.of(new RuleSource("x.drl", text)));
        assertThat(RuleEvaluation.evaluate(book, request, Workers.of(1)).count())
                .isEqualTo(1);
    }

    @Test
    void folders_are_read_with_the_folders_inside(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> RuleSource.fromFolder(folder))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("holds no rules");
        Files.createDirectories(folder.resolve("b/c"));
        Files.writeString(folder.resolve("b/c/z.drl"), "package z");
        Files.writeString(folder.resolve("a.drl"), "\uFEFFpackage a");
        Files.writeString(folder.resolve("notes.txt"), "package n");
        assertThat(RuleSource.fromFolder(folder))
                .containsExactly(new RuleSource("a.drl", "package a"), new RuleSource("b/c/z.drl", "package z"));
        Files.write(folder.resolve("b/latin.drl"), new byte[] {'/', '/', (byte) 0xE9});
        assertThatThrownBy(() -> RuleSource.fromFolder(folder))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("b/latin.drl:1:1: is not UTF-8");
        assertThatThrownBy(() -> RuleSource.fromFolder(folder.resolve("none")))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> RuleSource.fromClassPath("none.drl"))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("none.drl:1:1: is not on the class path");
    }

    /** As containers mount them: {@code a.drl} is a link into a folder that is a link itself. */
    @Test
    void links_are_followed_and_each_file_is_read_once(@TempDir Path folder) throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("z.drl"), "package z");
        Path mounted = Files.createDirectories(folder.resolve("mounted/..2024"));
        Files.writeString(mounted.resolve("a.drl"), "package a");
        Files.createSymbolicLink(folder.resolve("mounted/..data"), mounted);
        Files.createSymbolicLink(folder.resolve("mounted/a.drl"), Path.of("..data/a.drl"));
        Files.createSymbolicLink(folder.resolve("mounted/more"), outside);
        assertThat(RuleSource.fromFolder(folder.resolve("mounted")))
                .containsExactly(new RuleSource("a.drl", "package a"), new RuleSource("more/z.drl", "package z"));
        Files.createSymbolicLink(outside.resolve("back"), folder.resolve("mounted"));
        assertThatThrownBy(() -> RuleSource.fromFolder(folder.resolve("mounted")))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("cannot be read");
    }

    /** The engine has helpers that hand one thread another's rules. */
    @Test
    void books_compiled_at_the_same_time_keep_their_own_rules() throws Exception {
        AllocationRequest request = request(merchant("m", 1).build()).build();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int index = 0; index < 24; index++) {
                int factor = index + 2;
                results.add(pool.submit(() -> Marketplace.grants(
                        "rule 'same name' when Merchant( tier < " + factor + " ) then grant.boost(\"launch\", " + factor
                                + "); end",
                        request)));
            }
            for (int index = 0; index < results.size(); index++) {
                assertThat(results.get(index).get()).containsExactly("m BOOST launch " + (index + 2.0) + " everything");
            }
        } finally {
            pool.shutdown();
        }
    }
}
