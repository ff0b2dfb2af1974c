package io.trafficallocator.workbench.scenario;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.rules.RuleParameters;
import java.nio.file.Path;
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
    private final Consumer<Trouble> warnings;

    private ParameterCheck(RuleParameters rules, Set<String> festivals, Consumer<Trouble> warnings) {
        this.rules = rules;
        this.festivals = festivals;
        this.warnings = warnings;
    }

    /**
     * Checks the files of a scenario that was read before.
     *
     * @param warnings given what may be meant so
     * @throws UnusableInputException at the first parameter that looks like a typing error
     */
    public static void check(Path folder, AllocationRequest request, RuleParameters rules, Consumer<Trouble> warnings) {
        ParameterCheck check = new ParameterCheck(rules, request.festivals().keySet(), warnings);
        check.attributes(SourceFile.find(folder, TableFormat.MERCHANTS.name()), request);
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

    /** Most attributes are optional, so only what looks like a typing error is told. */
    private void attributes(@Nullable SourceFile file, AllocationRequest request) {
        Set<String> columns = request.merchants().attributeNames();
        for (String name : rules.attributes()) {
            String near = columns.contains(name) ? null : Nearest.to(name, columns);
            if (file != null && near != null && !rules.attributes().contains(near)) {
                warnings.accept(file.trouble(
                                1,
                                1,
                                "a rule reads attribute '" + name + "', but there is no such column. Maybe '" + near
                                        + "' was meant.")
                        .trouble());
            }
        }
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
            while (table.next()) {
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
            }
        }
    }

    /** A number that rules read is told at its cell, before a rule fails at it. */
    private void value(CsvTable table, String programme, String name, boolean isFestival) {
        if (!rules.names(programme, isFestival).contains(name) || !rules.isNumber(name)) {
            return;
        }
        int column = table.column("value");
        String text = table.name(column);
        String what = "value of parameter '" + name + "' is '" + text + "'";
        try {
            if (!Double.isFinite(Double.parseDouble(text))) {
                throw new NumberFormatException(text);
            }
        } catch (NumberFormatException e) {
            throw table.at(
                    column,
                    what + ", but must be a number. Maybe it has a unit, a decimal comma or a thousands separator.");
        }
        if (text.matches("[1-9]\\d{0,2}(\\.000)+")) {
            warnings.accept(table.at(
                            column,
                            what + ", which is " + (long) Double.parseDouble(text) + ". Maybe '" + text.replace(".", "")
                                    + "' was meant.")
                    .trouble());
        }
    }
}
