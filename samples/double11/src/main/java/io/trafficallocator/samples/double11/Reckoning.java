package io.trafficallocator.samples.double11;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the figures from the plan, from the plan without any rules, and from the plans without one programme each. */
final class Reckoning {
    private static final int CURVE_POINTS = 101;

    private final AllocationRequest request;
    private final Plan plan;
    private final Plan organic;
    private final Map<String, Plan> without;
    private final String launch;
    private final Segments segments;

    /** Takes, by programme, the plan without that programme's rules. */
    Reckoning(AllocationRequest request, Plan plan, Plan organic, Map<String, Plan> without, String launch) {
        this.request = request;
        this.plan = plan;
        this.organic = organic;
        this.without = without;
        this.launch = launch;
        this.segments = new Segments(request);
    }

    Figures figures(List<String> newcomer) {
        long planned = 0;
        for (int cell = 0; cell < plan.cells(); cell++) {
            planned += plan.impressions(cell);
        }
        long unallocated = 0;
        for (int index = 0; index < plan.placements().count(); index++) {
            unallocated += plan.unallocated(index);
        }
        return new Figures(
                plan.header().asOf(),
                plan.merchants(),
                plan.cells(),
                planned,
                unallocated,
                plan.header().seconds(),
                coverage(),
                plan.placements().scopes().fields(),
                segments.reckon(organic, plan),
                without.entrySet().stream()
                        .map(entry -> effect(entry.getKey(), entry.getValue()))
                        .toList(),
                exposure(organic),
                exposure(plan),
                missing(),
                prices(),
                newcomer);
    }

    private List<Figures.Coverage> coverage() {
        Set<String> promised = new HashSet<>();
        for (Entitlement held : plan.entitlements()) {
            if (held.kind() == EntitlementKind.GUARANTEE && held.programme().equals(launch)) {
                promised.add(held.merchant());
            }
        }
        Set<String> less = new HashSet<>();
        for (Shortfall shortfall : plan.shortfalls()) {
            if (shortfall.programme().equals(launch)) {
                less.add(shortfall.merchant());
            }
        }
        int[][] count = new int[Shops.NEW_DAYS][3];
        Merchants merchants = request.merchants();
        int today = Math.toIntExact(request.settings().asOf().toEpochDay());
        for (int row = 0; row < merchants.count(); row++) {
            int age = today - merchants.joinedOn(row);
            if (age >= 0 && age < Shops.NEW_DAYS) {
                String id = merchants.id(row);
                count[age][less.contains(id) ? 1 : promised.contains(id) ? 0 : 2]++;
            }
        }
        List<Figures.Coverage> ages = new ArrayList<>();
        for (int age = 0; age < Shops.NEW_DAYS; age++) {
            ages.add(new Figures.Coverage(age, count[age][0], count[age][1], count[age][2]));
        }
        return ages;
    }

    private Figures.Effect effect(String programme, Plan others) {
        long[] gainByField = new long[plan.placements().scopes().fields().size()];
        long[] changeBySegment = new long[Segments.NAMES.size()];
        long[] moved = new long[1];
        compare(others, plan, (row, placement, change) -> {
            if (change > 0) {
                gainByField[plan.placements().scopes().fieldOf(placement) - 1] += change;
                moved[0] += change;
            }
            changeBySegment[segments.of(row)] += change;
        });
        Set<String> reached = new HashSet<>();
        int guarantees = 0;
        long due = 0;
        for (Entitlement held : plan.entitlements()) {
            if (held.programme().equals(programme)) {
                reached.add(held.merchant());
                if (held.kind() == EntitlementKind.GUARANTEE) {
                    guarantees++;
                    due += (long) held.amount();
                }
            }
        }
        int unmet = (int) plan.shortfalls().stream()
                .filter(shortfall -> shortfall.programme().equals(programme))
                .count();
        PoolSpend spend = plan.pools().stream()
                .filter(pool -> pool.programme().equals(programme))
                .findFirst()
                .orElseThrow();
        Programme facts = request.programmes().get(programme);
        return new Figures.Effect(
                programme,
                facts == null ? programme : facts.name(),
                reached.size(),
                guarantees,
                guarantees - unmet,
                due,
                moved[0],
                gainByField,
                changeBySegment,
                spend.pool() == null ? Double.POSITIVE_INFINITY : spend.pool(),
                spend.committed(),
                spend.unit().name().toLowerCase(Locale.ROOT),
                spend.boostExponent());
    }

    /** Told how many impressions more or fewer a merchant has at a placement. */
    private interface Change {
        void at(int row, int placement, long change);
    }

    private static void compare(Plan before, Plan after, Change change) {
        for (int row = 0; row < after.merchants(); row++) {
            int old = before.start(row);
            int oldEnd = before.start(row + 1);
            int now = after.start(row);
            int nowEnd = after.start(row + 1);
            while (old < oldEnd || now < nowEnd) {
                int oldPlacement = old < oldEnd ? before.placement(old) : Integer.MAX_VALUE;
                int nowPlacement = now < nowEnd ? after.placement(now) : Integer.MAX_VALUE;
                int placement = Math.min(oldPlacement, nowPlacement);
                long difference = nowPlacement == placement ? after.impressions(now++) : 0;
                difference -= oldPlacement == placement ? before.impressions(old++) : 0;
                if (difference != 0) {
                    change.at(row, placement, difference);
                }
            }
        }
    }

    private static Figures.Exposure exposure(Plan plan) {
        int count = plan.merchants();
        double[] seen = new double[count];
        double sum = 0;
        int unseen = 0;
        for (int row = 0; row < count; row++) {
            for (int cell = plan.start(row); cell < plan.start(row + 1); cell++) {
                seen[row] += plan.impressions(cell);
            }
            sum += seen[row];
            unseen += seen[row] == 0 ? 1 : 0;
        }
        Arrays.sort(seen);
        double[] curve = new double[CURVE_POINTS];
        double passed = 0;
        double below = 0;
        int point = 1;
        for (int row = 0; row < count; row++) {
            double next = passed + seen[row];
            below += (passed + next) / 2;
            passed = next;
            while (point < CURVE_POINTS && (long) (row + 1) * (CURVE_POINTS - 1) >= (long) point * count) {
                curve[point++] = sum == 0 ? 0 : passed / sum;
            }
        }
        double gini = sum == 0 ? 0 : 1 - 2 * below / (sum * count);
        return new Figures.Exposure(gini, curve, count == 0 ? 0 : (double) unseen / count);
    }

    private List<Figures.Missing> missing() {
        record Kind(String programme, String reason) {}
        record Sum(int guarantees, long due, long lacking, Set<String> by) {}
        Map<Kind, Sum> sums = new LinkedHashMap<>();
        for (Shortfall shortfall : plan.shortfalls()) {
            String reason = shortfall.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            Sum one = new Sum(1, shortfall.due(), shortfall.due() - shortfall.planned(), new TreeSet<>(shortfall.by()));
            sums.merge(new Kind(shortfall.programme(), reason), one, (left, right) -> {
                left.by().addAll(right.by());
                return new Sum(
                        left.guarantees() + right.guarantees(),
                        left.due() + right.due(),
                        left.lacking() + right.lacking(),
                        left.by());
            });
        }
        return sums.entrySet().stream()
                .map(entry -> new Figures.Missing(
                        entry.getKey().programme(),
                        entry.getKey().reason(),
                        entry.getValue().guarantees(),
                        entry.getValue().due(),
                        entry.getValue().lacking(),
                        List.copyOf(entry.getValue().by())))
                .sorted(Comparator.comparingLong(Figures.Missing::lacking).reversed())
                .toList();
    }

    private List<Figures.Price> prices() {
        Map<String, Double> factors = new HashMap<>();
        for (Multiplier multiplier : plan.multipliers()) {
            if (multiplier.scope().equals("price")) {
                factors.put(multiplier.of(), multiplier.factor());
            }
        }
        List<Figures.Price> prices = new ArrayList<>();
        for (Placement placement : plan.placements().asList()) {
            prices.add(new Figures.Price(
                    placement.id(),
                    placement.field(),
                    factors.getOrDefault(placement.id(), 1.0),
                    placement.pricePerMille(),
                    placement.impressions(),
                    placement.festival() != null));
        }
        prices.sort(Comparator.comparingDouble(Figures.Price::factor).thenComparing(Figures.Price::placement));
        return prices;
    }
}
