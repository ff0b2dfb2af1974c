package io.trafficallocator.explain;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.Programme;
import io.trafficallocator.plan.Planning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The impressions that every rule moves at every placement for the merchants it granted something to: from it follows
 * what all others make room for. Immutable once it is made.
 */
final class Ledger {
    /** More would name rules that hardly matter. */
    private static final int MOST_SOURCES = 3;

    private static final int CAUSES = Cause.values().length;

    private final Entitlements entitlements;
    private final int placements;

    /** By rule and programme, made when first needed: impressions by placement and cause. */
    private final double[] @Nullable [] moved;

    /** A rule acting for a programme. */
    record Source(int rule, int programme) {}

    private Ledger(Planning planning) {
        this.entitlements = planning.entitlements();
        this.placements = planning.request().placements().count();
        this.moved = new double
                [entitlements.rules().size() * entitlements.programmes().size()] @Nullable [];
    }

    static Ledger of(Planning planning, Trace trace) {
        Ledger ledger = new Ledger(planning);
        Entitlements entitlements = planning.entitlements();
        int merchants = planning.request().merchants().count();
        for (int merchant = 0; merchant < merchants; merchant++) {
            if (entitlements.start(merchant + 1) > entitlements.start(merchant)) {
                trace.visit(merchant, ledger::add);
            }
        }
        return ledger;
    }

    private void add(Part part) {
        for (int position = 0; position < part.entitlements().size(); position++) {
            int row = part.entitlements().get(position);
            int source = entitlements.rule(row) * entitlements.programmes().size() + entitlements.programme(row);
            double[] of = moved[source];
            if (of == null) {
                of = new double[placements * CAUSES];
                moved[source] = of;
            }
            of[part.placement() * CAUSES + part.cause().ordinal()] += part.moved(position);
        }
    }

    /** Impressions that a source moves at a placement by these causes. */
    private double moved(int source, int placement, Cause... causes) {
        double[] of = moved[source];
        double sum = 0;
        for (int index = 0; of != null && index < causes.length; index++) {
            sum += of[placement * CAUSES + causes[index].ordinal()];
        }
        return sum;
    }

    /** Those that move the most impressions at a placement by these causes, the most first. */
    ImmutableList<Source> largest(int placement, Cause... causes) {
        List<Integer> sources = new ArrayList<>();
        for (int source = 0; source < moved.length; source++) {
            if (Math.abs(moved(source, placement, causes)) > 0) {
                sources.add(source);
            }
        }
        sources.sort(Comparator.<Integer>comparingDouble(source -> -Math.abs(moved(source, placement, causes)))
                .thenComparing(source -> source));
        return sources.stream()
                .limit(MOST_SOURCES)
                .map(source -> new Source(
                        source / entitlements.programmes().size(),
                        source % entitlements.programmes().size()))
                .collect(ImmutableList.toImmutableList());
    }

    /** What each programme moves at some placements; programmes that move nothing are left out. */
    ImmutableList<ProgrammeEffect> effects(int fromPlacement, int toPlacement) {
        int programmes = entitlements.programmes().size();
        double[] gained = new double[programmes];
        double[] withheld = new double[programmes];
        for (int source = 0; source < moved.length; source++) {
            for (int placement = fromPlacement; placement < toPlacement; placement++) {
                gained[source % programmes] += moved(source, placement, Cause.OPENED, Cause.BOOST, Cause.GUARANTEE);
                withheld[source % programmes] -= moved(source, placement, Cause.CAP, Cause.EXCLUSION, Cause.SHUT);
            }
        }
        ImmutableList.Builder<ProgrammeEffect> effects = ImmutableList.builder();
        for (int index = 0; index < programmes; index++) {
            Programme programme = entitlements.programmes().get(index);
            if (gained[index] != 0 || withheld[index] != 0) {
                effects.add(new ProgrammeEffect(programme.id(), gained[index], withheld[index]));
            }
        }
        return effects.build();
    }

    static double[] cellWeights(Planning planning) {
        double[] sums = new double[planning.request().placements().count()];
        for (int cell = 0; cell < planning.cells().count(); cell++) {
            sums[planning.cells().placement(cell)] += planning.cells().weight(cell);
        }
        return sums;
    }
}
