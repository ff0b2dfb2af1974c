package io.trafficallocator.samples.olist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Ticker;
import io.trafficallocator.TrafficAllocator;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.packs.Packs;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.StageTimes;
import io.trafficallocator.proof.PlanInvariants;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleEvaluation;
import io.trafficallocator.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every week of the real data, planned through the facade, under the one checker of what must hold for every plan. */
@Tag("slow")
final class WeeklyInvariantsTest {
    private static final Path DATA = Path.of("..", "..", "..", "shared", "data", "olist");

    private final Workers one = Workers.of(1);

    @Test
    void everyWeekHoldsWhateverMustHold() throws IOException {
        assumeTrue(OlistData.standsIn(DATA), "skipped: the Olist files are not in " + DATA);
        RuleBook book = RuleBook.compile(List.of(new RuleSource("olist.drl", Olist.rules())));
        Replay replay = new Replay(
                new Scenarios(OlistData.read(DATA)),
                TrafficAllocator.builder().ruleBook(book).build());
        int weeks = 0;
        for (LocalDate monday = Olist.FIRST; !monday.isAfter(Olist.LAST); monday = monday.plusWeeks(1)) {
            Replay.Outcome outcome = replay.next(monday);
            check(book, outcome.week().request(), outcome.plan());
            weeks++;
        }
        assertThat(weeks).isGreaterThanOrEqualTo(40);
    }

    @Test
    void soDoesEveryWeekWithEveryPack() throws IOException {
        assumeTrue(OlistData.standsIn(DATA), "skipped: the Olist files are not in " + DATA);
        RuleBook book = RuleBook.compile(Packs.all());
        PackReplay replay = new PackReplay(OlistData.read(DATA));
        int weeks = 0;
        for (LocalDate monday = Olist.FIRST; !monday.isAfter(Olist.LAST); monday = monday.plusWeeks(1)) {
            PackReplay.Outcome outcome = replay.next(monday);
            check(book, outcome.allocation().request(), outcome.allocation().plan());
            weeks++;
        }
        assertThat(weeks).isGreaterThanOrEqualTo(40);
    }

    private void check(RuleBook book, AllocationRequest request, Plan plan) {
        StageTimes times = new StageTimes(Ticker.systemTicker());
        Planning planning = Planning.of(request, RuleEvaluation.evaluate(book, request, one), one, times);
        assertThat(PlanInvariants.violations(planning.problem(), planning.solution()))
                .as("%s", request.settings().asOf())
                .isEmpty();
        // The facade ran on all cores, this on one thread: what was checked is what it gave.
        assertThat(planning.plan(book.digest(), one, times))
                .as("%s", request.settings().asOf())
                .isEqualTo(plan);
    }
}
