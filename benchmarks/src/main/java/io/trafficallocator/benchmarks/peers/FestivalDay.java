package io.trafficallocator.benchmarks.peers;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Festival;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Set;

/** A festival on the day of the plan. Public because engines read its fields. */
public record FestivalDay(
        String id,
        int daysSinceEnd,
        int warmUpDays,
        int mainDays,
        int encoreDays,
        int encoreLength,
        boolean opening,
        boolean closing,
        ImmutableSet<String> categories) {
    /** A festival as a plan of so many days sees it. */
    public static FestivalDay of(Festival festival, LocalDate today, int days) {
        long start = ChronoUnit.DAYS.between(today, festival.starts());
        long end = ChronoUnit.DAYS.between(today, festival.ends());
        long encore = ChronoUnit.DAYS.between(today, festival.encore());
        return new FestivalDay(
                festival.id(),
                (int) -end,
                within(ChronoUnit.DAYS.between(today, festival.warmUp()), start - 1, days),
                within(start, end, days),
                within(end + 1, encore, days),
                (int) (encore - end),
                within(start, start, days) == 1,
                within(end, end, days) == 1,
                festival.categories());
    }

    private static int within(long first, long last, int days) {
        return (int) Math.max(0, Math.min(last, days - 1) - Math.max(first, 0) + 1);
    }

    /** Of a boost for the whole warm-up, what the plan's days in it are worth. */
    public double warmUp(double factor, int days) {
        return Math.rint(1000 * (1 + (factor - 1) * warmUpDays / days)) / 1000;
    }

    /** The same of a boost that fades over the encore. */
    public double encore(double factor, int days) {
        double left = encoreLength + 1 - Math.max(1, daysSinceEnd) - (encoreDays - 1) / 2.0;
        return Math.rint(1000 * (1 + (factor - 1) * left / encoreLength * encoreDays / days)) / 1000;
    }

    /** One category in common, or none named. */
    public boolean fits(Set<String> others) {
        return categories.isEmpty() || !Collections.disjoint(categories, others);
    }
}
