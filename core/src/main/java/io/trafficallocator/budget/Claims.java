package io.trafficallocator.budget;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The guarantees that one programme has to pay for, in ascending order of merchant, then scope, and then its subsidies.
 *
 * @param amount whole impressions due, or fen, above 0
 * @param pricedAt the placement whose price each of them pays: the dearest where it may be delivered
 */
record Claims(long[] amount, int[] pricedAt, Tariff tariff) {
    int count() {
        return amount.length;
    }

    /** Some of the claims, in this order. */
    Claims at(int[] claims) {
        return new Claims(
                Arrays.stream(claims).mapToLong(claim -> amount[claim]).toArray(),
                Arrays.stream(claims).map(claim -> pricedAt[claim]).toArray(),
                tariff);
    }

    BigInteger price(int claim) {
        return tariff.price(pricedAt[claim]);
    }

    boolean isFree(int claim) {
        return tariff.isFree(pricedAt[claim]);
    }

    /** What so many impressions of each claim cost, in the tariff's units. */
    BigInteger cost(long[] impressions) {
        int placements = tariff.count();
        BigInteger[] full = new BigInteger[placements];
        long[] part = new long[placements];
        for (int claim = 0; claim < impressions.length; claim++) {
            int at = pricedAt[claim];
            long sum = part[at] + impressions[claim];
            if (sum < 0) {
                BigInteger before = full[at] == null ? BigInteger.ZERO : full[at];
                full[at] = before.add(BigInteger.valueOf(part[at]));
                sum = impressions[claim];
            }
            part[at] = sum;
        }
        BigInteger cost = BigInteger.ZERO;
        for (int at = 0; at < placements; at++) {
            BigInteger sum = BigInteger.valueOf(part[at]);
            cost = cost.add((full[at] == null ? sum : sum.add(full[at])).multiply(tariff.price(at)));
        }
        return cost;
    }
}
