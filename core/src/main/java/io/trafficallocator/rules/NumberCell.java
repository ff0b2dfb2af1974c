package io.trafficallocator.rules;

import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people write in a cell of a spreadsheet of rules for more than one number: {@code 1+}, {@code >= 2}, {@code 1-3}. */
final class NumberCell {
    private static final Pattern AT_LEAST = Pattern.compile("(\\d[\\d.]*)\\s*\\+");
    private static final Pattern WITH_SIGN = Pattern.compile("([<>=!]=?)\\s*(.+)");
    private static final Pattern RANGE = Pattern.compile("(\\d[\\d.]*)\\s*(?:-|\u2013|~|\\.\\.|to)\\s*(\\d[\\d.]*)");
    private static final Set<String> ORDER = Set.of("==", "!=", "<", "<=", ">", ">=");

    private NumberCell() {}

    /** Nothing where the template compares with something else than a bare cell. */
    static Optional<String> problem(String template, String cell) {
        List<Token> tokens = Tokens.of(template);
        for (int at = 2; at < tokens.size(); at++) {
            String sign = tokens.get(at - 1).text();
            if (tokens.get(at).is(Spreadsheet.PARAMETER)
                    && tokens.get(at).kind() == Kind.NAME
                    && ORDER.contains(sign)) {
                return problem(tokens.get(at - 2).text(), sign, cell);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(String field, String sign, String cell) {
        Matcher least = AT_LEAST.matcher(cell);
        Matcher signed = WITH_SIGN.matcher(cell);
        Matcher range = RANGE.matcher(cell);
        String said = ", and the template says '" + sign + "' before it. Maybe ";
        if (least.matches()) {
            return Optional.of("'" + cell + "' is no number" + said + meant(least.group(1), field, ">=", sign));
        }
        if (signed.matches()) {
            return Optional.of("'" + cell + "' begins with '" + signed.group(1) + "'" + said
                    + meant(signed.group(2), field, signed.group(1), sign));
        }
        return range.matches()
                ? Optional.of("'" + cell + "' is a range" + said + "two columns were meant, '" + field + " >= "
                        + Spreadsheet.PARAMETER + "' and '" + field + " <= " + Spreadsheet.PARAMETER + "'.")
                : Optional.empty();
    }

    private static String meant(String number, String field, String wanted, String sign) {
        return "'" + number + "' was meant"
                + (sign.equals(wanted)
                        ? "."
                        : ", and '" + field + " " + wanted + " " + Spreadsheet.PARAMETER + "' there.");
    }
}
