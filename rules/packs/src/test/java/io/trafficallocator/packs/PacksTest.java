package io.trafficallocator.packs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.rules.RuleSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacksTest {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 11);
    private static final Map<String, RuleBook> BOOKS = Stream.of(Packs.LAUNCH, Packs.UPWARD, Packs.FESTIVALS)
            .collect(Collectors.toMap(pack -> pack, pack -> RuleBook.compile(List.of(source(pack)))));
    private static final List<Programme> PROGRAMMES = Stream.of("launch", "mink", "other", "upward")
            .map(id -> Programme.of(id, 1))
            .toList();

    private static RuleSource source(String pack) {
        return RuleSource.fromClassPath(pack, PacksTest.class.getClassLoader());
    }

    private static MerchantProfile.Builder merchant(int ageDays) {
        return MerchantProfile.builder("m", DAY.minusDays(ageDays)).categories("hats", "fur");
    }

    /** A marketplace whose festival for fur starts so many days from now, warms up for three and lasts for four. */
    private static AllocationRequest.Builder marketplace(int daysToStart, MerchantProfile... merchants) {
        LocalDate starts = DAY.plusDays(daysToStart);
        return AllocationRequest.builder()
                .asOf(DAY)
                .merchants(List.of(merchants))
                .placements(List.of(
                        Placement.of("home", "mall", 1_000),
                        Placement.of("stage", "live", 1_000).reservedFor("mink"),
                        Placement.of("fur-stage", "live", 1_000)
                                .reservedFor("mink")
                                .forCategories("fur"),
                        Placement.of("shoe-stage", "live", 1_000)
                                .reservedFor("mink")
                                .forCategories("shoes"),
                        Placement.of("other-stage", "live", 1_000).reservedFor("other")))
                .festivals(List.of(
                        new Festival(
                                "mink",
                                "Mink",
                                ImmutableSet.of("fur", "leather"),
                                starts.minusDays(3),
                                starts,
                                starts.plusDays(3)),
                        Festival.of("other", DAY.minusDays(9), DAY.minusDays(8))))
                .programmes(PROGRAMMES);
    }

    private static List<String> grants(String pack, AllocationRequest request) {
        Grants grants = RuleEvaluation.evaluate(requireNonNull(BOOKS.get(pack)), request, Workers.of(1));
        List<String> lines = new ArrayList<>();
        for (int grant = 0; grant < grants.count(); grant++) {
            String window = grants.windowDays(grant) == 0
                    ? ""
                    : " from " + LocalDate.ofEpochDay(grants.windowStart(grant)) + " for " + grants.windowDays(grant);
            lines.add(grants.kind(grant) + " "
                    + grants.programmes().get(grants.programme(grant)).id() + " " + grants.amount(grant) + " "
                    + request.placements().scopes().name(grants.scope(grant)) + window);
        }
        return lines.stream().sorted().toList();
    }

    private static List<String> grants(String pack, MerchantProfile merchant) {
        return grants(pack, marketplace(100, merchant).build());
    }

    @ParameterizedTest
    @CsvSource({
        "-1,",
        "0,GUARANTEE launch 10000.0 everything from 2024-11-11 for 7",
        "6,GUARANTEE launch 10000.0 everything from 2024-11-05 for 7",
        "7,GUARANTEE launch 800.0 everything",
        "13,GUARANTEE launch 800.0 everything",
        "14,GUARANTEE launch 400.0 everything",
        "20,GUARANTEE launch 400.0 everything",
        "21,GUARANTEE launch 200.0 everything",
        "27,GUARANTEE launch 200.0 everything",
        "28,",
    })
    void launch_fades_out_over_four_weeks(int ageDays, String granted) {
        assertThat(grants(Packs.LAUNCH, merchant(ageDays).build()))
                .isEqualTo(granted == null ? List.of() : List.of(granted));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 14, 21})
    void launch_asks_for_no_deposit_but_for_good_behaviour(int ageDays) {
        assertThat(grants(Packs.LAUNCH, merchant(ageDays).deposit(0).build())).hasSize(1);
        assertThat(grants(Packs.LAUNCH, merchant(ageDays).quality(0.5).build())).hasSize(1);
        assertThat(grants(Packs.LAUNCH, merchant(ageDays).quality(0.49).build()))
                .isEmpty();
        assertThat(grants(Packs.LAUNCH, merchant(ageDays).violations(1).build()))
                .isEmpty();
    }

    @Test
    void launch_promises_later_weeks_by_the_day() {
        AllocationRequest week = marketplace(100, merchant(9).build())
                .settings(Settings.of(DAY).withPeriodDays(7))
                .build();
        assertThat(grants(Packs.LAUNCH, week)).containsExactly("GUARANTEE launch 5600.0 everything");
    }

    /** Ten merchants of which the last in the alphabet grew the most, by as much as the numbers say. */
    private static List<String> boostsOfTheBest(int tier, double growth, double quality, int violations) {
        MerchantProfile[] merchants = new MerchantProfile[10];
        for (int index = 0; index < 9; index++) {
            merchants[index] = MerchantProfile.builder("a" + index, DAY.minusDays(100))
                    .categories("hats")
                    .growth(index / 10.0)
                    .build();
        }
        merchants[9] = merchant(100)
                .tier(tier)
                .growth(growth)
                .quality(quality)
                .violations(violations)
                .build();
        return grants(Packs.UPWARD, marketplace(100, merchants).build()).stream()
                .map(line -> line.replace("BOOST upward ", "").replace(" everything", ""))
                .toList();
    }

    @Test
    void upward_boosts_by_tier_and_growth() {
        assertThat(boostsOfTheBest(0, 2, 1, 0)).isEmpty();
        assertThat(boostsOfTheBest(1, 1, 1, 0)).isEmpty();
        assertThat(boostsOfTheBest(1, 1.1, 1, 0)).containsExactly("1.25");
        assertThat(boostsOfTheBest(1, 1.2, 1, 0)).containsExactly("1.1", "1.25");
        assertThat(boostsOfTheBest(2, 1.2, 0.7, 0)).containsExactly("1.1", "1.25", "1.5");
        assertThat(boostsOfTheBest(3, 1.5, 0.85, 0)).containsExactly("1.1", "1.25", "1.5", "2.0");
        assertThat(boostsOfTheBest(3, 1.49, 0.85, 0)).containsExactly("1.1", "1.25", "1.5");
        assertThat(boostsOfTheBest(3, 1.5, 0.84, 0)).containsExactly("1.1", "1.25", "1.5");
        assertThat(boostsOfTheBest(3, 1.5, 0.69, 0)).isEmpty();
        assertThat(boostsOfTheBest(3, 1.5, Double.NaN, 0)).isEmpty();
        assertThat(boostsOfTheBest(3, Double.NaN, 1, 0)).isEmpty();
        assertThat(boostsOfTheBest(3, 1.5, 1, 1)).isEmpty();
    }

    @Test
    void upward_leaves_the_middle_of_a_category_alone() {
        MerchantProfile[] merchants = new MerchantProfile[4];
        for (int index = 0; index < 4; index++) {
            merchants[index] = MerchantProfile.builder("m" + index, DAY.minusDays(100))
                    .tier(2)
                    .quality(1)
                    .growth(1.01 + index / 100.0)
                    .build();
        }
        // Percentiles 0.125, 0.375, 0.625 and 0.875: one in the upper quarter, none in the upper tenth.
        assertThat(grants(Packs.UPWARD, marketplace(100, merchants).build()))
                .containsExactly("BOOST upward 1.25 everything");
    }

    @ParameterizedTest
    @CsvSource({
        "4,0", "3,1.2", "1,1.2", "0,0", "-3,0", "-4,1.3", "-5,1.2", "-6,1.1", "-7,0",
    })
    void festivals_boost_before_and_after(int daysToStart, double factor) {
        List<String> boosts =
                grants(
                                Packs.FESTIVALS,
                                marketplace(
                                                daysToStart,
                                                merchant(100).enrolled("mink").build())
                                        .build())
                        .stream()
                        .filter(line -> line.startsWith("BOOST"))
                        .toList();
        assertThat(boosts).isEqualTo(factor == 0 ? List.of() : List.of("BOOST mink " + factor + " everything"));
    }

    @ParameterizedTest
    @CsvSource({"1,false", "0,true", "-3,true", "-4,false"})
    void festivals_open_their_inlets_on_their_days(int daysToStart, boolean open) {
        List<String> granted =
                grants(
                                Packs.FESTIVALS,
                                marketplace(
                                                daysToStart,
                                                merchant(100).enrolled("mink").build())
                                        .build())
                        .stream()
                        .filter(line -> !line.startsWith("BOOST"))
                        .toList();
        assertThat(granted)
                .isEqualTo(
                        open
                                ? List.of(
                                        "ACCESS mink 0.0 placement:fur-stage",
                                        "ACCESS mink 0.0 placement:shoe-stage",
                                        "ACCESS mink 0.0 placement:stage",
                                        "CAP mink 500.0 placement:fur-stage",
                                        "CAP mink 500.0 placement:stage",
                                        "GUARANTEE mink 200.0 placement:fur-stage",
                                        "GUARANTEE mink 200.0 placement:stage")
                                : List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 0, -4})
    void festivals_are_for_enrolled_merchants_of_their_categories(int daysToStart) {
        MerchantProfile.Builder base = MerchantProfile.builder("m", DAY.minusDays(100));
        assertThat(grants(
                        Packs.FESTIVALS,
                        marketplace(daysToStart, base.categories("fur").build()).build()))
                .as("not enrolled")
                .isEmpty();
        base.enrolled("mink");
        assertThat(grants(
                        Packs.FESTIVALS, marketplace(daysToStart, base.build()).build()))
                .isNotEmpty();
        assertThat(grants(
                        Packs.FESTIVALS,
                        marketplace(daysToStart, base.violations(1).build()).build()))
                .as("violations")
                .isEmpty();
        assertThat(grants(
                        Packs.FESTIVALS,
                        marketplace(
                                        daysToStart,
                                        base.violations(0).categories("hats").build())
                                .build()))
                .as("another category")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({Packs.LAUNCH + ",launch", Packs.UPWARD + ",upward", Packs.FESTIVALS + ",mink"})
    void a_pack_grants_nothing_while_its_programme_is_not_listed(String pack, String programme) {
        MerchantProfile merchant =
                merchant(3).tier(3).quality(1).growth(3).enrolled("mink").build();
        assertThat(grants(pack, marketplace(0, merchant).build())).isNotEmpty();
        assertThat(grants(
                        pack,
                        marketplace(0, merchant)
                                .programmes(PROGRAMMES.stream()
                                        .filter(listed -> !listed.id().equals(programme))
                                        .toList())
                                .build()))
                .isEmpty();
        assertThat(grants(pack, marketplace(0, merchant).programmes(List.of()).build()))
                .isEmpty();
    }

    private static Plan plan(List<RuleSource> rules) {
        List<MerchantProfile> merchants = new ArrayList<>();
        List<Demand> demand = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            merchants.add(MerchantProfile.builder("m" + index, DAY.minusDays(2L * index))
                    .categories(index % 2 == 0 ? "fur" : "women's wear")
                    .origin(index % 3 == 0 ? "Wuhan" : "")
                    .size("small")
                    .tier(index % 4)
                    .quality(index % 10 / 10.0)
                    .gmv(1_000.0 * index)
                    .growth(index % 5 / 2.0)
                    .violations(index % 17 == 0 ? 3 : 0)
                    .enrolled(index % 2 == 0 ? "mink" : "doujin")
                    .attribute("prepared", "yes")
                    .attribute("return_cost", "70.07")
                    .build());
            demand.add(new Demand("m" + index, "home", 1 + index % 7));
        }
        List<Programme> programmes = new ArrayList<>();
        for (String id : Packs.NAMES) {
            boolean paysMoney = id.equals("red-envelopes") || id.equals("deposits");
            programmes.add(paysMoney ? Programme.of(id, 2).poolOfYuan(1_000) : Programme.of(id, 1));
        }
        programmes.add(Programme.of("mink", 1));
        AllocationRequest request = AllocationRequest.builder()
                .asOf(DAY)
                .placements(List.of(
                        Placement.of("home", "mall", 40_000),
                        Placement.of("room", "live", 9_000),
                        Placement.of("stage", "live", 5_000).reservedFor("mink")))
                .merchants(merchants)
                .demand(demand)
                .festivals(List.of(
                        new Festival("mink", "Mink", ImmutableSet.of("fur"), DAY.minusDays(1), DAY, DAY.plusDays(1))))
                .programmes(programmes)
                .build();
        return TrafficAllocator.builder()
                .ruleBook(RuleBook.compile(rules))
                .strict()
                .build()
                .allocate(request);
    }

    private static List<Object> content(Plan plan) {
        List<Object> content = new ArrayList<>(plan.pools());
        content.addAll(plan.shortfalls());
        for (int cell = 0; cell < plan.cells(); cell++) {
            content.add(plan.impressions(cell));
        }
        return content;
    }

    @Test
    void packs_in_any_order_merged_or_split_make_the_same_plan() {
        List<RuleSource> all = Packs.all().stream()
                .filter(pack -> pack.file().endsWith(".drl"))
                .toList();
        Plan plan = plan(all);
        assertThat(plan.entitlements().stream().map(Entitlement::programme).distinct())
                .hasSizeGreaterThan(8);
        List<RuleSource> renamed = new ArrayList<>();
        List<RuleSource> split = new ArrayList<>();
        StringBuilder merged = new StringBuilder("package merged\n");
        for (int index = 0; index < all.size(); index++) {
            String text = all.get(index).text().replaceFirst("(?m)^package .*$", "");
            renamed.add(
                    new RuleSource("z" + (99 - index) + ".drl", all.get(index).text()));
            merged.append(text).append('\n');
            for (String rule : text.split("(?m)^(?=rule )", -1)) {
                if (rule.startsWith("rule ")) {
                    split.add(new RuleSource("s" + split.size() + ".drl", "package split\n" + rule));
                }
            }
        }
        assertThat(split).hasSameSizeAs(RuleBook.compile(all).rules());
        assertThat(content(plan(renamed))).isEqualTo(content(plan));
        assertThat(content(plan(split))).isEqualTo(content(plan));
        assertThat(content(plan(List.of(new RuleSource("merged.drl", merged.toString())))))
                .isEqualTo(content(plan));
    }
}
