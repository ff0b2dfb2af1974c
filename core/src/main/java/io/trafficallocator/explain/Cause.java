package io.trafficallocator.explain;

/** Why a merchant has more or less at a placement than natural ranking would give it. In the order of the steps. */
public enum Cause {
    /** A rule excludes the merchant. */
    EXCLUSION("excluded"),
    /** A guarantee, boost or access lets the merchant in without demand of its own there. */
    OPENED("let in"),
    /** Rules let other merchants in, or keep them out. */
    NEIGHBOURS("others let in or kept out"),
    /** The merchant's own boosts. */
    BOOST("boosted"),
    /** Boosts of other merchants. */
    OTHERS_BOOSTED("others boosted"),
    /** The placement's price: room for what was guaranteed, or room that caps leave. */
    PRICE("price of the placement"),
    /** The merchant's own guarantee lifts it. */
    GUARANTEE("guaranteed"),
    /** The merchant's own cap holds it. */
    CAP("capped"),
    /** The largest share of a placement for one merchant holds it. */
    CONCENTRATION("concentration limit"),
    /** Every plan that keeps the guarantees leaves the cell empty. */
    SHUT("shut"),
    /** Whole numbers: less than one impression. */
    ROUNDING("rounded");

    private final String words;

    Cause(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
