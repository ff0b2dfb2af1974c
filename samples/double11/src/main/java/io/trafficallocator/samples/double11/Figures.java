package io.trafficallocator.samples.double11;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Every figure that the summary and the page show, each read from plans.
 *
 * @param seconds by stage
 * @param coverage of merchants who joined 0, 1, 2 … days ago
 * @param segments of merchants, with their traffic before and after
 * @param prices of placements, the dearest for those without a promise first
 * @param newcomer the explanation of one new merchant, line by line
 */
record Figures(
        LocalDate day,
        int merchants,
        int cells,
        long planned,
        long unallocated,
        Map<String, Double> seconds,
        List<Coverage> coverage,
        List<String> fields,
        List<Segment> segments,
        List<Effect> effects,
        List<Pool> pools,
        Exposure organic,
        Exposure plan,
        Exposure newOrganic,
        Exposure newPlan,
        List<Missing> missing,
        List<Price> prices,
        List<String> newcomer) {

    /** New merchants of one age: received all that is due, received less, or was promised nothing. */
    record Coverage(int age, int met, int less, int unpromised) {
        int all() {
            return met + less + unpromised;
        }
    }

    /** A group of merchants; the groups share all merchants out among them. */
    record Segment(String name, int merchants, long organic, long planned) {}

    /**
     * What one policy does, as the plan minus the plan without its programmes.
     *
     * @param reached merchants who hold something from it
     * @param due impressions that its guarantees are due today
     * @param met how many guarantees are met
     * @param moved impressions that stand elsewhere without it
     * @param gainByField impressions gained, by field, by those who gain
     * @param changeBySegment impressions gained less impressions lost, by segment
     */
    record Effect(
            String name,
            int reached,
            int guarantees,
            int met,
            long due,
            long moved,
            long[] gainByField,
            long[] changeBySegment) {}

    /**
     * What one programme committed.
     *
     * @param effect position of its policy
     * @param limit infinite when there is none
     * @param unit such as {@code yuan}
     * @param boostExponent 1 when its boosts are paid in full
     */
    record Pool(String name, int effect, double limit, double committed, String unit, double boostExponent) {}

    /** How unequally merchants are seen: Gini, and the share of impressions of the least seen 0 %, 1 % … 100 %. */
    record Exposure(double gini, double[] curve, double unseen) {}

    /** Shortfalls of one programme (whose policy stands at {@code effect}) for one reason. */
    record Missing(String name, int effect, String reason, int guarantees, long due, long lacking, List<String> by) {}

    /**
     * A placement.
     *
     * @param factor what remains of an organic share there for a merchant without a promise: 1 is untouched
     */
    record Price(String placement, String field, double factor, double yuanPerMille, long supply, boolean reserved) {}

    int newcomers() {
        return coverage.stream().mapToInt(Coverage::all).sum();
    }

    int promised() {
        return coverage.stream().mapToInt(age -> age.met() + age.less()).sum();
    }

    int met() {
        return coverage.stream().mapToInt(Coverage::met).sum();
    }

    /** Share of the new merchants with a promise who receive all of it, 0 to 1. */
    double covered() {
        return promised() == 0 ? 1 : (double) met() / promised();
    }
}
