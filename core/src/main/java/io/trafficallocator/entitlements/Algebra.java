package io.trafficallocator.entitlements;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reduces grants to entitlements: gathers them by merchant, sorts each merchant's few, and keeps the strongest. */
final class Algebra {
    private static final int MERCHANTS_PER_PIECE = 1 << 14;
    private static final int KINDS = EntitlementKind.values().length;

    private final AllocationRequest request;
    private final Grants grants;
    private final Workers workers;
    private final DueAmount due;
    private final int merchants;
    private final int scopes;

    /** A merchant's grants side by side: what they are for in the upper half, the index of the grant in the lower. */
    private final long[] gathered;

    private final int[] gatheredStart;

    Algebra(AllocationRequest request, Grants grants, Workers workers) {
        this.request = request;
        this.grants = grants;
        this.workers = workers;
        this.due = new DueAmount(request.settings());
        this.merchants = request.merchants().count();
        this.scopes = request.placements().scopes().count();
        long kinds = (long) grants.programmes().size() * KINDS * scopes;
        if (kinds > Integer.MAX_VALUE) {
            throw new InvalidRequestException("programmes times scopes is " + kinds / KINDS + ", but must be at most "
                    + Integer.MAX_VALUE / KINDS + ". Maybe plan for fewer placements at a time.");
        }
        this.gathered = new long[grants.count()];
        this.gatheredStart = new int[merchants + 1];
    }

    Entitlements reduce() {
        gather();
        int[] start = new int[merchants + 1];
        workers.run(merchants, MERCHANTS_PER_PIECE, (piece, from, to) -> {
            for (int merchant = from; merchant < to; merchant++) {
                start[merchant + 1] = sortAndCount(gatheredStart[merchant], gatheredStart[merchant + 1]);
            }
        });
        for (int merchant = 0; merchant < merchants; merchant++) {
            start[merchant + 1] += start[merchant];
        }
        Entitlements.Columns columns = columns(start[merchants]);
        workers.run(merchants, MERCHANTS_PER_PIECE, (piece, from, to) -> {
            for (int merchant = from; merchant < to; merchant++) {
                fill(merchant, start[merchant], columns);
            }
        });
        return new Entitlements(grants.programmes(), grants.rules(), start, columns);
    }

    private void gather() {
        for (int grant = 0; grant < gathered.length; grant++) {
            gatheredStart[grants.merchant(grant) + 1]++;
        }
        for (int merchant = 0; merchant < merchants; merchant++) {
            gatheredStart[merchant + 1] += gatheredStart[merchant];
        }
        int[] next = Arrays.copyOf(gatheredStart, merchants);
        for (int grant = 0; grant < gathered.length; grant++) {
            int what = (grants.programme(grant) * KINDS + grants.kind(grant).ordinal()) * scopes + grants.scope(grant);
            gathered[next[grants.merchant(grant)]++] = ((long) what << 32) | grant;
        }
    }

    private int sortAndCount(int from, int to) {
        if (to - from > 1) {
            Arrays.sort(gathered, from, to);
        }
        int distinct = 0;
        for (int position = from; position < to; position++) {
            if (position == from || what(position) != what(position - 1)) {
                distinct++;
            }
        }
        return distinct;
    }

    private Entitlements.Columns columns(int count) {
        boolean anyReason = false;
        for (int grant = 0; grant < gathered.length && !anyReason; grant++) {
            anyReason = grants.reason(grant) != null;
        }
        return new Entitlements.Columns(
                new int[count],
                new int[count],
                new byte[count],
                new int[count],
                new double[count],
                new double[count],
                new int[count],
                anyReason ? new @Nullable String[count] : null);
    }

    private void fill(int merchant, int firstEntitlement, Entitlements.Columns columns) {
        int entitlement = firstEntitlement;
        int to = gatheredStart[merchant + 1];
        for (int position = gatheredStart[merchant]; position < to; ) {
            int what = what(position);
            int best = (int) gathered[position];
            double bestAmount = amount(best);
            for (position++; position < to && what(position) == what; position++) {
                int grant = (int) gathered[position];
                double amount = amount(grant);
                if (isStronger(grant, amount, best, bestAmount)) {
                    best = grant;
                    bestAmount = amount;
                }
            }
            columns.merchant()[entitlement] = merchant;
            columns.programme()[entitlement] = grants.programme(best);
            columns.kind()[entitlement] = (byte) grants.kind(best).ordinal();
            columns.scope()[entitlement] = grants.scope(best);
            columns.amount()[entitlement] = bestAmount;
            columns.granted()[entitlement] = grants.amount(best);
            columns.rule()[entitlement] = grants.rule(best);
            if (columns.reason() != null) {
                columns.reason()[entitlement] = grants.reason(best);
            }
            entitlement++;
        }
    }

    private int what(int position) {
        return (int) (gathered[position] >>> 32);
    }

    private double amount(int grant) {
        double amount = grants.amount(grant);
        if (grants.kind(grant) != EntitlementKind.GUARANTEE || grants.windowDays(grant) == 0) {
            return amount;
        }
        long delivered = request.delivered(
                request.merchants().id(grants.merchant(grant)),
                grants.programmes().get(grants.programme(grant)).id());
        return due.of((long) amount, grants.windowStart(grant), grants.windowDays(grant), delivered);
    }

    /** A total order on all that a plan can show, so that the winner never depends on who came first. */
    private boolean isStronger(int grant, double amount, int than, double thanAmount) {
        int order = Double.compare(amount, thanAmount);
        if (order != 0) {
            return grants.kind(grant) == EntitlementKind.CAP ? order < 0 : order > 0;
        }
        order = Integer.compare(grants.rule(grant), grants.rule(than));
        if (order != 0) {
            return order < 0;
        }
        order = Double.compare(grants.amount(grant), grants.amount(than));
        if (order != 0) {
            return order > 0;
        }
        String reason = grants.reason(grant);
        String thanReason = grants.reason(than);
        return reason != null && (thanReason == null || reason.compareTo(thanReason) < 0);
    }
}
