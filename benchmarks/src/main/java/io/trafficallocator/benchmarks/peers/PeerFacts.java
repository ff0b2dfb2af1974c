package io.trafficallocator.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Settings;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as plain objects. They are built before anything is timed, percentiles included, which this library works
 * out within its own time: so peers are shown in their best light.
 *
 * @param day what is the same for all merchants
 */
record PeerFacts(
        AllocationRequest request,
        ImmutableList<RuleReference> rules,
        ImmutableList<Object> day,
        ImmutableList<Merchant> merchants) {

    static PeerFacts of(AllocationRequest request, List<RuleReference> rules, RulePeers.Cohorts cohorts) {
        LocalDate today = request.settings().asOf();
        ImmutableList.Builder<Object> day = ImmutableList.builder();
        Settings settings = request.settings();
        day.add(new Today(today, settings.periodDays(), settings.launchDays(), settings.growthDays()));
        day.addAll(request.programmes().values());
        day.addAll(request.placements().asList());
        request.festivals()
                .values()
                .forEach(festival -> day.add(FestivalDay.of(festival, today, settings.periodDays())));
        ImmutableList.Builder<Merchant> merchants = ImmutableList.builder();
        for (int row = 0; row < request.merchants().count(); row++) {
            merchants.add(merchant(request.merchants(), row, settings, cohorts));
        }
        return new PeerFacts(request, ImmutableList.copyOf(rules), day.build(), merchants.build());
    }

    private static Merchant merchant(Merchants columns, int row, Settings settings, RulePeers.Cohorts cohorts) {
        LocalDate today = settings.asOf();
        LocalDate joined = LocalDate.ofEpochDay(columns.joinedOn(row));
        ImmutableSet<String> categories = columns.categories(row);
        ImmutableMap.Builder<String, String> attributes = ImmutableMap.builder();
        for (String name : columns.attributeNames()) {
            String value = columns.attribute(row, name);
            if (!value.isEmpty()) {
                attributes.put(name, value);
            }
        }
        return new Merchant(
                row,
                today,
                joined,
                (int) ChronoUnit.DAYS.between(joined, today),
                stage(settings, ChronoUnit.DAYS.between(joined, today)),
                categories,
                categories.isEmpty() ? "" : categories.iterator().next(),
                columns.origin(row),
                columns.size(row),
                columns.tier(row),
                known(columns.quality(row)),
                columns.gmv(row),
                known(columns.growth(row)),
                columns.violations(row),
                columns.deposit(row),
                columns.enrolments(row).stream().map(Enrolment::to).collect(ImmutableSet.toImmutableSet()),
                attributes.buildOrThrow(),
                cohorts.originMerchants(row),
                cohorts.originCategoryMerchants(row),
                known(cohorts.growthPercentile(row)),
                cohorts.gmvPercentile(row));
    }

    private static String stage(Settings settings, long age) {
        if (age < 0) {
            return "before";
        }
        return age < settings.launchDays()
                ? "launch"
                : age < settings.launchDays() + settings.growthDays() ? "growth" : "mature";
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }

    Give give() {
        return new Give(request, rules, merchants.get(0));
    }
}
