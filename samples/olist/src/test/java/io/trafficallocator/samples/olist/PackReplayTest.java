package io.trafficallocator.samples.olist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Shortfall;
import io.trafficallocator.samples.olist.CoverageBound.Owed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every pack on, held against what OR-Tools proves of each week. */
final class PackReplayTest {
    private static final Path DATA = Path.of("..", "..", "..", "shared", "data", "olist");
    private static final Set<String> PROGRAMMES = Set.of(
            "deposits",
            "domains",
            "doujin",
            "explosion",
            "fraud",
            "gates",
            "growth",
            "launch",
            "lifecycle",
            "long-tail",
            "managed",
            "new-star",
            "origin",
            "red-envelopes",
            "upward",
            "watches-black-friday");

    private final Set<String> acted = new HashSet<>();
    private final Set<String> rules = new HashSet<>();

    @Test
    void sixWeeksAroundBlackFriday() throws IOException {
        replay(LocalDate.of(2017, 11, 6), LocalDate.of(2017, 12, 11));
        assertThat(acted).containsAll(PROGRAMMES);
        assertThat(rules)
                .as("what a week lacks is made good in a later one")
                .contains("Launch: the first four weeks as a whole");
    }

    @Test
    @Tag("slow")
    void allWeeks() throws IOException {
        replay(Olist.FIRST, Olist.LAST);
    }

    private void replay(LocalDate first, LocalDate last) throws IOException {
        assumeTrue(OlistData.standsIn(DATA), "skipped: the Olist files are not in " + DATA);
        PackReplay replay = new PackReplay(OlistData.read(DATA));
        for (LocalDate monday = first; !monday.isAfter(last); monday = monday.plusWeeks(1)) {
            PackReplay.Outcome week = replay.next(monday);
            for (Entitlement held : week.allocation().plan().entitlements()) {
                acted.add(held.programme());
                rules.add(held.rule().rule());
            }
            assertThat(week.owed()).as("owed in %s", monday).hasSizeGreaterThan(50);
            assertThat(week.unsupported()).as("unsupported in %s", monday).isZero();
            assertThat(week.overspent()).as("overspent in %s", monday).isEmpty();
            assertThat(week.giniOn()).as("Gini in %s", monday).isLessThan(week.giniOff());
            coverage(week);
            reasons(week);
        }
    }

    /** More than 95 % are served in full wherever any plan could do so. */
    private static void coverage(PackReplay.Outcome week) {
        int most = CoverageReference.most(week.allocation().request(), week.owed());
        assertThat(week.covered()).as("covered in %s", week.monday()).isLessThanOrEqualTo(most);
        assertThat(week.coverable()).as("bound in %s", week.monday()).isGreaterThanOrEqualTo(most);
        assertThat(week.isGood())
                .as(
                        "%s: %d of %d served, and %d could be",
                        week.monday(), week.covered(), week.owed().size(), most)
                .isEqualTo(most > PackReplay.GOOD_COVERAGE * week.owed().size());
    }

    /** What a shortfall names is what really stood in the way. */
    private static void reasons(PackReplay.Outcome week) {
        AllocationRequest request = week.allocation().request();
        Plan plan = week.allocation().plan();
        List<Owed> owed = week.owed();
        long[] level = owed.stream()
                .mapToLong(each -> Math.min(each.due(), plan.total(each.merchant())))
                .toArray();
        for (Shortfall shortfall : plan.shortfalls()) {
            int index = IntStream.range(0, owed.size())
                    .filter(at -> owed.get(at).merchant().equals(shortfall.merchant()))
                    .findFirst()
                    .orElse(-1);
            if (!shortfall.programme().equals(PackReplay.LAUNCH) || index < 0) {
                continue;
            }
            Owed each = owed.get(index);
            long alone = IntStream.range(0, each.placements().length)
                    .mapToLong(cell -> Math.min(
                            each.most()[cell],
                            request.placements().get(each.placements()[cell]).impressions()))
                    .sum();
            long most = Math.min(alone, each.mostOfAll());
            String what = week.monday() + ": " + shortfall;
            switch (shortfall.reason()) {
                case NO_PLACEMENT -> assertThat(each.placements()).as(what).isEmpty();
                case CAPPED -> assertThat(shortfall.planned()).as(what).isEqualTo(most);
                case SUPPLY_EXHAUSTED -> {
                    assertThat(shortfall.planned()).as(what).isLessThan(most);
                    assertThat(CoverageReference.hasRoom(request, owed, level, index))
                            .as(what)
                            .isFalse();
                }
                case POOL_EXHAUSTED, EXCLUDED -> throw new AssertionError(what);
            }
        }
        assertThat(LongStream.of(level).sum()).as("%s", week.monday()).isPositive();
    }
}
