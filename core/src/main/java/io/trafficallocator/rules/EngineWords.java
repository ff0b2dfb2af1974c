package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.regex.Pattern;

/** Words that the engine's compiler takes for abbreviations wherever they stand in a consequence. */
final class EngineWords {
    private static final ImmutableSet<String> ALL = ImmutableSet.of(
            "insert",
            "insertLogical",
            "insertAsync",
            "bolster",
            "modifyRetract",
            "modifyInsert",
            "modify",
            "update",
            "retract",
            "delete",
            "don",
            "shed",
            "ward",
            "drools",
            "kcontext",
            Vocabulary.GRANT,
            Vocabulary.GRANT_IN_ENGINE);
    private static final Pattern ANY =
            Pattern.compile("(?:" + String.join("|", ALL).replace("$", "\\$") + ")");

    private EngineWords() {}

    static boolean contains(String name) {
        return ALL.contains(name);
    }

    /** The engine also looks inside texts: there the first letter of such a word is written as its number. */
    static String hiddenInTexts(String consequence) {
        StringBuilder hidden = new StringBuilder();
        int copied = 0;
        for (Token token : Tokens.of(consequence)) {
            if (token.kind() == Kind.STRING) {
                hidden.append(consequence, copied, token.start());
                hidden.append(ANY.matcher(token.text())
                        .replaceAll(found -> String.format(
                                "\\\\u%04x%s",
                                (int) found.group().charAt(0),
                                found.group().substring(1).replace("$", "\\$"))));
                copied = token.end();
            }
        }
        return hidden.append(consequence, copied, consequence.length()).toString();
    }
}
