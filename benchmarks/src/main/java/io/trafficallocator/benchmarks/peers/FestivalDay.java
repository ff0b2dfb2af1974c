package io.trafficallocator.benchmarks.peers;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Festival;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Set;

/** A festival on the day of the plan. Public because engines read its fields. */
public record FestivalDay(String id, String phase, int day, int daysSinceEnd, ImmutableSet<String> categories) {
    static FestivalDay of(Festival festival, LocalDate today) {
        int sinceStart = (int) ChronoUnit.DAYS.between(festival.starts(), today);
        int sinceEnd = (int) ChronoUnit.DAYS.between(festival.ends(), today);
        String phase = "before";
        if (sinceEnd > 0) {
            phase = today.isAfter(festival.encore()) ? "over" : "encore";
        } else if (sinceStart >= 0) {
            phase = "main";
        } else if (!today.isBefore(festival.warmUp())) {
            phase = "warm-up";
        }
        return new FestivalDay(
                festival.id(), phase, phase.equals("main") ? sinceStart + 1 : 0, sinceEnd, festival.categories());
    }

    /** One category in common, or none named. */
    public boolean fits(Set<String> others) {
        return categories.isEmpty() || !Collections.disjoint(categories, others);
    }
}
