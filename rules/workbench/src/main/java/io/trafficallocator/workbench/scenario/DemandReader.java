package io.trafficallocator.workbench.scenario;

import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.Placements;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads demand into compressed rows without an object for any of them. */
final class DemandReader {
    private final SourceFile file;
    private final MerchantTable merchants;
    private final TextIndex placements = new TextIndex();
    private final IntColumn merchantOf = new IntColumn();
    private final IntColumn placementOf = new IntColumn();
    private final DoubleColumn weightOf = new DoubleColumn();
    private String lastId = "";
    private int lastRow = -1;

    private DemandReader(SourceFile file, MerchantTable merchants, Placements placements) {
        this.file = file;
        this.merchants = merchants;
        placements.asList().forEach(placement -> this.placements.add(placement.id()));
    }

    static DemandTable read(
            SourceFile file,
            MerchantTable merchants,
            Placements placements,
            Progress progress,
            Consumer<Trouble> warnings) {
        DemandReader reader = new DemandReader(file, merchants, placements);
        try (CsvTable table = CsvTable.open(file, TableFormat.DEMAND, progress, warnings)) {
            reader.readRows(table);
        }
        return reader.compress();
    }

    private void readRows(CsvTable table) {
        int merchantColumn = table.column("merchant");
        int placementColumn = table.column("placement");
        int weightColumn = table.column("weight");
        table.forEach(() -> {
            // Rows of one merchant mostly stand together.
            if (lastRow < 0 || !table.holds(merchantColumn, lastId)) {
                lastRow = merchants.row(table, merchantColumn);
                lastId = merchants.id(lastRow);
            }
            merchantOf.add(lastRow);
            placementOf.add(placement(table, placementColumn));
            weightOf.add(weight(table, weightColumn));
        });
    }

    /** What {@link DemandTable#ofColumns} takes, refused here where the place in the file is known. */
    private static double weight(CsvTable table, int column) {
        double weight = table.decimal(column, 0, Double.MAX_VALUE);
        if (weight != 0 && !(weight >= 1e-60 && weight <= 1e60)) {
            throw table.wrong(column, "be 0 or between 1e-60 and 1e60", "it is in another unit than the rest.");
        }
        return weight;
    }

    private int placement(CsvTable table, int column) {
        if (table.isEmpty(column)) {
            table.name(column);
        }
        int index = table.find(column, placements);
        if (index < 0) {
            throw table.wrong(
                    column,
                    "be the id of a placement in " + TableFormat.PLACEMENTS.name(),
                    Nearest.advice(table.text(column), placements.asList(), "its row is missing there") + ".");
        }
        return index;
    }

    /** Orders the rows by placement, then keeps that order within each merchant: two passes, no comparison. */
    private DemandTable compress() {
        int count = merchantOf.size();
        int[] byPlacement = starts(placementOf, count, placements.size());
        int[] order = new int[count];
        for (int row = 0; row < count; row++) {
            order[byPlacement[placementOf.get(row)]++] = row;
        }
        int[] start = starts(merchantOf, count, merchants.count());
        int[] next = start.clone();
        int[] placement = new int[count];
        double[] weight = new double[count];
        for (int row : order) {
            int merchant = merchantOf.get(row);
            int entry = next[merchant]++;
            placement[entry] = placementOf.get(row);
            weight[entry] = weightOf.get(row);
            if (entry > start[merchant] && placement[entry - 1] == placement[entry]) {
                throw duplicate(merchants.id(merchant), placements.get(placement[entry]));
            }
        }
        return DemandTable.ofColumns(start, placement, weight);
    }

    private static int[] starts(IntColumn column, int count, int distinct) {
        int[] start = new int[distinct + 1];
        for (int row = 0; row < count; row++) {
            start[column.get(row) + 1]++;
        }
        Arrays.parallelPrefix(start, Integer::sum);
        return start;
    }

    private UnusableInputException duplicate(String merchant, String placement) {
        try (CsvTable again = CsvTable.open(file, TableFormat.DEMAND, doing -> {}, warning -> {})) {
            int merchantColumn = again.column("merchant");
            int placementColumn = again.column("placement");
            long first = -1;
            while (again.next()) {
                if (again.holds(merchantColumn, merchant) && again.holds(placementColumn, placement)) {
                    if (first >= 0) {
                        return again.at(
                                merchantColumn,
                                "demand of merchant '" + merchant + "' at placement '" + placement
                                        + "' is listed twice, first in line " + first
                                        + ", but must be unique. Maybe add the two up.");
                    }
                    first = again.line();
                }
            }
        }
        throw new IllegalStateException("a row of demand is gone: the file has changed while it was read");
    }
}
