package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds a header line against the format that its file must have. */
final class CsvHeader {
    private final CsvTable table;
    private final TableFormat format;
    private final Map<String, Integer> columns = new LinkedHashMap<>();

    CsvHeader(CsvTable table, TableFormat format) {
        this.table = table;
        this.format = format;
    }

    /** The number of each column by its name, in the order of the file. */
    ImmutableMap<String, Integer> read(Cells row, Consumer<Trouble> warnings) {
        for (int cell = 0; cell < row.count(); cell++) {
            String name = row.text(cell);
            if (name.isEmpty()) {
                throw table.at(cell, "column has no name, but every column must. Maybe there is a comma too many.");
            }
            Integer before = columns.putIfAbsent(name, cell);
            if (before != null) {
                throw table.at(
                        cell,
                        "column '" + name + "' is listed twice, first as number " + (before + 1)
                                + ", but must be unique. Maybe one of the two has another name.");
            }
        }
        for (String name : format.required()) {
            if (!columns.containsKey(name)) {
                throw missing(name);
            }
        }
        for (Map.Entry<String, Integer> column : columns.entrySet()) {
            if (!format.columns().contains(column.getKey())) {
                unknownColumn(column.getKey(), column.getValue(), warnings);
            }
        }
        return ImmutableMap.copyOf(columns);
    }

    private UnusableInputException missing(String name) {
        for (Map.Entry<String, Integer> column : columns.entrySet()) {
            if (!format.columns().contains(column.getKey())
                    && name.equals(Nearest.to(column.getKey(), format.columns()))) {
                return table.at(
                        column.getValue(),
                        "column '" + name + "' is missing, but must be there, and '" + column.getKey()
                                + "' is not known. Maybe '" + name + "' was meant.");
            }
        }
        String advice =
                columns.size() == 1 && columns.keySet().iterator().next().matches(".*[;\t|].*")
                        ? "the cells are separated by something else than commas."
                        : columns.keySet().stream().allMatch(text -> text.matches("[\\d.-]*"))
                                ? "the header line is missing."
                                : "it has another name: the columns are " + columns.keySet() + ".";
        return table.at(0, "column '" + name + "' is missing, but must be there. Maybe " + advice);
    }

    private void unknownColumn(String name, int cell, Consumer<Trouble> warnings) {
        String near = Nearest.to(name, format.columns());
        // The column that may have been meant is there already, or only a part of this one's name.
        String like = near != null ? near : part(name);
        if (near != null && columns.containsKey(near)) {
            near = null;
        }
        if (format.open()) {
            if (near != null) {
                warnings.accept(table.at(
                                cell,
                                "warning: column '" + name + "' became an attribute. Maybe '" + near + "' was meant.")
                        .trouble());
            }
            return;
        }
        if (near != null) {
            throw table.at(cell, "column '" + name + "' is not known, but must be. Maybe '" + near + "' was meant.");
        }
        warnings.accept(table.at(
                        cell,
                        "warning: column '" + name + "' is not known and was left out. Maybe "
                                + (like != null
                                        ? "'" + like + "' was meant"
                                                + (columns.containsKey(like) ? ", which is there, too." : ".")
                                        : "the file is another one: its columns are " + format.columns() + "."))
                .trouble());
    }

    /** The known column that the name begins with, as {@code encore_days} does; null when there is none. */
    private @Nullable String part(String name) {
        return format.columns().stream()
                .filter(known -> name.startsWith(known + "_"))
                .findFirst()
                .orElse(null);
    }
}
