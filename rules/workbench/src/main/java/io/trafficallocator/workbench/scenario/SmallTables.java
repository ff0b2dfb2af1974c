package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the files that have one record for each row, and few of them. */
final class SmallTables {
    private final Progress progress;
    private final Consumer<Trouble> warnings;

    SmallTables(Progress progress, Consumer<Trouble> warnings) {
        this.progress = progress;
        this.warnings = warnings;
    }

    /** By id, in the order of the file. */
    Map<String, Festival> festivals(SourceFile file) {
        try (CsvTable table = CsvTable.open(file, TableFormat.FESTIVALS, progress, warnings)) {
            int name = table.column("name");
            int warmUp = table.column("warm_up");
            int encore = table.column("encore");
            return byId(table, "festival", id -> {
                LocalDate starts = table.date(table.column("starts"));
                LocalDate ends = table.date(table.column("ends"));
                return new Festival(
                        id,
                        table.isEmpty(name) ? id : table.text(name),
                        table.list(table.column("categories")),
                        table.isEmpty(warmUp) ? starts : table.date(warmUp),
                        starts,
                        ends,
                        table.isEmpty(encore) ? Festival.encoreAfter(ends) : table.date(encore));
            });
        }
    }

    /** By id, in the order of the file. */
    Map<String, Programme> programmes(SourceFile file) {
        try (CsvTable table = CsvTable.open(file, TableFormat.PROGRAMMES, progress, warnings)) {
            int name = table.column("name");
            int pool = table.column("pool");
            return byId(
                    table,
                    "programme",
                    id -> new Programme(
                            id,
                            table.isEmpty(name) ? id : table.text(name),
                            (int) table.whole(table.column("tier"), 1, Integer.MAX_VALUE),
                            table.isEmpty(pool) ? null : (Double) table.decimal(pool, 0, Double.MAX_VALUE),
                            choice(table, table.column("pool_unit"), PoolUnit.class, PoolUnit.IMPRESSIONS),
                            choice(table, table.column("admission"), Admission.class, Admission.PROPORTIONAL)));
        }
    }

    /** By id, in the order of the file. */
    Map<String, Placement> placements(SourceFile file, Map<String, Festival> festivals) {
        try (CsvTable table = CsvTable.open(file, TableFormat.PLACEMENTS, progress, warnings)) {
            int festival = table.column("festival");
            Map<String, Placement> placements = byId(table, "placement", id -> {
                if (!table.isEmpty(festival) && !festivals.containsKey(table.text(festival))) {
                    throw unknown(table, festival, "a festival in festivals.csv", festivals.keySet());
                }
                return new Placement(
                        id,
                        table.name(table.column("field")),
                        table.whole(table.column("impressions"), 0, Placement.MAX_IMPRESSIONS),
                        table.decimalOr(table.column("price_per_mille"), 0, 0, Double.MAX_VALUE),
                        table.isEmpty(festival) ? null : table.text(festival),
                        table.list(table.column("categories")));
            });
            if (placements.isEmpty()) {
                throw table.atEnd("file has a header but no placements, and a plan needs at least one. Maybe the export"
                        + " failed.");
            }
            return placements;
        }
    }

    List<Delivered> delivered(SourceFile file, MerchantTable merchants, Map<String, Programme> programmes) {
        try (CsvTable table = CsvTable.open(file, TableFormat.DELIVERED, progress, warnings)) {
            int merchant = table.column("merchant");
            int programme = table.column("programme");
            List<Delivered> rows = new ArrayList<>();
            Map<String, Map<Integer, Long>> lines = new HashMap<>();
            table.forEach(() -> {
                int row = merchants.row(table, merchant);
                String id = table.name(programme);
                if (!programmes.isEmpty() && !programmes.containsKey(id)) {
                    throw unknown(table, programme, "a programme in programmes.csv", programmes.keySet());
                }
                Long before =
                        lines.computeIfAbsent(id, unused -> new HashMap<>()).putIfAbsent(row, table.line());
                if (before != null) {
                    throw table.at(
                            merchant,
                            "delivered to merchant '" + merchants.id(row) + "' by programme '" + id
                                    + "' is listed twice, first in line " + before
                                    + ", but must be unique. Maybe add the two up.");
                }
                rows.add(new Delivered(
                        merchants.id(row), id, table.whole(table.column("impressions"), 0, Long.MAX_VALUE >> 8)));
            });
            return rows;
        }
    }

    /**
     * The programmes with their parameters of the day. A row without {@code starts} or {@code ends} is in force from
     * the first day there is, or to the last.
     */
    Map<String, Programme> parameters(SourceFile file, Map<String, Programme> programmes, LocalDate asOf) {
        try (CsvTable table = CsvTable.open(file, TableFormat.PARAMETERS, progress, warnings)) {
            int programme = table.column("programme");
            int name = table.column("name");
            Map<String, Map<String, String>> values = new HashMap<>();
            Map<String, List<Days>> days = new HashMap<>();
            table.forEach(() -> {
                String id = table.name(programme);
                if (!programmes.containsKey(id)) {
                    throw unknown(table, programme, "a programme in programmes.csv", programmes.keySet());
                }
                Days own = days(table);
                LocalDate first = own.first;
                LocalDate last = own.last;
                if (last.isBefore(first)) {
                    throw table.wrong(
                            table.column("ends"), "not be before starts " + first, "the two dates are swapped.");
                }
                String key = table.name(name);
                String value = table.name(table.column("value"));
                List<Days> others = days.computeIfAbsent(id + "\n" + key, unused -> new ArrayList<>());
                for (Days other : others) {
                    if (!first.isAfter(other.last) && !last.isBefore(other.first)) {
                        LocalDate both = first.isAfter(other.first) ? first : other.first;
                        throw table.at(
                                name,
                                "parameter '" + key + "' of programme '" + id + "' has two values "
                                        + (both.equals(LocalDate.MIN) ? "on some days" : "on " + both)
                                        + ", the other in line " + other.line
                                        + ", but must have one. Maybe the days of the two rows overlap.");
                    }
                }
                others.add(own);
                if (own.contain(asOf)) {
                    values.computeIfAbsent(id, unused -> new LinkedHashMap<>()).put(key, value);
                }
            });
            Map<String, Programme> complete = new LinkedHashMap<>();
            programmes.forEach((id, each) -> complete.put(id, each.withParameters(values.getOrDefault(id, Map.of()))));
            return complete;
        }
    }

    /** When a row is in force. */
    private record Days(LocalDate first, LocalDate last, long line) {
        boolean contain(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }

    private static Days days(CsvTable table) {
        int starts = table.column("starts");
        int ends = table.column("ends");
        return new Days(
                table.isEmpty(starts) ? LocalDate.MIN : table.date(starts),
                table.isEmpty(ends) ? LocalDate.MAX : table.date(ends),
                table.line());
    }

    /** Whether the row of parameters that was read last is in force on this day. */
    static boolean isInForce(CsvTable table, LocalDate day) {
        return days(table).contain(day);
    }

    /** A row that has an id becomes a fact. */
    @FunctionalInterface
    private interface Fact<T> {
        T of(String id);
    }

    private static <T> Map<String, T> byId(CsvTable table, String kind, Fact<T> fact) {
        Map<String, T> facts = new LinkedHashMap<>();
        Map<String, Long> lines = new HashMap<>();
        int idColumn = table.column("id");
        table.forEach(() -> {
            String id = table.name(idColumn);
            Long before = lines.putIfAbsent(id, table.line());
            if (before != null) {
                throw table.at(
                        idColumn,
                        kind + " '" + id + "' is listed twice, first in line " + before
                                + ", but ids must be unique. Maybe one of the two has another id.");
            }
            facts.put(id, placed(table, () -> fact.of(id)));
        });
        return facts;
    }

    /** Gives what the model refuses the place of the cell that it speaks of. */
    static <T> T placed(CsvTable table, Supplier<T> fact) {
        try {
            return fact.get();
        } catch (InvalidRequestException e) {
            String message = String.valueOf(e.getMessage());
            int column = table.columnNames().stream()
                    .filter(name -> message.startsWith(name + " "))
                    .map(table::column)
                    .findFirst()
                    .orElse(0);
            throw table.at(column, message);
        }
    }

    /** A cell that names nothing in the file where it should. */
    static UnusableInputException unknown(CsvTable table, int column, String what, Set<String> known) {
        String otherwise = known.isEmpty()
                ? "that file is missing or empty"
                : known.size() > 12 ? "its row is missing there" : "one of " + new TreeSet<>(known) + " was meant";
        return table.wrong(column, "be the id of " + what, Nearest.advice(table.text(column), known, otherwise) + ".");
    }

    private static <E extends Enum<E>> E choice(CsvTable table, int column, Class<E> type, E missing) {
        if (table.isEmpty(column)) {
            return missing;
        }
        String text = table.text(column);
        List<String> names = Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = names.indexOf(text);
        if (index < 0) {
            throw table.wrong(
                    column,
                    "be one of " + ImmutableSet.copyOf(names),
                    Nearest.advice(text, names, "it belongs to another column") + ".");
        }
        return type.getEnumConstants()[index];
    }
}
