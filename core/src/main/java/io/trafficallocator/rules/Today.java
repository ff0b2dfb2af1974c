package io.trafficallocator.rules;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** The day that a plan is made for, as rules see it. There is exactly one. Immutable. */
public final class Today {
    private final LocalDate date;
    private final int periodDays;

    Today(LocalDate date, int periodDays) {
        this.date = date;
        this.periodDays = periodDays;
    }

    /** The first day of the plan's period. */
    public LocalDate getDate() {
        return date;
    }

    /** Length of the plan's period in days, 1 or more. */
    public int getPeriodDays() {
        return periodDays;
    }

    public DayOfWeek getDayOfWeek() {
        return date.getDayOfWeek();
    }

    @Override
    public String toString() {
        return "Today " + date;
    }
}
