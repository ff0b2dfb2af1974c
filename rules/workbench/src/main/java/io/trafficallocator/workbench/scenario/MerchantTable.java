package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Merchants;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The merchants of a scenario as columns, and the row of each id in ascending order of id. */
final class MerchantTable {
    private final TextIndex ids = new TextIndex();
    private final IntColumn joinedOn = new IntColumn();
    private final Texts categories = new Texts("categories");
    private final Texts origin = new Texts("origin");
    private final Texts size = new Texts("size");
    private final TreeMap<String, Texts> attributes = new TreeMap<>();
    private @Nullable IntColumn tier;
    private @Nullable DoubleColumn quality;
    private @Nullable DoubleColumn gmv;
    private @Nullable DoubleColumn growth;
    private @Nullable IntColumn violations;
    private @Nullable DoubleColumn deposit;

    /** For each row, where in the file it stood; null when the file is in ascending order of id. */
    private int @Nullable [] order;
    /** For each place in the file, the row; null when the file is in ascending order of id. */
    private int @Nullable [] rows;

    private MerchantTable() {}

    /** A column of few distinct texts. */
    private static final class Texts {
        private final String name;
        private final TextIndex values = new TextIndex();
        private final IntColumn codes = new IntColumn();

        Texts(String name) {
            this.name = name;
        }
    }

    static MerchantTable read(SourceFile file, Progress progress, Consumer<Trouble> warnings) {
        MerchantTable merchants = new MerchantTable();
        try (CsvTable table = CsvTable.open(file, TableFormat.MERCHANTS, progress, warnings)) {
            merchants.readRows(table, file);
            if (table.count() == 0) {
                throw table.atEnd("file has a header but no merchants, and a plan needs at least one. Maybe the export"
                        + " failed.");
            }
        }
        merchants.sort();
        return merchants;
    }

    private void readRows(CsvTable table, SourceFile file) {
        int idColumn = table.column("id");
        int joinedOnColumn = table.column("joined_on");
        int tierColumn = table.column("tier");
        int qualityColumn = table.column("quality");
        int gmvColumn = table.column("gmv");
        int growthColumn = table.column("growth");
        int violationsColumn = table.column("violations");
        int depositColumn = table.column("deposit");
        tier = tierColumn < 0 ? null : new IntColumn();
        quality = qualityColumn < 0 ? null : new DoubleColumn();
        gmv = gmvColumn < 0 ? null : new DoubleColumn();
        growth = growthColumn < 0 ? null : new DoubleColumn();
        violations = violationsColumn < 0 ? null : new IntColumn();
        deposit = depositColumn < 0 ? null : new DoubleColumn();
        for (String name : table.columnNames()) {
            if (!TableFormat.MERCHANTS.columns().contains(name)) {
                attributes.put(name, new Texts(name));
            }
        }
        Texts[] texts = texts();
        int[] textColumns =
                Arrays.stream(texts).mapToInt(text -> table.column(text.name)).toArray();
        table.forEach(() -> {
            if (table.isEmpty(idColumn)) {
                table.name(idColumn);
            }
            int before = ids.size();
            if (table.intern(idColumn, ids) < before) {
                throw duplicate(table, file, idColumn);
            }
            joinedOn.add((int) table.date(joinedOnColumn).toEpochDay());
            if (tier != null) {
                tier.add((int) table.wholeOr(tierColumn, 0, 0, Integer.MAX_VALUE));
            }
            if (quality != null) {
                quality.add(table.decimalOr(qualityColumn, Double.NaN, 0, 1));
            }
            if (gmv != null) {
                gmv.add(table.decimalOr(gmvColumn, 0, 0, Double.MAX_VALUE));
            }
            if (growth != null) {
                growth.add(table.decimalOr(growthColumn, Double.NaN, 0, Double.MAX_VALUE));
            }
            if (violations != null) {
                violations.add((int) table.wholeOr(violationsColumn, 0, 0, Integer.MAX_VALUE));
            }
            if (deposit != null) {
                deposit.add(table.decimalOr(depositColumn, 0, 0, Double.MAX_VALUE));
            }
            for (int text = 0; text < texts.length; text++) {
                if (textColumns[text] >= 0) {
                    texts[text].codes.add(table.intern(textColumns[text], texts[text].values));
                }
            }
        });
    }

    private Texts[] texts() {
        return ImmutableList.<Texts>builder()
                .add(categories, origin, size)
                .addAll(attributes.values())
                .build()
                .toArray(new Texts[0]);
    }

    private static UnusableInputException duplicate(CsvTable table, SourceFile file, int idColumn) {
        String id = table.text(idColumn);
        return table.at(
                idColumn,
                "merchant '" + id + "' is listed twice, first in line " + firstLine(file, id)
                        + ", but ids must be unique. Maybe delete one of the two rows.");
    }

    private static long firstLine(SourceFile file, String id) {
        try (CsvTable again = CsvTable.open(file, TableFormat.MERCHANTS, doing -> {}, warning -> {})) {
            int column = again.column("id");
            while (again.nextWhole()) {
                if (again.holds(column, id)) {
                    return again.line();
                }
            }
        }
        throw new IllegalStateException("merchant '" + id + "' is gone: the file has changed while it was read");
    }

    private void sort() {
        int count = ids.size();
        boolean ascending = true;
        for (int row = 1; row < count && ascending; row++) {
            ascending = ids.get(row - 1).compareTo(ids.get(row)) < 0;
        }
        if (ascending) {
            return;
        }
        String[] sorted = ids.toArray();
        Arrays.parallelSort(sorted);
        int[] order = new int[count];
        int[] rows = new int[count];
        for (int row = 0; row < count; row++) {
            order[row] = ids.find(sorted[row]);
            rows[order[row]] = row;
        }
        this.order = order;
        this.rows = rows;
    }

    int count() {
        return ids.size();
    }

    List<String> ids() {
        return ids.asList();
    }

    /** The row of the merchant that a cell names, in ascending order of id. */
    int row(CsvTable table, int column) {
        if (table.isEmpty(column)) {
            table.name(column);
        }
        int place = table.find(column, ids);
        if (place < 0) {
            throw table.wrong(
                    column,
                    "be the id of a merchant in " + TableFormat.MERCHANTS.name(),
                    Nearest.advice(table.text(column), ids.asList(), "its row is missing there") + ".");
        }
        return rows == null ? place : rows[place];
    }

    String id(int row) {
        return ids.get(order == null ? row : order[row]);
    }

    /** The merchants, with an index into the lists of enrolments for each row. */
    Merchants build(List<ImmutableList<Enrolment>> enrolments, int[] enrolmentCodes) {
        String[] sorted = new String[count()];
        for (int row = 0; row < sorted.length; row++) {
            sorted[row] = id(row);
        }
        Merchants.Columns columns =
                Merchants.columns(sorted, joinedOn.toArray(order)).enrolments(enrolments, enrolmentCodes);
        if (categories.codes.size() > 0) {
            List<ImmutableSet<String>> sets =
                    categories.values.asList().stream().map(CsvTable::list).toList();
            columns.categories(sets, categories.codes.toArray(order));
        }
        if (origin.codes.size() > 0) {
            columns.origin(origin.values.asList(), origin.codes.toArray(order));
        }
        if (size.codes.size() > 0) {
            columns.size(size.values.asList(), size.codes.toArray(order));
        }
        if (tier != null) {
            columns.tier(tier.toArray(order));
        }
        if (quality != null) {
            columns.quality(quality.toArray(order));
        }
        if (gmv != null) {
            columns.gmv(gmv.toArray(order));
        }
        if (growth != null) {
            columns.growth(growth.toArray(order));
        }
        if (violations != null) {
            columns.violations(violations.toArray(order));
        }
        if (deposit != null) {
            columns.deposit(deposit.toArray(order));
        }
        for (Texts attribute : attributes.values()) {
            columns.attribute(attribute.name, attribute.values.asList(), attribute.codes.toArray(order));
        }
        return columns.build();
    }
}
