package io.trafficallocator.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Advice for misspelt names. */
final class NearestName {
    /** Shorter names stand in many others by chance. */
    private static final int LEAST_PART = 3;

    private NearestName() {}

    /** {@code Maybe 'x' was meant.} when a known name is near, the names there are when they are few. */
    static String advice(String name, Collection<String> known) {
        String nearest = likely(name, known);
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
        String nearest = likely(name, known);
        return nearest != null
                ? "Maybe '" + nearest + "' was meant."
                : "Maybe bind it before it is used, as in Merchant( $g : growth ).";
    }

    /** A misspelt name, or else one that begins with what was written or holds it, or the other way round. */
    static @Nullable String likely(String name, Collection<String> known) {
        String misspelt = of(name, known);
        if (misspelt != null && distance(plain(name), plain(misspelt)) <= 1) {
            return misspelt;
        }
        String begun = shortest(name, known, String::startsWith);
        if (begun != null || misspelt != null) {
            return begun != null ? begun : misspelt;
        }
        return shortest(name, known, String::contains);
    }

    private static @Nullable String shortest(
            String name, Collection<String> known, BiPredicate<String, String> isNear) {
        return known.stream()
                .filter(candidate -> Math.min(name.length(), candidate.length()) >= LEAST_PART)
                .filter(candidate ->
                        isNear.test(plain(candidate), plain(name)) || isNear.test(plain(name), plain(candidate)))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    /** Misspelt names only, for where others may well be meant as they stand. */
    static @Nullable String of(String name, Collection<String> known) {
        String best = null;
        int least = Math.max(2, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(plain(name), plain(candidate));
            if (distance < least && distance < candidate.length()) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Upper and lower case are the same, and so are {@code category} and {@code categories}. */
    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("ies") ? lower.substring(0, lower.length() - 3) + "y" : lower;
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
