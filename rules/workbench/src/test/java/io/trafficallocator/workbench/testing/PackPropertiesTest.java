package io.trafficallocator.workbench.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of the packs for whatever merchant: on each day of a life, and beside each other. */
class PackPropertiesTest {
    private static final int OLDEST = 400;
    private static final int MERCHANTS = 150;

    private static RuleBook book(List<String> packs) {
        List<RuleSource> sources = packs.stream()
                .map(pack -> RuleSource.fromClassPath(Packs.resource(pack), Packs.class.getClassLoader()))
                .toList();
        return RuleBook.compile(sources);
    }

    private static AllocationRequest request(String facts) {
        Facts read = new Facts();
        int line = 0;
        for (String each : facts.lines().toList()) {
            List<Word> words = Word.of("facts", ++line, each);
            if (words.get(0).is("day")) {
                read.set(Facts.SETTINGS, "", new Word("as_of", "facts", line, 1), words.get(1));
            } else {
                read.add(words);
            }
        }
        return FactsRequest.of(read, new Word("facts", "facts", 1, 1));
    }

    /** The grants alone, without who granted them. */
    private static Set<String> granted(RuleTest test, String merchant) {
        Set<String> lines = new TreeSet<>();
        test.when(merchant)
                .difference(List.of())
                .forEach(line -> lines.add(line.replaceFirst("\\(not expected\\).*", "")));
        return lines;
    }

    @ParameterizedTest
    @CsvSource({"28, 56", "28, 0", "28, 1", "28, 2", "21, 79", "14, 17", "28, 372", "1, 0", "60, 40"})
    void nobody_in_good_standing_is_without_a_promise_on_any_day(int launch, int growth) {
        StringBuilder facts =
                new StringBuilder("day 2024-11-11\nprogramme launch\nprogramme lifecycle\nsettings launch_days "
                        + launch + " growth_days " + growth + "\n");
        for (int age = 0; age <= OLDEST; age++) {
            facts.append("merchant m" + age + " age " + age + " size small\n");
        }
        RuleTest test = RuleTest.given(book(List.of("launch", "lifecycle")), request(facts.toString()));
        for (int age = 0; age <= OLDEST; age++) {
            assertThat(granted(test, "m" + age))
                    .as("age %d", age)
                    .isNotEmpty()
                    .allMatch(line -> line.contains("guarantee"));
        }
    }

    @Test
    void packs_grant_together_what_each_grants_alone_and_an_exclusion_wins() {
        for (long seed = 0; seed < 3; seed++) {
            AllocationRequest request = request(random(new Random(seed)));
            RuleBook all = book(Packs.NAMES);
            RuleTest together = RuleTest.given(all, request);
            List<RuleTest> alone = new ArrayList<>();
            Packs.NAMES.forEach(pack -> alone.add(RuleTest.given(book(List.of(pack)), request)));
            Plan plan = TrafficAllocator.builder()
                    .ruleBook(all)
                    .threads(1)
                    .strict()
                    .build()
                    .allocate(request);
            int excluded = 0;
            for (int merchant = 0; merchant < MERCHANTS; merchant++) {
                String id = "m" + merchant;
                Set<String> expected = new TreeSet<>();
                alone.forEach(test -> expected.addAll(granted(test, id)));
                Set<String> found = granted(together, id);
                assertThat(found).as("seed %d, merchant %s", seed, id).isEqualTo(expected);
                if (found.stream().anyMatch(line -> line.contains("exclusion"))) {
                    excluded++;
                    for (String nothing : List.of(
                            "plan " + id + " = 0",
                            "paid " + id + " red-envelopes = 0",
                            "paid " + id + " deposits = 0")) {
                        assertThat(PlanExpectation.of(Word.of("facts", 1, nothing))
                                        .difference(plan))
                                .as("seed %d", seed)
                                .isEmpty();
                    }
                }
            }
            assertThat(excluded).as("seed %d", seed).isBetween(5, MERCHANTS / 2);
            for (String pool : List.of(
                    "launch <= 901",
                    "upward <= 3.01",
                    "red-envelopes <= 50.01",
                    "deposits <= 20.03",
                    "managed <= 1.01",
                    "origin <= 77",
                    "mink <= 333",
                    "growth <= 501")) {
                assertThat(PlanExpectation.of(Word.of("facts", 1, "pool " + pool))
                                .difference(plan))
                        .as("seed %d, %s", seed, pool)
                        .isEmpty();
            }
        }
    }

    private static String random(Random random) {
        LocalDate day = LocalDate.of(2024, 11, 11);
        StringBuilder facts = new StringBuilder("""
                day 2024-11-11
                programme launch pool 901
                programme upward tier 2 pool 3.01 pool_unit yuan
                programme origin tier 2 pool 77
                programme growth tier 3 pool 501
                programme long-tail tier 3
                programme new-star tier 2
                programme explosion tier 2
                programme doujin tier 3
                programme deposits tier 2 pool 20.03 pool_unit yuan
                programme red-envelopes tier 1 pool 50.01 pool_unit yuan
                programme managed tier 5 pool 1.01 pool_unit yuan
                programme lifecycle tier 4
                programme gates
                programme fraud
                programme domains tier 4
                programme mink tier 1 pool 333
                programme luggage tier 2
                festival mink categories fur starts 2024-11-11 ends 2024-11-14
                festival luggage categories luggage warm_up 2024-11-10 starts 2024-11-12 ends 2024-11-12
                placement home field mall impressions 3000 price_per_mille 17
                placement room field live impressions 2000 price_per_mille 23
                placement find field search impressions 1000
                placement stage field live impressions 500 price_per_mille 31 festival mink
                """);
        String[] categories = {"fur", "luggage", "\"women's wear\"", "\"women's wear;fur\"", "fur;luggage"};
        String[] origins = {"Wuhan", "Guangzhou", "Beijing"};
        String[] sizes = {"small", "medium", "large"};
        String[] enrolled = {"mink", "luggage", "mink;luggage", "new-star;doujin", "domains", "-"};
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            facts.append("merchant m" + merchant
                    + " age " + (random.nextInt(5) == 0 ? random.nextInt(500) : random.nextInt(90) - 1)
                    + " categories " + pick(categories, random)
                    + " origin " + pick(origins, random)
                    + " size " + pick(sizes, random)
                    + " enrolled " + pick(enrolled, random)
                    + " tier " + random.nextInt(4)
                    + " gmv " + random.nextInt(200_000)
                    + " deposit " + random.nextInt(2)
                    + " violations " + (random.nextInt(8) == 0 ? random.nextInt(4) + 1 : 0)
                    + " growth " + (random.nextInt(5) == 0 ? "-" : random.nextInt(30) / 10.0)
                    + " quality " + (random.nextInt(5) == 0 ? "-" : random.nextInt(11) / 10.0)
                    + " demand.home " + random.nextInt(20)
                    + " demand.room " + random.nextInt(9));
            for (String date : List.of(
                    "promoted_on", "relegated_on", "cleared_on", "first_live_on", "hot_since", "managed_from")) {
                if (random.nextInt(3) == 0) {
                    facts.append(" attribute." + date + " " + day.minusDays(random.nextInt(40) - 2));
                }
            }
            if (random.nextInt(15) == 0) {
                facts.append(" attribute.held_until " + day.plusDays(random.nextInt(3)));
            }
            facts.append(" attribute.risk " + random.nextInt(101) / 100.0
                    + " attribute.hot_share " + random.nextInt(11) / 10.0
                    + " attribute.return_cost " + random.nextInt(50_000) / 100.0
                    + " attribute.prepared " + (random.nextBoolean() ? "yes" : "no")
                    + " attribute.full_reduction " + (random.nextBoolean() ? "yes" : "no")
                    + " attribute.managed_placement " + (random.nextBoolean() ? "home" : "room")
                    + " attribute.managed_days " + (1 + random.nextInt(20))
                    + " attribute.managed_goal " + random.nextInt(900)
                    + " attribute.managed_budget " + random.nextInt(900) / 100.0 + "\n");
        }
        return facts.toString();
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }
}
