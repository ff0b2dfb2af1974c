package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine has two compilers. Whatever the vetting lets pass means the same to both: every pack, every good example,
 * and every mutant of a pack that is not refused.
 */
@Tag("slow")
class TwoCompilersTest {
    private static final int BATCH = 60;

    private static List<String> grants(RuleBook book, AllocationRequest request) {
        // The engine itself, whatever else could tell the grants faster.
        Grants grants = RuleEvaluation.evaluateByEngine(book, request, Workers.of(1));
        List<String> lines = new ArrayList<>();
        for (int grant = 0; grant < grants.count(); grant++) {
            lines.add(request.merchants().id(grants.merchant(grant))
                    + ' '
                    + book.rules().get(grants.rule(grant))
                    + ' '
                    + grants.kind(grant)
                    + ' '
                    + grants.programmes().get(grants.programme(grant)).id()
                    + ' '
                    + grants.amount(grant)
                    + ' '
                    + grants.scope(grant)
                    + ' '
                    + grants.windowStart(grant)
                    + ' '
                    + grants.windowDays(grant)
                    + ' '
                    + grants.reason(grant));
        }
        lines.sort(null);
        return lines;
    }

    private static List<RuleSource> inOwnPackages(List<RuleSource> sources) {
        List<RuleSource> renamed = new ArrayList<>();
        for (int index = 0; index < sources.size(); index++) {
            String end = sources.get(index).file().endsWith(".csv") ? ".drl.csv" : ".drl";
            renamed.add(new RuleSource(
                    String.format("m%04d%s", index, end),
                    sources.get(index).text().replaceFirst("package([ ,]+)[\\w.]+", "package$1p" + index)));
        }
        return renamed;
    }

    private static void agree(String what, List<RuleSource> sources, AllocationRequest request) {
        List<RuleSource> renamed = inOwnPackages(sources);
        for (int from = 0; from < renamed.size(); from += BATCH) {
            List<RuleSource> batch = renamed.subList(from, Math.min(from + BATCH, renamed.size()));
            List<String> expected = grants(RuleBook.compile(batch), request);
            List<String> found = grants(ExecutableModel.book(batch), request);
            if (!found.equals(expected)) {
                List<String> more = new ArrayList<>(found);
                more.removeAll(expected);
                List<String> less = new ArrayList<>(expected);
                less.removeAll(found);
                String line = (more.isEmpty() ? less : more).get(0);
                RuleSource source = batch.stream()
                        .filter(each -> line.contains("file=" + each.file()))
                        .findFirst()
                        .orElse(batch.get(0));
                throw new AssertionError(what + ": only the executable model grants "
                        + more.stream().limit(5).toList() + ", only the classic one "
                        + less.stream().limit(5).toList() + " in\n" + source.text());
            }
        }
    }

    @Test
    void packs_and_examples_mean_the_same_to_both() {
        List<RuleSource> sources = new ArrayList<>(Corpus.packs());
        sources.addAll(Corpus.files("good"));
        assertThat(sources).hasSizeGreaterThan(100);
        agree("packs and examples", sources, SampleMerchants.request(2, 500));
    }

    @ParameterizedTest
    @ValueSource(longs = 41)
    void some_mutants_of_packs_are_refused_or_mean_the_same_to_both(long seed) {
        mutants(seed, 240);
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55})
    void many_mutants_of_packs_are_refused_or_mean_the_same_to_both(long seed) {
        mutants(seed, 2_100);
    }

    private static void mutants(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        AllocationRequest request = SampleMerchants.request(seed, 200);
        List<RuleSource> packs = Corpus.packs();
        List<RuleSource> accepted = new ArrayList<>();
        int refused = 0;
        int throwing = 0;
        for (int index = 0; index < count; index++) {
            RuleSource pack = packs.get(random.nextInt(packs.size()));
            RuleSource mutant = Mutants.of(pack, random, packs);
            String as = "seed " + seed + ", mutant " + index + " of " + pack.file() + "\n" + mutant.text();
            RuleBook book;
            try {
                book = RuleBook.compile(List.of(mutant));
            } catch (RuleException e) {
                refused++;
                assertThat(e.problems()).as(as).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.line()).isPositive();
                    assertThat(problem.column()).isPositive();
                    assertThat(problem.message()).contains("Maybe ").doesNotContain("org.drools", "mvel2", "\tat ");
                });
                continue;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(as, e);
            }
            try {
                RuleEvaluation.evaluateByEngine(book, request, Workers.of(1));
                accepted.add(mutant);
            } catch (RuleException e) {
                // Such as a programme that is not listed: found when it comes to it, by whichever compiler.
                throwing++;
                assertThat(e.getMessage()).as(as).contains("Maybe ").doesNotContain("org.drools", "mvel2", "\tat ");
            } catch (RuntimeException e) {
                throw new AssertionError(as, e);
            }
        }
        System.out.printf(
                "seed %d: %d mutants, %d refused, %d fail at some merchant, %d accepted%n",
                seed, count, refused, throwing, accepted.size());
        assertThat(refused).isPositive();
        assertThat(accepted).isNotEmpty();
        agree("seed " + seed, accepted, request);
    }
}
