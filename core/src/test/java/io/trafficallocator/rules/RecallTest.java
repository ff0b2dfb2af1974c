package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.parallel.Workers;
import java.lang.ref.WeakReference;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a book remembers of earlier small requests is what the engine grants. */
class RecallTest {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 1);
    private static final String RULES = """
            package counted

            rule "Grown"
            when
                Programme( id == "up", $from : number("from", 2) )
                Merchant( tier >= $from )
            then
                grant.boost("up", 1.5);
            end

            rule "In a crowd"
            when
                Merchant( originMerchants > 2 )
            then
                grant.guarantee("up", 10);
            end
            """;

    private static void compare(long seed) {
        SplittableRandom numbers = new SplittableRandom(seed);
        RandomRules random = new RandomRules(new SplittableRandom(seed));
        String rules = random.rules(12);
        RuleBook book = ReplayTest.bookOfAccepted(rules);
        List<AllocationRequest> days = List.of(random.request(30), random.request(50));
        assertThat(RuleEvaluation.evaluateByRecall(book, days.get(0)))
                .as("seed %s, the first request of a day", seed)
                .isNull();
        // Null as well, unless it was drawn the same day.
        RuleEvaluation.evaluateByRecall(book, days.get(1));
        for (int index = 0; index < 12; index++) {
            AllocationRequest request = random.request(1 + numbers.nextInt(90), days.get(index % 2));
            List<String> expected =
                    ReplayTest.outcome(() -> RuleEvaluation.evaluateByEngine(book, request, Workers.of(1)), request);
            assertThat(ReplayTest.outcome(() -> RuleEvaluation.evaluateByRecall(book, request), request))
                    .as("seed %s, request %s%n%s", seed, index, rules)
                    .isEqualTo(expected);
            if (expected.toString().contains("throws ")) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void random_rules_grant_what_the_engine_grants(long tens) {
        for (long seed = 10 * tens; seed < 10 * tens + 4; seed++) {
            compare(seed);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void many_random_rules_grant_what_the_engine_grants(long thousands) {
        for (long seed = 1000 * thousands; seed < 1000 * thousands + 500; seed++) {
            compare(seed);
        }
    }

    private static AllocationRequest request(String from, int merchants, int ofOneOrigin) {
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int index = 0; index < merchants; index++) {
            profiles.add(MerchantProfile.builder("m" + (100 + index), DAY.minusDays(index))
                    .tier(index % 5)
                    .origin(index < ofOneOrigin ? "Wuhan" : "Paris")
                    .build());
        }
        return AllocationRequest.builder()
                .asOf(DAY)
                .merchants(profiles)
                .programmes(List.of(Programme.of("up", 1).withParameters(Map.of("from", from))))
                .build();
    }

    private static List<String> allocated(RuleBook book, AllocationRequest request) {
        return ReplayTest.outcome(() -> RuleEvaluation.evaluate(book, request, Workers.of(1)), request);
    }

    private static RuleBook book() {
        return RuleBook.compile(List.of(new RuleSource("counted.drl", RULES)));
    }

    private static RuleBook book(String conditions) {
        return RuleBook.compile(List.of(new RuleSource(
                "x.drl", "package x rule 'x' when " + conditions + " then grant.boost(\"up\", 2); end")));
    }

    @Test
    void the_engine_is_hardly_asked_about_kinds_that_it_was_shown() {
        RuleBook book = book();
        AllocationRequest request = request("2", 20, 10);
        assertThat(sessions(book, Collections.nCopies(500, request))).isBetween(5, 20);
    }

    @Test
    void a_new_value_makes_no_others_forgotten() {
        RuleBook book = RuleBook.compile(List.of(new RuleSource("x.drl", """
                package x
                rule "kept" when $m : Merchant( tier > 1 ) then grant.boost("up", 1 + $m.getTier() / 10.0); end
                rule "new" when Merchant( $note : attribute("note"), attribute("note") != "" )
                then grant.exclude("up", $note); end
                """)));
        List<AllocationRequest> requests = IntStream.range(0, 400)
                .mapToObj(time -> noted(20, row -> row == 7 && time % 10 == 0 ? "note " + time / 10 % 10 : ""))
                .toList();
        // Each note is shown when it comes, when it comes again, and once it has a cell.
        assertThat(sessions(book, requests)).isBetween(30, 55);
        AllocationRequest last = noted(20, row -> row > 12 ? "" : row > 10 ? "never" : "note " + row);
        assertThat(allocated(book, last))
                .isEqualTo(ReplayTest.outcome(() -> RuleEvaluation.evaluateByEngine(book, last, Workers.of(1)), last));
    }

    @Test
    void facts_of_many_bits_are_remembered() {
        RuleBook book = book(
                "Merchant( $a : gmv, $b : deposit, $c : number(\"note\"), number(\"note\") != null ) Today( periodDays < $a + $b + $c )");
        AllocationRequest request = noted(20, row -> row + ".5");
        assertThat(sessions(book, Collections.nCopies(300, request))).isBetween(5, 20);
    }

    @Test
    void kinds_that_never_come_again_make_no_others_forgotten() {
        RuleBook book = RuleBook.compile(List.of(new RuleSource("x.drl", """
                package x
                rule "once" when $m : Merchant( tier == 3, number("note") != null, $number : number("note") )
                then grant.boost("up", 1 + $number / (1000000.0 + $m.getTier())); end
                rule "again" when $m : Merchant( tier == 2 ) then grant.boost("up", 1 + $m.getTier()); end
                """)));
        AllocationRequest known = request("2", 20, 0);
        assertThat(sessions(book, Collections.nCopies(3, known))).isEqualTo(3);
        assertThat(sessions(
                        book,
                        IntStream.range(0, 30)
                                .mapToObj(time -> noted(400, row -> "" + (1000 * time + row)))
                                .toList()))
                .isGreaterThanOrEqualTo(30);
        assertThat(sessions(book, Collections.nCopies(20, known))).isZero();
    }

    /** The engine's sessions for some requests. */
    private static int sessions(RuleBook book, List<AllocationRequest> requests) {
        AtomicInteger looks = new AtomicInteger();
        RuleGuards counting = RuleGuards.strictly().withTicker(new com.google.common.base.Ticker() {
            @Override
            public long read() {
                return looks.incrementAndGet();
            }
        });
        requests.forEach(request -> RuleEvaluation.evaluate(book, request, Workers.of(1), counting));
        // The clock is looked at once in each evaluation, and once in each session.
        return looks.get() - requests.size();
    }

    @Test
    void what_others_change_is_no_kind_of_their_own() {
        RuleBook book = book();
        allocated(book, request("2", 6, 3));
        assertThat(allocated(book, request("2", 6, 3)))
                .filteredOn(line -> line.contains("crowd"))
                .hasSize(6);
        assertThat(allocated(book, request("2", 4, 2)))
                .filteredOn(line -> line.contains("crowd"))
                .isEmpty();
        assertThat(allocated(book, request("2", 4, 3)))
                .filteredOn(line -> line.contains("crowd"))
                .hasSize(3);
    }

    @Test
    void another_parameter_is_another_day() {
        RuleBook book = book();
        for (int time = 0; time < 3; time++) {
            assertThat(allocated(book, request("2", 5, 0)))
                    .filteredOn(line -> line.contains("Grown"))
                    .hasSize(3);
            assertThat(allocated(book, request("4", 5, 0)))
                    .filteredOn(line -> line.contains("Grown"))
                    .hasSize(1);
        }
    }

    @Test
    void equal_festivals_look_the_same_to_rules() {
        RuleBook book = RuleBook.compile(
                List.of(
                        new RuleSource(
                                "x.drl",
                                "package x rule 'x' when FestivalDay( $c : categories ) Merchant() then grant.exclude(\"up\", \"is \" + $c); end")));
        for (ImmutableSet<String> categories :
                List.of(ImmutableSet.of("fur", "bags"), ImmutableSet.of("bags", "fur"))) {
            AllocationRequest request = AllocationRequest.builder()
                    .asOf(DAY)
                    .merchants(profiles(1))
                    .programmes(List.of(Programme.of("up", 1)))
                    .festivals(List.of(new Festival("f", "f", categories, DAY, DAY, DAY)))
                    .build();
            assertThat(allocated(book, request)).singleElement().asString().endsWith(" is [bags, fur]");
        }
    }

    @Test
    void threads_share_what_they_learn() {
        for (int time = 0; time < 4; time++) {
            RuleBook book = ReplayTest.bookOfAccepted(new RandomRules(new SplittableRandom(3)).rules(12));
            RandomRules random = new RandomRules(new SplittableRandom(4));
            AllocationRequest day = random.request(40);
            List<AllocationRequest> requests = IntStream.range(0, 40)
                    .mapToObj(index -> random.request(20, day))
                    .toList();
            List<List<String>> expected = requests.stream()
                    .map(request -> ReplayTest.outcome(
                            () -> RuleEvaluation.evaluateByEngine(book, request, Workers.of(1)), request))
                    .toList();
            assertThat(requests.parallelStream()
                            .map(request -> allocated(book, request))
                            .toList())
                    .isEqualTo(expected);
        }
    }

    /** What the engine looks at for every merchant fails at those, too, who pass no rule. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Programme( id == \"up\", number(\"from\", 1) > 0 ) Merchant( tier > 7 )",
                "Merchant( tier > 7 ) Programme( id == \"up\", number(\"from\", 1) > 0 )",
                "Placement() Placement() Placement() Placement() Merchant( tier > 7 )"
            })
    void what_fails_whoever_comes_fails_every_time(String conditions) {
        RuleBook book = book(conditions);
        AllocationRequest request = AllocationRequest.builder()
                .asOf(DAY)
                .merchants(profiles(3))
                .placements(IntStream.range(0, 60)
                        .mapToObj(index -> Placement.of("p" + index, "live", 10))
                        .toList())
                .programmes(List.of(Programme.of("up", 1).withParameters(Map.of("from", "two"))))
                .build();
        List<String> first = allocated(book, request);
        assertThat(first).hasSize(1).allMatch(line -> line.startsWith("throws "));
        for (int time = 0; time < 210; time++) {
            assertThat(allocated(book, request)).as("time %s", time).isEqualTo(first);
        }
    }

    private static List<MerchantProfile> profiles(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> MerchantProfile.builder("m" + (100 + index), DAY.minusDays(index))
                        .tier(index)
                        .build())
                .toList();
    }

    @Test
    void no_merchants_are_kept() {
        RuleBook book = book("Merchant( attribute(\"note\") != \"a\", tier > 1 )");
        List<WeakReference<AllocationRequest>> requests = new ArrayList<>();
        for (int time = 0; time < 20; time++) {
            AllocationRequest request = noted(time);
            requests.add(new WeakReference<>(request));
            RuleEvaluation.evaluate(book, request, Workers.of(1));
        }
        System.gc();
        assertThat(requests).allMatch(each -> each.get() == null);
        assertThat(book.rules()).as("the book is still in use").hasSize(1);
    }

    private static AllocationRequest noted(int time) {
        return noted(200, row -> time + "/" + row);
    }

    private static AllocationRequest noted(int merchants, IntFunction<String> note) {
        List<MerchantProfile> profiles = IntStream.range(0, merchants)
                .mapToObj(index -> MerchantProfile.builder("m" + (100 + index), DAY)
                        .tier(3)
                        .attribute("note", note.apply(index))
                        .build())
                .toList();
        return AllocationRequest.builder()
                .asOf(DAY)
                .merchants(profiles)
                .programmes(List.of(Programme.of("up", 1).withParameters(Map.of("from", "2"))))
                .build();
    }

    @Test
    void values_that_there_is_no_room_for_are_no_reason_to_begin_again() {
        RuleBook book = book("Merchant( attribute(\"note\") != \"a\", tier > 1 )");
        for (int time = 0; time < 12; time++) {
            RuleEvaluation.evaluate(book, noted(time), Workers.of(1));
        }
        AllocationRequest next = noted(12);
        Kinds known = book.days().kinds(book, next, RuleEvaluation.context(next));
        for (int time = 13; time < 16; time++) {
            RuleEvaluation.evaluate(book, noted(time), Workers.of(1));
        }
        assertThat(book.days().kinds(book, next, RuleEvaluation.context(next))).isSameAs(known);
    }
}
