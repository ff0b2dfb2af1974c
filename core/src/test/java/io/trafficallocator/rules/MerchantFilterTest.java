package io.trafficallocator.rules;

import static io.trafficallocator.rules.Marketplace.merchant;
import static io.trafficallocator.rules.Marketplace.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Merchants;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerchantFilterTest {
    private static final String[] FIELDS = {"ageDays", "tier", "violations", "quality", "growth", "gmv", "deposit"};
    private static final String[] OPERATORS = {"<", "<=", "==", "!=", ">=", ">"};

    private static MerchantFilter filter(String conditions) {
        return Marketplace.book(rule(conditions)).compiled().get(0).filter();
    }

    private static String rule(String conditions) {
        return "rule 'x' when Today( ) $m : Merchant( " + conditions + " ) then grant.boost(\"launch\", 2); end";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ageDays >= 0, ageDays < 7, violations == 0                 ; 3",
                "$g : growth > 1.5, $t : tier, quality >= 0.7               ; 2",
                "enrolments.empty == false, tier > 1                        ; 2",
                "tier > 1, origin == \"x\", violations == 0                 ; 1",
                "quality == null || quality > 0.5, tier > 1                 ; 0",
                "tier > 1 && tier < 3                                       ; 0",
                "tier > 1.5                                                 ; 0",
                "tier != 1                                                  ; 0",
                "gmv > deposit                                              ; 0",
                "Integer.parseInt(attribute(\"a\")) > 1, tier > 3           ; 0",
            })
    void plain_comparisons_are_taken_up_to_the_first_other_condition(String conditions, int taken) {
        assertThat(filter(conditions).ranges()).hasSize(taken);
    }

    /** Whoever the engine fires a rule for passes the filter; when all conditions are plain, nobody else does. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void it_says_what_the_engine_says(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int index = 0; index < 400; index++) {
            profiles.add(merchant(String.format("m%03d", index), random.nextInt(6) - 1)
                    .tier(random.nextInt(4))
                    .violations(random.nextInt(4))
                    .quality(random.nextInt(4) == 0 ? Double.NaN : random.nextInt(5) / 4.0)
                    .growth(random.nextInt(4) == 0 ? Double.NaN : random.nextInt(9) / 4.0)
                    .gmv(random.nextInt(13) / 4.0)
                    .deposit(random.nextInt(13) / 4.0)
                    .build());
        }
        AllocationRequest request = request().merchants(profiles).build();
        Merchants merchants = request.merchants();
        int today = Math.toIntExact(Marketplace.DAY.toEpochDay());
        for (int attempt = 0; attempt < 12; attempt++) {
            List<String> conditions = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int index = 0; index < count; index++) {
                int field = random.nextInt(FIELDS.length);
                String value = field < 3 ? "" + random.nextInt(4) : "" + random.nextInt(9) / 4.0;
                conditions.add(FIELDS[field] + " " + OPERATORS[random.nextInt(OPERATORS.length)] + " " + value);
            }
            String text = String.join(", ", conditions);
            MerchantFilter filter = filter(text);
            // A condition that the filter cannot read lets the engine see everybody.
            List<String> fired = Marketplace.grants(rule("tier < 0 || tier >= 0, " + text), request).stream()
                    .map(line -> line.substring(0, 4))
                    .toList();
            List<String> passed = new ArrayList<>();
            for (int row = 0; row < merchants.count(); row++) {
                if (filter.mayMatch(merchants, row, today)) {
                    passed.add(merchants.id(row));
                }
            }
            if (filter.ranges().size() == count) {
                assertThat(passed).as("seed %s: %s", seed, text).isEqualTo(fired);
            } else {
                assertThat(passed).as("seed %s: %s", seed, text).containsAll(fired);
            }
            assertThat(Marketplace.grants(rule(text), request))
                    .as("seed %s: %s", seed, text)
                    .hasSameSizeAs(fired);
        }
    }

    @Test
    void merchants_without_enrolments_are_put_aside() {
        AllocationRequest request = request(
                        merchant("a", 1).build(), merchant("b", 1).enrolled("x").build())
                .build();
        MerchantFilter filter = filter("enrolments.empty == false");
        assertThat(filter.mayMatch(request.merchants(), 0, 0)).isFalse();
        assertThat(filter.mayMatch(request.merchants(), 1, 0)).isTrue();
    }
}
