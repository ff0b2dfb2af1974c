package io.trafficallocator.rules;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at a rule file character by character before anything else reads it: for its size, for nesting that would use
 * up the stack of what reads it next, and for characters that people and programs read differently.
 */
final class SourceScan {
    static final int MOST_CHARACTERS = 1_000_000;
    private static final int MOST_RULES = 2_000;
    private static final int MOST_TOKENS_IN_RULE = 4_000;
    private static final int MOST_DEPTH = 15;
    private static final int MOST_SIGNS = 8;
    private static final int MOST_IN_WORD = 200;
    private static final int MOST_IN_STRING = 1_000;
    private static final int MOST_PROBLEMS = 20;
    private static final String POINTS = ".\uFF0E\u066B";

    private static final Map<Character, String> LOOKS_LIKE = Map.ofEntries(
            Map.entry('\uFF08', "("),
            Map.entry('\uFF09', ")"),
            Map.entry('\uFF0C', ","),
            Map.entry('\u3001', ","),
            Map.entry('\uFF1B', ";"),
            Map.entry('\uFF1A', ":"),
            Map.entry('\u3002', "."),
            Map.entry('\uFF0E', "."),
            Map.entry('\u201C', "\""),
            Map.entry('\u201D', "\""),
            Map.entry('\uFF02', "\""),
            Map.entry('\u2018', "'"),
            Map.entry('\u2019', "'"),
            Map.entry('\uFF1D', "="),
            Map.entry('\uFF1E', ">"),
            Map.entry('\uFF1C', "<"),
            Map.entry('\uFF01', "!"),
            Map.entry('\u2260', "!="),
            Map.entry('\u2264', "<="),
            Map.entry('\u2265', ">="),
            Map.entry('\uFF0B', "+"),
            Map.entry('\uFF0D', "-"),
            Map.entry('\uFF0A', "*"),
            Map.entry('\uFF0F', "/"),
            Map.entry('\uFF05', "%"),
            Map.entry('\u00D7', "*"),
            Map.entry('\u2013', "-"),
            Map.entry('\u2212', "-"));

    private final SourceFile file;
    private final String text;
    private final List<Integer> thens = new ArrayList<>();
    private int at;
    private int depth;
    private int rules;
    private int tokens;
    private int signs;
    private boolean tooLong;
    private boolean loneReturn;
    private int told;

    private SourceScan(SourceFile file) {
        this.file = file;
        this.text = file.text();
    }

    /** Says what is wrong with the file's characters; gives where each {@code then} ends. */
    static int[] scan(SourceFile file) {
        SourceScan scan = new SourceScan(file);
        if (scan.text.length() > MOST_CHARACTERS) {
            file.problem(
                    0,
                    "has " + scan.text.length() + " characters, but a rule file may have " + MOST_CHARACTERS
                            + ". Maybe split it, or it is no rule file.");
            return new int[0];
        }
        scan.all();
        return scan.thens.stream().mapToInt(Integer::intValue).toArray();
    }

    private void all() {
        while (at < text.length() && told < MOST_PROBLEMS) {
            char sign = text.charAt(at);
            if (isPlainSpace(sign)) {
                carriageReturn(at);
                at++;
            } else if (Tokens.comment(text, at, text.length()) > at) {
                comment();
            } else if (sign == '"' || sign == '\'') {
                string(sign);
            } else if (Tokens.isNameStart(sign)) {
                word();
            } else if (Character.isDigit(sign)) {
                number();
            } else {
                sign(sign);
            }
        }
    }

    private static boolean isPlainSpace(char sign) {
        return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r' || sign == '\f';
    }

    private void comment() {
        int end = Tokens.comment(text, at, text.length());
        if (text.charAt(at + 1) == '*' && (end < at + 4 || !text.startsWith("*/", end - 2))) {
            tell(at, "a comment is not closed. Maybe '*/' is missing.");
        }
        for (int index = at; index < end; index++) {
            char sign = text.charAt(index);
            if (isBidi(sign) || (Character.isISOControl(sign) && !isPlainSpace(sign))) {
                invisible(index);
            }
            backslashU(index);
            carriageReturn(index);
        }
        at = end;
    }

    /** What reads the file next does not agree on whether a line ends there. */
    private void carriageReturn(int index) {
        boolean lone = text.charAt(index) == '\r' && !text.startsWith("\n", index + 1);
        if (lone && !loneReturn) {
            loneReturn = true;
            tell(
                    index,
                    "a line ends in a carriage return alone, which not everything takes for its end. Maybe save the file"
                            + " with the line ends of Windows or Unix.");
        }
    }

    private void string(char quote) {
        int start = at;
        if (text.startsWith("\"\"\"", at)) {
            tell(at, "a text of several lines is refused. Maybe write it between single quotation marks.");
            at += 3;
            return;
        }
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char sign = text.charAt(at);
            if (sign == '\n' || sign == '\r') {
                tell(
                        start,
                        "a text is not closed in its line. Maybe a quotation mark is missing, or one inside needs"
                                + " '\\' before it.");
                return;
            }
            if (sign == '\\' && at + 1 < text.length()) {
                char escaped = text.charAt(at + 1);
                if (escaped == 'u') {
                    backslashU(at);
                } else if ("\\\"'ntrbf".indexOf(escaped) < 0) {
                    tell(
                            at,
                            "'\\" + escaped + "' in a text is read differently by what reads it. Maybe write '\\\\"
                                    + escaped + "'.");
                }
                at++;
            } else if (isInvisible(sign)) {
                invisible(at);
            }
            at++;
        }
        if (at >= text.length()) {
            tell(start, "a text is not closed. Maybe a quotation mark is missing.");
        }
        at++;
        if (at - start > MOST_IN_STRING) {
            tell(
                    start,
                    "a text has " + (at - start - 2) + " characters, but may have " + (MOST_IN_STRING - 2)
                            + ". Maybe a quotation mark is missing.");
        }
        token();
    }

    private void word() {
        int start = at;
        boolean latin = false;
        UnicodeScript other = null;
        while (at < text.length() && Tokens.isNamePart(text.charAt(at))) {
            UnicodeScript script = UnicodeScript.of(text.charAt(at));
            latin |= script == UnicodeScript.LATIN;
            if (script == UnicodeScript.CYRILLIC
                    || script == UnicodeScript.GREEK
                    || script == UnicodeScript.ARMENIAN
                    || script == UnicodeScript.CHEROKEE
                    || script == UnicodeScript.COPTIC
                    || isWide(text.charAt(at))) {
                other = script;
            }
            at++;
        }
        if (latin && other != null) {
            tell(
                    start,
                    "name '" + shortened(text.substring(start, at)) + "' mixes alphabets whose letters look alike."
                            + " Maybe type it again.");
        }
        if (at - start > MOST_IN_WORD) {
            tell(
                    start,
                    "a word has " + (at - start) + " characters, but may have " + MOST_IN_WORD
                            + ". Maybe a quotation mark is missing.");
        }
        String word = at - start <= 5 ? text.substring(start, at) : "";
        if (depth == 0 && word.equals("then")) {
            thens.add(at);
        }
        if (depth == 0 && word.equals("rule")) {
            tokens = 0;
            tooLong = false;
            if (++rules == MOST_RULES + 1) {
                tell(
                        start,
                        "has more than " + MOST_RULES + " rules. Maybe split the file, or read amounts from facts.");
                at = text.length();
            }
        }
        if (word.equals("end")) {
            depth = 0;
        }
        token();
    }

    private static boolean isWide(char sign) {
        return sign >= '\uFF00' && sign <= '\uFFEF';
    }

    private void number() {
        int start = at;
        while (at < text.length() && (Tokens.isNamePart(text.charAt(at)) || isPoint(at))) {
            at++;
        }
        String written = text.substring(start, at);
        boolean otherDigits = written.chars().anyMatch(sign -> sign > '9' && Character.isDigit(sign));
        if (otherDigits || written.chars().anyMatch(sign -> sign > '9' && POINTS.indexOf(sign) >= 0)) {
            told++;
            file.problem(
                    start,
                    at - start,
                    "number '" + shortened(written) + "' has "
                            + (otherDigits ? "other digits than 0 to 9" : "another point than '.'") + ". Maybe '"
                            + shortened(inAsciiDigits(written)) + "' was meant.");
        }
        if (at - start > MOST_IN_WORD) {
            tell(
                    start,
                    "a number has " + (at - start) + " digits, but may have " + MOST_IN_WORD
                            + ". Maybe it is a text: put it in quotation marks.");
        }
        token();
    }

    /** A point, as it stands between the digits of several alphabets. */
    private boolean isPoint(int index) {
        return POINTS.indexOf(text.charAt(index)) >= 0
                && index + 1 < text.length()
                && Character.isDigit(text.charAt(index + 1));
    }

    private static String inAsciiDigits(String number) {
        StringBuilder ascii = new StringBuilder();
        number.chars().forEach(sign -> {
            if (Character.isDigit(sign)) {
                ascii.append(Character.digit(sign, 10));
            } else {
                ascii.append(POINTS.indexOf(sign) >= 0 ? '.' : (char) sign);
            }
        });
        return ascii.toString();
    }

    private void sign(char sign) {
        String alike = LOOKS_LIKE.get(sign);
        if (isCurly(sign) && quoted()) {
            return;
        }
        if (alike != null) {
            tell(
                    at,
                    "'" + sign + "' looks like '" + alike + "', but is another character. Maybe type it again with an"
                            + " English keyboard.");
        } else if (isInvisible(sign) || Character.isSpaceChar(sign)) {
            invisible(at);
        } else if (sign == '\\') {
            if (!backslashU(at)) {
                tell(at, "'\\' stands outside of a text. Maybe delete it.");
            }
        } else if (sign == '#') {
            tell(at, "'#' is refused. Maybe a comment was meant: it starts with //.");
        } else if (sign == '(' || sign == '[' || sign == '{') {
            if (++depth == MOST_DEPTH + 1) {
                tell(at, "brackets are nested more than " + MOST_DEPTH + " deep. Maybe write several rules.");
            }
        } else if (sign == ')' || sign == ']' || sign == '}') {
            depth = Math.max(0, depth - 1);
        }
        boolean prefix = sign == '!' || sign == '-' || sign == '+' || sign == '~';
        int before = signs;
        at++;
        token();
        signs = prefix ? before + 1 : 0;
        if (signs == MOST_SIGNS + 1) {
            tell(at - 1, "more than " + MOST_SIGNS + " signs follow one another. Maybe all but one can go.");
        }
    }

    private static boolean isCurly(char sign) {
        return (sign >= '\u2018' && sign <= '\u201F') || sign == '\uFF02';
    }

    /** A whole text in the quotation marks that word processors make of plain ones. */
    private boolean quoted() {
        int end = at + 1;
        while (end < text.length() && !isCurly(text.charAt(end)) && "\n\r\"'".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end == text.length() || !isCurly(text.charAt(end))) {
            return false;
        }
        String inside = text.substring(at + 1, end);
        told++;
        file.problem(
                at,
                end + 1 - at,
                "the text '" + shortened(inside) + "' stands in typographic quotation marks. Maybe '\"" + inside
                        + "\"' was meant.");
        at = end + 1;
        token();
        return true;
    }

    private void token() {
        signs = 0;
        if (++tokens > MOST_TOKENS_IN_RULE && !tooLong) {
            tooLong = true;
            tell(
                    at - 1,
                    "the rule has more than " + MOST_TOKENS_IN_RULE
                            + " words and signs. Maybe write several rules, or read values from facts.");
        }
    }

    private boolean backslashU(int index) {
        if (!text.startsWith("\\u", index)) {
            return false;
        }
        int end = Math.min(index + 6, text.length());
        tell(
                index,
                "'" + text.substring(index, end).lines().findFirst().orElse("\\u")
                        + "' is refused: what reads it may differ in what it stands for. Maybe write the character itself.");
        return true;
    }

    private static boolean isBidi(char sign) {
        return (sign >= '\u202A' && sign <= '\u202E')
                || (sign >= '\u2066' && sign <= '\u2069')
                || sign == '\u200E'
                || sign == '\u200F'
                || sign == '\u061C';
    }

    private static boolean isInvisible(char sign) {
        int type = Character.getType(sign);
        return (Character.isISOControl(sign) && sign != '\t' && sign != '\f')
                || type == Character.FORMAT
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || sign == '\u3164'
                || sign == '\u115F';
    }

    private void invisible(int index) {
        tell(
                index,
                String.format(
                        "character U+%04X is refused: nobody sees it, or it changes how others are shown. Maybe delete it and type"
                                + " what is around it again.",
                        (int) text.charAt(index)));
    }

    /** For messages. */
    static String shortened(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "...";
    }

    private void tell(int offset, String message) {
        told++;
        file.problem(offset, message);
    }
}
