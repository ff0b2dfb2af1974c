package io.trafficallocator.entitlements;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.Scopes;
import java.util.List;

/**
 * Where merchants may be shown before any rule speaks: their categories fit the placement, and it is not reserved. As
 * sets of bits, one bit for each placement, worked out once for each distinct set of categories. Immutable and safe for
 * use by several threads.
 */
public final class Eligibility {
    private final Merchants merchants;
    private final Scopes scopes;
    private final int words;
    private final long[][] fitByCategorySet;
    private final long[][] byWideScope;
    private final long[] reserved;
    private final long[] receptive;

    private Eligibility(AllocationRequest request) {
        Placements placements = request.placements();
        this.merchants = request.merchants();
        this.scopes = placements.scopes();
        this.words = (placements.count() + 63) >>> 6;
        this.fitByCategorySet = new long[merchants.categorySets().size()][words];
        this.byWideScope = new long[1 + scopes.fields().size()][words];
        this.reserved = new long[words];
        this.receptive = new long[words];
        long[] limit = ConcentrationLimit.of(request);
        List<ImmutableSet<String>> categorySets = merchants.categorySets();
        for (int index = 0; index < placements.count(); index++) {
            Placement placement = placements.get(index);
            for (int set = 0; set < fitByCategorySet.length; set++) {
                if (placement.fits(categorySets.get(set))) {
                    add(fitByCategorySet[set], index);
                }
            }
            add(byWideScope[Scopes.EVERYTHING], index);
            add(byWideScope[scopes.fieldOf(index)], index);
            if (placement.festival() != null) {
                add(reserved, index);
            }
            if (limit[index] > 0) {
                add(receptive, index);
            }
        }
    }

    public static Eligibility of(AllocationRequest request) {
        return new Eligibility(request);
    }

    /** Whether natural ranking may show the merchant there: it fits, and no access is needed. */
    public boolean isOrganic(int merchantRow, int placement) {
        return holds(fit(merchantRow), placement) && !holds(reserved, placement);
    }

    int words() {
        return words;
    }

    long[] fit(int merchantRow) {
        return fitByCategorySet[merchants.categorySet(merchantRow)];
    }

    /** Placements that need access. */
    long[] reserved() {
        return reserved;
    }

    /** Placements with supply, and a concentration limit that lets at least one impression through. */
    long[] receptive() {
        return receptive;
    }

    void addScope(long[] bits, int scope) {
        if (scopes.isPlacement(scope)) {
            add(bits, scopes.placementOf(scope));
            return;
        }
        long[] members = byWideScope[scope];
        for (int word = 0; word < words; word++) {
            bits[word] |= members[word];
        }
    }

    static void add(long[] bits, int placement) {
        bits[placement >>> 6] |= 1L << placement;
    }

    static boolean holds(long[] bits, int placement) {
        return (bits[placement >>> 6] >>> placement & 1) != 0;
    }
}
