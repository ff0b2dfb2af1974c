package io.trafficallocator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One merchant as a record. For millions of merchants use the columns of {@link Merchants} instead.
 *
 * @param id unique among merchants
 * @param joinedOn the day it joined the platform
 * @param categories its categories, its main category first
 * @param origin industrial belt or city; empty when unknown
 * @param size such as {@code small}, {@code medium} or {@code large}; empty when unknown
 * @param tier growth level, 0 or more; 0 when it has none
 * @param quality 0 to 1; NaN when unknown, and then no comparison with it holds
 * @param gmv gross merchandise value in yuan over the trailing window, 0 or more
 * @param growth gmv against the window before, as a ratio (1 is unchanged), 0 or more; NaN when unknown
 * @param violations open violations, 0 or more
 * @param deposit yuan paid as deposit, 0 or more
 * @param enrolments programmes and festivals it enrolled in
 * @param attributes anything else, by name
 */
public record MerchantProfile(
        String id,
        LocalDate joinedOn,
        ImmutableSet<String> categories,
        String origin,
        String size,
        int tier,
        double quality,
        double gmv,
        double growth,
        int violations,
        double deposit,
        ImmutableList<Enrolment> enrolments,
        ImmutableMap<String, String> attributes) {
    private static final Comparator<Enrolment> ENROLMENTS = Comparator.comparing(Enrolment::to)
            .thenComparing(Enrolment::on, Comparator.nullsFirst(Comparator.naturalOrder()));

    public MerchantProfile {
        Require.name("merchant id", id);
        Require.day("joined_on of merchant '" + id + "'", joinedOn);
        enrolments = ImmutableList.sortedCopyOf(ENROLMENTS, enrolments);
        String of = " of merchant '" + id + "'";
        Require.atLeast("tier" + of, tier, 0);
        if (!Double.isNaN(quality)) {
            Require.between("quality" + of, quality, 0, 1);
        }
        Require.atLeast("gmv" + of, gmv, 0);
        if (!Double.isNaN(growth)) {
            Require.atLeast("growth" + of, growth, 0);
        }
        Require.atLeast("violations" + of, violations, 0);
        Require.atLeast("deposit" + of, deposit, 0);
    }

    public static Builder builder(String id, LocalDate joinedOn) {
        return new Builder(id, joinedOn);
    }

    /** Collects what is known of one merchant. Not safe for use by several threads. */
    public static final class Builder {
        private final String id;
        private final LocalDate joinedOn;
        private ImmutableSet<String> categories = ImmutableSet.of();
        private String origin = "";
        private String size = "";
        private int tier;
        private double quality = Double.NaN;
        private double gmv;
        private double growth = Double.NaN;
        private int violations;
        private double deposit;
        private final List<Enrolment> enrolments = new ArrayList<>();
        private final Map<String, String> attributes = new LinkedHashMap<>();

        private Builder(String id, LocalDate joinedOn) {
            this.id = id;
            this.joinedOn = joinedOn;
        }

        public Builder categories(String... names) {
            return categories(List.of(names));
        }

        public Builder categories(Collection<String> names) {
            this.categories = ImmutableSet.copyOf(names);
            return this;
        }

        public Builder origin(String place) {
            this.origin = place;
            return this;
        }

        public Builder size(String name) {
            this.size = name;
            return this;
        }

        public Builder tier(int level) {
            this.tier = level;
            return this;
        }

        public Builder quality(double ratio) {
            this.quality = ratio;
            return this;
        }

        public Builder gmv(double yuan) {
            this.gmv = yuan;
            return this;
        }

        public Builder growth(double ratio) {
            this.growth = ratio;
            return this;
        }

        public Builder violations(int count) {
            this.violations = count;
            return this;
        }

        public Builder deposit(double yuan) {
            this.deposit = yuan;
            return this;
        }

        public Builder enrolled(String programmeOrFestival) {
            return enrolled(programmeOrFestival, null);
        }

        public Builder enrolled(String programmeOrFestival, @Nullable LocalDate on) {
            enrolments.add(new Enrolment(programmeOrFestival, on));
            return this;
        }

        public Builder attribute(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        public MerchantProfile build() {
            return new MerchantProfile(
                    id,
                    joinedOn,
                    categories,
                    origin,
                    size,
                    tier,
                    quality,
                    gmv,
                    growth,
                    violations,
                    deposit,
                    ImmutableList.copyOf(enrolments),
                    ImmutableMap.copyOf(attributes));
        }
    }
}
