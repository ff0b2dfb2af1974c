package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** The names that packages and rules may have. The engine makes classes of both. */
final class PackageNames {
    private static final ImmutableSet<String> TAKEN =
            ImmutableSet.of("java", "javax", "jdk", "sun", "com", "org", "jakarta");
    private static final String OWN = "io.trafficallocator";
    private static final int MOST_CHARACTERS = 200;

    private PackageNames() {}

    static void vet(SourceFile file, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return;
        }
        int at = Math.max(0, file.text().indexOf(name));
        String[] parts = name.split("\\.", -1);
        boolean readable = name.length() <= MOST_CHARACTERS && SourceVersion.isName(name, SourceVersion.RELEASE_17);
        boolean taken =
                (TAKEN.contains(parts[0].toLowerCase(Locale.ROOT)) && (parts.length == 1 || !isOthers(parts[0])))
                        || name.startsWith("org.drools")
                        || name.startsWith("org.kie")
                        || name.startsWith("org.mvel")
                        || name.equals(OWN)
                        || (name.startsWith(OWN + ".")
                                && !name.startsWith(OWN + ".samples.")
                                && !name.startsWith(OWN + ".packs."));
        if (!readable) {
            file.problem(
                    at,
                    "package '" + shortened(name) + "' is refused: it must be one or more words of letters and digits"
                            + " with dots between, none of them a word of Java. Maybe 'launch'.");
        } else if (taken) {
            file.problem(
                    at,
                    "package '" + shortened(name)
                            + "' is refused: it belongs to a library. Maybe name it after what the"
                            + " rules are about, such as 'launch'.");
        }
    }

    private static boolean isOthers(String first) {
        return first.equals("com") || first.equals("org");
    }

    static void vetRule(SourceFile file, int at, String name) {
        boolean plain =
                name.codePoints().noneMatch(sign -> Character.isISOControl(sign) || sign == '"' || sign == '\\');
        if (name.isBlank() || name.length() > MOST_CHARACTERS || !plain || name.contains("*/")) {
            file.problem(
                    at,
                    "rule '" + shortened(name.replaceAll("\\p{Cntrl}", " "))
                            + "' has a name that is refused: it must have 1 to " + MOST_CHARACTERS
                            + " characters, no quotation mark, backslash, line break or '*/'. Maybe shorten it.");
        }
    }

    private static String shortened(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "...";
    }
}
