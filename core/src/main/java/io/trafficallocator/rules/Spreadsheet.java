package io.trafficallocator.rules;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.ListMultimap;
import io.trafficallocator.rules.RuleProblem.Severity;
import io.trafficallocator.rules.Tokens.Kind;
import io.trafficallocator.rules.Tokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules as a spreadsheet, a CSV file whose name ends in {@code .drl.csv}: a line {@code package,NAME}, a line that says
 * what each column is, a line of templates in which {@code $param} stands for a cell, then one rule in each line. Every
 * line becomes one line of rules, so that a rule stands in the line of its row; where in that line each cell went is
 * kept, so that what is wrong is told at the cell.
 */
final class Spreadsheet {
    static final String EXTENSION = ".drl.csv";
    static final String PARAMETER = "$param";
    private static final Set<String> KINDS =
            ImmutableSet.of("name", "fact", "merchant", "grant", "starts", "ends", "note");
    private static final Set<String> TEMPLATES = Set.of("fact", "merchant", "grant");
    private static final Set<String> WITH_TEXTS = Set.of("==", "!=", "contains", "excludes", "matches", "memberOf");
    private static final int KIND_ROW = 1;
    private static final int TEMPLATE_ROW = 2;
    private static final int FIRST_RULE = 3;
    private static final int MOST_PROBLEMS = 20;

    private static final Pattern CALLED = Pattern.compile("\\$[A-Za-z_]\\w*");
    private static final Pattern BINDING = Pattern.compile("(\\$\\w+)\\s*:");
    private static final Pattern WORDS = Pattern.compile("\\p{L}[\\p{L} -]*");

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final List<RuleProblem> problems = new ArrayList<>();
    /** The cells of problems that lie in the words of their columns' templates, and say nothing of the cells. */
    private final Map<RuleProblem, Cell> inTemplates = new HashMap<>();

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
    private record Piece(int from, Cell cell, boolean isOfTemplate) {}

    private Spreadsheet(RuleSource source) {
        this.file = source.file();
        int line = 0;
        for (String text : source.text().split("\r\n|\r|\n", -1)) {
            lines.add(text);
            rows.add(cells(text, ++line));
        }
        // After a quotation mark that is not closed, every later cell may be another one than it seems.
        if (problems.isEmpty() && begins() && kinds()) {
            templates();
            expand();
        }
    }

    static Spreadsheet of(RuleSource source) {
        return new Spreadsheet(source);
    }

    /** As many lines as the file has. */
    String rules() {
        return rules.toString();
    }

    /** What is wrong with the sheet itself, and what is hardly meant. */
    List<RuleProblem> problems() {
        return problems;
    }

    /** A problem at an offset of the rules, told at its cell. */
    RuleProblem at(int offset, int line, String message) {
        Piece found = null;
        for (Piece piece : pieces) {
            if (piece.cell.line == line && (found == null || piece.from <= offset)) {
                found = piece;
            }
        }
        if (found == null) {
            return new RuleProblem(file, line, 1, message);
        }
        RuleProblem problem = problem(found.cell, message, Severity.ERROR);
        if (found.isOfTemplate && !message.contains(found.cell.text)) {
            inTemplates.put(problem, found.cell);
        }
        return problem;
    }

    /** What every row has from its column's template is told once, at the template. */
    List<RuleProblem> merged(List<RuleProblem> all) {
        List<RuleProblem> distinct = all.stream().distinct().toList();
        ListMultimap<String, RuleProblem> alike = LinkedListMultimap.create();
        for (RuleProblem problem : distinct) {
            Cell cell = inTemplates.get(problem);
            if (cell != null) {
                alike.put(commonPart(cell, problem), problem);
            }
        }
        List<RuleProblem> merged = new ArrayList<>();
        for (RuleProblem problem : distinct) {
            Cell cell = inTemplates.get(problem);
            List<RuleProblem> group = cell == null ? List.of() : alike.get(commonPart(cell, problem));
            if (cell == null
                    || group.size() < 2
                    || group.size() < filledCells(cell.index).size()) {
                merged.add(problem);
            } else if (problem.equals(group.get(0))) {
                merged.add(problem(cell(rows.get(TEMPLATE_ROW), cell.index), message(cell, problem), Severity.ERROR));
            }
        }
        return merged;
    }

    private static String message(Cell cell, RuleProblem problem) {
        return problem.message().substring(("cell " + cell.name() + ": ").length());
    }

    /** What the rows of a column have in common in a message: all but the names of their rules. */
    private String commonPart(Cell cell, RuleProblem problem) {
        String name = first(rows.get(cell.line - 1), "name").text;
        return cell.index + ": " + message(cell, problem).replace("'" + name + "'", "''");
    }

    private List<Cell> filledCells(int column) {
        return rows.subList(FIRST_RULE, rows.size()).stream()
                .map(row -> cell(row, column))
                .filter(cell -> !cell.text.isEmpty())
                .toList();
    }

    private void tell(Cell cell, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem(cell, message, Severity.ERROR));
        }
    }

    private RuleProblem problem(Cell cell, String message, Severity severity) {
        return new RuleProblem(
                file,
                cell.line,
                cell.column,
                "cell " + cell.name() + ": " + message,
                severity,
                cell.line <= lines.size() ? lines.get(cell.line - 1) : "",
                Math.max(1, cell.width));
    }

    private List<Cell> cells(String text, int line) {
        List<Cell> cells = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            StringBuilder value = new StringBuilder();
            int end = start;
            while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            boolean quoted = end < text.length() && text.charAt(end) == '"';
            boolean closed = !quoted;
            if (quoted) {
                for (end++; end < text.length() && !closed; end++) {
                    boolean mark = text.charAt(end) == '"';
                    boolean doubled = mark && end + 1 < text.length() && text.charAt(end + 1) == '"';
                    closed = mark && !doubled;
                    if (!closed) {
                        value.append(text.charAt(end));
                    }
                    end += doubled ? 1 : 0;
                }
            }
            int comma = text.indexOf(',', end);
            int next = comma < 0 ? text.length() : comma;
            String rest = text.substring(end, next);
            Cell cell = new Cell(
                    value.append(quoted ? "" : rest).toString().strip(), line, start + 1, cells.size(), next - start);
            cells.add(cell);
            if (problems.isEmpty() && !closed) {
                tell(cell, "a quotation mark is not closed in its line. Maybe a line break is inside.");
            } else if (problems.isEmpty() && quoted && !rest.isBlank()) {
                tell(
                        cell,
                        "a quotation mark ends the cell before '" + rest.strip() + "'. Maybe the one before it is"
                                + " missing: inside a cell they are doubled, and a last one ends it.");
            }
            start = next + 1;
        }
        return cells;
    }

    private boolean begins() {
        List<Cell> first = rows.get(0);
        boolean begins = rows.size() > FIRST_RULE
                && first.size() > 1
                && first.get(0).text.equals("package")
                && !first.get(1).text.isEmpty();
        if (!begins) {
            problems.add(new RuleProblem(
                    file,
                    1,
                    1,
                    "a spreadsheet of rules must begin with a line 'package,NAME', a line of kinds, a line of templates"
                            + " and a rule. Maybe "
                            + (first.get(0).text.startsWith("package;")
                                    ? "it was saved with ';' between cells: use ','."
                                    : "a line is missing.")));
        }
        return begins;
    }

    private boolean kinds() {
        List<Cell> kinds = rows.get(KIND_ROW);
        kindForgotten();
        // Spreadsheets fill all rows up to the longest.
        while (kinds.size() > 1 && kinds.get(kinds.size() - 1).text.isEmpty()) {
            kinds.remove(kinds.size() - 1);
        }
        for (Cell kind : kinds) {
            if (!KINDS.contains(kind.text)) {
                tell(kind, "kind of column '" + kind.text + "' is unknown. " + NearestName.advice(kind.text, KINDS));
            }
        }
        for (String needed : List.of("name", "grant")) {
            if (problems.isEmpty() && kinds.stream().noneMatch(kind -> kind.text.equals(needed))) {
                tell(kinds.get(0), "no column is of kind '" + needed + "', but one must be. Maybe add it.");
            }
        }
        return problems.isEmpty();
    }

    /** A column right of the last kind with a template and cells: told once, and not in each of its cells. */
    private void kindForgotten() {
        List<Cell> kinds = rows.get(KIND_ROW);
        int known = kinds.size();
        while (known > 1 && kinds.get(known - 1).text.isEmpty()) {
            known--;
        }
        for (Cell template : rows.get(TEMPLATE_ROW)) {
            Cell kind = cell(kinds, template.index);
            if (template.index >= known
                    && !template.text.isEmpty()
                    && !filledCells(template.index).isEmpty()) {
                String meant = template.text.startsWith("grant.")
                        ? "grant"
                        : template.text.matches("(?s)(\\$\\w+\\s*:\\s*)?[A-Z]\\w*\\s*\\(.*") ? "fact" : "merchant";
                tell(
                        kind,
                        "kind of column is missing, but its template is '" + template.text + "'. Maybe '" + meant
                                + "' was meant.");
            }
        }
    }

    /** What is wrong with a template is told once, and not in each row that fills it. */
    private void templates() {
        hasKinds(rows.get(TEMPLATE_ROW));
        Set<String> known = new TreeSet<>(Set.of(PARAMETER));
        for (List<Cell> row : rows.subList(TEMPLATE_ROW, rows.size())) {
            row.forEach(cell -> BINDING.matcher(cell.text).results().forEach(found -> known.add(found.group(1))));
        }
        for (Cell kind : rows.get(KIND_ROW)) {
            Cell template = cell(rows.get(TEMPLATE_ROW), kind.index);
            if (!TEMPLATES.contains(kind.text) || template.text.isEmpty()) {
                continue;
            }
            names(template, known);
            List<Cell> filled = filledCells(kind.index);
            filled.forEach(
                    cell -> NumberCell.problem(template.text, cell.text).ifPresent(message -> tell(cell, message)));
            if (!filled.isEmpty() && isBare(template.text, filled.get(0).text)) {
                tell(
                        template,
                        PARAMETER + " stands without quotation marks, but cells such as '" + filled.get(0).text
                                + "' are texts. Maybe '\"" + PARAMETER + "\"' was meant.");
            }
            boolean differ = filled.stream().map(Cell::text).distinct().count() > 1;
            if (differ && !template.text.contains(PARAMETER)) {
                problems.add(problem(
                        template,
                        "holds no " + PARAMETER + ", so what cells of the column say, such as '"
                                + filled.get(0).text + "', changes nothing. Maybe write " + PARAMETER
                                + " where it belongs.",
                        Severity.WARNING));
            }
        }
    }

    private void names(Cell template, Set<String> known) {
        String outside = Tokens.withoutStrings(template.text);
        Matcher called = CALLED.matcher(template.text);
        while (called.find()) {
            String name = called.group();
            boolean isText = outside.charAt(called.start()) == ' ';
            if (!known.contains(name) && (!isText || NearestName.of(name, Set.of(PARAMETER)) != null)) {
                tell(
                        template,
                        "'" + name + "' is neither " + PARAMETER + ", which stands for a row's cell, nor a binding. "
                                + NearestName.binding(name, known));
            }
        }
    }

    /** Whether a word would be compared as if it were a field. */
    private static boolean isBare(String template, String cell) {
        List<Token> tokens = Tokens.of(template);
        for (int at = 1; at < tokens.size(); at++) {
            if (tokens.get(at).is(PARAMETER)
                    && tokens.get(at).kind() == Kind.NAME
                    && WITH_TEXTS.contains(tokens.get(at - 1).text())) {
                return WORDS.matcher(cell).matches()
                        && Vocabulary.FACTS.values().stream()
                                .noneMatch(type -> type.properties().contains(cell))
                        && !Set.of("true", "false", "null").contains(cell);
            }
        }
        return false;
    }

    private void expand() {
        rules.append("package ").append(rows.get(0).get(1).text).append("\n\n\n");
        for (List<Cell> row : rows.subList(FIRST_RULE, rows.size())) {
            if (row.stream().anyMatch(cell -> !cell.text.isEmpty())) {
                rule(row);
            }
            rules.append('\n');
        }
    }

    private boolean hasKinds(List<Cell> row) {
        Optional<Cell> without = row.stream()
                .skip(rows.get(KIND_ROW).size())
                .filter(cell -> !cell.text.isEmpty())
                .findFirst();
        without.ifPresent(cell ->
                tell(cell, "stands right of the last column. Maybe a text with a comma is not in quotation marks."));
        return without.isEmpty();
    }

    private void rule(List<Cell> row) {
        Cell name = first(row, "name");
        if (!hasKinds(row)) {
            return;
        }
        if (name.text.isEmpty()) {
            tell(
                    name,
                    "name of the rule is empty, but each row must have one. Maybe it is a remark: use a column 'note'.");
        } else if (all(row, "grant").isEmpty()) {
            tell(
                    first(row, "grant"),
                    "rule '" + name.text + "' grants nothing, but must grant something. Maybe its amount is missing.");
        } else {
            put("rule \"", name, name.text.replace("\"", ""), "\" ");
            all(row, "starts").forEach(cell -> date("date-effective", cell));
            all(row, "ends").forEach(cell -> date("date-expires", cell));
            rules.append("when ");
            all(row, "fact").forEach(cell -> fill(cell, " "));
            rules.append("Merchant( ");
            String between = "";
            for (Cell cell : all(row, "merchant")) {
                // What is missing at the end of a condition is found missing at the comma.
                rules.append(between);
                fill(cell, "");
                between = ", ";
            }
            rules.append(") then ");
            all(row, "grant").forEach(cell -> fill(cell, " "));
            rules.append("end");
        }
    }

    private void date(String attribute, Cell cell) {
        put(attribute + " \"", cell, cell.text.replace("\"", ""), "\" ");
    }

    /** The row's cell in the first column of that kind. */
    private Cell first(List<Cell> row, String kind) {
        int index = 0;
        while (!rows.get(KIND_ROW).get(index).text.equals(kind)) {
            index++;
        }
        return cell(row, index);
    }

    /** A row may be shorter than others: its last cells are empty then. */
    private Cell cell(List<Cell> row, int index) {
        if (index < row.size()) {
            return row.get(index);
        }
        int line = row.get(0).line;
        return new Cell("", line, lines.get(line - 1).length() + 1, index, 1);
    }

    /** The row's cells in columns of that kind that are not empty. */
    private List<Cell> all(List<Cell> row, String kind) {
        return row.stream()
                .filter(cell -> !cell.text.isEmpty())
                .filter(cell -> rows.get(KIND_ROW).get(cell.index).text.equals(kind))
                .toList();
    }

    /** An empty template is the cell itself. */
    private void fill(Cell cell, String after) {
        String template = cell(rows.get(TEMPLATE_ROW), cell.index).text;
        String rest = template.isEmpty() ? PARAMETER : template;
        for (int next = rest.indexOf(PARAMETER); next >= 0; next = rest.indexOf(PARAMETER)) {
            piece(cell, rest.substring(0, next), true);
            piece(cell, cell.text, false);
            rest = rest.substring(next + PARAMETER.length());
        }
        piece(cell, rest, true);
        rules.append(after);
    }

    private void piece(Cell cell, String text, boolean isOfTemplate) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(rules.length(), cell, isOfTemplate));
            rules.append(text);
        }
    }

    private void put(String before, Cell cell, String text, String after) {
        pieces.add(new Piece(rules.length(), cell, false));
        rules.append(before).append(text).append(after);
    }
}
