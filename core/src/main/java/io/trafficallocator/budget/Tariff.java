package io.trafficallocator.budget;

import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * What an impression at each placement takes from a pool, as whole numbers of a unit so small that every price is exact:
 * one impression, or a power of ten of a yuan.
 */
final class Tariff {
    private static final int MILLE_DIGITS = 3;
    private static final int FEN_DIGITS = 2;

    private final BigInteger[] price;
    private final int scale;

    private Tariff(BigInteger[] price, int scale) {
        this.price = price;
        this.scale = scale;
    }

    static Tariff of(Placements placements, PoolUnit unit) {
        BigInteger[] price = new BigInteger[placements.count() + 1];
        if (unit == PoolUnit.IMPRESSIONS) {
            Arrays.fill(price, BigInteger.ONE);
            return new Tariff(price, 0);
        }
        BigDecimal[] yuan = new BigDecimal[price.length];
        int scale = FEN_DIGITS;
        yuan[placements.count()] = BigDecimal.ONE.movePointLeft(FEN_DIGITS);
        for (int placement = 0; placement < placements.count(); placement++) {
            yuan[placement] = BigDecimal.valueOf(placements.get(placement).pricePerMille())
                    .movePointLeft(MILLE_DIGITS)
                    .stripTrailingZeros();
            scale = Math.max(scale, yuan[placement].scale());
        }
        for (int placement = 0; placement < price.length; placement++) {
            price[placement] =
                    yuan[placement].setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
        }
        return new Tariff(price, scale);
    }

    /** How many prices there are: one for each placement, and one after them. */
    int count() {
        return price.length;
    }

    /** Where the price of a fen stands, as if money were shown at a placement of its own. */
    int ofFen() {
        return price.length - 1;
    }

    BigInteger price(int placement) {
        return price[placement];
    }

    boolean isFree(int placement) {
        return price[placement].signum() == 0;
    }

    boolean isDearer(int placement, int than) {
        return price[placement].compareTo(price[than]) > 0;
    }

    /** A pool in whole units, rounded down. */
    BigInteger units(double pool) {
        return BigDecimal.valueOf(pool).setScale(scale, RoundingMode.DOWN).unscaledValue();
    }

    /** Units in impressions or yuan. */
    BigDecimal amount(BigInteger units) {
        return new BigDecimal(units, scale);
    }
}
