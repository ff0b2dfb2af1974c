package io.trafficallocator.samples.olist;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Turns a week of Olist into a request: a placement for each category, with 100 impressions for each item it sold that
 * week, and a merchant for each seller who sold in the eight weeks before or opens this week.
 */
final class Scenarios {
    static final String LAUNCH = "launch";
    static final String FESTIVALS = "festivals";
    static final String UPWARD = "upward";

    /** Days since joining within which a merchant is new. */
    static final int NEW_DAYS = 28;

    private static final int WEEK = 7;
    private static final int HISTORY = 8 * WEEK;
    private static final int RECENT = 4 * WEEK;
    private static final long IMPRESSIONS_PER_ITEM = 100;
    private static final double ENROLLED_FROM_ITEMS = 2;
    private static final double FEE = 0.03;
    private static final double[] TIER_FROM = {250, 1_000, 2_500, 7_500, 25_000};

    /** Yuan a week; small enough to run out around Black Friday. */
    private static final double UPWARD_POOL = 1_000;

    private final OlistData data;
    private final Synthetic synthetic;

    /** What is added to a seller that Olist does not know. */
    @FunctionalInterface
    interface Synthetic {
        void addTo(
                MerchantProfile.Builder profile,
                int seller,
                LocalDate joinedOn,
                List<String> categories,
                LocalDate monday);
    }

    Scenarios(OlistData data) {
        this(data, (profile, seller, joinedOn, categories, monday) -> {});
    }

    Scenarios(OlistData data, Synthetic synthetic) {
        this.data = data;
        this.synthetic = synthetic;
    }

    /** The scenario of the week that starts on a Monday, with what the launch programme has already delivered. */
    Week week(LocalDate monday, Map<String, Long> deliveredByLaunch) {
        int from = Math.toIntExact(monday.toEpochDay());
        Map<Integer, Trace> traces = traces(from);
        List<Placement> placements = placements(monday, data.sales(from, from + WEEK));
        Set<String> open = placements.stream().map(Placement::id).collect(Collectors.toSet());

        List<MerchantProfile> merchants = new ArrayList<>();
        List<Demand> demand = new ArrayList<>();
        List<Delivered> delivered = new ArrayList<>();
        for (Map.Entry<Integer, Trace> entry : traces.entrySet()) {
            int seller = entry.getKey();
            Trace trace = entry.getValue();
            if (!trace.active(data.firstDay(seller), from)) {
                continue;
            }
            MerchantProfile profile = profile(seller, trace, monday);
            merchants.add(profile);
            trace.trailing.forEach((category, items) -> {
                String placement = data.categories().get(category);
                if (open.contains(placement)) {
                    demand.add(new Demand(profile.id(), placement, items));
                }
            });
            Long already = deliveredByLaunch.get(profile.id());
            if (already != null) {
                delivered.add(new Delivered(profile.id(), LAUNCH, already));
            }
        }
        AllocationRequest request = AllocationRequest.builder()
                .settings(Settings.of(monday)
                        .withPeriodDays(WEEK)
                        .withBoostLimit(3)
                        .withConcentrationLimit(0.5))
                .merchants(merchants)
                .placements(placements)
                .demand(demand)
                .programmes(List.of(
                        Programme.of(LAUNCH, 1),
                        Programme.of(FESTIVALS, 2),
                        Programme.of(UPWARD, 3).poolOfYuan(UPWARD_POOL)))
                .festivals(Season.ALL.stream().map(Season::festival).toList())
                .delivered(delivered)
                .build();
        return new Week(monday, request, delivered);
    }

    /** A plan is made on Mondays, so a seller joins on the Monday of the week of its first sale. */
    static LocalDate joinedOn(int firstDay) {
        return LocalDate.ofEpochDay(firstDay).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** What one seller sold, seen from the start of a week. */
    private static final class Trace {
        private final Map<Integer, Integer> everSold = new TreeMap<>();
        private final Map<Integer, Integer> trailing = new TreeMap<>();
        private double recent;
        private double before;

        boolean active(int firstDay, int from) {
            return !trailing.isEmpty() || firstDay >= from;
        }
    }

    private Map<Integer, Trace> traces(int from) {
        Map<Integer, Trace> traces = new TreeMap<>();
        for (OlistData.Sale sale : data.sales(Integer.MIN_VALUE, from + WEEK)) {
            Trace trace = traces.computeIfAbsent(sale.seller(), unused -> new Trace());
            if (sale.day() < from || data.firstDay(sale.seller()) >= from) {
                trace.everSold.merge(sale.category(), 1, Integer::sum);
            }
            if (sale.day() < from && sale.day() >= from - HISTORY) {
                trace.trailing.merge(sale.category(), 1, Integer::sum);
                if (sale.day() >= from - RECENT) {
                    trace.recent += sale.price();
                } else {
                    trace.before += sale.price();
                }
            }
        }
        return traces;
    }

    private MerchantProfile profile(int seller, Trace trace, LocalDate monday) {
        List<String> categories = trace.everSold.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> data.categories().get(entry.getKey()))
                .toList();
        MerchantProfile.Builder profile = MerchantProfile.builder(
                        data.sellers().get(seller), joinedOn(data.firstDay(seller)))
                .categories(categories)
                .origin(data.origin(seller))
                .gmv(trace.recent)
                .tier(tier(trace.recent))
                .size(trace.recent < 1_000 ? "small" : trace.recent < 10_000 ? "medium" : "large");
        if (trace.before > 0) {
            profile.growth(trace.recent / trace.before);
        }
        for (Season season : Season.ALL) {
            int category = data.categories().indexOf(season.category());
            if (trace.trailing.getOrDefault(category, 0) >= ENROLLED_FROM_ITEMS) {
                profile.enrolled(season.id());
            }
        }
        synthetic.addTo(profile, seller, joinedOn(data.firstDay(seller)), categories, monday);
        return profile.build();
    }

    private static int tier(double gmv) {
        int tier = 0;
        while (tier < TIER_FROM.length && gmv >= TIER_FROM[tier]) {
            tier++;
        }
        return tier;
    }

    /** The price is three per cent of what a thousand impressions sell. */
    private List<Placement> placements(LocalDate monday, List<OlistData.Sale> sales) {
        Map<Integer, Integer> items = new HashMap<>();
        Map<Integer, Double> turnover = new HashMap<>();
        for (OlistData.Sale sale : sales) {
            items.merge(sale.category(), 1, Integer::sum);
            turnover.merge(sale.category(), sale.price(), Double::sum);
        }
        List<Placement> placements = new ArrayList<>();
        items.forEach((category, count) -> {
            String name = data.categories().get(category);
            long supply = count * IMPRESSIONS_PER_ITEM;
            double price = Math.round(100 * FEE * turnover.getOrDefault(category, 0.0) / supply * 1000) / 100.0;
            long inlet = 0;
            for (Season season : Season.ALL) {
                if (season.category().equals(name) && season.on(monday)) {
                    inlet = Math.round(Season.INLET_SHARE * supply * season.daysIn(monday) / WEEK);
                    placements.add(Placement.of(season.inlet(), "mall", inlet)
                            .priced(price)
                            .reservedFor(season.id())
                            .forCategories(name));
                }
            }
            placements.add(
                    Placement.of(name, "mall", supply - inlet).priced(price).forCategories(name));
        });
        placements.sort(Comparator.comparing(Placement::id));
        return placements;
    }
}
