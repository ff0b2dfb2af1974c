package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Dictionary;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Merchants;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One fact of all merchants, cut into cells within which every condition that was read says the same: numbers at the
 * thresholds that they are compared with, everything else into its distinct values.
 *
 * <p>A number's cells are, in ascending order, those below, at and above each threshold, and a last one for unknown
 * values. Where neighbours turn out to make no difference they are {@linkplain #merge merged}.
 */
final class FactCells {
    private final Fact fact;
    private final Merchants merchants;
    private final Cohorts cohorts;
    private final TreeSet<Double> thresholds = new TreeSet<>();
    private final @Nullable Dictionary<?> column;
    /** Of a fact that is looked up, by cell. */
    private final ImmutableList<?> values;

    private final double[] numbers;
    private double[] samples = new double[0];
    private double[] edges = new double[0];
    private int[] cellOfCode = new int[0];
    /** Of a percentile: by cohort, from which number on each edge is reached, so that nobody's percentile is looked up. */
    private double[][] reaching = new double[0][];

    /** Of the merchants of a request. */
    FactCells(Fact fact, Cohorts cohorts) {
        this(fact, cohorts, column(fact, cohorts.merchants()), ImmutableList.of());
    }

    /**
     * Of no merchants: for those of any request there are {@link RowCells}.
     *
     * @param day without merchants
     * @param values that a fact which is looked up has a cell for
     */
    FactCells(Fact fact, Cohorts day, ImmutableList<?> values) {
        this(fact, day, null, values);
    }

    private FactCells(Fact fact, Cohorts cohorts, @Nullable Dictionary<?> column, ImmutableList<?> values) {
        this.fact = fact;
        this.cohorts = cohorts;
        this.merchants = cohorts.merchants();
        this.column = column;
        this.values = column == null ? values : column.values();
        this.numbers = numbers();
        if (fact.kind() == Fact.Kind.DAY) {
            for (double edge : cohorts.stageEdges()) {
                thresholds.add(edge);
            }
        }
    }

    /** Null when the fact has no dictionary. */
    static @Nullable Dictionary<?> column(Fact fact, Merchants merchants) {
        return switch (fact.kind()) {
            case CATEGORIES -> merchants.categoryColumn();
            case ORIGIN -> merchants.originColumn();
            case SIZE -> merchants.sizeColumn();
            case ENROLMENTS -> merchants.enrolmentColumn();
            case ATTRIBUTE, NUMBER, DAYS_SINCE -> merchants.attributeColumn(fact.attribute());
            default -> null;
        };
    }

    /** What the texts of an attribute stand for. */
    private double[] numbers() {
        if (column == null || !fact.isNumber()) {
            return new double[0];
        }
        double[] known = new double[values.size()];
        Arrays.setAll(known, code -> number((String) values.get(code)));
        return known;
    }

    /** The number that an attribute holds, NaN when it holds none. */
    double number(String text) {
        if (fact.kind() == Fact.Kind.NUMBER) {
            return Merchant.toNumber(text);
        }
        Integer days = Merchant.daysSince(text, cohorts.today());
        return days == null ? Double.NaN : days;
    }

    Fact fact() {
        return fact;
    }

    /** Adds a value that the number is compared with. */
    void threshold(double value) {
        thresholds.add(value + 0.0);
    }

    /** Cuts the number at all thresholds. */
    void cut() {
        if (!fact.isNumber()) {
            return;
        }
        double[] sorted = thresholds.stream().mapToDouble(Double::doubleValue).toArray();
        int count = sorted.length;
        edges = new double[2 * count];
        samples = new double[2 * count + 2];
        samples[0] = count == 0 ? 0 : Math.min(sorted[0] - 1, Math.nextDown(sorted[0]));
        for (int index = 0; index < count; index++) {
            edges[2 * index] = sorted[index];
            edges[2 * index + 1] = Math.nextUp(sorted[index]);
            samples[2 * index + 1] = sorted[index];
            samples[2 * index + 2] = index + 1 < count
                    ? sorted[index] / 2 + sorted[index + 1] / 2
                    : Math.max(sorted[index] + 1, Math.nextUp(sorted[index]));
        }
        samples[2 * count + 1] = Double.NaN;
        codes();
    }

    /** How many cells there are. */
    int count() {
        return fact.isNumber() ? edges.length + 2 : values.size();
    }

    /**
     * Leaves out the edges between cells that are alike.
     *
     * @param kept whether a cell, by the number it has so far, differs from the one before it
     * @return the numbers that the remaining cells had so far
     */
    int[] merge(IntPredicate kept) {
        int[] before = new int[count()];
        double[] left = new double[edges.length];
        int cells = 1;
        for (int cell = 1; cell <= edges.length; cell++) {
            if (kept.test(cell)) {
                left[cells - 1] = edges[cell - 1];
                before[cells++] = cell;
            }
        }
        before[cells] = edges.length + 1;
        edges = Arrays.copyOf(left, cells - 1);
        codes();
        return Arrays.copyOf(before, cells + 1);
    }

    /** Whether numbers lie in the same cells, the way they are numbered now. */
    boolean hasEdgesOf(FactCells other) {
        return Arrays.equals(edges, other.edges);
    }

    private void codes() {
        cellOfCode = new int[numbers.length];
        for (int code = 0; code < numbers.length; code++) {
            cellOfCode[code] = cell(numbers[code]);
        }
        Percentiles percentiles = percentiles();
        reaching = percentiles == null ? new double[0][] : percentiles.reaching(edges);
    }

    private @Nullable Percentiles percentiles() {
        return switch (fact.kind()) {
            case GMV_PERCENTILE -> cohorts.gmvPercentiles();
            case GROWTH_PERCENTILE -> cohorts.growthPercentiles();
            default -> null;
        };
    }

    /** The cell of a number. */
    int cell(double value) {
        int cell = 0;
        for (double edge : edges) {
            cell += value >= edge ? 1 : 0;
        }
        return Double.isNaN(value) ? edges.length + 1 : cell;
    }

    /** The cell of one row. */
    int cell(int row) {
        if (column != null) {
            int code = column.code(row);
            return fact.isNumber() ? cellOfCode[code] : code;
        }
        return cell(number(row));
    }

    /** The cells of the rows from {@code from} on. */
    void cells(int from, int to, int[] cells, double[] values) {
        if (column != null) {
            if (fact.isNumber()) {
                for (int row = from; row < to; row++) {
                    cells[row - from] = cellOfCode[column.code(row)];
                }
            } else {
                for (int row = from; row < to; row++) {
                    cells[row - from] = column.code(row);
                }
            }
            return;
        }
        int unknown = edges.length + 1;
        Percentiles percentiles = percentiles();
        if (percentiles != null) {
            percentiles.cells(from, to, reaching, cells, unknown);
            return;
        }
        values(from, to, values);
        int count = to - from;
        Arrays.fill(cells, 0, count, 0);
        for (double edge : edges) {
            for (int index = 0; index < count; index++) {
                cells[index] += values[index] >= edge ? 1 : 0;
            }
        }
        if (!fact.kind().isWhole()) {
            for (int index = 0; index < count; index++) {
                cells[index] = Double.isNaN(values[index]) ? unknown : cells[index];
            }
        }
    }

    private void values(int from, int to, double[] values) {
        switch (fact.kind()) {
            case DAY -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = cohorts.today() - merchants.joinedOn(row);
                }
            }
            case TIER -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = merchants.tier(row);
                }
            }
            case VIOLATIONS -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = merchants.violations(row);
                }
            }
            case ORIGIN_MERCHANTS -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = cohorts.originMerchants(row);
                }
            }
            case ORIGIN_CATEGORY_MERCHANTS -> {
                int[] sharing = cohorts.originCategoryMerchants();
                for (int row = from; row < to; row++) {
                    values[row - from] = sharing[row];
                }
            }
            case QUALITY -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = merchants.quality(row);
                }
            }
            case GMV -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = merchants.gmv(row);
                }
            }
            case GROWTH -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = merchants.growth(row);
                }
            }
            case DEPOSIT -> {
                for (int row = from; row < to; row++) {
                    values[row - from] = merchants.deposit(row);
                }
            }
            default -> throw new IllegalStateException(fact + " is looked up, not compared");
        }
    }

    /** A number of a row as rules see it; NaN when it is unknown. */
    double number(int row) {
        if (column != null) {
            return numbers[column.code(row)] + 0.0;
        }
        return cohorts.number(fact, row);
    }

    /** How many bits {@link #exact} may take. */
    int exactBits() {
        return column != null
                ? Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, values.size() - 1))
                : fact.kind() == Fact.Kind.DAYS_SINCE
                        ? Integer.SIZE + 1
                        : fact.kind().isWhole() ? Integer.SIZE : Long.SIZE;
    }

    /** Differs for every two values of the fact. */
    long exact(int row) {
        if (column != null) {
            return column.code(row);
        }
        return cohorts.exact(fact, row);
    }

    /** For each cell of a fact that is looked up, a number that is the same for values that no rule can tell apart. */
    int[] distinct() {
        int[] classes = new int[count()];
        Map<Object, Integer> seen = new HashMap<>();
        for (int cell = 0; cell < classes.length; cell++) {
            Integer known = seen.putIfAbsent(visible(fact, value(cell)), seen.size());
            classes[cell] = known == null ? seen.size() - 1 : known;
        }
        return classes;
    }

    /** The same for two values of a fact that is looked up when no rule can tell them apart. */
    static Object visible(Fact fact, Object value) {
        return fact.kind() == Fact.Kind.ENROLMENTS
                ? ImmutableList.copyOf(Merchant.enrolments(enrolments(value)))
                : value instanceof ImmutableSet<?> set ? set.asList() : value;
    }

    private Object value(int cell) {
        if (values.isEmpty()) {
            throw new NotUnderstood();
        }
        return values.get(cell);
    }

    @SuppressWarnings("unchecked")
    private static ImmutableList<Enrolment> enrolments(Object value) {
        return (ImmutableList<Enrolment>) value;
    }

    /** What a field of {@link Merchant} gives for a merchant whose fact lies in a cell, before cells are merged. */
    @Nullable Object field(String field, int cell) {
        if (!Fact.isSimple(field)) {
            throw new NotUnderstood();
        }
        if (fact.isNumber()) {
            double sample = samples[cell];
            if (field.endsWith("Known")) {
                return !Double.isNaN(sample);
            }
            if (field.equals("stage")) {
                return Double.isNaN(sample) ? null : cohorts.stage((int) Math.floor(sample));
            }
            return number(sample);
        }
        return switch (field) {
            case "mainCategory" -> Cohorts.mainCategory(strings(value(cell)));
            case "enrolments" -> Merchant.enrolments(enrolments(value(cell)));
            default -> value(cell);
        };
    }

    @SuppressWarnings("unchecked")
    private static ImmutableSet<String> strings(Object value) {
        return (ImmutableSet<String>) value;
    }

    private @Nullable Object number(double sample) {
        if (Double.isNaN(sample)) {
            return null;
        }
        return fact.kind().isWhole() ? (Object) (int) Math.floor(sample) : (Object) sample;
    }

    /** What a method of {@link Merchant} gives for a merchant whose fact lies in a cell, before cells are merged. */
    @Nullable Object call(String method, List<@Nullable Object> arguments, int cell) {
        return switch (method) {
            case "enrolledIn" -> Merchant.enrolments(enrolments(value(cell))).contains(arguments.get(0));
            case "attribute" -> value(cell);
            case "number", "daysSince" -> number(samples[cell]);
            default -> throw new NotUnderstood();
        };
    }
}
