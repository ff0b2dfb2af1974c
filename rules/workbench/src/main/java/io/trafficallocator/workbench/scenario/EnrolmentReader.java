package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Merchants;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads enrolments into the distinct lists of them, and for each merchant an index into those. */
final class EnrolmentReader {
    private final IntColumn merchantOf = new IntColumn();
    private final IntColumn targetOf = new IntColumn();
    private final IntColumn dayOf = new IntColumn();
    private final TextIndex targets = new TextIndex();
    private final List<ImmutableList<Enrolment>> lists = new ArrayList<>(List.of(ImmutableList.of()));
    private final int[] codes;

    private EnrolmentReader(int merchants) {
        this.codes = new int[merchants];
    }

    /** Nobody has enrolled. */
    static EnrolmentReader none(int merchants) {
        return new EnrolmentReader(merchants);
    }

    /** Reads a file; when {@code known} is empty, merchants may enrol in anything. */
    static EnrolmentReader read(
            SourceFile file,
            MerchantTable merchants,
            Set<String> known,
            Progress progress,
            Consumer<Trouble> warnings) {
        EnrolmentReader reader = new EnrolmentReader(merchants.count());
        try (CsvTable table = CsvTable.open(file, TableFormat.ENROLMENTS, progress, warnings)) {
            int target = table.column("programme_or_festival");
            int on = table.column("on");
            table.forEach(() -> {
                reader.merchantOf.add(merchants.row(table, table.column("merchant")));
                table.name(target);
                int before = reader.targets.size();
                if (table.intern(target, reader.targets) == before
                        && !known.isEmpty()
                        && !known.contains(table.text(target))) {
                    throw SmallTables.unknown(table, target, "a programme or a festival of this scenario", known);
                }
                reader.dayOf.add(
                        table.isEmpty(on)
                                ? Merchants.UNKNOWN_DAY
                                : (int) table.date(on).toEpochDay());
                reader.targetOf.add(reader.targets.find(table.text(target)));
            });
        }
        reader.group(file, merchants);
        return reader;
    }

    List<ImmutableList<Enrolment>> lists() {
        return lists;
    }

    int[] codes() {
        return codes;
    }

    private void group(SourceFile file, MerchantTable merchants) {
        int count = merchantOf.size();
        long[] keys = new long[count];
        for (int row = 0; row < count; row++) {
            keys[row] = ((long) merchantOf.get(row) << 32) | row;
        }
        Arrays.sort(keys);
        Map<ImmutableList<Enrolment>, Integer> seen = new HashMap<>();
        int from = 0;
        while (from < count) {
            int merchant = (int) (keys[from] >>> 32);
            List<Enrolment> list = new ArrayList<>();
            int to = from;
            for (; to < count && (int) (keys[to] >>> 32) == merchant; to++) {
                int row = (int) keys[to];
                int day = dayOf.get(row);
                list.add(new Enrolment(
                        targets.get(targetOf.get(row)),
                        day == Merchants.UNKNOWN_DAY ? null : LocalDate.ofEpochDay(day)));
            }
            list.sort(Comparator.comparing(Enrolment::to));
            for (int index = 1; index < list.size(); index++) {
                if (list.get(index - 1).to().equals(list.get(index).to())) {
                    throw duplicate(
                            file, merchants.id(merchant), list.get(index).to());
                }
            }
            codes[merchant] = seen.computeIfAbsent(ImmutableList.copyOf(list), distinct -> {
                lists.add(distinct);
                return lists.size() - 1;
            });
            from = to;
        }
    }

    private static UnusableInputException duplicate(SourceFile file, String merchant, String target) {
        try (CsvTable again = CsvTable.open(file, TableFormat.ENROLMENTS, doing -> {}, warning -> {})) {
            long first = -1;
            while (again.next()) {
                if (again.holds(again.column("merchant"), merchant)
                        && again.holds(again.column("programme_or_festival"), target)) {
                    if (first >= 0) {
                        return again.at(
                                again.column("merchant"),
                                "enrolment of merchant '" + merchant + "' in '" + target
                                        + "' is listed twice, first in line " + first
                                        + ", but must be unique. Maybe delete one of the two rows.");
                    }
                    first = again.line();
                }
            }
        }
        throw new IllegalStateException("an enrolment is gone: the file has changed while it was read");
    }
}
