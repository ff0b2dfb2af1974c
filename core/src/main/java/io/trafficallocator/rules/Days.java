package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule book learned on the days that it was asked about last. Safe for use by several threads. */
final class Days {
    private static final int MOST_DAYS = 8;

    private volatile ImmutableList<Day> latest = ImmutableList.of();

    /** All that rules can see, and a grant be checked against, but merchants. */
    private static final class Day {
        private final Settings settings;
        private final ImmutableList<Programme> programmes;
        private final ImmutableList<Placement> placements;
        private final ImmutableList<Festival> festivals;
        private volatile @Nullable Kinds kinds;

        Day(AllocationRequest request) {
            this.settings = request.settings();
            this.programmes = request.programmes().values().asList();
            this.placements = request.placements().asList();
            this.festivals = request.festivals().values().asList();
        }

        boolean isOf(AllocationRequest request) {
            return settings.equals(request.settings())
                    && programmes.equals(request.programmes().values().asList())
                    && festivals.equals(request.festivals().values().asList())
                    && placements.equals(request.placements().asList());
        }

        Kinds kinds(RuleBook book, AllocationRequest request, List<Object> context) {
            Kinds known = kinds;
            return known == null || known.isOutgrown() ? find(book, request, context) : known;
        }

        private synchronized Kinds find(RuleBook book, AllocationRequest request, List<Object> context) {
            Kinds known = kinds;
            if (known == null || known.isOutgrown()) {
                known = new Kinds(book, request, context, known);
                kinds = known;
            }
            return known;
        }
    }

    /**
     * What was learned on the day of a request; null when it is the first of its day: most days that are asked about
     * once are never asked about again.
     */
    @Nullable Kinds kinds(RuleBook book, AllocationRequest request, List<Object> context) {
        for (Day day : latest) {
            if (day.isOf(request)) {
                return day.kinds(book, request, context);
            }
        }
        add(new Day(request));
        return null;
    }

    private synchronized void add(Day day) {
        latest = ImmutableList.<Day>builder()
                .add(day)
                .addAll(latest.subList(0, Math.min(latest.size(), MOST_DAYS - 1)))
                .build();
    }
}
