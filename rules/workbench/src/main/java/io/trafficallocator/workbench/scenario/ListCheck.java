package io.trafficallocator.workbench.scenario;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Merchants;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Warns of lists that are hardly meant: whose parts something else than {@code ;} separates, or that name what no merchant
 * has, but one nearly. Both would leave out merchants in silence.
 */
final class ListCheck {
    private static final Pattern OTHER_SEPARATOR = Pattern.compile("[,，、；]");
    private static final Splitter OTHER_PARTS =
            Splitter.on(OTHER_SEPARATOR).trimResults().omitEmptyStrings();

    private final Merchants merchants;
    private final Consumer<Trouble> warnings;
    private final Set<String> categories = new TreeSet<>();
    private final Set<String> known = new TreeSet<>();

    ListCheck(Merchants merchants, Consumer<Trouble> warnings) {
        this.merchants = merchants;
        this.warnings = warnings;
        merchants.categorySets().forEach(categories::addAll);
        known.addAll(categories);
        known.addAll(merchants.originColumn().values());
        // Of merchants without an origin.
        known.remove("");
    }

    /** Festivals and placements name the categories that they are for. */
    void categories(Path folder, TableFormat format) {
        SourceFile file = SourceFile.find(folder, format.name());
        if (file == null) {
            return;
        }
        try (CsvTable table = CsvTable.open(file, format, doing -> {}, already -> {})) {
            int column = table.column("categories");
            while (table.next() && column >= 0) {
                cell(table, column, "categories");
            }
        }
    }

    /** A part that no merchant has is allowed, one that is nearly a merchant's is hardly meant. */
    void cell(CsvTable table, int column, String what) {
        String text = table.text(column);
        for (String part : CsvTable.list(text)) {
            if (known.contains(part)) {
                continue;
            }
            if (OTHER_SEPARATOR.matcher(part).find()) {
                warn(
                        table,
                        column,
                        what + " is '" + text + "', a list whose parts only ';' separates. Maybe ';' was meant.");
                return;
            }
            String near = Nearest.to(part, known);
            if (near != null) {
                warn(
                        table,
                        column,
                        what + " is '" + text + "', but no merchant has '" + part + "'. Maybe '" + near
                                + "' was meant.");
            }
        }
    }

    private void warn(CsvTable table, int column, String message) {
        warnings.accept(table.at(column, message).trouble());
    }

    /** A merchant's own categories are what others are held against, so only those told that are put together of some. */
    void merchants(SourceFile file) {
        boolean[] isDoubtful = new boolean[merchants.categorySets().size()];
        boolean any = false;
        for (int set = 0; set < isDoubtful.length; set++) {
            isDoubtful[set] = merchants.categorySets().get(set).stream().anyMatch(this::isPutTogether);
            any |= isDoubtful[set];
        }
        int first = -1;
        long many = 0;
        for (int row = 0; any && row < merchants.count(); row++) {
            if (isDoubtful[merchants.categorySet(row)]) {
                first = first < 0 ? row : first;
                many++;
            }
        }
        if (first >= 0) {
            ImmutableSet<String> found = merchants.categories(first);
            warnings.accept(file.trouble(
                            1,
                            1,
                            "categories of merchant '" + merchants.id(first) + "' is '" + String.join(";", found) + "'"
                                    + (many > 1 ? " (and " + (many - 1) + " more are like it)" : "")
                                    + ", a list whose parts only ';' separates. Maybe ';' was meant.")
                    .trouble());
        }
    }

    private boolean isPutTogether(String category) {
        return OTHER_SEPARATOR.matcher(category).find()
                && OTHER_PARTS.splitToStream(category).anyMatch(categories::contains);
    }
}
