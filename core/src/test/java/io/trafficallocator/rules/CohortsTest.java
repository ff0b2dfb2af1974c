package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.merchant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Settings;
import io.trafficallocator.parallel.Workers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohortsTest {
    private static final Settings EPOCH = Settings.of(LocalDate.EPOCH);

    @ParameterizedTest
    @CsvSource({"28, 56", "1, 0", "7, 1", "40, 0", "1, 2147483647"})
    void a_life_has_one_stage_on_each_day_in_order_and_each_as_long_as_was_set(int launch, int growth) {
        Settings settings = EPOCH.withLaunchDays(launch).withGrowthDays(growth);
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int age = -3; age <= 120; age++) {
            profiles.add(MerchantProfile.builder(String.format("m%03d", age + 3), LocalDate.EPOCH.minusDays(age))
                    .build());
        }
        Cohorts cohorts = new Cohorts(Merchants.of(profiles), settings, Workers.of(1));
        StringBuilder expected = new StringBuilder("before ".repeat(3));
        for (int age = 0; age <= 120; age++) {
            expected.append(age < launch ? "launch " : age - launch < growth ? "growth " : "mature ");
        }
        StringBuilder found = new StringBuilder();
        for (int row = 0; row < profiles.size(); row++) {
            found.append(new Merchant(cohorts, row).getStage()).append(' ');
        }
        assertThat(found).hasToString(expected.toString());
        assertThat(Stages.of(settings, launch - 1)).isEqualTo("launch");
        assertThat(Stages.of(settings, launch)).isEqualTo(growth == 0 ? "mature" : "growth");
        assertThat(Stages.of(settings, Integer.MAX_VALUE)).isEqualTo(growth == Integer.MAX_VALUE ? "growth" : "mature");
        assertThat(Stages.of(settings, Integer.MIN_VALUE)).isEqualTo("before");
    }

    @Test
    void equals_share_their_place_and_the_unknown_have_none() {
        Cohorts cohorts = new Cohorts(
                Merchants.of(List.of(
                        merchant("a", 0).categories("x", "y").growth(1).gmv(0).build(),
                        merchant("b", 0).categories("x").growth(2).gmv(5).build(),
                        merchant("c", 0).categories("x").growth(2).gmv(5).build(),
                        merchant("d", 0).categories("x").growth(3).gmv(9).build(),
                        merchant("e", 0).categories("x").build(),
                        merchant("f", 0).categories("y", "x").growth(9).build(),
                        merchant("g", 0).growth(0).build(),
                        merchant("h", 0).growth(-0.0).build())),
                EPOCH,
                Workers.of(1));
        assertThat(cohorts.growthPercentile(0)).isEqualTo(0.125);
        assertThat(cohorts.growthPercentile(1)).isEqualTo(0.5);
        assertThat(cohorts.growthPercentile(2)).isEqualTo(0.5);
        assertThat(cohorts.growthPercentile(3)).isEqualTo(0.875);
        assertThat(cohorts.growthPercentile(4)).isNaN();
        assertThat(cohorts.growthPercentile(5)).as("alone").isEqualTo(0.5);
        assertThat(cohorts.growthPercentile(6)).as("no category, the two zeros").isEqualTo(0.5);
        assertThat(cohorts.growthPercentile(7)).isEqualTo(0.5);
        assertThat(cohorts.gmvPercentile(0)).as("0, 0, 5, 5, 9").isEqualTo(0.2);
        assertThat(cohorts.gmvPercentile(1)).isEqualTo(0.6);
        assertThat(cohorts.gmvPercentile(4)).isEqualTo(0.2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void who_shares_origin_and_main_category_is_counted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            MerchantProfile.Builder profile = merchant(String.format("m%02d", index), 0)
                    .origin(random.nextInt(5) == 0 ? "" : "o" + random.nextInt(4));
            if (random.nextInt(5) > 0) {
                profile.categories("c" + random.nextInt(3), "d" + random.nextInt(3));
            }
            profiles.add(profile.build());
        }
        Merchants merchants = Merchants.of(profiles);
        Cohorts cohorts = new Cohorts(merchants, EPOCH, Workers.of(1));
        for (int row = 0; row < merchants.count(); row++) {
            String category = Cohorts.mainCategory(merchants.categories(row));
            int expected = 0;
            for (int other = 0; other < merchants.count(); other++) {
                expected += merchants.origin(other).equals(merchants.origin(row))
                                && Cohorts.mainCategory(merchants.categories(other))
                                        .equals(category)
                        ? 1
                        : 0;
            }
            assertThat(new Merchant(cohorts, row).getOriginCategoryMerchants())
                    .as("seed %s row %s", seed, row)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void percentiles_are_what_counting_gives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            profiles.add(merchant(String.format("m%02d", index), 0)
                    .categories("c" + random.nextInt(4))
                    .growth(random.nextInt(5) == 0 ? Double.NaN : random.nextInt(12) / 4.0)
                    .build());
        }
        Merchants merchants = Merchants.of(profiles);
        Cohorts cohorts = new Cohorts(merchants, EPOCH, Workers.of(1));
        for (int row = 0; row < merchants.count(); row++) {
            double own = merchants.growth(row);
            int below = 0;
            int equal = 0;
            int known = 0;
            for (int other = 0; other < merchants.count(); other++) {
                if (merchants.categories(other).equals(merchants.categories(row))
                        && !Double.isNaN(merchants.growth(other))) {
                    known++;
                    below += merchants.growth(other) < own ? 1 : 0;
                    equal += merchants.growth(other) == own ? 1 : 0;
                }
            }
            if (Double.isNaN(own)) {
                assertThat(cohorts.growthPercentile(row))
                        .as("seed %s row %s", seed, row)
                        .isNaN();
            } else {
                assertThat(cohorts.growthPercentile(row))
                        .as("seed %s row %s", seed, row)
                        .isCloseTo((below + equal / 2.0) / known, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void percentiles_of_many_are_what_counting_gives_on_any_number_of_threads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 50_000;
        int values = random.nextInt(100, 60_000);
        String[] ids = new String[count];
        int[] category = new int[count];
        double[] gmv = new double[count];
        List<TreeMap<Double, Integer>> counts = new ArrayList<>();
        for (int index = 0; index < 5; index++) {
            counts.add(new TreeMap<>());
        }
        for (int row = 0; row < count; row++) {
            ids[row] = String.format(Locale.ROOT, "m%06d", row);
            category[row] = (int) (5 * Math.pow(random.nextDouble(), 3));
            gmv[row] = random.nextInt(values) / 8.0;
            counts.get(category[row]).merge(gmv[row], 1, Integer::sum);
        }
        List<Map<Double, Double>> expected =
                counts.stream().map(CohortsTest::places).toList();
        Merchants merchants = Merchants.columns(ids, new int[count])
                .categories(
                        IntStream.range(0, 5)
                                .mapToObj(index -> ImmutableSet.of("c" + index))
                                .toList(),
                        category)
                .gmv(gmv)
                .build();
        for (int threads = 1; threads <= 3; threads++) {
            Cohorts cohorts = new Cohorts(merchants, EPOCH, Workers.of(threads));
            double[] edges = edges(cohorts, random);
            int[] cells = new int[count];
            Percentiles percentiles = cohorts.gmvPercentiles();
            percentiles.cells(0, count, percentiles.reaching(edges), cells, -1);
            for (int row = 0; row < count; row++) {
                double percentile = cohorts.gmvPercentile(row);
                assertThat(percentile)
                        .as("seed %s, %s threads, row %s", seed, threads, row)
                        .isEqualTo(expected.get(category[row]).get(gmv[row]));
                assertThat(cells[row])
                        .as("seed %s, %s threads, row %s, edges %s", seed, threads, row, edges)
                        .isEqualTo((int) Arrays.stream(edges)
                                .filter(edge -> percentile >= edge)
                                .count());
            }
        }
    }

    /** Some that somebody stands on, right above those, and where nobody is. */
    private static double[] edges(Cohorts cohorts, SplittableRandom random) {
        double on = cohorts.gmvPercentile(random.nextInt(50_000));
        return new double[] {-1, 0, on, Math.nextUp(on), 0.75, 0.9, 1, 2};
    }

    /** By value, the share below it plus half the share equal to it. */
    private static Map<Double, Double> places(NavigableMap<Double, Integer> counts) {
        double all = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map<Double, Double> places = new HashMap<>();
        int below = 0;
        for (Map.Entry<Double, Integer> each : counts.entrySet()) {
            places.put(each.getKey(), (2.0 * below + each.getValue()) / (2 * all));
            below += each.getValue();
        }
        return places;
    }
}
