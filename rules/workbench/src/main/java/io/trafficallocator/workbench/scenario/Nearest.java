package io.trafficallocator.workbench.scenario;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody probably meant to write. */
public final class Nearest {
    private Nearest() {}

    /**
     * The known name that takes the fewest typing errors to turn into {@code word}, the first in order among equals, or
     * null when none is likely. Upper and lower case are the same here.
     */
    public static @Nullable String to(String word, Iterable<String> known) {
        String wanted = word.toLowerCase(Locale.ROOT);
        int allowed = Math.min(3, Math.max(1, wanted.length() / 3));
        String best = null;
        int bestDistance = allowed + 1;
        for (String name : known) {
            if (Math.abs(name.length() - wanted.length()) > allowed) {
                continue;
            }
            int distance = distance(wanted, name.toLowerCase(Locale.ROOT), bestDistance);
            if (distance < bestDistance || (distance == bestDistance && best != null && name.compareTo(best) < 0)) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** {@code 'name' was meant} when a name is near, otherwise the advice for when none is. */
    public static String advice(String word, Iterable<String> known, String otherwise) {
        String near = to(word, known);
        return near == null ? otherwise : "'" + near + "' was meant";
    }

    /** Insertions, deletions, replacements and swaps of neighbours; anything above {@code most} is {@code most + 1}. */
    private static int distance(String from, String to, int most) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            last[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least > most) {
                return most + 1;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return Math.min(last[to.length()], most + 1);
    }
}
