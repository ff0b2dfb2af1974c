package io.trafficallocator.rules;

import io.trafficallocator.model.Settings;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** The day that a plan is made for, as rules see it. There is exactly one. Immutable. */
public final class Today {
    private final LocalDate date;
    private final Settings settings;

    Today(Settings settings) {
        this.date = settings.asOf();
        this.settings = settings;
    }

    /** The first day of the plan's period. */
    public LocalDate getDate() {
        return date;
    }

    /** Length of the plan's period in days, 1 or more. */
    public int getPeriodDays() {
        return settings.periodDays();
    }

    /** How many days the stage {@code launch} of a merchant lasts, from the day it joined; 1 or more. */
    public int getLaunchDays() {
        return settings.launchDays();
    }

    /** How many days the stage {@code growth} lasts after that; 0 or more. */
    public int getGrowthDays() {
        return settings.growthDays();
    }

    public DayOfWeek getDayOfWeek() {
        return date.getDayOfWeek();
    }

    @Override
    public String toString() {
        return "Today " + date;
    }
}
