package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.merchant;
import static io.trafficallocator.rules.Marketplace.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.parallel.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither threads, nor the order of merchants, files or rules, nor the company a merchant is in change its grants. */
class RuleIndependenceTest {
    private static final String MERCHANTS_ALONE = """
            package alone
            rule "young" when Merchant( ageDays >= 0, ageDays < 20 ) then
                grant.guarantee("launch", 100).overFirstDays(20);
            end
            rule "good" salience 7 when $m : Merchant( quality == null || quality > 0.4, violations == 0 ) then
                grant.boost("upward", 1 + $m.getTier()).inField("live");
            end
            rule "tier 1" when Merchant( tier == 1 ) then grant.cap("upward", 11); end
            rule "tier 2" when Merchant( tier == 2 ) then grant.cap("upward", 12); end
            rule "tier 3" when Merchant( tier == 3 ) then grant.cap("upward", 13); end
            rule "origin" when Merchant( origin in ("o1", "o2") ) then grant.exclude("spring", "origin"); end
            """;
    private static final String MERCHANTS_AND_CONTEXT = """
            package context
            rule "festival" when
                $f : FestivalDay( phase == "main", $id : id )
                Merchant( enrolments contains $id, $f.fits(categories) )
            then
                grant.accessToFestival($id, $id);
            end
            rule "growing" when
                Today( $days : periodDays )
                Merchant( growthPercentile > 0.7, growth > $days )
            then
                grant.boost("autumn", 2);
            end
            rule "no such festival" when not FestivalDay( phase == "over" ) Merchant( $t : tier > 2 ) then
                grant.guarantee("winter", 10 * $t).inPlacement("home");
            end
            """;

    private static List<MerchantProfile> merchants(SplittableRandom random, int count) {
        List<MerchantProfile> merchants = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            MerchantProfile.Builder merchant = merchant(String.format("m%06d", index), random.nextInt(60) - 5)
                    .categories(random.nextInt(3) == 0 ? List.of("fur") : List.of("hats", "c" + random.nextInt(3)))
                    .origin("o" + random.nextInt(4))
                    .tier(random.nextInt(5))
                    .violations(random.nextInt(3) == 0 ? 1 : 0)
                    .quality(random.nextInt(4) == 0 ? Double.NaN : random.nextDouble())
                    .growth(random.nextInt(4) == 0 ? Double.NaN : 3 * random.nextDouble())
                    .gmv(random.nextInt(1_000));
            if (random.nextInt(3) == 0) {
                merchant.enrolled("mink");
            }
            merchants.add(merchant.build());
        }
        return merchants;
    }

    private static AllocationRequest of(List<MerchantProfile> merchants) {
        return request().programmes(List.of()).merchants(merchants).build();
    }

    private static List<String> evaluate(RuleBook book, AllocationRequest request, int threads) {
        return Marketplace.describe(RuleEvaluation.evaluate(book, request, Workers.of(threads)), request);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void grants_are_the_same_in_any_order_on_any_threads(long seed) {
        List<MerchantProfile> merchants = merchants(new SplittableRandom(seed), 23_456);
        RuleSource alone = new RuleSource("alone.drl", MERCHANTS_ALONE);
        RuleSource context = new RuleSource("context.drl", MERCHANTS_AND_CONTEXT);
        RuleBook book = RuleBook.compile(List.of(alone, context));
        List<String> expected = evaluate(book, of(merchants), 1);
        assertThat(expected).as("seed %s", seed).hasSizeGreaterThan(merchants.size());

        List<MerchantProfile> shuffled = new ArrayList<>(merchants);
        Collections.shuffle(shuffled, new Random(seed));
        for (int threads : new int[] {1, 2, 3, 8}) {
            assertThat(evaluate(book, of(shuffled), threads).equals(expected))
                    .as("seed %s, %s threads", seed, threads)
                    .isTrue();
        }
        assertThat(evaluate(RuleBook.compile(List.of(context, alone)), of(merchants), 2)
                        .equals(expected))
                .as("seed %s, files in another order", seed)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void a_merchant_is_granted_the_same_alone_and_in_company(long seed) {
        List<MerchantProfile> merchants = merchants(new SplittableRandom(seed), 300);
        RuleBook book = RuleBook.compile(List.of(new RuleSource("alone.drl", MERCHANTS_ALONE)));
        List<String> together = evaluate(book, of(merchants), 1);
        List<String> alone = new ArrayList<>();
        for (MerchantProfile merchant : merchants) {
            alone.addAll(evaluate(book, of(List.of(merchant)), 1));
        }
        Collections.sort(alone);
        assertThat(together).as("seed %s", seed).isEqualTo(alone);
    }

    /** The engine's conditions, each held against plain Java on every merchant. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void grants_are_what_plain_java_says(long seed) {
        List<MerchantProfile> merchants = merchants(new SplittableRandom(seed), 5_000);
        List<String> expected = new ArrayList<>();
        for (MerchantProfile merchant : merchants) {
            long age = Marketplace.DAY.toEpochDay() - merchant.joinedOn().toEpochDay();
            if (age >= 0 && age < 20) {
                expected.add(
                        merchant.id() + " GUARANTEE launch 100.0 everything from " + merchant.joinedOn() + " for 20");
            }
            if (!(merchant.quality() <= 0.4) && merchant.violations() == 0) {
                expected.add(merchant.id() + " BOOST upward " + (1.0 + merchant.tier()) + " field:live");
            }
            if (merchant.tier() >= 1 && merchant.tier() <= 3) {
                expected.add(merchant.id() + " CAP upward " + (10.0 + merchant.tier()) + " everything");
            }
            if (merchant.origin().equals("o1") || merchant.origin().equals("o2")) {
                expected.add(merchant.id() + " EXCLUSION spring everything because origin");
            }
        }
        Collections.sort(expected);
        RuleBook book = RuleBook.compile(List.of(new RuleSource("alone.drl", MERCHANTS_ALONE)));
        assertThat(evaluate(book, of(merchants), 2)).as("seed %s", seed).isEqualTo(expected);
    }
}
