package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of {@code bad} is refused with the messages that {@code bad/expected.txt} says, and nothing of it is run;
 * every file of {@code good} is accepted, and grants something to some of the sample merchants.
 */
class CorpusTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AllocationRequest SAMPLES = SampleMerchants.request(1, 400);

    static Stream<RuleSource> bad() {
        return Corpus.files("bad").stream();
    }

    static Stream<RuleSource> good() {
        return Corpus.files("good").stream();
    }

    /** One line for each problem. */
    static List<String> problems(RuleSource source) {
        try {
            RuleBook.compile(List.of(source));
            return List.of();
        } catch (RuleException e) {
            return e.problems().stream().map(RuleProblem::toString).toList();
        }
    }

    private static List<String> expected(String file) throws IOException {
        return Files.readAllLines(Corpus.expected()).stream()
                .filter(line -> line.startsWith(file + ":"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_bad_file_is_refused_with_its_messages_and_not_run(RuleSource source) throws IOException {
        List<String> problems = new ArrayList<>();
        assertTimeoutPreemptively(LIMIT, () -> problems.addAll(problems(source)));
        assertThat(problems)
                .as(source.file())
                .isNotEmpty()
                .isEqualTo(expected(source.file()))
                .allMatch(line -> line.contains("Maybe"), "gives advice")
                // But for what the author wrote.
                .noneMatch(line -> line.replaceFirst("package '[^']*'", "").matches(".*(org\\.drools|mvel2|\tat ).*"));
        assertThat(Canary.Ear.hears()).as("%s ran something", source.file()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_file_is_accepted_and_grants(RuleSource source) {
        assertThat(problems(source)).as(source.file()).isEmpty();
        RuleBook book = RuleBook.compile(List.of(source));
        Grants grants = RuleEvaluation.evaluate(book, SAMPLES, Workers.of(1));
        assertThat(grants.count()).as(source.file()).isPositive();
        assertThat(Canary.Ear.hears()).isFalse();
    }

    @Test
    void there_are_enough_of_both_and_each_is_expected() throws IOException {
        assertThat(Corpus.files("bad")).hasSizeGreaterThan(150);
        assertThat(Corpus.files("good")).hasSizeGreaterThan(100);
        List<String> files = Corpus.files("bad").stream().map(RuleSource::file).toList();
        assertThat(Files.readAllLines(Corpus.expected()))
                .allMatch(
                        line -> files.contains(line.substring(0, line.indexOf(':'))), "is about a file that is there");
    }

    /** Sizes that nobody wants to keep a file of. */
    @ParameterizedTest
    @MethodSource("huge")
    void huge_files_are_refused_at_once(RuleSource source) {
        List<String> problems = new ArrayList<>();
        assertTimeoutPreemptively(LIMIT, () -> problems.addAll(problems(source)));
        assertThat(problems).isNotEmpty().hasSizeLessThan(50).allMatch(line -> line.length() < 500);
        assertThat(Canary.Ear.hears()).isFalse();
    }

    static Stream<RuleSource> huge() {
        StringBuilder rules = new StringBuilder("package x\n");
        for (int index = 0; index < 10_000; index++) {
            rules.append("rule 'r" + index + "' when Merchant( tier > 1 ) then grant.boost(\"launch\", 2); end\n");
        }
        return Stream.of(
                new RuleSource("blanks.drl", "package x\n" + " ".repeat(10_000_000)),
                new RuleSource("letters.drl", "package x\nrule '" + "a".repeat(10_000_000)),
                new RuleSource("brackets.drl", "package x\nrule 'x' when " + "(".repeat(900_000)),
                new RuleSource("open.drl", "package x\n" + "rule 'x' when ".repeat(60_000)),
                new RuleSource("quotes.drl", "package x\nrule " + "\"".repeat(900_001)),
                new RuleSource("comments.drl", "package x\n" + "/*".repeat(400_000)),
                new RuleSource("signs.drl", "package x\nrule 'x' when Merchant( " + "!".repeat(900_000) + "tier )"),
                new RuleSource("dots.drl", "package x\nrule 'x' when Merchant( id" + ".id".repeat(300_000) + " )"),
                new RuleSource("sheet.drl.csv", "package,x\nname,grant\n,$param\n" + "a,b\n".repeat(400_000)),
                new RuleSource("rules.drl", rules.toString()));
    }
}
