package io.trafficallocator.workbench;

import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.serve.Candidate;
import io.trafficallocator.serve.Chooser;
import io.trafficallocator.serve.Progress;
import io.trafficallocator.serve.TrafficServer;
import io.trafficallocator.workbench.scenario.RequestLog;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of serving a log.
 *
 * @param kept relevance of what was chosen, relative to that of the highest scores; 1 when those have none
 * @param open impressions still due, after each of about a hundred equal steps, the first before any request
 * @param progress of each floor
 */
record Replay(int requests, long impressions, double kept, List<Long> open, List<Progress> progress) {
    private static final int STEPS = 100;

    /** Serves the requests in their order; of the future the server is told how many there are at each placement. */
    static Replay of(RequestLog log, int k) {
        Map<String, Long> expected = new HashMap<>();
        log.requests().forEach(request -> expected.merge(request.placement(), 1L, Long::sum));
        TrafficServer server =
                TrafficServer.of(plan(log, expected, k), placement -> expected.getOrDefault(placement.id(), 0L));
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
        return new Replay(count, impressions, highest == 0 ? 1 : chosen / highest, open, server.progress());
    }

    long shortfall() {
        return open(progress);
    }

    /** The floors that lack something, the most first. */
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
                        .map(one -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("merchant", one.merchant());
                            row.put("due", one.due());
                            row.put("delivered", one.delivered());
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

    private static Plan plan(RequestLog log, Map<String, Long> expected, int k) {
        String[] ids = log.floors().keySet().toArray(new String[0]);
        List<Entitlement> floors = new ArrayList<>();
        log.floors()
                .forEach((merchant, floor) -> floors.add(new Entitlement(
                        merchant,
                        "floors",
                        EntitlementKind.GUARANTEE,
                        "everything",
                        floor,
                        floor,
                        new RuleReference("floor", "floors.csv", 1),
                        "")));
        Placements placements = Placements.of(expected.entrySet().stream()
                .map(each -> Placement.of(each.getKey(), "replay", each.getValue() * k))
                .toList());
        return new Plan(
                new Plan.Header(LocalDate.EPOCH, 1, "", "", 0, ImmutableMap.of()),
                placements,
                new Plan.Cells(ids, new int[ids.length + 1], new int[0], new long[0]),
                new long[placements.count()],
                floors,
                List.of(),
                List.of(),
                List.of());
    }
}
