package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.trafficallocator.workbench.scenario.CellFinder.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A file of a scenario, read row by row. Cells are named by the number of their column in the file, which
 * {@link #column} gives; -1 is a column that is not there, and its cells are empty. Whatever is wrong with a cell is
 * thrown with the cell's place. Not safe for use by several threads.
 */
final class CsvTable implements AutoCloseable {
    private static final int ROWS_BETWEEN_REPORTS = 1_000_000;
    /** Finding the place of each reads the file again. */
    private static final int MOST_TROUBLES = 10;

    private final SourceFile file;
    private final TableFormat format;
    private final Progress progress;
    private final CloseableIterator<Cells> rows;
    private ImmutableMap<String, Integer> columns = ImmutableMap.of();
    private Cells row = new Cells();
    private int width;
    private long count;
    private boolean isUnreadable;
    private int calledColumn = -1;
    private String calledName = "";

    private CsvTable(SourceFile file, TableFormat format, Progress progress, Reader reader) {
        this.file = file;
        this.format = format;
        this.progress = progress;
        this.rows = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .skipEmptyLines(true)
                .build(row, reader)
                .iterator();
    }

    /** Opens a file and reads its header. */
    static CsvTable open(SourceFile file, TableFormat format, Progress progress, Consumer<Trouble> warnings) {
        CsvTable table = null;
        try {
            table = new CsvTable(file, format, progress, strictReader(file));
            table.readHeader(warnings);
            return table;
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        } catch (RuntimeException e) {
            if (table != null) {
                table.close();
            }
            throw e;
        }
    }

    private static Reader strictReader(SourceFile file) throws IOException {
        Reader reader = new BufferedReader(new InputStreamReader(
                file.open(),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    private void readHeader(Consumer<Trouble> warnings) {
        if (!advance()) {
            throw file.trouble(
                    1,
                    1,
                    "file is empty, but must begin with a header line: " + String.join(",", format.required())
                            + ". Maybe the export failed.");
        }
        width = row.count();
        columns = new CsvHeader(this, format).read(row, warnings);
    }

    /** The number of a column, or -1 when the file does not have it. */
    int column(String name) {
        Integer column = columns.get(name);
        return column == null ? -1 : column;
    }

    /** The names of all columns in their order. */
    ImmutableSet<String> columnNames() {
        return columns.keySet();
    }

    /** Goes to the next row; false when there is none. */
    boolean next() {
        do {
            if (!advance()) {
                return false;
            }
        } while (row.count() == 1 && width > 1 && isEmpty(0));
        if (row.count() != width) {
            throw wrongWidth();
        }
        if (++count % ROWS_BETWEEN_REPORTS == 0) {
            progress.report(file.path().getFileName() + ": " + count / ROWS_BETWEEN_REPORTS + " million rows");
        }
        return true;
    }

    /** As {@link #next}, but passes over rows with too many or too few cells, which are told where they are read first. */
    boolean nextWhole() {
        do {
            if (!advance()) {
                return false;
            }
        } while (row.count() != width);
        return true;
    }

    /**
     * Has each row read, and tells together what is wrong with rows: one mistake of each, up to a number that a person
     * reads. Rows after a mistake are read to find more mistakes, and for nothing else.
     *
     * @throws UnusableInputException with the mistakes
     */
    void forEach(Runnable row) {
        List<Trouble> troubles = new ArrayList<>();
        boolean more = true;
        while (more && troubles.size() < MOST_TROUBLES) {
            try {
                more = next();
                if (more) {
                    row.run();
                }
            } catch (UnusableInputException e) {
                troubles.addAll(e.troubles());
                more = !isUnreadable;
            }
        }
        if (!troubles.isEmpty()) {
            throw new UnusableInputException(troubles);
        }
    }

    private boolean advance() {
        try {
            if (!rows.hasNext()) {
                return false;
            }
            row = rows.next();
            return true;
        } catch (CsvParseException e) {
            isUnreadable = true;
            throw ReadFailure.of(file, row.line(), e);
        } catch (UncheckedIOException e) {
            isUnreadable = true;
            throw ReadFailure.of(file, e.getCause());
        }
    }

    private UnusableInputException wrongWidth() {
        int cells = row.count();
        int place = Math.min(cells, width + 1) - 1;
        String advice = cells < width ? "a comma or a quote is missing." : "a text with a comma is not in quotes.";
        for (int cell = 1; cell < cells && cells > width; cell++) {
            if (row.text(cell).matches("\\d{3}(\\.\\d+)?") && row.text(cell - 1).matches("\\d{1,3}")) {
                place = cell - 1;
                advice = "'" + row.text(cell - 1) + "," + row.text(cell)
                        + "' is one number: leave out thousands separators.";
                break;
            }
        }
        return at(
                place,
                "row has " + cells + (cells == 1 ? " cell" : " cells") + ", but the header has " + width + ". Maybe "
                        + advice);
    }

    /** How many rows have been read, without the header. */
    long count() {
        return count;
    }

    /** The line that the row begins at. */
    long line() {
        return row.line();
    }

    boolean isEmpty(int column) {
        return column < 0 || row.start(column) == row.end(column);
    }

    String text(int column) {
        return column < 0 ? "" : row.text(column);
    }

    /** A text that must not be empty. */
    String name(int column) {
        if (isEmpty(column)) {
            throw blank(column, "a name");
        }
        return row.text(column);
    }

    /** The number of a cell's text in an index that holds it, or -1. */
    int find(int column, TextIndex index) {
        return index.find(row.chars(), row.start(column), row.end(column));
    }

    /** The number of a cell's text in an index, which takes it in when it is new. */
    int intern(int column, TextIndex index) {
        return column < 0 ? index.add("") : index.add(row.chars(), row.start(column), row.end(column));
    }

    boolean holds(int column, String text) {
        int start = row.start(column);
        if (row.end(column) - start != text.length()) {
            return false;
        }
        for (int index = 0; index < text.length(); index++) {
            if (row.chars()[start + index] != text.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    /** A finite number of at least {@code least}. */
    double decimal(int column, double least, double most) {
        if (isEmpty(column)) {
            throw blank(column, "a number");
        }
        double value = Numbers.decimal(row.chars(), row.start(column), row.end(column));
        if (Double.isNaN(value)) {
            throw wrong(column, "be a number", Numbers.advice(row.text(column), false));
        }
        if (!(value >= least && value <= most) || Double.isInfinite(value)) {
            String rule = most < Double.MAX_VALUE
                    ? "be between " + whole(least) + " and " + whole(most)
                    : "be a finite number of at least " + whole(least);
            throw wrong(
                    column,
                    rule,
                    value < least
                            ? "the sign is wrong."
                            : most == 1 ? "it is a percentage where a ratio is wanted." : "it is a typing error.");
        }
        return value == 0 ? 0 : value;
    }

    /** As {@link #decimal}, or {@code missing} when the cell is empty. */
    double decimalOr(int column, double missing, double least, double most) {
        return isEmpty(column) ? missing : decimal(column, least, most);
    }

    /** A whole number in digits only. */
    long whole(int column, long least, long most) {
        if (isEmpty(column)) {
            throw blank(column, "a whole number");
        }
        String text = row.text(column);
        if (!Numbers.isWhole(text)) {
            throw wrong(column, "be a whole number", Numbers.advice(text, true));
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            value = text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        if (value < least || value > most) {
            String rule = value < least ? "be at least " + least : "be at most " + most;
            throw wrong(column, rule, value < 0 ? "the sign is wrong." : "it is a typing error.");
        }
        return value;
    }

    /** As {@link #whole}, or {@code missing} when the cell is empty. */
    long wholeOr(int column, long missing, long least, long most) {
        return isEmpty(column) ? missing : whole(column, least, most);
    }

    /** A date written as {@code 2024-11-11}. */
    LocalDate date(int column) {
        if (isEmpty(column)) {
            throw blank(column, "a date");
        }
        LocalDate date = Numbers.date(row.chars(), row.start(column), row.end(column));
        if (date == null) {
            throw wrong(column, "be a date", Numbers.dateAdvice(row.text(column)));
        }
        return date;
    }

    /** The parts of a list, in order, without empty ones. */
    ImmutableSet<String> list(int column) {
        return list(text(column));
    }

    static ImmutableSet<String> list(String text) {
        ImmutableSet.Builder<String> parts = ImmutableSet.builder();
        for (String part : text.split(";", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts.build();
    }

    /** What is wrong with a cell's value: {@code column is 'value', but must RULE. Maybe ADVICE}. */
    UnusableInputException wrong(int column, String rule, String advice) {
        return at(column, columnName(column) + " is '" + text(column) + "', but must " + rule + ". Maybe " + advice);
    }

    private UnusableInputException blank(int column, String what) {
        if (column < 0) {
            throw new IllegalArgumentException("no such column");
        }
        return at(column, columnName(column) + " is empty, but must be " + what + ". Maybe a value is missing.");
    }

    /** Has messages call a column's cells by another name from now on. */
    void callCells(int column, String name) {
        calledColumn = column;
        calledName = name;
    }

    private String columnName(int column) {
        if (column == calledColumn) {
            return calledName;
        }
        return columns.entrySet().stream()
                .filter(entry -> entry.getValue() == column)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("cell " + (column + 1));
    }

    /** Says something about a cell of the row that was read last. */
    UnusableInputException at(int column, String message) {
        Place place = CellFinder.cell(file, row.line(), Math.max(0, column));
        return file.trouble(place.line(), place.column(), message);
    }

    /** Says something about the end of the file. */
    UnusableInputException atEnd(String message) {
        Place place = CellFinder.end(file);
        return file.trouble(place.line(), place.column(), message);
    }

    private static String whole(double value) {
        return Long.toString((long) value);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }
}
