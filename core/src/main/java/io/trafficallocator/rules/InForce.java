package io.trafficallocator.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * The days on which a rule is in force. The engine has the same two attributes, but reads them in the machine's
 * language and time zone.
 *
 * @param from the first day
 * @param until the day after the last
 */
record InForce(LocalDate from, LocalDate until) {
    private static final String FROM = "date-effective";
    private static final String UNTIL = "date-expires";
    private static final DateTimeFormatter SPELLED_OUT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-uuuu")
            .toFormatter(Locale.ENGLISH);

    /** Takes the attributes away from the engine. */
    static InForce of(SourceFile file, RuleDescr rule) {
        int place = place(file, rule);
        LocalDate from = take(file, rule, FROM, LocalDate.MIN);
        LocalDate until = take(file, rule, UNTIL, LocalDate.MAX);
        if (!from.isBefore(until)) {
            file.problem(
                    place,
                    UNTIL + " of rule '" + rule.getName() + "' is " + until + ", but must be after its " + FROM + " "
                            + from + ". Maybe the two are swapped.");
        }
        return new InForce(from, until);
    }

    /** Such as {@code in force from 2024-11-01 to the day before 2024-11-12}, without an end that is not set. */
    String toText() {
        return "in force" + (from.equals(LocalDate.MIN) ? "" : " from " + from)
                + (until.equals(LocalDate.MAX)
                        ? ""
                        : (from.equals(LocalDate.MIN) ? " until" : " to") + " the day before " + until);
    }

    boolean on(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(until);
    }

    /** Of the day after the last; of the rule when it has no end. */
    private static int place(SourceFile file, RuleDescr rule) {
        AttributeDescr until = rule.getAttributes().get(UNTIL);
        return until == null ? RuleVetting.header(file, rule) : file.offset(until.getLine(), until.getColumn() + 1);
    }

    private static LocalDate take(SourceFile file, RuleDescr rule, String name, LocalDate otherwise) {
        AttributeDescr attribute = rule.getAttributes().remove(name);
        if (attribute == null) {
            return otherwise;
        }
        String value = attribute.getValue();
        try {
            return LocalDate.parse(
                    value,
                    Character.isDigit(value.charAt(value.length() - 1)) && value.indexOf('-') == 4
                            ? DateTimeFormatter.ISO_LOCAL_DATE
                            : SPELLED_OUT);
        } catch (DateTimeException | StringIndexOutOfBoundsException e) {
            file.problem(
                    file.offset(attribute.getLine(), attribute.getColumn() + 1),
                    name + " of rule '" + rule.getName() + "' is '" + value
                            + "', but must be a date. Maybe write it as \"2024-11-01\".");
            return otherwise;
        }
    }
}
