package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All rules of all packs, replayed and by the engine alone, for merchants whose facts lie on the packs' thresholds,
 * beside them, and are unknown.
 */
class PackReplayTest {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 11);
    private static final RuleBook BOOK = RuleBook.compile(Packs.all());
    private static final String[] IDS = {"mink", "clothing-warmth", "luggage", "doujin", "new-star", "domains"};
    private static final double[] RATIOS = {0, 0.2, 0.5, 0.7, 0.85, 1, Math.nextDown(0.7), Math.nextUp(0.2)};
    private static final double[] GROWTH = {0, 1, Math.nextUp(1.0), 1.2, 1.5, 2, Math.nextDown(1.5)};
    private static final double[] GMV = {0, 100, 9_999.99, 10_000, 49_999.99, 50_000, 100_000, 123_456.78};

    private SplittableRandom random = new SplittableRandom(0);

    private static PackReplayTest seeded(long seed) {
        PackReplayTest test = new PackReplayTest();
        test.random = new SplittableRandom(seed);
        return test;
    }

    private double one(double... values) {
        return values[random.nextInt(values.length)];
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }

    private double mayBeUnknown(double value) {
        return random.nextInt(6) == 0 ? Double.NaN : value;
    }

    private String date(int from, int to) {
        return random.nextInt(3) == 0
                ? ""
                : DAY.minusDays(random.nextInt(from, to)).toString();
    }

    private MerchantProfile merchant(int index) {
        int age = random.nextInt(3) == 0
                ? random.nextInt(-1, 90)
                : List.of(0, 6, 7, 14, 21, 27, 28, 84).get(random.nextInt(8));
        MerchantProfile.Builder merchant = MerchantProfile.builder(String.format("m%05d", index), DAY.minusDays(age))
                .categories(one("fur", "women's wear", "luggage", "shoes"), one("fur", "women's wear", "hats"))
                .origin(one("", "Guangzhou", "Wuhan", "Paris"))
                .size(one("", "small", "medium", "large"))
                .tier(random.nextInt(5))
                .violations(random.nextInt(3) == 0 ? random.nextInt(5) : 0)
                .quality(mayBeUnknown(random.nextBoolean() ? one(RATIOS) : random.nextDouble()))
                .growth(mayBeUnknown(random.nextBoolean() ? one(GROWTH) : random.nextDouble(3)))
                .gmv(random.nextBoolean() ? one(GMV) : random.nextInt(200_000))
                .deposit(one(0, 0, 500))
                .attribute("return_cost", one("", "0", "0.01", "123.45", "400", "400.01", "99999", "x", "-1"))
                .attribute("risk", one("", "0.9", "0.89", "0.95", "1"))
                .attribute("promoted_on", date(-1, 16))
                .attribute("relegated_on", date(-1, 33))
                .attribute("cleared_on", date(-1, 16))
                .attribute("held_until", random.nextInt(8) == 0 ? date(-3, 3) : "")
                .attribute("hot_since", date(-1, 7))
                .attribute("hot_share", one("", "0.5", "0.49", "0.8"))
                .attribute("first_live_on", date(-1, 33))
                .attribute("digital_human", one("", "yes", "no"))
                .attribute("prepared", one("", "yes"))
                .attribute("full_reduction", one("", "yes"));
        if (random.nextInt(8) == 0) {
            merchant.attribute("managed_placement", one("home", "room", "nowhere"))
                    .attribute("managed_goal", one("1000", "2500.5", "-1", ""))
                    .attribute("managed_budget", one("0", "10", "33.3"))
                    .attribute("managed_days", one("0", "1", "7", "x"))
                    .attribute("managed_from", date(-1, 8));
        }
        for (String id : IDS) {
            if (random.nextInt(5) == 0) {
                merchant.enrolled(id);
            }
        }
        return merchant.build();
    }

    private List<MerchantProfile> profiles(int merchants) {
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int index = 0; index < merchants; index++) {
            profiles.add(merchant(index));
        }
        return profiles;
    }

    private AllocationRequest request(int merchants) {
        List<MerchantProfile> profiles = profiles(merchants);
        List<Programme> programmes = new ArrayList<>();
        for (String id : new TreeSet<>(Packs.NAMES)) {
            if (!id.startsWith("festival") && random.nextInt(12) > 0) {
                Programme programme = Programme.of(id, 1);
                programmes.add(
                        id.equals("deposits") || id.equals("red-envelopes") ? programme.poolOfYuan(1e6) : programme);
            }
        }
        for (String id : List.of("mink", "clothing-warmth", "luggage")) {
            programmes.add(Programme.of(id, 1));
        }
        return AllocationRequest.builder()
                .asOf(DAY)
                .merchants(profiles)
                .placements(List.of(
                        Placement.of("furs", "mall", 9_000).priced(3).forCategories("fur"),
                        Placement.of("home", "mall", 100_000).priced(2),
                        Placement.of("inlet", "mall", 1_000).priced(9).reservedFor("mink"),
                        Placement.of("room", random.nextBoolean() ? "live" : "image", 5_000)))
                .festivals(List.of(
                        festival("mink", "fur", -random.nextInt(3)),
                        festival("clothing-warmth", "women's wear", random.nextInt(1, 4)),
                        festival("luggage", "luggage", -random.nextInt(8))))
                .programmes(programmes)
                .build();
    }

    private static Festival festival(String id, String category, int startsIn) {
        LocalDate starts = DAY.plusDays(startsIn);
        return new Festival(
                id, id, ImmutableSet.of(category), starts.minusDays(3), starts, starts.plusDays(3), starts.plusDays(8));
    }

    private static List<String> lines(Grants grants) {
        List<String> lines = new ArrayList<>();
        for (int grant = 0; grant < grants.count(); grant++) {
            lines.add(grants.merchant(grant) + " " + grants.rules().get(grants.rule(grant)) + " " + grants.kind(grant)
                    + " " + grants.programmes().get(grants.programme(grant)).id() + " " + grants.amount(grant) + " "
                    + grants.scope(grant) + " "
                    + (grants.windowDays(grant) == 0 ? "" : grants.windowStart(grant) + "+" + grants.windowDays(grant))
                    + grants.reason(grant));
        }
        lines.sort(null);
        return lines;
    }

    private static void compare(long seed, int merchants) {
        AllocationRequest request = seeded(seed).request(merchants);
        Grants replayed = RuleEvaluation.evaluateByReplay(BOOK, request, Workers.of(1));
        Grants expected = RuleEvaluation.evaluateByEngine(BOOK, request, Workers.of(1));
        assertThat(replayed).as("seed %s", seed).isNotNull();
        if (replayed != null) {
            assertThat(lines(replayed)).as("seed %s", seed).isEqualTo(lines(expected));
        }
        assertThat(lines(expected).stream()
                        .map(line -> line.substring(line.indexOf("rule=")))
                        .collect(Collectors.toSet()))
                .as("seed %s", seed)
                .hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void packs_replayed_grant_what_the_engine_grants(long seed) {
        compare(seed, 2_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void packs_recalled_for_small_requests_grant_what_the_engine_grants(long seed) {
        PackReplayTest test = seeded(seed);
        AllocationRequest day = test.request(50);
        RuleEvaluation.evaluateByRecall(BOOK, day);
        for (int index = 0; index < 60; index++) {
            AllocationRequest request = AllocationRequest.builder()
                    .asOf(DAY)
                    .merchants(test.profiles(50))
                    .placements(day.placements().asList())
                    .festivals(day.festivals().values())
                    .programmes(day.programmes().values())
                    .build();
            Grants recalled = RuleEvaluation.evaluateByRecall(BOOK, request);
            assertThat(recalled).as("seed %s, request %s", seed, index).isNotNull();
            if (recalled != null) {
                assertThat(lines(recalled))
                        .as("seed %s, request %s", seed, index)
                        .isEqualTo(lines(RuleEvaluation.evaluateByEngine(BOOK, request, Workers.of(1))));
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void packs_replayed_grant_what_the_engine_grants_in_many_marketplaces(long hundreds) {
        for (long seed = 100 * hundreds; seed < 100 * hundreds + 100; seed++) {
            compare(seed, 1_000);
        }
    }
}
