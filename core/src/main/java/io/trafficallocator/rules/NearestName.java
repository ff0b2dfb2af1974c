package io.trafficallocator.rules;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Advice for misspelt names. */
final class NearestName {
    private NearestName() {}

    /** {@code Maybe 'x' was meant.} when a known name is near, the names there are when they are few. */
    static String advice(String name, Collection<String> known) {
        String nearest = of(name, known);
        if (nearest != null) {
            return "Maybe '" + nearest + "' was meant.";
        }
        if (known.isEmpty()) {
            return "Maybe it is not listed: there is none.";
        }
        return known.size() <= 24
                ? "Maybe one of " + String.join(", ", known) + " was meant."
                : "Maybe it is not listed.";
    }

    static String binding(String name, Collection<String> known) {
        String nearest = of(name, known);
        return nearest != null
                ? "Maybe '" + nearest + "' was meant."
                : "Maybe bind it before it is used, as in Merchant( $g : growth ).";
    }

    static @Nullable String of(String name, Collection<String> known) {
        String best = null;
        int least = Math.max(2, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least && distance < candidate.length()) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
