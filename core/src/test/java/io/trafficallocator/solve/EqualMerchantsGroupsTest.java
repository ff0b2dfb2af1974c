package io.trafficallocator.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.parallel.Workers;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EqualMerchantsGroupsTest {
    @Test
    void equal_merchants_are_found_among_others_of_the_same_hash() {
        SplittableRandom random = new SplittableRandom(8);
        int found = 0;
        for (int round = 0; round < 200; round++) {
            Cases cases = new Cases().placement(1_000, 0).placement(1_000, 1);
            for (int merchant = 0; merchant < 30; merchant++) {
                int kind = random.nextInt(12);
                cases.merchant(1, 2).guarantee(merchant, 0, 500, 1 + kind % 3);
                cases.guarantee(merchant, 1, 100 + 31L * (kind / 3), 3);
            }
            Problem problem = cases.build();
            Rows rows = Rows.of(problem);
            List<int[]> groups = EqualMerchants.groups(problem, rows, Workers.of(1));
            List<int[]> amongAll = new EqualMerchants(problem, rows).groups(new int[rows.rows()]);
            Comparator<int[]> byFirst = Comparator.comparingInt(group -> group[0]);
            assertThat(amongAll.stream().sorted(byFirst).toList())
                    .usingRecursiveComparison()
                    .isEqualTo(groups.stream().sorted(byFirst).toList());
            found += groups.size();
        }
        assertThat(found).isGreaterThan(1_000);
    }

    /** Two kinds whose hashes were the same when each value was added to 31 times those before it. */
    @Test
    void neither_of_two_kinds_in_turn_is_overlooked() {
        Cases cases = new Cases().placement(300, 0).placement(300, 1);
        for (int merchant = 0; merchant < 10; merchant++) {
            boolean even = merchant % 2 == 0;
            cases.merchant(1, 2).guarantee(merchant, 0, 500, even ? 1 : 2);
            cases.guarantee(merchant, 1, even ? 131 : 100, 3);
        }
        Problem problem = cases.build();
        assertThat(EqualMerchants.groups(problem, Rows.of(problem), Workers.of(1)))
                .hasSize(2);
    }
}
