package io.trafficallocator.samples.olist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Every pack on, in five weeks around Black Friday. */
final class PackReplayTest {
    private static final Path DATA = Path.of("..", "..", "..", "shared", "data", "olist");

    @Test
    void theLaunchPlanComesFirstAndNobodyFallsBetweenProgrammes() throws IOException {
        assumeTrue(OlistData.standsIn(DATA), "skipped: the Olist files are not in " + DATA);
        PackReplay replay = new PackReplay(OlistData.read(DATA));
        for (int index = 0; index < 5; index++) {
            LocalDate monday = LocalDate.of(2017, 11, 6).plusWeeks(index);
            PackReplay.Outcome week = replay.week(monday, false);
            assertThat(week.promised()).as("promised in %s", monday).isGreaterThan(50);
            assertThat(week.covered())
                    .as("covered in %s, beside %s alone", monday, week.alone())
                    .isGreaterThanOrEqualTo(week.alone() * 97 / 100);
            assertThat(week.unsupported()).as("unsupported in %s", monday).isZero();
            assertThat(week.overspent()).as("overspent in %s", monday).isEmpty();
            assertThat(week.giniOn()).as("Gini in %s", monday).isLessThan(week.giniOff());
            assertThat(week.topOn()).as("top share in %s", monday).isLessThan(week.topOff());
        }
    }
}
