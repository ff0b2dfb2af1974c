package io.trafficallocator.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A category festival.
 *
 * @param id unique among festivals
 * @param name for people; the id when none was given
 * @param categories the categories it is for; none named means every category
 * @param warmUp the first day of warm-up, at or before {@code starts}, by at most 366 days
 * @param starts the first day
 * @param ends the last day, at or after {@code starts}
 * @param encore the last day of the encore, at or after {@code ends}, by at most 366 days; {@code ends} means that there
 *     is none
 */
public record Festival(
        String id,
        String name,
        ImmutableSet<String> categories,
        LocalDate warmUp,
        LocalDate starts,
        LocalDate ends,
        LocalDate encore) {
    /** How long an encore lasts when nothing else is said. */
    private static final int ENCORE_DAYS = 3;

    /** The most days that a warm-up or an encore may last: beyond, the year is a typing error. */
    private static final int MOST_DAYS = 366;

    public Festival {
        Require.name("festival id", id);
        categories = ImmutableSortedSet.copyOf(categories);
        if (ends.isBefore(starts)) {
            throw new InvalidRequestException("ends of festival '" + id + "' is " + ends
                    + ", but must not be before its" + " start " + starts + ". Maybe the two dates are swapped.");
        }
        if (warmUp.isAfter(starts)) {
            throw new InvalidRequestException("warm_up of festival '" + id + "' is " + warmUp
                    + ", but must not be after its start " + starts + ". Maybe the two dates are swapped.");
        }
        if (encore.isBefore(ends)) {
            throw new InvalidRequestException("encore of festival '" + id + "' is " + encore
                    + ", but must not be before its end " + ends + ". Maybe the two dates are swapped.");
        }
        if (warmUp.until(starts, ChronoUnit.DAYS) > MOST_DAYS) {
            throw new InvalidRequestException("warm_up of festival '" + id + "' is " + warmUp + ", but must be at most "
                    + MOST_DAYS + " days before its start " + starts + ". Maybe it has another year.");
        }
        if (ends.until(encore, ChronoUnit.DAYS) > MOST_DAYS) {
            throw new InvalidRequestException("encore of festival '" + id + "' is " + encore + ", but must be at most "
                    + MOST_DAYS + " days after its end " + ends + ". Maybe it has another year.");
        }
    }

    /** A festival with an encore of three days. */
    public Festival(
            String id,
            String name,
            ImmutableSet<String> categories,
            LocalDate warmUp,
            LocalDate starts,
            LocalDate ends) {
        this(id, name, categories, warmUp, starts, ends, encoreAfter(ends));
    }

    /** A festival without warm-up and with an encore of three days, for every category. */
    public static Festival of(String id, LocalDate starts, LocalDate ends) {
        return new Festival(id, id, ImmutableSet.of(), starts, starts, ends);
    }

    /** The last day of the encore of a festival that names none. */
    public static LocalDate encoreAfter(LocalDate ends) {
        return ends.plusDays(ENCORE_DAYS);
    }
}
