package io.trafficallocator.serve;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Shortfall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plan promises and forbids, one promise for each merchant and scope that has a guarantee, cap or exclusion:
 * ascending by the merchant's row in the plan, then scope.
 *
 * <p>Laid out for request time. Two bits tell of each merchant whether it has a promise and whether one is open; they are
 * all that most candidates cost, and those of millions fit into a processor's cache. The numbers of a promise stand side
 * by side, and take as little of the cache as they can; what was delivered and learned of it costs a line of memory more
 * ({@link Counters}). Only the bits of what is open ever change.
 */
final class Promises {
    /** Longs of a promise. */
    private static final int WIDTH = 2;

    private static final int FLOOR = 0;

    /** The scope in the upper half, the counter in the lower; below 0 when there is a cap. */
    private static final int SCOPE = 1;

    private static final long IS_CAPPED = Long.MIN_VALUE;

    private record Key(String merchant, String programme, String scope) {}

    private final long[] numbers;
    private final long[] cap;
    private final int count;

    /** A bit for each row that has a promise. */
    private final long[] any;

    /** A bit for each row that has one which is open. */
    private final long[] open;

    /**
     * For each 64 rows, where their promises begin: as the complement of their first promise where no row of them has two,
     * so that most merchants cost no look into {@link #first}; else how many rows before them have a promise.
     */
    private final int[] rank;

    /** First promise of the n-th merchant that has one; one more at the end. */
    private final int[] first;

    /** Null where no guarantee has a pool. */
    final @Nullable Funding funding;

    private Promises(
            int merchants, int[] holders, int[] first, long[] numbers, long[] caps, Funding.@Nullable Builder funds) {
        this.numbers = numbers;
        this.cap = caps;
        this.first = first;
        this.count = first[holders.length];
        int words = (merchants >>> 6) + 1;
        this.any = new long[words];
        this.rank = new int[words];
        for (int holder : holders) {
            any[holder >>> 6] |= 1L << holder;
        }
        this.open = any.clone();
        for (int word = 0, before = 0; word < words; word++) {
            int inside = Long.bitCount(any[word]);
            boolean single = first[before + inside] - first[before] == inside;
            rank[word] = single ? ~first[before] : before;
            before += inside;
        }
        this.funding = funds == null ? null : funds.build(this, first);
    }

    private Promises(Promises same) {
        this.numbers = same.numbers;
        this.cap = same.cap;
        this.count = same.count;
        this.any = same.any;
        this.open = same.any.clone();
        this.rank = same.rank;
        this.first = same.first;
        this.funding = same.funding;
    }

    /** The same promises, all of them open. */
    Promises fresh() {
        return new Promises(this);
    }

    /** Whether a merchant (-1: unknown) has a promise. */
    boolean any(int row) {
        return row >= 0 && ((any[row >>> 6] >>> row) & 1) != 0;
    }

    /** 1 when the merchant (-1: unknown) has a promise that can change what is chosen, else 0. */
    int open(int row) {
        return row < 0 ? 0 : (int) (open[row >>> 6] >>> row) & 1;
    }

    /** From now on the merchant's promises need no look: none has a limit, and all are met. */
    void close(int row) {
        open[row >>> 6] &= ~(1L << row);
    }

    /** The first promise of a merchant that has one. */
    int first(int row) {
        int start = rank[row >>> 6];
        int before = before(row);
        return start < 0 ? ~start + before : first[start + before];
    }

    /** The one after the last promise of a merchant that has one. */
    int end(int row) {
        int start = rank[row >>> 6];
        int before = before(row);
        return start < 0 ? ~start + before + 1 : first[start + before + 1];
    }

    /** Rows among the 64 that have a promise and come before this one. */
    private int before(int row) {
        return Long.bitCount(any[row >>> 6] & ((1L << row) - 1));
    }

    int count() {
        return count;
    }

    /** The largest guarantee, as far as the plan can keep it; 0 for none. */
    long floor(int promise) {
        return numbers[WIDTH * promise + FLOOR];
    }

    /** The smallest cap, 0 for an exclusion; {@link Long#MAX_VALUE} for none. */
    long cap(int promise) {
        // Most promises have none, and then cost no look at it.
        return numbers[WIDTH * promise + SCOPE] < 0 ? cap[promise] : Long.MAX_VALUE;
    }

    int scope(int promise) {
        return (int) (numbers[WIDTH * promise + SCOPE] >>> Integer.SIZE) & Integer.MAX_VALUE;
    }

    /** The number of its counter. */
    int slot(int promise) {
        return (int) numbers[WIDTH * promise + SCOPE];
    }

    void countAt(int promise, int slot) {
        numbers[WIDTH * promise + SCOPE] = numbers[WIDTH * promise + SCOPE] >>> Integer.SIZE << Integer.SIZE | slot;
    }

    /** What a plan promises, and what merchants ordered for themselves. */
    static Promises of(Plan plan, List<Goal> goals, Pools pools) {
        Map<Key, Long> kept = new HashMap<>();
        for (Shortfall shortfall : plan.shortfalls()) {
            kept.put(new Key(shortfall.merchant(), shortfall.programme(), shortfall.scope()), shortfall.planned());
        }
        Map<String, Integer> scopes = scopesByName(plan);
        RowCursor rows = new RowCursor(plan);
        Builder builder = new Builder(plan.merchants(), pools);
        List<Goal> ordered = new ArrayList<>(goals);
        ordered.sort(Comparator.comparing(Goal::merchant));
        int next = 0;
        for (Entitlement entitlement : plan.entitlements()) {
            EntitlementKind kind = entitlement.kind();
            if (kind != EntitlementKind.GUARANTEE && kind != EntitlementKind.CAP && kind != EntitlementKind.EXCLUSION) {
                continue;
            }
            while (next < ordered.size() && ordered.get(next).merchant().compareTo(entitlement.merchant()) <= 0) {
                builder.order(ordered.get(next++), rows, scopes);
            }
            int row = rows.seek(entitlement.merchant());
            Integer scope = scopes.get(entitlement.scope());
            if (row < 0 || scope == null) {
                throw new IllegalArgumentException("entitlement is of merchant '" + entitlement.merchant() + "' in "
                        + entitlement.scope() + ", but the plan has none of these. Maybe it was put together by hand.");
            }
            long amount = (long) entitlement.amount();
            if (kind == EntitlementKind.GUARANTEE) {
                long due = amount;
                if (!kept.isEmpty()) {
                    Key key = new Key(entitlement.merchant(), entitlement.programme(), entitlement.scope());
                    due = kept.getOrDefault(key, amount);
                }
                builder.promise(row, scope, due, pools.ofProgramme(entitlement.programme()));
            } else {
                builder.add(row, scope, 0, kind == EntitlementKind.CAP ? amount : 0);
            }
        }
        while (next < ordered.size()) {
            builder.order(ordered.get(next++), rows, scopes);
        }
        return builder.build();
    }

    private static Map<String, Integer> scopesByName(Plan plan) {
        Scopes scopes = plan.placements().scopes();
        Map<String, Integer> byName = new HashMap<>();
        for (int scope = 0; scope < scopes.count(); scope++) {
            byName.put(scopes.name(scope), scope);
        }
        return byName;
    }

    /** Entitlements ascend by merchant, but those of one merchant stand by programme first. */
    private static final class Builder {
        private final int merchants;
        private int[] holders = new int[64];
        private int[] first = new int[65];
        private long[] numbers = new long[64 * WIDTH];
        private long[] caps = new long[64];
        private int held;
        private int count;
        private final Pools pools;
        private final Funding.@Nullable Builder funds;

        Builder(int merchants, Pools pools) {
            this.merchants = merchants;
            this.pools = pools;
            this.funds = pools.count() == 0 ? null : new Funding.Builder(pools);
        }

        void order(Goal goal, RowCursor rows, Map<String, Integer> scopes) {
            int row = rows.seek(goal.merchant());
            Integer scope = scopes.get(goal.scope());
            if (row < 0 || scope == null) {
                throw new IllegalArgumentException("goal '" + goal.id() + "' is of merchant '" + goal.merchant()
                        + "' in " + goal.scope() + ", but the plan has none of these. Maybe the goal is of another"
                        + " period.");
            }
            promise(row, scope, goal.impressions(), pools.ofGoal(goal.id()));
        }

        void promise(int row, int inScope, long due, int pool) {
            add(row, inScope, due, Long.MAX_VALUE);
            if (funds != null) {
                funds.add(held - 1, inScope, pool, due);
            }
        }

        void add(int row, int inScope, long atLeast, long atMost) {
            if (held == 0 || holders[held - 1] != row) {
                if (held == holders.length) {
                    holders = Arrays.copyOf(holders, 2 * held);
                    first = Arrays.copyOf(first, 2 * held + 1);
                }
                first[held] = count;
                holders[held++] = row;
            }
            int at = count;
            while (at > first[held - 1] && scope(at - 1) > inScope) {
                at--;
            }
            if (at > first[held - 1] && scope(at - 1) == inScope) {
                numbers[WIDTH * (at - 1) + FLOOR] = Math.max(numbers[WIDTH * (at - 1) + FLOOR], atLeast);
                limit(at - 1, Math.min(caps[at - 1], atMost));
                return;
            }
            if (count == caps.length) {
                numbers = Arrays.copyOf(numbers, 2 * numbers.length);
                caps = Arrays.copyOf(caps, 2 * count);
            }
            System.arraycopy(numbers, WIDTH * at, numbers, WIDTH * (at + 1), WIDTH * (count - at));
            System.arraycopy(caps, at, caps, at + 1, count - at);
            numbers[WIDTH * at + FLOOR] = atLeast;
            numbers[WIDTH * at + SCOPE] = (long) inScope << Integer.SIZE;
            limit(at, atMost);
            count++;
        }

        private int scope(int promise) {
            return (int) (numbers[WIDTH * promise + SCOPE] >>> Integer.SIZE) & Integer.MAX_VALUE;
        }

        private void limit(int promise, long atMost) {
            caps[promise] = atMost;
            if (atMost < Long.MAX_VALUE) {
                numbers[WIDTH * promise + SCOPE] |= IS_CAPPED;
            }
        }

        Promises build() {
            first[held] = count;
            return new Promises(
                    merchants,
                    Arrays.copyOf(holders, held),
                    Arrays.copyOf(first, held + 1),
                    Arrays.copyOf(numbers, WIDTH * count),
                    Arrays.copyOf(caps, count),
                    funds);
        }
    }
}
