package io.trafficallocator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All merchants of a request, one array for each fact and one row for each merchant, in ascending order of id.
 *
 * <p>Immutable and safe for use by several threads, as long as the caller leaves alone the arrays it handed over:
 * {@link Columns} adopts them without a copy, so that millions of merchants are held once.
 */
public final class Merchants {
    /** The day of an enrolment that is not known. */
    public static final int UNKNOWN_DAY = Integer.MIN_VALUE;

    private final MerchantIds ids;
    private final IntUnaryOperator joinedOn;
    private final Dictionary<ImmutableSet<String>> categories;
    private final Dictionary<String> origin;
    private final Dictionary<String> size;
    private final @Nullable IntUnaryOperator tier;
    private final @Nullable IntToDoubleFunction quality;
    private final @Nullable IntToDoubleFunction gmv;
    private final @Nullable IntToDoubleFunction growth;
    private final @Nullable IntUnaryOperator violations;
    private final @Nullable IntToDoubleFunction deposit;
    private final Dictionary<ImmutableList<Enrolment>> enrolments;
    private final ImmutableMap<String, Dictionary<String>> attributes;

    private Merchants(Columns columns) {
        this.ids = columns.ids;
        this.joinedOn = columns.joinedOn;
        this.categories = columns.categories;
        this.origin = columns.origin;
        this.size = columns.size;
        this.tier = columns.tier;
        this.quality = columns.quality;
        this.gmv = columns.gmv;
        this.growth = columns.growth;
        this.violations = columns.violations;
        this.deposit = columns.deposit;
        this.enrolments = columns.enrolments;
        this.attributes = ImmutableMap.copyOf(columns.attributes);
    }

    /** Takes the rows in any order. */
    public static Merchants of(Collection<MerchantProfile> profiles) {
        List<MerchantProfile> rows = new ArrayList<>(profiles);
        rows.sort(Comparator.comparing(MerchantProfile::id));
        Columns columns = columns(
                        rows.stream().map(MerchantProfile::id).toArray(String[]::new),
                        ints(rows, row -> Math.toIntExact(row.joinedOn().toEpochDay())))
                .tier(ints(rows, MerchantProfile::tier))
                .quality(doubles(rows, MerchantProfile::quality))
                .gmv(doubles(rows, MerchantProfile::gmv))
                .growth(doubles(rows, MerchantProfile::growth))
                .violations(ints(rows, MerchantProfile::violations))
                .deposit(doubles(rows, MerchantProfile::deposit));
        // As lists: sets in another order are equal, but have another main category.
        columns.categories = encode(rows, row -> row.categories().asList()).map(ImmutableSet::copyOf);
        columns.origin = encode(rows, MerchantProfile::origin);
        columns.size = encode(rows, MerchantProfile::size);
        columns.enrolments = encode(rows, MerchantProfile::enrolments);
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.attributes().keySet()));
        for (String name : names) {
            columns.attributes.put(name, encode(rows, row -> row.attributes().getOrDefault(name, "")));
        }
        return columns.build();
    }

    /**
     * Starts from columns.
     *
     * @param ids in strictly ascending order ({@link String#compareTo}); adopted, not copied
     * @param joinedOnEpochDay see {@link LocalDate#toEpochDay}; adopted, not copied
     */
    public static Columns columns(String[] ids, int[] joinedOnEpochDay) {
        Columns columns = new Columns(MerchantIds.of(ids), row -> joinedOnEpochDay[row]);
        columns.length("joined_on", joinedOnEpochDay.length);
        return columns;
    }

    /**
     * Starts from columns that are read each time that they are needed, from wherever they are kept. They must always
     * give the same, and be safe for use by several threads.
     *
     * @param joinedOnEpochDay by row, see {@link LocalDate#toEpochDay}
     */
    public static Columns columns(MerchantIds ids, IntUnaryOperator joinedOnEpochDay) {
        return new Columns(ids, joinedOnEpochDay);
    }

    public int count() {
        return ids.count();
    }

    public String id(int row) {
        return ids.get(row);
    }

    /** All ids, by row. */
    public MerchantIds ids() {
        return ids;
    }

    /** The row of a merchant, or -1 when there is none of that id. */
    public int row(String id) {
        return ids.row(id);
    }

    /** Days since 1970-01-01. */
    public int joinedOn(int row) {
        return joinedOn.applyAsInt(row);
    }

    /** The main category first. */
    public ImmutableSet<String> categories(int row) {
        return categories.get(row);
    }

    /** The distinct sets of categories, in no order that means anything; {@link #categorySet} is an index into them. */
    public ImmutableList<ImmutableSet<String>> categorySets() {
        return categories.values();
    }

    /** Which of the {@link #categorySets()} the merchant has. */
    public int categorySet(int row) {
        return categories.code(row);
    }

    public String origin(int row) {
        return origin.get(row);
    }

    public String size(int row) {
        return size.get(row);
    }

    public int tier(int row) {
        return tier == null ? 0 : tier.applyAsInt(row);
    }

    /** 0 to 1, or NaN when unknown. */
    public double quality(int row) {
        return quality == null ? Double.NaN : quality.applyAsDouble(row);
    }

    /** Yuan over the trailing window. */
    public double gmv(int row) {
        return gmv == null ? 0 : gmv.applyAsDouble(row);
    }

    /** Ratio against the window before, or NaN when unknown. */
    public double growth(int row) {
        return growth == null ? Double.NaN : growth.applyAsDouble(row);
    }

    public int violations(int row) {
        return violations == null ? 0 : violations.applyAsInt(row);
    }

    /** Yuan. */
    public double deposit(int row) {
        return deposit == null ? 0 : deposit.applyAsDouble(row);
    }

    public ImmutableList<Enrolment> enrolments(int row) {
        return enrolments.get(row);
    }

    /** An attribute's value, or the empty string when the merchant has none of that name. */
    public String attribute(int row, String name) {
        Dictionary<String> column = attributes.get(name);
        return column == null ? "" : column.get(row);
    }

    public ImmutableSet<String> attributeNames() {
        return attributes.keySet();
    }

    public Dictionary<ImmutableSet<String>> categoryColumn() {
        return categories;
    }

    public Dictionary<String> originColumn() {
        return origin;
    }

    public Dictionary<String> sizeColumn() {
        return size;
    }

    public Dictionary<ImmutableList<Enrolment>> enrolmentColumn() {
        return enrolments;
    }

    /** A free-form attribute; nothing but empty strings when no merchant has one of that name. */
    public Dictionary<String> attributeColumn(String name) {
        Dictionary<String> column = attributes.get(name);
        return column == null ? Dictionary.constant("") : column;
    }

    /** The columns of few distinct values, attributes last. */
    List<Dictionary<?>> dictionaries(List<String> attributeNames) {
        List<Dictionary<?>> columns = new ArrayList<>(List.of(categories, origin, size, enrolments));
        for (String name : attributeNames) {
            Dictionary<String> column = attributes.get(name);
            columns.add(column == null ? Dictionary.constant("") : column);
        }
        return columns;
    }

    private static int[] ints(List<MerchantProfile> rows, ToIntFunction<MerchantProfile> column) {
        return rows.stream().mapToInt(column).toArray();
    }

    private static double[] doubles(List<MerchantProfile> rows, ToDoubleFunction<MerchantProfile> column) {
        return rows.stream().mapToDouble(column).toArray();
    }

    private static <T> Dictionary<T> encode(List<MerchantProfile> rows, Function<MerchantProfile, T> column) {
        return Dictionary.encode(rows.stream().map(column).toList());
    }

    /** Collects the columns; every array is adopted, not copied. Not safe for use by several threads. */
    public static final class Columns {
        private final MerchantIds ids;
        private final IntUnaryOperator joinedOn;
        private Dictionary<ImmutableSet<String>> categories = Dictionary.constant(ImmutableSet.of());
        private Dictionary<String> origin = Dictionary.constant("");
        private Dictionary<String> size = Dictionary.constant("");
        private @Nullable IntUnaryOperator tier;
        private @Nullable IntToDoubleFunction quality;
        private @Nullable IntToDoubleFunction gmv;
        private @Nullable IntToDoubleFunction growth;
        private @Nullable IntUnaryOperator violations;
        private @Nullable IntToDoubleFunction deposit;
        private Dictionary<ImmutableList<Enrolment>> enrolments = Dictionary.constant(ImmutableList.of());
        private final Map<String, Dictionary<String>> attributes = new LinkedHashMap<>();

        private Columns(MerchantIds ids, IntUnaryOperator joinedOn) {
            this.ids = ids;
            this.joinedOn = joinedOn;
        }

        /** The distinct sets of categories, and for each merchant an index into them. */
        public Columns categories(List<ImmutableSet<String>> sets, int[] codes) {
            this.categories = Dictionary.of("categories", sets, codes, ids.count());
            return this;
        }

        /** As {@link #categories(List, int[])}, the indexes read each time that they are needed. */
        public Columns categories(List<ImmutableSet<String>> sets, IntUnaryOperator codes) {
            this.categories = Dictionary.of("categories", sets, codes, ids.count());
            return this;
        }

        /** The distinct origins, and for each merchant an index into them. */
        public Columns origin(List<String> names, int[] codes) {
            this.origin = Dictionary.of("origin", names, codes, ids.count());
            return this;
        }

        /** As {@link #origin(List, int[])}, the indexes read each time that they are needed. */
        public Columns origin(List<String> names, IntUnaryOperator codes) {
            this.origin = Dictionary.of("origin", names, codes, ids.count());
            return this;
        }

        /** The distinct sizes, and for each merchant an index into them. */
        public Columns size(List<String> names, int[] codes) {
            this.size = Dictionary.of("size", names, codes, ids.count());
            return this;
        }

        /** As {@link #size(List, int[])}, the indexes read each time that they are needed. */
        public Columns size(List<String> names, IntUnaryOperator codes) {
            this.size = Dictionary.of("size", names, codes, ids.count());
            return this;
        }

        public Columns tier(int[] levels) {
            length("tier", levels.length);
            return tier(row -> levels[row]);
        }

        /** As {@link #tier(int[])}, read each time that it is needed. */
        public Columns tier(IntUnaryOperator levels) {
            this.tier = levels;
            return this;
        }

        public Columns quality(double[] ratios) {
            length("quality", ratios.length);
            return quality(row -> ratios[row]);
        }

        /** As {@link #quality(double[])}, read each time that it is needed. */
        public Columns quality(IntToDoubleFunction ratios) {
            this.quality = ratios;
            return this;
        }

        public Columns gmv(double[] yuan) {
            length("gmv", yuan.length);
            return gmv(row -> yuan[row]);
        }

        /** As {@link #gmv(double[])}, read each time that it is needed. */
        public Columns gmv(IntToDoubleFunction yuan) {
            this.gmv = yuan;
            return this;
        }

        public Columns growth(double[] ratios) {
            length("growth", ratios.length);
            return growth(row -> ratios[row]);
        }

        /** As {@link #growth(double[])}, read each time that it is needed. */
        public Columns growth(IntToDoubleFunction ratios) {
            this.growth = ratios;
            return this;
        }

        public Columns violations(int[] counts) {
            length("violations", counts.length);
            return violations(row -> counts[row]);
        }

        /** As {@link #violations(int[])}, read each time that it is needed. */
        public Columns violations(IntUnaryOperator counts) {
            this.violations = counts;
            return this;
        }

        public Columns deposit(double[] yuan) {
            length("deposit", yuan.length);
            return deposit(row -> yuan[row]);
        }

        /** As {@link #deposit(double[])}, read each time that it is needed. */
        public Columns deposit(IntToDoubleFunction yuan) {
            this.deposit = yuan;
            return this;
        }

        /** The distinct lists of enrolments, and for each merchant an index into them. */
        public Columns enrolments(List<ImmutableList<Enrolment>> lists, int[] codes) {
            this.enrolments = Dictionary.of("enrolments", lists, codes, ids.count());
            return this;
        }

        /** As {@link #enrolments(List, int[])}, the indexes read each time that they are needed. */
        public Columns enrolments(List<ImmutableList<Enrolment>> lists, IntUnaryOperator codes) {
            this.enrolments = Dictionary.of("enrolments", lists, codes, ids.count());
            return this;
        }

        /** The distinct values of a free-form attribute, and for each merchant an index into them. */
        public Columns attribute(String name, List<String> values, int[] codes) {
            attributes.put(name, Dictionary.of(name, values, codes, ids.count()));
            return this;
        }

        /** As {@link #attribute(String, List, int[])}, the indexes read each time that they are needed. */
        public Columns attribute(String name, List<String> values, IntUnaryOperator codes) {
            attributes.put(name, Dictionary.of(name, values, codes, ids.count()));
            return this;
        }

        /**
         * Checks every column.
         *
         * @throws InvalidRequestException when the ids are not in strictly ascending order, a column's length differs,
         *     or a value is out of its range
         */
        public Merchants build() {
            String before = "";
            for (int row = 0; row < ids.count(); row++) {
                String id = ids.get(row);
                if (id.isBlank()) {
                    Require.name("merchant id in row " + row, id);
                }
                if (row > 0 && before.compareTo(id) >= 0) {
                    throw new InvalidRequestException("merchant id in row " + row + " is '" + id
                            + "', but ids must be unique and ascending, and it follows '" + before + "'. Maybe "
                            + (before.equals(id) ? "the merchant is listed twice." : "sort the columns."));
                }
                before = id;
            }
            atLeastZero("tier", tier);
            atLeastZero("violations", violations);
            range("quality", quality, 1, true);
            range("gmv", gmv, Double.MAX_VALUE, false);
            range("growth", growth, Double.MAX_VALUE, true);
            range("deposit", deposit, Double.MAX_VALUE, false);
            return new Merchants(this);
        }

        private void length(String name, int length) {
            if (length != ids.count()) {
                throw new InvalidRequestException("column '" + name + "' has " + length + " rows, but there are "
                        + ids.count() + " merchants. Maybe it belongs to another table.");
            }
        }

        private void atLeastZero(String name, @Nullable IntUnaryOperator column) {
            for (int row = 0; column != null && row < ids.count(); row++) {
                int value = column.applyAsInt(row);
                if (value < 0) {
                    Require.atLeast(name + " of merchant '" + ids.get(row) + "'", value, 0);
                }
            }
        }

        private void range(String name, @Nullable IntToDoubleFunction column, double most, boolean mayBeUnknown) {
            for (int row = 0; column != null && row < ids.count(); row++) {
                double value = column.applyAsDouble(row);
                if (!(value >= 0 && value <= most) && !(mayBeUnknown && Double.isNaN(value))) {
                    Require.between(name + " of merchant '" + ids.get(row) + "'", value, 0, most);
                }
            }
        }
    }
}
