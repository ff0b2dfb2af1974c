package io.trafficallocator.workbench;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.serve.Candidate;
import io.trafficallocator.serve.Chooser;
import io.trafficallocator.serve.Progress;
import io.trafficallocator.serve.ServeSnapshot;
import io.trafficallocator.serve.TrafficServer;
import io.trafficallocator.workbench.scenario.RequestLog;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of serving a log.
 *
 * @param kept relevance of what was chosen, relative to that of the highest scores; 1 when those have none
 * @param open impressions still due, after each of about a hundred equal steps, the first before any request
 * @param progress of each promise and limit
 * @param pools what promises spent
 */
record Replay(
        int requests,
        long impressions,
        double kept,
        List<Long> open,
        List<Progress> progress,
        List<ServeSnapshot.Pool> pools) {
    private static final int STEPS = 100;

    /** Serves the requests in their order; of the future the server is told how many there are at each placement. */
    static Replay of(RequestLog log, Plan plan, int k) {
        Map<String, Long> expected = log.byPlacement();
        TrafficServer server = TrafficServer.of(plan, placement -> expected.getOrDefault(placement.id(), 0L));
        Chooser chooser = server.chooser();
        double chosen = 0;
        double highest = 0;
        long impressions = 0;
        List<Long> open = new ArrayList<>();
        int count = log.requests().size();
        for (int index = 0; index < count; index++) {
            if (index % Math.max(1, count / STEPS) == 0) {
                open.add(open(server.progress()));
            }
            RequestLog.Request request = log.requests().get(index);
            List<Candidate> picks = chooser.choose(request.placement(), request.candidates(), k);
            impressions += picks.size();
            chosen += picks.stream().mapToDouble(Candidate::score).sum();
            highest += request.candidates().stream()
                    .mapToDouble(Candidate::score)
                    .map(score -> -score)
                    .sorted()
                    .limit(k)
                    .map(score -> -score)
                    .sum();
        }
        open.add(open(server.progress()));
        return new Replay(
                count,
                impressions,
                highest == 0 ? 1 : chosen / highest,
                open,
                server.progress(),
                server.snapshot(0).pools());
    }

    long shortfall() {
        return open(progress);
    }

    /** How many promises there are. */
    long promises() {
        return progress.stream().filter(one -> one.due() > 0).count();
    }

    /** The promises that lack something, the most first. */
    List<Progress> lagging() {
        return progress.stream()
                .filter(one -> one.delivered() < one.due())
                .sorted(Comparator.comparingLong((Progress one) -> one.delivered() - one.due()))
                .toList();
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("requests", requests);
        map.put("impressions", impressions);
        map.put("relevance_kept", kept);
        map.put("shortfall", shortfall());
        map.put("open_over_time", open);
        map.put(
                "floors",
                progress.stream()
                        .filter(one -> one.due() > 0)
                        .map(one -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("merchant", one.merchant());
                            row.put("scope", one.scope());
                            row.put("due", one.due());
                            row.put("delivered", one.delivered());
                            return row;
                        })
                        .toList());
        map.put(
                "pools",
                pools.stream()
                        .map(pool -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("name", pool.name());
                            row.put("unit", pool.unit().name().toLowerCase(Locale.ROOT));
                            row.put("limit", amount(pool, pool.limit()));
                            row.put("spent", amount(pool, pool.spent()));
                            return row;
                        })
                        .toList());
        return map;
    }

    private static long open(List<Progress> progress) {
        return progress.stream()
                .mapToLong(one -> Math.max(0, one.due() - one.delivered()))
                .sum();
    }

    /** In impressions or yuan. */
    static BigDecimal amount(ServeSnapshot.Pool pool, long amount) {
        return BigDecimal.valueOf(amount, pool.unit() == PoolUnit.YUAN ? 6 : 0);
    }

    /** Floors over everything, as a plan. */
    static Plan plan(Map<String, Long> floors, RequestLog log, int k) {
        String[] ids = floors.keySet().toArray(new String[0]);
        List<Entitlement> promises = new ArrayList<>();
        floors.forEach((merchant, floor) -> promises.add(new Entitlement(
                merchant,
                "floors",
                EntitlementKind.GUARANTEE,
                "everything",
                floor,
                floor,
                new RuleReference("floor", "floors.csv", 1),
                "")));
        Placements placements = Placements.of(log.byPlacement().entrySet().stream()
                .map(each -> Placement.of(each.getKey(), "replay", each.getValue() * k))
                .toList());
        return new Plan(
                new Plan.Header(LocalDate.EPOCH, 1, "", "", 0, ImmutableMap.of()),
                placements,
                new Plan.Cells(ids, new int[ids.length + 1], new int[0], new long[0]),
                new long[placements.count()],
                promises,
                List.of(),
                List.of(),
                List.of());
    }
}
