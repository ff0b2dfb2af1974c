package io.trafficallocator.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules as a spreadsheet, a CSV file whose name ends in {@code .drl.csv}: a line {@code package,NAME}, a line that says
 * what each column is, a line of templates in which {@code $param} stands for a cell, then one rule in each line. Every
 * line becomes one line of rules, so that a rule stands in the line of its row; where in that line each cell went is
 * kept, so that what is wrong is told at the cell.
 */
final class Spreadsheet {
    static final String EXTENSION = ".drl.csv";
    private static final String PARAMETER = "$param";
    private static final Set<String> KINDS = Set.of("name", "fact", "merchant", "grant", "starts", "ends", "note");
    private static final int FIRST_RULE = 3;

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final List<RuleProblem> problems = new ArrayList<>();
    private final StringBuilder rules = new StringBuilder();
    private final String file;

    private record Cell(String text, int line, int column, int index, int width) {
        /** Such as {@code C7}. */
        String name() {
            String letters = "";
            for (int rest = index; rest >= 0; rest = rest / 26 - 1) {
                letters = (char) ('A' + rest % 26) + letters;
            }
            return letters + line;
        }
    }

    /** A part of the rules that was made from a cell. */
    private record Piece(int from, int to, Cell cell) {}

    private Spreadsheet(RuleSource source) {
        this.file = source.file();
        int line = 0;
        for (String text : source.text().split("\r\n|\r|\n", -1)) {
            lines.add(text);
            rows.add(cells(text, ++line));
        }
        expand();
    }

    static Spreadsheet of(RuleSource source) {
        return new Spreadsheet(source);
    }

    /** As many lines as the file has. */
    String rules() {
        return rules.toString();
    }

    /** What is wrong with the sheet itself. */
    List<RuleProblem> problems() {
        return problems;
    }

    /** A problem at an offset of the rules, told at its cell. */
    RuleProblem at(int offset, int line, String message) {
        Cell cell = null;
        for (Piece piece : pieces) {
            if (piece.cell.line == line && (cell == null || piece.from <= offset)) {
                cell = piece.cell;
            }
        }
        return cell == null ? new RuleProblem(file, line, 1, message) : problem(cell, message);
    }

    private RuleProblem problem(Cell cell, String message) {
        return new RuleProblem(
                file,
                cell.line,
                cell.column,
                "cell " + cell.name() + ": " + message,
                RuleProblem.Severity.ERROR,
                cell.line <= lines.size() ? lines.get(cell.line - 1) : "",
                Math.max(1, cell.width));
    }

    private List<Cell> cells(String text, int line) {
        List<Cell> cells = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            char sign = at < text.length() ? text.charAt(at) : ',';
            boolean ends = sign == ',' && (!quoted || at == text.length());
            if (ends) {
                Cell cell = new Cell(value.toString().strip(), line, start + 1, cells.size(), at - start);
                if (quoted) {
                    problems.add(
                            problem(cell, "a quotation mark is not closed in its line. Maybe a line break is inside."));
                }
                cells.add(cell);
                value.setLength(0);
                quoted = false;
                start = at + 1;
            } else if (sign == '"') {
                boolean doubled = quoted && at + 1 < text.length() && text.charAt(at + 1) == '"';
                if (doubled) {
                    value.append('"');
                    at++;
                } else {
                    quoted = !quoted;
                }
            } else {
                value.append(sign);
            }
        }
        return cells;
    }

    private void expand() {
        boolean starts = rows.size() > FIRST_RULE
                && rows.get(0).size() > 1
                && rows.get(0).get(0).text.equals("package")
                && !rows.get(0).get(1).text.isEmpty();
        if (!starts) {
            problems.add(new RuleProblem(
                    file,
                    1,
                    1,
                    "a spreadsheet of rules must begin with a line 'package,NAME', a line of kinds, a line of templates"
                            + " and a rule. Maybe a line is missing."));
            return;
        }
        rules.append("package ").append(rows.get(0).get(1).text).append("\n\n\n");
        for (Cell kind : rows.get(1)) {
            if (!KINDS.contains(kind.text)) {
                problems.add(problem(
                        kind,
                        "kind of column '" + kind.text + "' is unknown. " + NearestName.advice(kind.text, KINDS)));
            }
        }
        for (int row = FIRST_RULE; row < rows.size(); row++) {
            if (rows.get(row).stream().anyMatch(cell -> !cell.text.isEmpty())) {
                rule(rows.get(row));
            }
            rules.append('\n');
        }
    }

    private void rule(List<Cell> row) {
        if (row.size() > rows.get(1).size()) {
            problems.add(problem(
                    row.get(rows.get(1).size()),
                    "stands right of the last column. Maybe a text with a comma is not in quotation marks."));
            return;
        }
        Cell name = first(row, "name");
        put("rule \"", name == null ? row.get(0) : name, name == null ? "" : name.text.replace("\"", ""), "\" ");
        date("date-effective", first(row, "starts"));
        date("date-expires", first(row, "ends"));
        rules.append("when ");
        each(row, "fact", " ", "");
        rules.append("Merchant( ");
        each(row, "merchant", "", ", ");
        rules.append(") then ");
        each(row, "grant", " ", "");
        rules.append("end");
    }

    private void date(String attribute, @Nullable Cell cell) {
        if (cell != null && !cell.text.isEmpty()) {
            put(attribute + " \"", cell, cell.text.replace("\"", ""), "\" ");
        }
    }

    private @Nullable Cell first(List<Cell> row, String kind) {
        for (Cell cell : row) {
            if (rows.get(1).get(cell.index).text.equals(kind)) {
                return cell;
            }
        }
        return null;
    }

    private void each(List<Cell> row, String kind, String after, String between) {
        String before = "";
        for (Cell cell : row) {
            if (rows.get(1).get(cell.index).text.equals(kind) && !cell.text.isEmpty()) {
                String template = cell.index < rows.get(2).size() ? rows.get(2).get(cell.index).text : PARAMETER;
                put(before, cell, template.replace(PARAMETER, cell.text), after);
                before = between;
            }
        }
    }

    private void put(String before, Cell cell, String text, String after) {
        int from = rules.length();
        rules.append(before).append(text).append(after);
        pieces.add(new Piece(from, rules.length(), cell));
    }
}
