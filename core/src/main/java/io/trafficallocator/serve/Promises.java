package io.trafficallocator.serve;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.Shortfall;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a plan promises and forbids, one row for each merchant and scope that has a guarantee, cap or exclusion:
 * ascending by the merchant's row in the plan, then scope. Immutable.
 */
final class Promises {
    private record Key(String merchant, String programme, String scope) {}

    /** The rows of merchant m are {@code start[m]} to {@code start[m + 1]}. */
    final int[] start;

    final int[] scope;

    /** The largest guarantee, as far as the plan can keep it; 0 for none. */
    final long[] floor;

    /** The smallest cap, 0 for an exclusion; {@link Long#MAX_VALUE} for none. */
    final long[] cap;

    private final long[] any;

    private Promises(int[] start, int[] scope, long[] floor, long[] cap) {
        this.start = start;
        this.scope = scope;
        this.floor = floor;
        this.cap = cap;
        this.any = new long[(start.length >>> 6) + 1];
        for (int row = 0; row < start.length - 1; row++) {
            if (start[row] < start[row + 1]) {
                any[row >>> 6] |= 1L << row;
            }
        }
    }

    /** Whether a merchant (-1: unknown) has a row here: most have none, and a bit of each fits into a processor's cache. */
    boolean any(int row) {
        return row >= 0 && ((any[row >>> 6] >>> row) & 1) != 0;
    }

    static Promises of(Plan plan) {
        Map<Key, Long> kept = new HashMap<>();
        for (Shortfall shortfall : plan.shortfalls()) {
            kept.put(new Key(shortfall.merchant(), shortfall.programme(), shortfall.scope()), shortfall.planned());
        }
        Map<String, Integer> scopes = scopesByName(plan);
        Builder builder = new Builder(plan.merchants());
        for (Entitlement entitlement : plan.entitlements()) {
            EntitlementKind kind = entitlement.kind();
            int row = plan.row(entitlement.merchant());
            Integer scope = scopes.get(entitlement.scope());
            if (row < 0 || scope == null) {
                throw new IllegalArgumentException("entitlement is of merchant '" + entitlement.merchant() + "' in "
                        + entitlement.scope() + ", but the plan has none of these. Maybe it was put together by hand.");
            }
            long amount = (long) entitlement.amount();
            if (kind == EntitlementKind.GUARANTEE) {
                Key key = new Key(entitlement.merchant(), entitlement.programme(), entitlement.scope());
                builder.add(row, scope, kept.getOrDefault(key, amount), Long.MAX_VALUE);
            } else if (kind == EntitlementKind.CAP) {
                builder.add(row, scope, 0, amount);
            } else if (kind == EntitlementKind.EXCLUSION) {
                builder.add(row, scope, 0, 0);
            }
        }
        return builder.build();
    }

    int count() {
        return scope.length;
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
        private final int[] start;
        private int[] scope = new int[64];
        private long[] floor = new long[64];
        private long[] cap = new long[64];
        private int count;
        private int merchant;

        Builder(int merchants) {
            start = new int[merchants + 1];
        }

        void add(int row, int inScope, long atLeast, long atMost) {
            while (merchant < row) {
                start[++merchant] = count;
            }
            int at = count;
            while (at > start[row] && scope[at - 1] > inScope) {
                at--;
            }
            if (at > start[row] && scope[at - 1] == inScope) {
                floor[at - 1] = Math.max(floor[at - 1], atLeast);
                cap[at - 1] = Math.min(cap[at - 1], atMost);
                return;
            }
            if (count == scope.length) {
                scope = Arrays.copyOf(scope, 2 * count);
                floor = Arrays.copyOf(floor, 2 * count);
                cap = Arrays.copyOf(cap, 2 * count);
            }
            System.arraycopy(scope, at, scope, at + 1, count - at);
            System.arraycopy(floor, at, floor, at + 1, count - at);
            System.arraycopy(cap, at, cap, at + 1, count - at);
            scope[at] = inScope;
            floor[at] = atLeast;
            cap[at] = atMost;
            count++;
        }

        Promises build() {
            while (merchant < start.length - 1) {
                start[++merchant] = count;
            }
            return new Promises(
                    start, Arrays.copyOf(scope, count), Arrays.copyOf(floor, count), Arrays.copyOf(cap, count));
        }
    }
}
