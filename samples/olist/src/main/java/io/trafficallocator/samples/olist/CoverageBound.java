package io.trafficallocator.samples.olist;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many merchants any plan whatever could give all that a programme of the first tier owes them. The largest number
 * is hard to find, but a bound is not: if parts of a guarantee counted as well, the best plan would serve the smallest
 * guarantees first, because flows from the merchants to the placements form a polymatroid. It uses nothing of the
 * library's solver, and no plan can do better.
 */
final class CoverageBound {
    /** A merchant that is owed something, its open placements, and the most that it may take of each and of all. */
    record Owed(String merchant, long due, int[] placements, long[] most, long mostOfAll) {
        /** Whether it could be served if it were alone. */
        boolean fits() {
            return Math.min(mostOfAll, Arrays.stream(most).sum()) >= due;
        }
    }

    private final long[] left;
    private final List<Owed> owed;
    private final long[][] given;

    private CoverageBound(List<Placement> placements, List<Owed> owed) {
        this.left = placements.stream().mapToLong(Placement::impressions).toArray();
        this.owed = owed;
        this.given = new long[owed.size()][];
        for (int index = 0; index < given.length; index++) {
            given[index] = new long[owed.get(index).placements.length];
        }
    }

    /** The most merchants that a plan within the hard limits can serve in full. */
    static int of(AllocationRequest request, List<Owed> owed) {
        List<Owed> possible = owed.stream()
                .filter(Owed::fits)
                .sorted(Comparator.comparingLong(Owed::due).thenComparing(Owed::merchant))
                .toList();
        CoverageBound bound = new CoverageBound(request.placements().asList(), possible);
        double served = 0;
        for (int index = 0; index < possible.size(); index++) {
            served += (double) bound.give(index) / possible.get(index).due;
        }
        return (int) Math.floor(served + 1e-9);
    }

    /** Who is owed what by a programme over everything, the excluded left out; nobody else is served before them. */
    static List<Owed> owed(AllocationRequest request, Plan plan, String programme) {
        Set<String> excluded = new HashSet<>();
        Map<String, Long> due = new HashMap<>();
        Map<String, Map<String, Long>> caps = new HashMap<>();
        Set<String> opened = new HashSet<>();
        for (Entitlement held : plan.entitlements()) {
            if (held.kind() == EntitlementKind.EXCLUSION) {
                excluded.add(held.merchant());
            } else if (held.kind() == EntitlementKind.CAP) {
                caps.computeIfAbsent(held.merchant(), unused -> new HashMap<>())
                        .merge(held.scope(), (long) held.amount(), Math::min);
            } else if (held.kind() == EntitlementKind.ACCESS) {
                opened.add(held.merchant() + "\n" + held.scope());
            } else if (held.kind() == EntitlementKind.GUARANTEE
                    && held.programme().equals(programme)
                    && held.amount() > 0) {
                due.put(held.merchant(), (long) held.amount());
            }
        }
        ImmutableList.Builder<Owed> owed = ImmutableList.builder();
        due.forEach((merchant, amount) -> {
            if (!excluded.contains(merchant)) {
                owed.add(owed(request, merchant, amount, caps.getOrDefault(merchant, Map.of()), opened));
            }
        });
        return owed.build();
    }

    private static Owed owed(
            AllocationRequest request, String merchant, long due, Map<String, Long> caps, Set<String> opened) {
        Merchants merchants = request.merchants();
        ImmutableSet<String> categories = merchants.categories(merchants.row(merchant));
        BigDecimal share = BigDecimal.valueOf(request.settings().concentrationLimit());
        List<Integer> fitting = new ArrayList<>();
        List<Long> most = new ArrayList<>();
        for (int index = 0; index < request.placements().count(); index++) {
            Placement placement = request.placements().get(index);
            String scope = "placement:" + placement.id();
            if (placement.fits(categories)
                    && (placement.festival() == null || opened.contains(merchant + "\n" + scope))) {
                fitting.add(index);
                long limit = BigDecimal.valueOf(placement.impressions())
                        .multiply(share)
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact();
                most.add(Math.min(limit, caps.getOrDefault(scope, Long.MAX_VALUE)));
            }
        }
        return new Owed(
                merchant,
                due,
                fitting.stream().mapToInt(Integer::intValue).toArray(),
                most.stream().mapToLong(Long::longValue).toArray(),
                caps.getOrDefault("everything", Long.MAX_VALUE));
    }

    /** Gives one merchant as much as can be given without taking any from those before it. */
    private long give(int index) {
        long wanted = Math.min(owed.get(index).due, owed.get(index).mostOfAll);
        long got = 0;
        long step = 1;
        while (got < wanted && step > 0) {
            step = augment(index, wanted - got);
            got += step;
        }
        return got;
    }

    /** One shortest way from the merchant to a placement with supply left, over others who can step aside. */
    private long augment(int from, long atMost) {
        int[] mover = new int[left.length];
        int[] before = new int[left.length];
        Arrays.fill(mover, -1);
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        reach(from, -1, mover, before, queue);
        while (!queue.isEmpty()) {
            int placement = queue.remove();
            if (left[placement] > 0) {
                return shift(placement, atMost, mover, before);
            }
            for (int other = 0; other < given.length; other++) {
                int cell = cell(other, placement);
                if (cell >= 0 && given[other][cell] > 0) {
                    reach(other, placement, mover, before, queue);
                }
            }
        }
        return 0;
    }

    private void reach(int merchant, int from, int[] mover, int[] before, ArrayDeque<Integer> queue) {
        Owed facts = owed.get(merchant);
        for (int cell = 0; cell < facts.placements.length; cell++) {
            int to = facts.placements[cell];
            if (mover[to] < 0 && to != from && given[merchant][cell] < facts.most[cell]) {
                mover[to] = merchant;
                before[to] = from;
                queue.add(to);
            }
        }
    }

    private long shift(int last, long atMost, int[] mover, int[] before) {
        long amount = Math.min(atMost, left[last]);
        for (int at = last; at >= 0; at = before[at]) {
            int cell = cell(mover[at], at);
            amount = Math.min(amount, owed.get(mover[at]).most[cell] - given[mover[at]][cell]);
            if (before[at] >= 0) {
                amount = Math.min(amount, given[mover[at]][cell(mover[at], before[at])]);
            }
        }
        for (int at = last; at >= 0; at = before[at]) {
            given[mover[at]][cell(mover[at], at)] += amount;
            if (before[at] >= 0) {
                given[mover[at]][cell(mover[at], before[at])] -= amount;
            }
        }
        left[last] -= amount;
        return amount;
    }

    private int cell(int merchant, int placement) {
        int[] placements = owed.get(merchant).placements;
        for (int cell = 0; cell < placements.length; cell++) {
            if (placements[cell] == placement) {
                return cell;
            }
        }
        return -1;
    }
}
