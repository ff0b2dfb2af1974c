package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Settings;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the settings, which stand one in each row. */
final class SettingsReader {
    private static final ImmutableList<String> NAMES = ImmutableList.of(
            "as_of", "period_days", "boost_limit", "concentration_limit", "prior_weight", "launch_days", "growth_days");
    private static final String HOW =
            "Maybe add --as-of 2024-11-11 to the command, or the line as_of,2024-11-11 to" + " settings.csv.";

    // The day is replaced once it is known; until then it only carries the other settings.
    private Settings settings = Settings.of(LocalDate.EPOCH);
    private @Nullable LocalDate written;

    private SettingsReader() {}

    static Settings absent(SourceFile where, @Nullable LocalDate asOf) {
        if (asOf == null) {
            throw where.trouble(
                    1, 1, "file is missing, so as_of is not known, but a plan needs to know its day. " + HOW);
        }
        return Settings.of(asOf);
    }

    static Settings read(SourceFile file, @Nullable LocalDate asOf, Progress progress, Consumer<Trouble> warnings) {
        Map<String, Long> lines = new HashMap<>();
        SettingsReader read = new SettingsReader();
        try (CsvTable table = CsvTable.open(file, TableFormat.SETTINGS, progress, warnings)) {
            int nameColumn = table.column("name");
            int valueColumn = table.column("value");
            table.forEach(() -> {
                String name = table.name(nameColumn);
                Long before = lines.putIfAbsent(name, table.line());
                if (before != null) {
                    throw table.at(
                            nameColumn,
                            "setting '" + name + "' is listed twice, first in line " + before
                                    + ", but must be unique. Maybe delete one of the two rows.");
                }
                table.callCells(valueColumn, name);
                if (name.equals("as_of")) {
                    read.written = table.date(valueColumn);
                } else {
                    read.settings = with(read.settings, name, table, nameColumn, valueColumn);
                }
            });
            LocalDate day = asOf != null ? asOf : read.written;
            if (day == null) {
                throw table.atEnd("as_of is missing, but a plan needs to know its day. " + HOW);
            }
            return read.settings.on(day);
        }
    }

    private static Settings with(Settings before, String name, CsvTable table, int nameColumn, int valueColumn) {
        // The model says what range each has; here only the place is added.
        return switch (name) {
            case "period_days" -> {
                int days = (int) table.whole(valueColumn, Integer.MIN_VALUE, Integer.MAX_VALUE);
                yield placed(table, valueColumn, () -> before.withPeriodDays(days));
            }
            case "boost_limit" -> {
                double factor = any(table, valueColumn);
                yield placed(table, valueColumn, () -> before.withBoostLimit(factor));
            }
            case "concentration_limit" -> {
                double share = any(table, valueColumn);
                yield placed(table, valueColumn, () -> before.withConcentrationLimit(share));
            }
            case "prior_weight" -> {
                double weight = any(table, valueColumn);
                yield placed(table, valueColumn, () -> before.withPriorWeight(weight));
            }
            case "launch_days" -> {
                int days = (int) table.whole(valueColumn, Integer.MIN_VALUE, Integer.MAX_VALUE);
                yield placed(table, valueColumn, () -> before.withLaunchDays(days));
            }
            case "growth_days" -> {
                int days = (int) table.whole(valueColumn, Integer.MIN_VALUE, Integer.MAX_VALUE);
                yield placed(table, valueColumn, () -> before.withGrowthDays(days));
            }
            default ->
                throw table.at(
                        nameColumn,
                        "setting '" + name + "' is not known, but must be one of " + NAMES + ". Maybe "
                                + Nearest.advice(name, NAMES, "it belongs to another version") + ".");
        };
    }

    private static double any(CsvTable table, int column) {
        return table.decimal(column, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    private static Settings placed(CsvTable table, int column, java.util.function.Supplier<Settings> settings) {
        try {
            return settings.get();
        } catch (io.trafficallocator.model.InvalidRequestException e) {
            throw table.at(column, String.valueOf(e.getMessage()));
        }
    }
}
