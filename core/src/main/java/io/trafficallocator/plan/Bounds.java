package io.trafficallocator.plan;

import io.trafficallocator.budget.Commitments;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.ConcentrationLimit;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.solve.Problem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The commitments as the solver takes them, and the way back: for each bound of the problem, the entitlement it is.
 *
 * @param guarantees entitlement of each of the problem's guarantees
 * @param caps entitlement of each of the problem's caps
 * @param boosts entitlement of each of the problem's boosts; the group is its programme
 */
public record Bounds(
        int[] guarantees,
        int[] caps,
        int[] boosts,
        Problem.Guarantees asGuarantees,
        Problem.Caps asCaps,
        Problem.Boosts asBoosts) {

    static Bounds of(Entitlements entitlements, Commitments commitments) {
        int[] committed = commitments.guarantees();
        long[] admitted = commitments.admitted();
        long[] even = commitments.even();
        Set<Long> shared = sharedByOdd(entitlements, committed, admitted, even);
        int size = 0;
        int[] guarantees = new int[committed.length];
        long[] amount = new long[committed.length];
        for (int position = 0; position < committed.length; position++) {
            if (admitted[position] > 0 || shared.contains(key(entitlements, committed[position]))) {
                guarantees[size] = committed[position];
                even[size] = even[position];
                amount[size++] = admitted[position];
            }
        }
        guarantees = Arrays.copyOf(guarantees, size);
        amount = Arrays.copyOf(amount, size);
        even = Arrays.copyOf(even, size);
        int[] caps = commitments.caps();
        int[] boosts = commitments.boosts();
        return new Bounds(
                guarantees,
                caps,
                boosts,
                new Problem.Guarantees(
                        merchants(entitlements, guarantees),
                        scopes(entitlements, guarantees),
                        amount,
                        even,
                        Arrays.stream(guarantees)
                                .map(row -> entitlements
                                        .programmes()
                                        .get(entitlements.programme(row))
                                        .tier())
                                .toArray()),
                new Problem.Caps(
                        merchants(entitlements, caps),
                        scopes(entitlements, caps),
                        Arrays.stream(caps).mapToLong(entitlements::impressions).toArray()),
                new Problem.Boosts(
                        merchants(entitlements, boosts),
                        scopes(entitlements, boosts),
                        Arrays.stream(boosts).mapToDouble(entitlements::amount).toArray(),
                        Arrays.stream(boosts).map(entitlements::programme).toArray()));
    }

    /**
     * The programmes and scopes in which the rest of a pool bought an impression for some to whom the pool left none
     * else: those who got nothing stay bounds, or nothing would show the solver that they are equal to those who did.
     */
    private static Set<Long> sharedByOdd(Entitlements entitlements, int[] committed, long[] admitted, long[] even) {
        Set<Long> shared = new HashSet<>();
        for (int position = 0; position < committed.length; position++) {
            if (admitted[position] > 0 && even[position] == 0) {
                shared.add(key(entitlements, committed[position]));
            }
        }
        return shared;
    }

    private static long key(Entitlements entitlements, int row) {
        return ((long) entitlements.programme(row) << 32) | entitlements.scope(row);
    }

    Problem problem(AllocationRequest request, Entitlements entitlements, Cells cells, Commitments commitments) {
        int placements = request.placements().count();
        long[] supply = new long[placements];
        int[] field = new int[placements];
        double[] price = new double[placements];
        for (int placement = 0; placement < placements; placement++) {
            supply[placement] = request.placements().get(placement).impressions();
            field[placement] = request.placements().scopes().fieldOf(placement) - 1;
            price[placement] = request.placements().get(placement).pricePerMille() / 1000;
        }
        int programmes = entitlements.programmes().size();
        double[] boostPool = new double[programmes];
        boolean[] inYuan = new boolean[programmes];
        for (int index = 0; index < programmes; index++) {
            Programme programme = entitlements.programmes().get(index);
            boostPool[index] = commitments.boostPool(index);
            inYuan[index] = programme.poolUnit() == PoolUnit.YUAN;
        }
        return new Problem(
                supply,
                field,
                request.placements().scopes().fields().size(),
                ConcentrationLimit.of(request),
                price,
                cells.startArray(),
                cells.placementArray(),
                cells.weightArray(),
                asCaps,
                asGuarantees,
                asBoosts,
                request.settings().boostLimit(),
                boostPool,
                inYuan);
    }

    private static int[] merchants(Entitlements entitlements, int[] rows) {
        return Arrays.stream(rows).map(entitlements::merchant).toArray();
    }

    private static int[] scopes(Entitlements entitlements, int[] rows) {
        return Arrays.stream(rows).map(entitlements::scope).toArray();
    }
}
