package io.trafficallocator.rules;

import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Usual slips of the pen inside a pattern that the parsers stumble over without saying what was meant. Only looked for in
 * files that are refused anyway, so what is no slip after all costs nothing.
 */
final class Slips {
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("=", "=="),
            Map.entry("===", "=="),
            Map.entry("=>", ">="),
            Map.entry("=<", "<="),
            Map.entry("<>", "!="),
            Map.entry("=!", "!="),
            Map.entry("!==", "!="),
            Map.entry("&", "&&"),
            Map.entry("|", "||"),
            Map.entry(":=", "=="),
            Map.entry("and", "&&"),
            Map.entry("AND", "&&"),
            Map.entry("or", "||"),
            Map.entry("OR", "||"),
            Map.entry("is", "=="),
            Map.entry("equals", "=="),
            Map.entry("eq", "=="),
            Map.entry("IN", "in"),
            Map.entry("NOT", "not"));
    private static final Set<String> ORDER = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> AFTER_NOT = Set.of("in", "contains", "memberOf", "matches", "excludes");
    private static final Set<String> AFTER_VALUE = Set.of(")", ",", "&&", "||", ";", "==", "!=", "<", "<=", ">", ">=");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,15}");
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:_\\d{3})+|\\d{1,15}");
    private static final int MOST = 20;
    /** Before the first and after the last. */
    private static final Token NONE = new Token(Kind.SIGN, "", 0);

    /**
     * One slip.
     *
     * @param from where the call begins that it stands in; where itself starts outside of calls
     * @param ruleEnd where the rule that it stands in ends
     */
    record Slip(int start, int length, int from, int ruleEnd, String message) {
        /** Whether a problem that was found there can come from it. */
        boolean causes(int offset, boolean bySyntax) {
            return offset >= from && (offset <= start + length || (bySyntax && offset <= ruleEnd));
        }
    }

    private final String text;
    private final List<Token> tokens;
    private final List<Slip> found = new ArrayList<>();
    private int at;
    /** The name before the bracket that is open inside a pattern's own. */
    private int call = -1;

    private Slips(String text) {
        this.text = text;
        this.tokens = Tokens.of(text);
    }

    /** In the order of the file. */
    static List<Slip> in(String text) {
        Slips slips = new Slips(text);
        slips.all();
        return slips.found;
    }

    private void all() {
        boolean conditions = false;
        while (at < tokens.size() && found.size() < MOST) {
            if (sees(0, "when") || sees(0, "then")) {
                conditions = sees(0, "when");
            }
            if (!conditions) {
                if (!percent(sees(1, "%") ? granted() : "")) {
                    thousands();
                }
                at++;
            } else if (Vocabulary.FACTS.containsKey(tokens.get(at).text())
                    && tokens.get(at).kind() == Kind.NAME
                    && sees(1, "(")) {
                at += 2;
                pattern();
            } else {
                at++;
            }
        }
    }

    /** From behind its first bracket to its last, or to where it must have ended. */
    private void pattern() {
        int depth = 1;
        while (at < tokens.size() && depth > 0 && found.size() < MOST && !sees(0, "then")) {
            if (noValues()) {
                at++;
            } else if (sees(0, "(")) {
                call = depth == 1 ? at - 1 : call;
                depth++;
            } else if (sees(0, ")")) {
                depth--;
                call = depth == 1 ? -1 : call;
            } else {
                slip(depth);
            }
            at++;
        }
        call = -1;
    }

    private void slip(int depth) {
        if (list() || range() || between() || number(depth) || sign()) {
            return;
        }
        if (sees(0, ";")) {
            boolean last = sees(1, ")");
            tell(
                    at,
                    at,
                    "';' stands inside a pattern, where conditions are separated by commas. Maybe "
                            + (last ? "it can go." : "',' was meant."));
        }
        if (sees(0, "not") && !AFTER_NOT.contains(token(1).text())) {
            boolean before = at > 0 && endsValue(tokens.get(at - 1));
            tell(at, at, "'not' stands before no 'in', 'contains' or 'matches'. " + meant(before ? "!=" : "!"));
        }
    }

    /** {@code size in ()}, and a comma with nothing before or behind it: {@code size in ("small",)}. */
    private boolean noValues() {
        if (sees(-1, "in") && sees(0, "(") && sees(1, ")")) {
            String fits = sees(-2, "not") ? "every value fits" : "no value fits";
            tell(at, at + 1, "the list after 'in' is empty, so that " + fits + ". " + meant("(\"a\", \"b\")"));
            return true;
        }
        if (sees(0, ",") && (sees(-1, "(") || sees(1, ")") || sees(1, ","))) {
            tell(at, at, "a ',' has nothing " + (sees(-1, "(") ? "before" : "behind") + " it. Maybe it can go.");
        }
        return false;
    }

    /** {@code size in ["small", "medium"]}. */
    private boolean list() {
        int in = at - 1;
        if (in < 0 || !tokens.get(in).is("in") || !(sees(0, "[") || sees(0, "{"))) {
            return false;
        }
        int last = at + 1;
        while (last < tokens.size()
                && !tokens.get(last).is("]")
                && !tokens.get(last).is("}")) {
            if (tokens.get(last).is("then") || tokens.get(last).is(")")) {
                return false;
            }
            last++;
        }
        if (last == tokens.size()) {
            return false;
        }
        String values = text.substring(tokens.get(at).end(), tokens.get(last).start());
        tell(
                in,
                last,
                "the values after 'in' stand in '" + tokens.get(at).text() + "'. " + meant("in (" + values + ")"));
        at = last;
        return true;
    }

    /** {@code 7 <= ageDays < 14}. */
    private boolean range() {
        Token first = token(-1);
        Token middle = token(0);
        Token next = token(1);
        Token before = token(-2);
        if (middle.kind() != Kind.NAME
                || !ORDER.contains(first.text())
                || !ORDER.contains(next.text())
                || !endsValue(before)) {
            return false;
        }
        at++;
        tell(
                at,
                at,
                "'" + next.text() + "' follows a whole comparison. "
                        + meant("&& " + middle.text() + " " + next.text()));
        return true;
    }

    /** {@code quality between 0.3 and 0.5}. */
    private boolean between() {
        Token field = token(-1);
        if (!sees(0, "between") || field.kind() != Kind.NAME) {
            return false;
        }
        int least = sees(1, "(") || sees(1, "[") ? 2 : 1;
        int most = least + 2;
        boolean isWhole = token(least).kind() == Kind.NUMBER
                && (sees(least + 1, "and") || sees(least + 1, ",") || sees(least + 1, "&&"))
                && token(most).kind() == Kind.NUMBER;
        String name = field.text();
        String meant = isWhole
                ? ">= " + token(least).text() + " && " + name + " <= "
                        + token(most).text()
                : ">= ... && " + name + " <= ...";
        int last = isWhole ? most + (least == 2 ? 1 : 0) : 0;
        tell(at, at + last, "'between' is no operator of a condition. " + meant(meant));
        at += last;
        return true;
    }

    /** {@code number("boost", 0,3)}: two numbers where one belongs. */
    private boolean commaInDefault() {
        Token fraction = token(2);
        if (!sees(-4, "number")
                || !sees(-3, "(")
                || token(-2).kind() != Kind.STRING
                || !sees(1, ",")
                || !sees(3, ")")
                || !DIGITS.matcher(tokens.get(at).text()).matches()
                || !DIGITS.matcher(fraction.text()).matches()) {
            return false;
        }
        boolean thousands = fraction.text().length() == 3 && !tokens.get(at).is("0");
        tell(
                at,
                at + 2,
                "a comma stands inside a number, but separates values. "
                        + meant(tokens.get(at).text() + (thousands ? "" : ".") + fraction.text()));
        at += 2;
        return true;
    }

    private boolean number(int depth) {
        Token number = tokens.get(at);
        if (number.kind() != Kind.NUMBER) {
            return false;
        }
        Token before = token(-1);
        boolean compared = ORDER.contains(before.text());
        if (percent(at >= 2 && tokens.get(at - 2).is("growth") ? "growth" : "")) {
            return true;
        }
        if (commaInDefault()) {
            return true;
        }
        if (sees(1, "-") && sees(3, "-") && isDate(number, token(2), token(4))) {
            tell(
                    at,
                    at + 4,
                    "a date is written out in words of Java. "
                            + meant("LocalDate.of(" + plain(number) + ", " + plain(token(2)) + ", " + plain(token(4))
                                    + ")"));
            at += 4;
            return true;
        }
        Token fraction = token(2);
        boolean comma = sees(1, ",")
                && fraction.kind() == Kind.NUMBER
                && DIGITS.matcher(number.text()).matches()
                && DIGITS.matcher(fraction.text()).matches();
        if (compared && depth == 1 && comma && (sees(3, ")") || sees(3, ","))) {
            boolean thousands = fraction.text().length() == 3 && !number.is("0");
            tell(
                    at,
                    at + 2,
                    "a comma stands inside a number, but separates conditions. "
                            + meant(number.text() + (thousands ? "" : ".") + fraction.text()));
            at += 2;
            return true;
        }
        if (number.text().indexOf('_') > 0 && GROUPED.matcher(number.text()).matches()) {
            String plain = number.text().replace("_", "");
            tell(
                    at,
                    at,
                    "number '" + number.text() + "' is refused in a condition: digits stand together. " + meant(plain));
            return true;
        }
        return false;
    }

    /**
     * What a percentage is added to: a growth or a boost of 20 % is the ratio 1.2. A boost of 130 % is the ratio 1.3, as
     * spreadsheets show it.
     */
    private boolean percent(String added) {
        Token number = tokens.get(at);
        Token after = token(2);
        boolean ends = after.kind() == Kind.SIGN && AFTER_VALUE.contains(after.text());
        if (!sees(1, "%") || !ends || !number.text().matches("\\d{1,9}(?:\\.\\d{1,9})?")) {
            return false;
        }
        BigDecimal share = new BigDecimal(number.text()).movePointLeft(2);
        boolean isRatio = added.isEmpty() || (added.equals("boost") && share.compareTo(BigDecimal.ONE) > 0);
        String meant = (isRatio ? share : share.add(BigDecimal.ONE))
                .stripTrailingZeros()
                .toPlainString();
        tell(
                at,
                at + 1,
                "'" + number.text() + "%' is no number"
                        + (added.isEmpty() ? "" : ", and a " + added + " of " + number.text() + " % is a ratio") + ". "
                        + meant(meant));
        at++;
        return true;
    }

    /** Such as {@code guarantee("launch", 10,000)}. */
    private void thousands() {
        Token first = tokens.get(at);
        Token next = token(2);
        if (first.text().matches("[1-9]\\d{0,2}")
                && sees(1, ",")
                && next.text().matches("\\d{3}")
                && next.start() == first.end() + 1) {
            tell(
                    at,
                    at + 2,
                    "a comma stands inside a number, but separates values. " + meant(first.text() + next.text()));
            at += 2;
        }
    }

    /** What a percentage in a grant is added to. */
    private String granted() {
        for (int index = at;
                index >= 0 && !tokens.get(index).is(";") && !tokens.get(index).is("then");
                index--) {
            if (tokens.get(index).is("boost")) {
                return "boost";
            }
        }
        return "";
    }

    private static boolean isDate(Token year, Token month, Token day) {
        return year.text().matches("[12]\\d{3}")
                && month.text().matches("\\d{1,2}")
                && day.text().matches("\\d{1,2}");
    }

    private static String plain(Token number) {
        return String.valueOf(Integer.parseInt(number.text()));
    }

    /** A sign that is none, of one or two tokens, or a word in place of one. */
    private boolean sign() {
        Token one = tokens.get(at);
        Token two = token(1);
        boolean joined = one.kind() == Kind.SIGN && two.kind() == Kind.SIGN && one.end() == two.start();
        for (int length = joined ? 2 : 1; length > 0; length--) {
            String written =
                    text.substring(one.start(), tokens.get(at + length - 1).end());
            String meant = binds(written) ? ":" : SIGNS.get(written);
            if (meant == null || one.kind() == Kind.STRING || at == 0) {
                continue;
            }
            // After a dot it is a method's name.
            boolean operator = meant.equals("not") ? !token(-1).is(".") : endsValue(token(-1));
            if (operator) {
                tell(at, at + length - 1, "'" + written + "' is no operator of a condition. " + meant(meant));
                at += length - 1;
                return true;
            }
        }
        return false;
    }

    /** {@code $days = ageDays} at the start of a condition. */
    private boolean binds(String written) {
        return (written.equals("=") || written.equals(":="))
                && at >= 2
                && tokens.get(at - 1).text().startsWith("$")
                && (tokens.get(at - 2).is("(") || tokens.get(at - 2).is(","))
                && token(written.length()).kind() == Kind.NAME;
    }

    private static boolean endsValue(Token token) {
        return token.kind() != Kind.SIGN || token.is(")");
    }

    private Token token(int ahead) {
        int index = at + ahead;
        return index >= 0 && index < tokens.size() ? tokens.get(index) : NONE;
    }

    private boolean sees(int ahead, String word) {
        return token(ahead).kind() != Kind.STRING && token(ahead).is(word);
    }

    private static String meant(String mended) {
        return "Maybe '" + mended + "' was meant.";
    }

    private void tell(int first, int last, String message) {
        int start = tokens.get(first).start();
        int end = last;
        while (end < tokens.size() - 1 && !tokens.get(end).is("end")) {
            end++;
        }
        int from = call < 0 ? start : tokens.get(call).start();
        found.add(new Slip(
                start, tokens.get(last).end() - start, from, tokens.get(end).end(), message));
    }
}
