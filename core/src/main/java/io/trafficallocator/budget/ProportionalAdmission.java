package io.trafficallocator.budget;

import java.math.BigInteger;

/**
 * Cuts every claim by the same ratio, pool / cost, rounded down; what that leaves of the pool buys one impression each
 * for the claims that lost the largest fraction, the first merchant first among equals.
 */
final class ProportionalAdmission {
    private final Claims claims;
    private final BigInteger pool;
    private final BigInteger cost;
    private final boolean isSmall;
    private final int excessBits;

    /** The pool covers less than the cost. */
    ProportionalAdmission(Claims claims, BigInteger pool, BigInteger cost) {
        this.claims = claims;
        this.pool = pool;
        this.cost = cost;
        this.excessBits = Math.max(0, cost.bitLength() - (Long.SIZE - 1));
        this.isSmall = excessBits == 0;
    }

    /** Claims of equal amounts and prices are admitted equally, but for one impression more that is bought for some. */
    Admissions.Result admit() {
        long[] admitted = new long[claims.count()];
        long[] lost = new long[claims.count()];
        for (int claim = 0; claim < admitted.length; claim++) {
            if (claims.isFree(claim)) {
                admitted[claim] = claims.amount()[claim];
            } else {
                share(claim, admitted, lost);
            }
        }
        long[] even = admitted.clone();
        spendRest(admitted, lost, pool.subtract(claims.cost(admitted)));
        return new Admissions.Result(admitted, even, claims.tariff().amount(claims.cost(admitted)));
    }

    private void share(int claim, long[] admitted, long[] lost) {
        long amount = claims.amount()[claim];
        if (isSmall && Math.multiplyHigh(pool.longValue(), amount) == 0 && pool.longValue() * amount >= 0) {
            admitted[claim] = pool.longValue() * amount / cost.longValue();
            lost[claim] = pool.longValue() * amount % cost.longValue();
            return;
        }
        BigInteger[] result = pool.multiply(BigInteger.valueOf(amount)).divideAndRemainder(cost);
        admitted[claim] = result[0].longValueExact();
        lost[claim] = result[1].shiftRight(excessBits).longValue();
    }

    private void spendRest(long[] admitted, long[] lost, BigInteger left) {
        long[] key = new long[lost.length];
        for (int claim = 0; claim < key.length; claim++) {
            key[claim] = Long.MAX_VALUE - lost[claim];
        }
        BigInteger rest = left;
        for (int claim : StableOrder.ascending(key)) {
            if (rest.signum() == 0) {
                return;
            }
            BigInteger price = claims.price(claim);
            if (price.signum() > 0 && admitted[claim] < claims.amount()[claim] && price.compareTo(rest) <= 0) {
                admitted[claim]++;
                rest = rest.subtract(price);
            }
        }
    }
}
