package io.trafficallocator.samples.double11;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;
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
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Reads the figures from the plan, from the plan without any rules, and from the plans without one programme each. */
final class Reckoning {
    private static final int CURVE_POINTS = 101;

    private final AllocationRequest request;
    private final Plan plan;
    private final Plan organic;
    private final List<Policy> policies;
    private final List<Plan> without;
    private final Segments segments;

    /** Takes, for each policy, the plan without it. */
    Reckoning(AllocationRequest request, Plan plan, Plan organic, List<Policy> policies, List<Plan> without) {
        this.request = request;
        this.plan = plan;
        this.organic = organic;
        this.policies = policies;
        this.without = without;
        this.segments = new Segments(request);
    }

    Figures figures(List<String> newcomer) {
        return new Figures(
                plan.header().asOf(),
                plan.merchants(),
                plan.cells(),
                plan.summary().planned(),
                plan.summary().unallocated(),
                plan.header().seconds(),
                coverage(),
                plan.placements().scopes().fields(),
                segments.reckon(organic, plan),
                IntStream.range(0, policies.size())
                        .mapToObj(index -> effect(policies.get(index), without.get(index)))
                        .toList(),
                pools(),
                exposure(organic, row -> true),
                exposure(plan, row -> true),
                exposure(organic, this::isNew),
                exposure(plan, this::isNew),
                missing(),
                prices(),
                newcomer);
    }

    private List<Figures.Coverage> coverage() {
        Set<String> promised = new HashSet<>();
        for (Entitlement held : plan.entitlements()) {
            if (held.kind() == EntitlementKind.GUARANTEE && held.programme().equals(Policy.LAUNCH)) {
                promised.add(held.merchant());
            }
        }
        Set<String> less = new HashSet<>();
        for (Shortfall shortfall : plan.shortfalls()) {
            if (shortfall.programme().equals(Policy.LAUNCH)) {
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

    private Figures.Effect effect(Policy policy, Plan others) {
        long[] gainByField = new long[plan.placements().scopes().fields().size()];
        long[] changeBySegment = new long[Segments.NAMES.size()];
        compare(others, plan, (row, placement, change) -> {
            if (change > 0) {
                gainByField[plan.placements().scopes().fieldOf(placement) - 1] += change;
            }
            changeBySegment[segments.of(row)] += change;
        });
        Set<String> ids = policy.ids();
        Set<String> reached = new HashSet<>();
        int guarantees = 0;
        long due = 0;
        for (Entitlement held : plan.entitlements()) {
            if (ids.contains(held.programme())) {
                reached.add(held.merchant());
                if (held.kind() == EntitlementKind.GUARANTEE) {
                    guarantees++;
                    due += (long) held.amount();
                }
            }
        }
        int unmet = (int) plan.shortfalls().stream()
                .filter(shortfall -> ids.contains(shortfall.programme()))
                .count();
        return new Figures.Effect(
                policy.name(),
                reached.size(),
                guarantees,
                guarantees - unmet,
                due,
                Arrays.stream(gainByField).sum(),
                gainByField,
                changeBySegment);
    }

    private List<Figures.Pool> pools() {
        return plan.pools().stream()
                .map(pool -> new Figures.Pool(
                        name(pool.programme()),
                        Policy.indexOf(policies, pool.programme()),
                        pool.pool() == null ? Double.POSITIVE_INFINITY : pool.pool(),
                        pool.committed(),
                        pool.unit().name().toLowerCase(Locale.ROOT),
                        pool.boostExponent()))
                .sorted(Comparator.comparingInt(Figures.Pool::effect))
                .toList();
    }

    private String name(String programme) {
        Programme facts = request.programmes().get(programme);
        return facts == null ? programme : facts.name();
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

    private boolean isNew(int row) {
        int age = Math.toIntExact(request.settings().asOf().toEpochDay())
                - request.merchants().joinedOn(row);
        return age < Shops.NEW_DAYS;
    }

    private static Figures.Exposure exposure(Plan plan, IntPredicate group) {
        double[] seen = IntStream.range(0, plan.merchants())
                .filter(group)
                .mapToDouble(row -> IntStream.range(plan.start(row), plan.start(row + 1))
                        .mapToLong(plan::impressions)
                        .sum())
                .sorted()
                .toArray();
        int count = seen.length;
        double sum = Arrays.stream(seen).sum();
        double[] curve = new double[CURVE_POINTS];
        double passed = 0;
        double ranked = 0;
        int point = 1;
        for (int row = 0; row < count; row++) {
            passed += seen[row];
            ranked += (2.0 * row + 1 - count) * seen[row];
            while (point < CURVE_POINTS && (long) (row + 1) * (CURVE_POINTS - 1) >= (long) point * count) {
                curve[point++] = sum == 0 ? 0 : passed / sum;
            }
        }
        long unseen =
                Arrays.stream(seen).filter(impressions -> impressions == 0).count();
        return new Figures.Exposure(
                sum == 0 ? 0 : ranked / (sum * count), curve, count == 0 ? 0 : (double) unseen / count);
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
                        name(entry.getKey().programme()),
                        Policy.indexOf(policies, entry.getKey().programme()),
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
            if (multiplier.scope().equals(Multiplier.PRICE)) {
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
