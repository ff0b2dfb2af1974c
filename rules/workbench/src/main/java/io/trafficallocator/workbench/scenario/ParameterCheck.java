package io.trafficallocator.workbench.scenario;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Dictionary;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.RuleParameters;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a scenario's programmes and parameters against the rules that are to read them: a name that no rule reads would
 * change nothing, in silence.
 */
public final class ParameterCheck {
    private final RuleParameters rules;
    private final Set<String> festivals;
    private final Merchants merchants;
    private final int periodDays;
    private final Consumer<Trouble> warnings;
    private final ListCheck lists;

    private ParameterCheck(RuleParameters rules, AllocationRequest request, Consumer<Trouble> warnings) {
        this.rules = rules;
        this.festivals = request.festivals().keySet();
        this.merchants = request.merchants();
        this.periodDays = request.settings().periodDays();
        this.warnings = warnings;
        this.lists = new ListCheck(merchants, warnings);
    }

    /**
     * Checks the files of a scenario that was read before.
     *
     * @param warnings given what may be meant so
     * @throws UnusableInputException with the parameters that look like typing errors
     */
    public static void check(Path folder, AllocationRequest request, RuleParameters rules, Consumer<Trouble> warnings) {
        ParameterCheck check = new ParameterCheck(rules, request, warnings);
        SourceFile merchants = SourceFile.find(folder, TableFormat.MERCHANTS.name());
        if (merchants != null) {
            check.columns(merchants);
            check.lists.merchants(merchants);
            check.attributes(merchants);
        }
        check.lists.categories(folder, TableFormat.FESTIVALS);
        check.lists.categories(folder, TableFormat.PLACEMENTS);
        SourceFile festivals = SourceFile.find(folder, TableFormat.FESTIVALS.name());
        if (festivals != null && !request.programmes().isEmpty()) {
            check.festivals(festivals, request.programmes().keySet());
        }
        SourceFile programmes = SourceFile.find(folder, TableFormat.PROGRAMMES.name());
        if (programmes != null) {
            check.programmes(programmes);
        }
        SourceFile parameters = SourceFile.find(folder, TableFormat.PARAMETERS.name());
        if (parameters != null) {
            check.parameters(parameters);
        }
    }

    /** The cells that a rule which failed had read, so that whoever wrote a value there finds it. */
    public static List<Trouble> cells(
            Path folder, AllocationRequest request, RuleParameters rules, String ruleFile, int ruleLine) {
        SourceFile file = SourceFile.find(folder, TableFormat.PARAMETERS.name());
        List<Trouble> cells = new ArrayList<>();
        if (file == null) {
            return cells;
        }
        try (CsvTable table = CsvTable.open(file, TableFormat.PARAMETERS, doing -> {}, already -> {})) {
            while (table.next()) {
                String id = table.name(table.column("programme"));
                String name = table.name(table.column("name"));
                int column = table.column("value");
                String value = table.name(column);
                Programme programme = request.programmes().get(id);
                boolean isInForce = programme != null
                        && SmallTables.isInForce(table, request.settings().asOf())
                        && value.equals(programme.parameters().get(name));
                boolean isFestival = request.festivals().containsKey(id);
                if (isInForce && rules.isReadBy(ruleFile, ruleLine, id, isFestival, name)) {
                    cells.add(table.at(
                                    column,
                                    "the rule that failed reads parameter '" + name + "' of programme '" + id
                                            + "', which is '" + value + "' here. Maybe another value was meant.")
                            .trouble());
                }
            }
        }
        return cells;
    }

    /**
     * What is wrong with a parameter of a programme that rules speak of; null when a rule reads it.
     *
     * @param likely whether to tell only what looks like a typing error
     */
    public static @Nullable String problem(
            RuleParameters rules, String programme, boolean isFestival, String name, boolean likely) {
        Set<String> known = rules.names(programme, isFestival);
        if (known.contains(name) || !rules.speakOf(programme, isFestival)) {
            return null;
        }
        String near = Nearest.to(name, known);
        if (near == null && likely) {
            return null;
        }
        return "parameter '" + name + "' of programme '" + programme + "' is read by no rule"
                + (near != null
                        ? ", but a parameter must be. Maybe '" + near + "' was meant."
                        : ". Maybe "
                                + (known.isEmpty()
                                        ? "its rules have none."
                                        : "one of " + String.join(", ", known) + " was meant."));
    }

    /** A column that looks like a typing error is one, unless a rule reads it as the attribute that it became. */
    private void columns(SourceFile file) {
        try (CsvTable table = CsvTable.open(file, TableFormat.MERCHANTS, doing -> {}, already -> {})) {
            for (String name : table.columnNames()) {
                String near = Nearest.to(name, TableFormat.MERCHANTS.columns());
                if (near != null
                        && table.column(near) < 0
                        && !rules.attributes().contains(name)) {
                    throw table.at(
                            table.column(name),
                            "column '" + name + "' is not known and no rule reads it as an attribute, but one must."
                                    + " Maybe '" + near + "' was meant.");
                }
            }
        }
    }

    /** Most attributes are optional, so only what looks like a typing error is told. */
    private void attributes(SourceFile file) {
        Set<String> columns = merchants.attributeNames();
        for (String name : rules.attributes()) {
            String near = columns.contains(name) ? null : Nearest.to(name, columns);
            if (near != null && !rules.attributes().contains(near)) {
                warnings.accept(file.trouble(
                                1,
                                1,
                                "a rule reads attribute '" + name + "', but there is no such column. Maybe '" + near
                                        + "' was meant.")
                        .trouble());
            }
        }
        rules.numbers().forEach(name -> values(file, name, "a number", "it has a unit or a sign of percent"));
        rules.dates().forEach(name -> values(file, name, "a date", "write year-month-day, such as 2024-11-11"));
    }

    /** What cannot be read counts as unknown, and a hold until an unknown day holds nobody. */
    private void values(SourceFile file, String name, String form, String advice) {
        Dictionary<String> column = merchants.attributeColumn(name);
        boolean[] isUnreadable = new boolean[column.values().size()];
        for (int code = 0; code < isUnreadable.length; code++) {
            String text = column.values().get(code);
            isUnreadable[code] = !text.isEmpty() && !(form.equals("a date") ? isDate(text) : isNumber(text));
        }
        int first = -1;
        long many = 0;
        for (int row = 0; row < merchants.count(); row++) {
            if (isUnreadable[column.code(row)]) {
                first = first < 0 ? row : first;
                many++;
            }
        }
        if (first >= 0) {
            warnings.accept(file.trouble(
                            1,
                            1,
                            "attribute '" + name + "' of merchant '" + merchants.id(first) + "' is '"
                                    + column.get(first) + "'"
                                    + (many > 1 ? " (and " + (many - 1) + " more are like it)" : "")
                                    + ", but rules read " + form + ", so it counts as unknown. Maybe " + advice + ".")
                    .trouble());
        }
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Whether a text is a number as scenarios write it: Java would take {@code 8000d} for one, too. */
    public static boolean isNumber(String text) {
        return Double.isFinite(Numbers.decimal(text.toCharArray(), 0, text.length()));
    }

    /**
     * What is wrong with the value of a parameter of that name, in a whole sentence; null when rules can use it.
     *
     * @param periodDays the days of the plan; 0 when they are not known
     */
    public static RuleParameters.@Nullable Useless useless(
            RuleParameters rules, String programme, boolean isFestival, String name, String value, int periodDays) {
        if (!rules.names(programme, isFestival).contains(name) || !rules.isNumber(name)) {
            return null;
        }
        String what = "value of parameter '" + name + "' is '" + value + "'";
        return isNumber(value)
                ? rules.useless(programme, isFestival, name, Double.parseDouble(value), periodDays)
                        .map(found -> new RuleParameters.Useless(what + found.message(), found.isRefused()))
                        .orElse(null)
                : new RuleParameters.Useless(
                        what + ", but must be a number. Maybe it has a unit, a decimal comma or a thousands separator.",
                        true);
    }

    private void festivals(SourceFile file, Set<String> programmes) {
        try (CsvTable table = CsvTable.open(file, TableFormat.FESTIVALS, doing -> {}, already -> {})) {
            int column = table.column("id");
            while (table.next()) {
                String id = table.name(column);
                if (rules.speakOfFestivals() && !programmes.contains(id)) {
                    warnings.accept(table.at(
                                    column,
                                    "festival '" + id
                                            + "' is not listed as a programme, so that rules for festivals grant"
                                            + " nothing in it. Maybe add a row of the same id to programmes.csv.")
                            .trouble());
                }
            }
        }
    }

    private void programmes(SourceFile file) {
        try (CsvTable table = CsvTable.open(file, TableFormat.PROGRAMMES, doing -> {}, already -> {})) {
            int column = table.column("id");
            while (table.next()) {
                String id = table.name(column);
                if (!rules.speakOf(id, festivals.contains(id))) {
                    String near = Nearest.to(id, rules.programmes());
                    warnings.accept(table.at(
                                    column,
                                    "no rule speaks of programme '" + id + "', so it does nothing. Maybe "
                                            + (near != null
                                                    ? "'" + near + "' was meant."
                                                    : "its rules were not named."))
                            .trouble());
                }
            }
        }
    }

    private void parameters(SourceFile file) {
        try (CsvTable table = CsvTable.open(file, TableFormat.PARAMETERS, doing -> {}, already -> {})) {
            int programme = table.column("programme");
            int column = table.column("name");
            table.forEach(() -> {
                String id = table.name(programme);
                String name = table.name(column);
                boolean isFestival = festivals.contains(id);
                String error = problem(rules, id, isFestival, name, true);
                if (error != null) {
                    throw table.at(column, error);
                }
                value(table, id, name, isFestival);
                String doubt = problem(rules, id, isFestival, name, false);
                if (doubt != null) {
                    warnings.accept(table.at(column, doubt).trouble());
                }
            });
        }
    }

    /** A number that rules read is told at its cell, before a rule fails at it. */
    private void value(CsvTable table, String programme, String name, boolean isFestival) {
        if (!rules.names(programme, isFestival).contains(name)) {
            return;
        }
        int column = table.column("value");
        if (rules.isList(name)) {
            lists.cell(table, column, "value of parameter '" + name + "'");
        }
        if (!rules.isNumber(name)) {
            return;
        }
        String text = table.name(column);
        RuleParameters.Useless useless = useless(rules, programme, isFestival, name, text, periodDays);
        if (useless != null) {
            UnusableInputException told = table.at(column, useless.message());
            if (useless.isRefused()) {
                throw told;
            }
            warnings.accept(told.trouble());
        }
        if (text.matches("[1-9]\\d{0,2}(\\.000)+")) {
            warnings.accept(table.at(
                            column,
                            "value of parameter '" + name + "' is '" + text + "', which is "
                                    + (long) Double.parseDouble(text) + ". Maybe '" + text.replace(".", "")
                                    + "' was meant.")
                    .trouble());
        }
    }
}
