package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Festival;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** A festival as it stands on the day that a plan is made for, as rules see it. Immutable. */
public final class FestivalDay {
    private final Festival festival;
    private final LocalDate today;

    /** The day after the last of the plan. */
    private final LocalDate until;

    FestivalDay(Festival festival, LocalDate today, int periodDays) {
        this.festival = festival;
        this.today = today;
        this.until = today.plusDays(periodDays);
    }

    public String getId() {
        return festival.id();
    }

    public String getName() {
        return festival.name();
    }

    /** None named means every category. */
    public ImmutableSet<String> getCategories() {
        return festival.categories();
    }

    /**
     * {@code before} the warm-up, {@code warm-up}, {@code main} from the first day to the last, {@code encore} to
     * the last day of its encore, then {@code over}.
     */
    public String getPhase() {
        if (today.isBefore(festival.warmUp())) {
            return "before";
        }
        if (today.isBefore(festival.starts())) {
            return "warm-up";
        }
        if (!today.isAfter(festival.ends())) {
            return "main";
        }
        return today.isAfter(festival.encore()) ? "over" : "encore";
    }

    /** 1 on the first day of the main phase, and so on; 0 in any other phase. */
    public int getDay() {
        return getPhase().equals("main") ? 1 - getDaysToStart() : 0;
    }

    /** 0 on the first day of the main phase, negative after it. */
    public int getDaysToStart() {
        return (int) ChronoUnit.DAYS.between(today, festival.starts());
    }

    /** 0 on the last day of the main phase, negative before it. */
    public int getDaysSinceEnd() {
        return (int) ChronoUnit.DAYS.between(festival.ends(), today);
    }

    /** Days of the plan in the warm-up. */
    public int getWarmUpDays() {
        return daysFrom(festival.warmUp(), festival.starts());
    }

    /** Days of the plan in the main phase. */
    public int getMainDays() {
        return daysFrom(festival.starts(), festival.ends().plusDays(1));
    }

    /** Days of the plan in the encore. */
    public int getEncoreDays() {
        return daysFrom(festival.ends().plusDays(1), festival.encore().plusDays(1));
    }

    /** How many days the encore lasts; 0 when there is none. */
    public int getEncoreLength() {
        return (int) ChronoUnit.DAYS.between(festival.ends(), festival.encore());
    }

    /** Whether the first day of the main phase is in the plan: of plans that follow each other, in one. */
    public boolean isOpening() {
        return contains(festival.starts());
    }

    /** Whether the last day of the main phase is in the plan: of plans that follow each other, in one. */
    public boolean isClosing() {
        return contains(festival.ends());
    }

    private boolean contains(LocalDate day) {
        return !day.isBefore(today) && day.isBefore(until);
    }

    private int daysFrom(LocalDate first, LocalDate after) {
        LocalDate from = first.isBefore(today) ? today : first;
        LocalDate to = after.isBefore(until) ? after : until;
        return (int) Math.max(0, ChronoUnit.DAYS.between(from, to));
    }

    /** The first day of the main phase. */
    public LocalDate getStartsOn() {
        return festival.starts();
    }

    /** The last day of the main phase. */
    public LocalDate getEndsOn() {
        return festival.ends();
    }

    /** Whether a merchant of these categories is concerned: one in common, or none named by the festival. */
    public boolean fits(Set<String> categories) {
        return festival.categories().isEmpty() || festival.categories().stream().anyMatch(categories::contains);
    }

    @Override
    public String toString() {
        return "FestivalDay " + getId() + " (" + getPhase() + ")";
    }
}
