package io.trafficallocator.serve;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits of what promises may spend while they are delivered: programmes' pools and merchants' budgets. Amounts are
 * impressions, or millionths of a yuan, so that sums are exact; a price is rounded up to them and a pool down. What has
 * been spent stands in counters beside those of impressions. Immutable.
 */
final class Pools {
    /** The pool of what needs none. */
    static final int FREE = -1;

    private static final int FEN = 2;

    private static final int MICRO_YUAN = 6;

    private static final int MICRO_YUAN_FOR_A_THOUSANDTH = 3;

    private final List<String> names = new ArrayList<>();
    private final List<PoolUnit> units = new ArrayList<>();
    private final List<Long> most = new ArrayList<>();
    private final Map<String, Integer> ofProgramme = new HashMap<>();
    private final Map<String, Integer> ofGoal = new HashMap<>();

    /** Of one impression, by placement. */
    private final long[] price;

    private final long[] limit;
    private final int[] slot;
    private final boolean[] isMoney;

    private Pools(Plan plan, Collection<Goal> goals, Counters counters) {
        Map<String, BigDecimal> paid = subsidies(plan);
        for (PoolSpend spend : plan.pools()) {
            Double pool = spend.pool();
            if (pool != null) {
                BigDecimal left =
                        BigDecimal.valueOf(pool).subtract(paid.getOrDefault(spend.programme(), BigDecimal.ZERO));
                ofProgramme.put(spend.programme(), add("pool:" + spend.programme(), spend.unit(), left));
            }
        }
        for (Goal goal : goals) {
            Double budget = goal.budget();
            if (budget != null) {
                ofGoal.put(goal.id(), add("goal:" + goal.id(), PoolUnit.YUAN, BigDecimal.valueOf(budget)));
            }
        }
        this.price = prices(plan.placements());
        this.limit = most.stream().mapToLong(amount -> amount).toArray();
        this.slot = new int[limit.length];
        this.isMoney = new boolean[limit.length];
        for (int pool = 0; pool < limit.length; pool++) {
            isMoney[pool] = units.get(pool) == PoolUnit.YUAN;
            slot[pool] = counters.slot("", names.get(pool) + (isMoney[pool] ? "" : ":impressions"));
        }
    }

    static Pools of(Plan plan, Collection<Goal> goals, Counters counters) {
        return new Pools(plan, goals, counters);
    }

    private int add(String name, PoolUnit unit, BigDecimal amount) {
        int digits = unit == PoolUnit.YUAN ? MICRO_YUAN : 0;
        names.add(name);
        units.add(unit);
        most.add(amount.max(BigDecimal.ZERO)
                .movePointRight(digits)
                .setScale(0, RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(Long.MAX_VALUE - 1))
                .longValue());
        return names.size() - 1;
    }

    /** Money that is paid beside any traffic, by programme: it is gone from the pool before the first impression. */
    private static Map<String, BigDecimal> subsidies(Plan plan) {
        Map<String, BigDecimal> paid = new HashMap<>();
        for (Entitlement entitlement : plan.entitlements()) {
            if (entitlement.kind() == EntitlementKind.SUBSIDY) {
                paid.merge(entitlement.programme(), BigDecimal.valueOf(entitlement.amount()), BigDecimal::add);
            }
        }
        for (Shortfall shortfall : plan.shortfalls()) {
            if (shortfall.scope().equals(Shortfall.FEN)) {
                BigDecimal fen = BigDecimal.valueOf(shortfall.planned() - shortfall.due());
                paid.merge(shortfall.programme(), fen.movePointLeft(FEN), BigDecimal::add);
            }
        }
        return paid;
    }

    private static long[] prices(Placements placements) {
        long[] prices = new long[placements.count()];
        for (int placement = 0; placement < prices.length; placement++) {
            prices[placement] = BigDecimal.valueOf(placements.get(placement).pricePerMille())
                    .movePointRight(MICRO_YUAN_FOR_A_THOUSANDTH)
                    .setScale(0, RoundingMode.CEILING)
                    .longValue();
        }
        return prices;
    }

    int count() {
        return limit.length;
    }

    /** The pool of a programme, or {@link #FREE}. */
    int ofProgramme(String programme) {
        return ofProgramme.getOrDefault(programme, FREE);
    }

    /** The budget of a goal, or {@link #FREE}. */
    int ofGoal(String goal) {
        return ofGoal.getOrDefault(goal, FREE);
    }

    String name(int pool) {
        return names.get(pool);
    }

    PoolUnit unit(int pool) {
        return units.get(pool);
    }

    /** The most that may be spent, in impressions or millionths of a yuan. */
    long limit(int pool) {
        return limit[pool];
    }

    /** The number of its counter. */
    int slot(int pool) {
        return slot[pool];
    }

    /** The dearest impression. */
    long dearest(int pool) {
        return isMoney[pool] ? Arrays.stream(price).max().orElse(0) : 1;
    }

    /** So many impressions at a placement can still be paid for at most; at any placement when it is -1. */
    long affords(int pool, int placement, Counters.Chunks counters) {
        long left = counters.left(slot[pool], limit[pool]);
        long each = placement < 0 ? 1 : isMoney[pool] ? price[placement] : 1;
        return each == 0 ? Long.MAX_VALUE : each == 1 ? left : left / each;
    }

    /** Pays for an impression, or does nothing when what is left does not suffice for it. */
    boolean pay(int pool, int placement, Counters.Chunks counters) {
        return counters.take(slot[pool], isMoney[pool] ? price[placement] : 1, limit[pool]) >= 0;
    }
}
