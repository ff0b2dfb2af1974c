package io.trafficallocator.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and signs of an expression, where each stands. */
final class Tokens {
    private static final String STRING = "\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'";
    private static final Pattern STRINGS = Pattern.compile(STRING);
    private static final Pattern TOKEN = Pattern.compile("(?<string>" + STRING
            + ")|(?<number>\\d[\\w.]*)|(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)|(?<sign>&&|\\|\\||[<>=!]=|[^\\s])");

    private Tokens() {}

    record Token(Kind kind, String text, int start) {
        boolean is(String other) {
            return text.equals(other);
        }
    }

    enum Kind {
        STRING,
        NUMBER,
        NAME,
        SIGN
    }

    static List<Token> of(String expression) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        while (matcher.find()) {
            Kind kind = matcher.group("name") != null
                    ? Kind.NAME
                    : matcher.group("string") != null
                            ? Kind.STRING
                            : matcher.group("number") != null ? Kind.NUMBER : Kind.SIGN;
            tokens.add(new Token(kind, matcher.group(), matcher.start()));
        }
        return tokens;
    }

    /** Strings give way to as many blanks. */
    static String withoutStrings(String expression) {
        return STRINGS.matcher(expression)
                .replaceAll(found -> " ".repeat(found.group().length()));
    }
}
