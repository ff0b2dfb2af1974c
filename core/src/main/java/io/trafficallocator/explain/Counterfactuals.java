package io.trafficallocator.explain;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.plan.Planning;
import io.trafficallocator.plan.StageTimes;
import java.util.Arrays;

/**
 * What merchants would have had without each programme. The other plans are made when they are first asked for, and then
 * kept as one total for each merchant. Safe for use by several threads.
 */
final class Counterfactuals {
    private final Planning planning;
    private final Workers workers;
    private final boolean[] grantsAnything;

    /** By programme, impressions by merchant; empty until it is made. */
    private final long[][] totals;

    Counterfactuals(Planning planning, Workers workers) {
        this.planning = planning;
        this.workers = workers;
        int programmes = planning.entitlements().programmes().size();
        this.grantsAnything = new boolean[programmes];
        for (int row = 0; row < planning.entitlements().count(); row++) {
            grantsAnything[planning.entitlements().programme(row)] = true;
        }
        this.totals = new long[programmes][];
        Arrays.fill(totals, new long[0]);
    }

    /** For each programme that granted anything to anybody. */
    ImmutableList<Counterfactual> of(int merchant, long planned) {
        ImmutableList.Builder<Counterfactual> without = ImmutableList.builder();
        for (int programme = 0; programme < grantsAnything.length; programme++) {
            if (grantsAnything[programme]) {
                long impressions = totals(programme)[merchant];
                without.add(new Counterfactual(
                        planning.entitlements().programmes().get(programme).id(), impressions, planned - impressions));
            }
        }
        return without.build();
    }

    private synchronized long[] totals(int programme) {
        if (totals[programme].length == 0) {
            totals[programme] = totals(planning.without(programme, workers, new StageTimes(Ticker.systemTicker())));
        }
        return totals[programme];
    }

    static long[] totals(Planning planning) {
        Cells cells = planning.cells();
        long[] total = new long[planning.request().merchants().count()];
        for (int merchant = 0; merchant < total.length; merchant++) {
            for (int cell = cells.start(merchant); cell < cells.start(merchant + 1); cell++) {
                total[merchant] += planning.solution().planned().get(cell);
            }
        }
        return total;
    }
}
