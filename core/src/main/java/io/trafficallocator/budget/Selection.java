package io.trafficallocator.budget;

import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Scopes;
import java.util.Arrays;

/** Entitlements of one kind that can matter, in the order the solver wants: by merchant, scope, then programme. */
final class Selection {
    private Selection() {}

    /** Leaves out what has no amount, and what covers no cell of its merchant. */
    static int[] of(Entitlements entitlements, Cells cells, Scopes scopes, EntitlementKind kind) {
        int count = 0;
        for (int row = 0; row < entitlements.count(); row++) {
            if (entitlements.kind(row) == kind) {
                count++;
            }
        }
        long[] selected = new long[count];
        int size = 0;
        int merchantStart = 0;
        int merchant = -1;
        long programmes = entitlements.programmes().size();
        for (int row = 0; row < entitlements.count(); row++) {
            if (entitlements.kind(row) != kind || !canMatter(entitlements, row, cells, scopes)) {
                continue;
            }
            if (entitlements.merchant(row) != merchant) {
                Arrays.sort(selected, merchantStart, size);
                merchant = entitlements.merchant(row);
                merchantStart = size;
            }
            selected[size++] = ((entitlements.scope(row) * programmes + entitlements.programme(row)) << 32) | row;
        }
        Arrays.sort(selected, merchantStart, size);
        int[] rows = new int[size];
        for (int position = 0; position < size; position++) {
            rows[position] = (int) selected[position];
        }
        return rows;
    }

    /** Of those that share a merchant and scope, the first with the least amount. */
    static int[] leastByScope(Entitlements entitlements, int[] rows) {
        int size = 0;
        int[] least = new int[rows.length];
        for (int row : rows) {
            int last = size == 0 ? -1 : least[size - 1];
            if (last < 0
                    || entitlements.merchant(last) != entitlements.merchant(row)
                    || entitlements.scope(last) != entitlements.scope(row)) {
                least[size++] = row;
            } else if (entitlements.amount(row) < entitlements.amount(last)) {
                least[size - 1] = row;
            }
        }
        return Arrays.copyOf(least, size);
    }

    private static boolean canMatter(Entitlements entitlements, int row, Cells cells, Scopes scopes) {
        if (entitlements.kind(row) == EntitlementKind.SUBSIDY) {
            return entitlements.impressions(row) > 0 && !isExcluded(entitlements, entitlements.merchant(row));
        }
        boolean hasEffect = switch (entitlements.kind(row)) {
            case GUARANTEE -> entitlements.impressions(row) > 0;
            case BOOST -> entitlements.amount(row) > 1;
            case CAP, ACCESS, EXCLUSION, SUBSIDY -> true;
        };
        return hasEffect && cells.anyWithin(scopes, entitlements.merchant(row), entitlements.scope(row));
    }

    /** Whoever is shown nowhere at all is paid nothing either. */
    private static boolean isExcluded(Entitlements entitlements, int merchant) {
        for (int row = entitlements.start(merchant); row < entitlements.start(merchant + 1); row++) {
            if (entitlements.kind(row) == EntitlementKind.EXCLUSION && entitlements.scope(row) == Scopes.EVERYTHING) {
                return true;
            }
        }
        return false;
    }

    /** Positions of a list of rows by programme, in their order. */
    static int[][] byProgramme(Entitlements entitlements, int[] rows) {
        int[] count = new int[entitlements.programmes().size()];
        for (int row : rows) {
            count[entitlements.programme(row)]++;
        }
        int[][] positions = new int[count.length][];
        for (int programme = 0; programme < count.length; programme++) {
            positions[programme] = new int[count[programme]];
        }
        Arrays.fill(count, 0);
        for (int position = 0; position < rows.length; position++) {
            int programme = entitlements.programme(rows[position]);
            positions[programme][count[programme]++] = position;
        }
        return positions;
    }
}
