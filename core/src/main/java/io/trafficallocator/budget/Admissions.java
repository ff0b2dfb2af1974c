package io.trafficallocator.budget;

import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Scopes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Admits guarantees against the pool of their programme, in exact arithmetic. */
final class Admissions {
    private final AllocationRequest request;
    private final Entitlements entitlements;
    private final Cells cells;
    private final int[] guarantees;
    private final Placements placements;

    /**
     * What a programme's pool lets through.
     *
     * @param admitted whole impressions for each position
     * @param even the same without the odd impressions that the rest of the pool bought: alike for equal merchants
     * @param cost of all that is admitted, in the pool's unit
     */
    record Result(long[] admitted, long[] even, BigDecimal cost) {}

    Admissions(AllocationRequest request, Entitlements entitlements, Cells cells, int[] guarantees) {
        this.request = request;
        this.entitlements = entitlements;
        this.cells = cells;
        this.guarantees = guarantees;
        this.placements = request.placements();
    }

    /** Admits the guarantees at some positions of the list, all of them of the programme. */
    Result admit(Programme programme, int[] positions) {
        Claims claims = claims(Tariff.of(placements, programme.poolUnit()), positions);
        BigInteger cost = claims.cost(claims.amount());
        BigInteger pool = programme.pool() == null ? cost : claims.tariff().units(programme.pool());
        if (cost.compareTo(pool) <= 0) {
            return new Result(claims.amount(), claims.amount(), claims.tariff().amount(cost));
        }
        return programme.admission() == Admission.PROPORTIONAL
                ? new ProportionalAdmission(claims, pool, cost).admit()
                : admitInOrder(claims, pool, ranks(programme.admission(), positions));
    }

    private Claims claims(Tariff tariff, int[] positions) {
        long[] amount = new long[positions.length];
        int[] pricedAt = new int[positions.length];
        for (int claim = 0; claim < positions.length; claim++) {
            int entitlement = guarantees[positions[claim]];
            amount[claim] = entitlements.impressions(entitlement);
            pricedAt[claim] = entitlements.kind(entitlement) == EntitlementKind.SUBSIDY
                    ? tariff.ofFen()
                    : dearest(tariff, entitlements.merchant(entitlement), entitlements.scope(entitlement));
        }
        return new Claims(amount, pricedAt, tariff);
    }

    private int dearest(Tariff tariff, int merchant, int scope) {
        Scopes scopes = placements.scopes();
        if (scopes.isPlacement(scope)) {
            return scopes.placementOf(scope);
        }
        int dearest = -1;
        for (int cell = cells.start(merchant); cell < cells.start(merchant + 1); cell++) {
            int placement = cells.placement(cell);
            if (scopes.covers(scope, placement) && (dearest < 0 || tariff.isDearer(placement, dearest))) {
                dearest = placement;
            }
        }
        return dearest;
    }

    /** Keys of 0 or more: the smallest is served first. */
    private long[] ranks(Admission admission, int[] positions) {
        long[] rank = new long[positions.length];
        for (int claim = 0; claim < rank.length; claim++) {
            int merchant = entitlements.merchant(guarantees[positions[claim]]);
            rank[claim] = admission == Admission.JOINED
                    ? (long) request.merchants().joinedOn(merchant) - Integer.MIN_VALUE
                    : rankOfQuality(request.merchants().quality(merchant));
        }
        return rank;
    }

    private static long rankOfQuality(double quality) {
        // The bits of numbers of one sign ascend with the numbers; adding 0 turns -0 into 0.
        return Double.isNaN(quality) ? Long.MAX_VALUE : Long.MAX_VALUE - Double.doubleToLongBits(quality + 0.0);
    }

    /**
     * Rank after rank in full until the pool runs short; then that rank shares what is left, as nothing tells who of it
     * comes first, and nothing is left for those who follow.
     */
    private static Result admitInOrder(Claims claims, BigInteger pool, long[] rank) {
        long[] admitted = new long[claims.count()];
        long[] even = new long[claims.count()];
        int[] order = StableOrder.ascending(rank);
        BigInteger left = pool;
        for (int first = 0, end; first < order.length; first = end) {
            BigInteger cost = BigInteger.ZERO;
            for (end = first; end < order.length && rank[order[end]] == rank[order[first]]; end++) {
                admitted[order[end]] = claims.amount()[order[end]];
                even[order[end]] = claims.amount()[order[end]];
                cost = cost.add(claims.price(order[end]).multiply(BigInteger.valueOf(admitted[order[end]])));
            }
            if (cost.compareTo(left) > 0) {
                int[] rest = Arrays.copyOfRange(order, first, end);
                Result shared = new ProportionalAdmission(claims.at(rest), left, cost).admit();
                for (int index = 0; index < rest.length; index++) {
                    admitted[rest[index]] = shared.admitted()[index];
                    even[rest[index]] = shared.even()[index];
                }
            }
            left = left.subtract(cost).max(BigInteger.ZERO);
        }
        return new Result(admitted, even, claims.tariff().amount(claims.cost(admitted)));
    }
}
