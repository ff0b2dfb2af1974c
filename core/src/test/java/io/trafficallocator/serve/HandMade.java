package io.trafficallocator.serve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A plan put together without rules: merchants m000, m001, … that have a cell at the first placement only. */
final class HandMade {
    private final int merchants;
    private final Placements placements;
    private final List<Entitlement> entitlements = new ArrayList<>();
    private final List<PoolSpend> pools = new ArrayList<>();
    private final List<Multiplier> multipliers = new ArrayList<>();

    HandMade(int merchants, Placement... placements) {
        this.merchants = merchants;
        this.placements = Placements.of(List.of(placements));
    }

    static String id(int merchant) {
        return String.format("m%03d", merchant);
    }

    HandMade give(int merchant, EntitlementKind kind, String scope, long amount) {
        return give(merchant, "programme", kind, scope, (double) amount);
    }

    HandMade give(int merchant, String programme, EntitlementKind kind, String scope, double amount) {
        entitlements.add(new Entitlement(
                id(merchant), programme, kind, scope, amount, amount, new RuleReference("rule", "file.drl", 1), ""));
        return this;
    }

    HandMade pool(String programme, PoolUnit unit, double amount) {
        pools.add(new PoolSpend(programme, amount, amount, unit, 1));
        return this;
    }

    HandMade multiplier(String of, String scope, double factor) {
        multipliers.add(new Multiplier(of, scope, factor));
        return this;
    }

    Plan plan() {
        String[] ids = new String[merchants];
        int[] start = new int[merchants + 1];
        for (int merchant = 0; merchant < merchants; merchant++) {
            ids[merchant] = id(merchant);
            start[merchant + 1] = merchant + 1;
        }
        return new Plan(
                new Plan.Header(LocalDate.of(2024, 11, 11), 1, "", "", 0, ImmutableMap.of()),
                placements,
                new Plan.Cells(ids, start, new int[merchants], new long[merchants]),
                new long[placements.count()],
                ImmutableList.sortedCopyOf(Comparator.comparing(Entitlement::merchant), entitlements),
                List.of(),
                List.copyOf(pools),
                List.copyOf(multipliers));
    }
}
