package io.trafficallocator.benchmarks.peers;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A merchant as a plain object, with every figure worked out beforehand, those that compare it with others among them.
 * Public because engines read its fields.
 *
 * @param row where it stands in the request
 * @param today the day of the plan
 */
public record Merchant(
        int row,
        LocalDate today,
        LocalDate joinedOn,
        int ageDays,
        String stage,
        ImmutableSet<String> categories,
        String mainCategory,
        String origin,
        String size,
        int tier,
        @Nullable Double quality,
        double gmv,
        @Nullable Double growth,
        int violations,
        double deposit,
        ImmutableSet<String> enrolments,
        ImmutableMap<String, String> attributes,
        int originMerchants,
        int originCategoryMerchants,
        @Nullable Double growthPercentile,
        double gmvPercentile) {

    /** Empty when it has none of that name. */
    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** Null when it is no finite number. */
    public @Nullable Double number(String name) {
        try {
            double value = Double.parseDouble(attribute(name));
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Null when it is no date. */
    public @Nullable Integer daysSince(String name) {
        String date = attribute(name);
        if (date.isEmpty()) {
            return null;
        }
        try {
            return Math.toIntExact(ChronoUnit.DAYS.between(LocalDate.parse(date), today));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
