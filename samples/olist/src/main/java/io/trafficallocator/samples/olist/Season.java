package io.trafficallocator.samples.olist;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Festival;
import java.time.LocalDate;
import java.util.List;

/**
 * A category festival of ours on a real occasion. Olist's only clock is the day by which an item must be shipped, a few
 * days after it was bought, so that Black Friday (2017-11-24) shows in the week after. Plans are of whole weeks; the last
 * festival begins in the middle of one.
 */
record Season(String id, String name, String category, LocalDate starts, LocalDate ends) {
    static final List<Season> ALL = List.of(
            new Season(
                    "toys-childrens-day",
                    "Toys for Children's Day",
                    "toys",
                    LocalDate.of(2017, 10, 9),
                    LocalDate.of(2017, 10, 22)),
            new Season(
                    "watches-black-friday",
                    "Watches and gifts, Black Friday to Christmas",
                    "watches_gifts",
                    LocalDate.of(2017, 11, 27),
                    LocalDate.of(2017, 12, 17)),
            new Season(
                    "beauty-mothers-day",
                    "Beauty for Mother's Day",
                    "health_beauty",
                    LocalDate.of(2018, 5, 9),
                    LocalDate.of(2018, 5, 20)));

    /** The part of the category's supply that its inlet takes. */
    static final double INLET_SHARE = 0.2;

    boolean on(LocalDate monday) {
        return daysIn(monday) > 0;
    }

    /** How many days of a week it takes. */
    int daysIn(LocalDate monday) {
        return (int) monday.datesUntil(monday.plusWeeks(1))
                .filter(day -> !day.isBefore(starts) && !day.isAfter(ends))
                .count();
    }

    /** The reserved placement. */
    String inlet() {
        return category + "@festival";
    }

    Festival festival() {
        return new Festival(id, name, ImmutableSet.of(category), starts.minusDays(7), starts, ends);
    }
}
