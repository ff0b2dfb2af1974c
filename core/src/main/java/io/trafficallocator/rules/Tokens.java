package io.trafficallocator.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * The words and signs of an expression, where each stands. Comments are no tokens. Read by hand in one pass, because a
 * regular expression over a long text would use up the stack.
 */
final class Tokens {
    private static final List<String> LONG_SIGNS =
            List.of("&&", "||", "<=", ">=", "==", "!=", "++", "--", "->", "::", "=>", "<<", ">>", "!.");

    private Tokens() {}

    record Token(Kind kind, String text, int start) {
        boolean is(String other) {
            return text.equals(other);
        }

        int end() {
            return start + text.length();
        }
    }

    enum Kind {
        STRING,
        NUMBER,
        NAME,
        SIGN
    }

    static List<Token> of(String expression) {
        return of(expression, 0, expression.length());
    }

    /** Of a part of a text; each token's start counts from the start of the whole. */
    static List<Token> of(String text, int from, int to) {
        List<Token> tokens = new ArrayList<>();
        int at = from;
        while (at < to) {
            char sign = text.charAt(at);
            int end;
            if (isSpace(sign)) {
                at++;
            } else if ((end = comment(text, at, to)) > at) {
                at = end;
            } else {
                Kind kind;
                if (sign == '"' || sign == '\'') {
                    kind = Kind.STRING;
                    end = string(text, at, to);
                } else if (sign >= '0' && sign <= '9') {
                    kind = Kind.NUMBER;
                    end = number(text, at, to);
                } else if (isNameStart(sign)) {
                    kind = Kind.NAME;
                    end = name(text, at, to);
                } else {
                    kind = Kind.SIGN;
                    end = sign(text, at, to);
                }
                tokens.add(new Token(kind, text.substring(at, end), at));
                at = end;
            }
        }
        return tokens;
    }

    private static boolean isSpace(char sign) {
        return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r' || sign == '\f';
    }

    /** The end of the comment that starts here; {@code at} when none does. */
    static int comment(String text, int at, int to) {
        if (text.startsWith("//", at)) {
            int end = at;
            while (end < to && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            return end;
        }
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            return end < 0 || end + 2 > to ? to : end + 2;
        }
        return at;
    }

    /** The end of the string that starts here, its last quotation mark included if there is one. */
    static int string(String text, int at, int to) {
        char quote = text.charAt(at);
        int end = at + 1;
        while (end < to && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, to);
    }

    private static int number(String text, int at, int to) {
        int end = at;
        while (end < to
                && (isNamePart(text.charAt(end))
                        || (text.charAt(end) == '.'
                                && end + 1 < to
                                && text.charAt(end + 1) >= '0'
                                && text.charAt(end + 1) <= '9'))) {
            end++;
        }
        return end;
    }

    static int name(String text, int at, int to) {
        int end = at;
        while (end < to && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int sign(String text, int at, int to) {
        for (String sign : LONG_SIGNS) {
            if (text.startsWith(sign, at) && at + sign.length() <= to) {
                return at + sign.length();
            }
        }
        return at + (Character.isHighSurrogate(text.charAt(at)) && at + 1 < to ? 2 : 1);
    }

    static boolean isNameStart(char sign) {
        return sign == '$' || sign == '_' || Character.isLetter(sign);
    }

    static boolean isNamePart(char sign) {
        return isNameStart(sign) || Character.isDigit(sign);
    }

    /** Texts in single quotation marks stand in double ones, as most of what reads them takes them. */
    static String inDoubleQuotes(String expression) {
        StringBuilder text = new StringBuilder(expression);
        for (Token token : of(expression)) {
            if (token.kind() == Kind.STRING
                    && token.text().startsWith("'")
                    && token.text().indexOf('"') < 0) {
                text.setCharAt(token.start(), '"');
                text.setCharAt(token.end() - 1, '"');
            }
        }
        return text.toString();
    }

    /** Strings and comments give way to as many blanks. */
    static String withoutStrings(String expression) {
        StringBuilder blank = new StringBuilder(" ".repeat(expression.length()));
        for (Token token : of(expression)) {
            if (token.kind() != Kind.STRING) {
                blank.replace(token.start(), token.end(), token.text());
            }
        }
        return blank.toString();
    }

    /** Comments give way to as many blanks, so that what reads the text after us cannot see anything else in them. */
    static String withoutComments(String expression) {
        StringBuilder blank = new StringBuilder(" ".repeat(expression.length()));
        for (Token token : of(expression)) {
            blank.replace(token.start(), token.end(), token.text());
        }
        return blank.toString();
    }
}
