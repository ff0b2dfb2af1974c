package io.trafficallocator.rules;

import io.trafficallocator.rules.GrantCall.Part;
import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a call of {@code grant} against what it takes: methods, types, and amounts where they are written out. */
final class GrantVetting {
    private static final Map<String, String> FORMS = Map.ofEntries(
            Map.entry("guarantee", "guarantee(\"programme\", impressions)"),
            Map.entry("boost", "boost(\"programme\", factor)"),
            Map.entry("cap", "cap(\"programme\", impressions)"),
            Map.entry("access", "access(\"programme\", \"placement\")"),
            Map.entry("accessToFestival", "accessToFestival(\"programme\", \"festival\")"),
            Map.entry("exclude", "exclude(\"programme\", \"reason\")"),
            Map.entry("subsidy", "subsidy(\"programme\", yuan)"),
            Map.entry("inField", "inField(\"field\")"),
            Map.entry("inPlacement", "inPlacement(\"placement\")"),
            Map.entry("overFirstDays", "overFirstDays(7), with a whole number of days"),
            Map.entry("overDays", "overDays(\"2024-11-01\", 11), with a whole number of days"),
            Map.entry("overFestival", "overFestival(\"festival\")"));
    private static final Set<String> WINDOWS = Set.of("overFirstDays", "overDays", "overFestival");
    private static final Set<String> SCOPES = Set.of("inField", "inPlacement");

    private final SourceFile file;
    private final TermChecker checker;

    GrantVetting(SourceFile file, TermChecker checker) {
        this.file = file;
        this.checker = checker;
    }

    void vet(GrantCall call) {
        Class<?> on = Grant.class;
        boolean hasScope = false;
        boolean hasWindow = false;
        for (Part part : call.parts()) {
            if (!Vocabulary.methodsOf(on).contains(part.method())) {
                unknown(call, part, on);
                return;
            }
            Method method = fitting(part, on);
            if (method == null) {
                return;
            }
            if (SCOPES.contains(part.method())) {
                if (hasScope) {
                    file.problem(
                            part.nameStart(),
                            part.method() + " follows another scope, but a grant has one. Maybe the placement alone was"
                                    + " meant, or two grants.");
                }
                hasScope = true;
            }
            if (WINDOWS.contains(part.method())) {
                if (hasWindow) {
                    file.problem(
                            part.nameStart(),
                            part.method() + " follows another window, but a guarantee has one. Maybe two grants were"
                                    + " meant.");
                }
                hasWindow = true;
            }
            amounts(part);
            on = method.getReturnType();
        }
    }

    private void unknown(GrantCall call, Part part, Class<?> on) {
        Set<String> known = Vocabulary.methodsOf(on);
        boolean windowOfOther = on != Grant.class && WINDOWS.contains(part.method());
        String advice = known.isEmpty()
                ? "Maybe nothing may follow " + call.first().method() + "."
                : NearestName.advice(part.method(), known);
        file.problem(
                part.nameStart(),
                windowOfOther
                        ? "method '" + part.method() + "' of " + call.first().method()
                                + " is unknown: only a guarantee has a window of days. Maybe date-effective and"
                                + " date-expires of the rule say what was meant."
                        : "method '" + part.method() + "' of grant is unknown"
                                + (on == Grant.class
                                        ? ""
                                        : " after " + call.first().method()) + ". " + advice);
    }

    private @Nullable Method fitting(Part part, Class<?> on) {
        List<@Nullable ValueType> types = new ArrayList<>();
        List<String> given = new ArrayList<>();
        for (Term argument : part.arguments()) {
            boolean isName = types.isEmpty() && !part.method().equals("overFirstDays");
            ValueType type = isName ? checker.text(argument) : checker.type(argument);
            types.add(type);
            given.add(type == null ? "?" : type.name());
        }
        Method method = Values.method(on, part.method(), false, types);
        if (method == null && !commaInNumber(part)) {
            file.problem(
                    part.nameStart(),
                    "'" + part.method() + "' cannot take (" + String.join(", ", given) + "), but must be called as "
                            + FORMS.get(part.method()) + ". Maybe a value is missing, or is not in its place.");
        }
        return method;
    }

    /** {@code boost("upward", 1,5)}: two numbers where one belongs. */
    private boolean commaInNumber(Part part) {
        Term whole = part.argument(1);
        Term fraction = part.argument(2);
        boolean two = whole instanceof Term.Literal a
                && fraction instanceof Term.Literal b
                && a.value() instanceof Long
                && b.value() instanceof Long
                && part.arguments().size() == 3;
        if (!two || whole == null || fraction == null) {
            return false;
        }
        int end = Tokens.name(file.text(), fraction.start(), file.text().length());
        String digits = file.text().substring(fraction.start(), end);
        boolean thousands = digits.length() == 3 && !part.method().equals("boost");
        file.problem(
                whole.start(),
                end - whole.start(),
                "a comma stands inside a number, but separates values. Maybe '" + whole + (thousands ? "" : ".")
                        + digits + "' was meant.");
        return true;
    }

    private void amounts(Part part) {
        switch (part.method()) {
            case "guarantee", "cap" ->
                range(part, 0, Grant.MOST_IMPRESSIONS, true, "a whole number of impressions from 0 to 1e12");
            case "boost" -> range(part, 1, Grant.MOST_FACTOR, false, "a factor from 1 to 1,000,000");
            case "subsidy" -> {
                range(part, 0, 1e10, false, "an amount of yuan from 0 to 1e10");
                Double yuan = GrantCall.number(part, 1);
                if (yuan != null && yuan >= 0 && yuan <= 1e10 && Math.abs(yuan * 100 - Math.rint(yuan * 100)) > 1e-4) {
                    at(part, 1, "subsidy is " + written(yuan) + ", but must be in whole fen. Maybe round it.");
                }
            }
            case "exclude" -> {
                String reason = GrantCall.text(part, 1);
                if (reason != null && reason.isBlank()) {
                    at(
                            part,
                            1,
                            "reason of exclude is '" + reason + "', but must say why. Maybe: grant.exclude(\"fraud\","
                                    + " \"fake orders\").");
                }
            }
            case "overFirstDays" -> days(part, 0);
            case "overDays" -> {
                String day = GrantCall.text(part, 0);
                if (day != null && date(day) == null) {
                    at(
                            part,
                            0,
                            "first day of overDays is '" + day + "', but must be a date written year-month-day. Maybe"
                                    + " '2024-11-01' is an example.");
                }
                days(part, 1);
            }
            default -> {}
        }
        boolean namesFirst = !WINDOWS.contains(part.method()) || part.method().equals("overFestival");
        String name = namesFirst ? GrantCall.text(part, 0) : null;
        Term first = part.argument(0);
        if ((name != null && name.isBlank()) || (first instanceof Term.Literal literal && literal.value() == null)) {
            at(
                    part,
                    0,
                    "first value of " + part.method() + " is " + first
                            + ", but must name something. Maybe a name is missing.");
        }
    }

    /** The first day of a window that is written out; null when it is not. */
    static @Nullable LocalDate firstDay(Part overDays) {
        Term first = overDays.argument(0);
        Object constant = first == null ? null : GrantCall.constant(first);
        return constant instanceof LocalDate day ? day : constant instanceof String text ? date(text) : null;
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void days(Part part, int index) {
        Double days = GrantCall.number(part, index);
        if (days != null && !(days >= 1 && days <= Grant.MOST_DAYS)) {
            at(
                    part,
                    index,
                    "days of " + part.method() + " is " + written(days) + ", but must be between 1 and "
                            + Grant.MOST_DAYS + ", or the window never opens. Maybe another number was meant.");
        }
    }

    private void range(Part part, double least, double most, boolean whole, String rule) {
        Double amount = GrantCall.number(part, 1);
        if (amount == null
                || !Double.isFinite(amount)
                || (amount >= least && amount <= most && (!whole || amount == Math.rint(amount)))) {
            return;
        }
        String advice = part.method().equals("boost")
                ? "Maybe it was written as an increase: a boost of 50 % is 1.5."
                : amount > 0 && amount < most ? "Maybe round it: Math.round(...)." : "Maybe another number was meant.";
        at(part, 1, part.method() + " is " + written(amount) + ", but must be " + rule + ". " + advice);
    }

    private static String written(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    private void at(Part part, int index, String message) {
        Term term = part.argument(index);
        file.problem(term == null ? part.nameStart() : term.start(), message);
    }
}
