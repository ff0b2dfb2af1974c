package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DecimalText;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.Merchants;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One merchant as rules see it: a view of a row of {@link Merchants}, valid while the rules are evaluated. No
 * comparison of an unknown quality or growth with a number holds. Immutable.
 */
public final class Merchant {
    private final Cohorts cohorts;
    private final int row;

    Merchant(Cohorts cohorts, int row) {
        this.cohorts = cohorts;
        this.row = row;
    }

    int row() {
        return row;
    }

    /**
     * The row of a merchant of a request.
     *
     * @throws InvalidRequestException when there is none of that id
     */
    static int row(AllocationRequest request, String merchant) {
        int row = request.merchants().row(merchant);
        if (row < 0) {
            throw new InvalidRequestException("merchant '" + merchant
                    + "' is unknown, but must be one of the request. Maybe it is a typing error.");
        }
        return row;
    }

    private Merchants columns() {
        return cohorts.merchants();
    }

    public String getId() {
        return columns().id(row);
    }

    /** The day it joined the platform. */
    public LocalDate getJoinedOn() {
        return LocalDate.ofEpochDay(columns().joinedOn(row));
    }

    /** 0 on the day it joined, negative before. */
    public int getAgeDays() {
        return cohorts.today() - columns().joinedOn(row);
    }

    /**
     * Its stage of life, of which each day has exactly one: {@code before} it joined, {@code launch} from that day on for
     * the setting {@code launch_days}, {@code growth} for the setting {@code growth_days}, then {@code mature}.
     */
    public String getStage() {
        return cohorts.stage(getAgeDays());
    }

    /** Its main category first. */
    public ImmutableSet<String> getCategories() {
        return columns().categories(row);
    }

    /** The first of its categories; empty when it has none. */
    public String getMainCategory() {
        return Cohorts.mainCategory(columns().categories(row));
    }

    /** Industrial belt or city; empty when unknown. */
    public String getOrigin() {
        return columns().origin(row);
    }

    /** Such as {@code small}, {@code medium} or {@code large}; empty when unknown. */
    public String getSize() {
        return columns().size(row);
    }

    /** Growth level, 0 or more; 0 when it has none. */
    public int getTier() {
        return columns().tier(row);
    }

    /** 0 to 1; null when unknown. */
    public @Nullable Double getQuality() {
        return known(columns().quality(row));
    }

    public boolean isQualityKnown() {
        return !Double.isNaN(columns().quality(row));
    }

    /** Gross merchandise value in yuan over the trailing window. */
    public double getGmv() {
        return columns().gmv(row) + 0.0;
    }

    /** Gmv against the window before, as a ratio: 1 is unchanged. Null when unknown. */
    public @Nullable Double getGrowth() {
        return known(columns().growth(row));
    }

    public boolean isGrowthKnown() {
        return !Double.isNaN(columns().growth(row));
    }

    /** Open violations. */
    public int getViolations() {
        return columns().violations(row);
    }

    /** Yuan paid as deposit. */
    public double getDeposit() {
        return columns().deposit(row) + 0.0;
    }

    /** Ids of the programmes and festivals it enrolled in. */
    public Set<String> getEnrolments() {
        return enrolments(columns().enrolments(row));
    }

    static Set<String> enrolments(ImmutableList<Enrolment> enrolments) {
        return enrolments.isEmpty() ? ImmutableSet.of() : new Enrolments(enrolments);
    }

    public boolean enrolledIn(String programmeOrFestival) {
        return Enrolments.contains(columns().enrolments(row), programmeOrFestival);
    }

    /** A free-form attribute; empty when it has none of that name. */
    public String attribute(String name) {
        return columns().attribute(row, name);
    }

    /** A free-form attribute as a number; null when it has none of that name, or it is no finite number. */
    public @Nullable Double number(String name) {
        return known(toNumber(attribute(name)));
    }

    /** NaN when it is no finite number. */
    static double toNumber(String text) {
        double value = DecimalText.parse(text);
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /**
     * Days from a free-form attribute, a date written {@code 2024-11-01}, to the day of the plan: 0 on that day,
     * negative before it; null when it has none of that name, or it is no date.
     */
    public @Nullable Integer daysSince(String name) {
        return daysSince(attribute(name), cohorts.today());
    }

    static @Nullable Integer daysSince(String date, int today) {
        if (date.isEmpty()) {
            return null;
        }
        try {
            LocalDate plain = plainDate(date);
            return today - Math.toIntExact((plain == null ? LocalDate.parse(date) : plain).toEpochDay());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /**
     * A date as nearly all write it, which the library's parser of all kinds of texts takes many times as long for; null for
     * other texts.
     *
     * @throws DateTimeException when there is no such day
     */
    private static @Nullable LocalDate plainDate(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        return year < 0 || month < 0 || day < 0 ? null : LocalDate.of(year, month, day);
    }

    /** A number written in plain digits; -1 when there is anything else. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int index = from; index < to; index++) {
            int digit = text.charAt(index) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** How many merchants of the request share its origin, itself included. */
    public int getOriginMerchants() {
        return cohorts.originMerchants(row);
    }

    /** How many merchants of the request share both its origin and its main category, itself included. */
    public int getOriginCategoryMerchants() {
        return cohorts.originCategoryMerchants()[row];
    }

    /**
     * Where its growth stands among the merchants of its main category whose growth is known: the share of them below
     * it plus half the share equal to it, itself included; 0 to 1. null when its own growth is unknown.
     */
    public @Nullable Double getGrowthPercentile() {
        return known(cohorts.growthPercentile(row));
    }

    /** Where its gmv stands among the merchants of its main category, counted as {@link #getGrowthPercentile()} is. */
    public double getGmvPercentile() {
        return cohorts.gmvPercentile(row);
    }

    /**
     * The engine's compiled conditions take NaN for less than any number; null it compares as it should. And it tells the
     * two zeros apart.
     */
    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : (Double) (value + 0.0);
    }

    @Override
    public String toString() {
        return "Merchant " + getId();
    }

    /** Merchants share their lists of enrolments, so a view costs less than a set for each. */
    private static final class Enrolments extends AbstractSet<String> {
        private final ImmutableList<Enrolment> list;

        Enrolments(ImmutableList<Enrolment> list) {
            this.list = list;
        }

        static boolean contains(ImmutableList<Enrolment> list, Object id) {
            for (int index = 0; index < list.size(); index++) {
                if (list.get(index).to().equals(id)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean contains(Object id) {
            return contains(list, id);
        }

        @Override
        public Iterator<String> iterator() {
            return list.stream().map(Enrolment::to).distinct().iterator();
        }

        @Override
        public int size() {
            return (int) list.stream().map(Enrolment::to).distinct().count();
        }
    }
}
