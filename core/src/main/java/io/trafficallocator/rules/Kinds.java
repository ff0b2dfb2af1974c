package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Dictionary;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a book granted to each kind of merchant that the engine was shown on one day, whatever request it
 * came in. Kinds are told apart by a {@link Screen} that is of no request's merchants. Safe for use by several threads.
 */
final class Kinds {
    /** Of a fact that is looked up, such as the origin; merchants with others are shown to the engine each time. */
    private static final int MOST_VALUES = 1_000;

    private static final int MOST_KINDS = 10_000;
    /** One merchant whose value came again, for so many that are known, is worth finding out everything anew. */
    private static final int VALUES_FOR_A_NEWCOMER = 32;
    /** A rule that failed is likely to do so again. */
    private static final int REQUESTS_AFTER_A_FAILURE = 100;

    private static final int REQUESTS_FOR_A_PROOF = 1_024;

    private final Screen screen;
    /** Those of texts that have to be read as numbers last. */
    private final ImmutableList<Screen.Mask> masks;
    /** By mask and each 64 rules: those that it can rule somebody out of. */
    private final long[][] ruledOut;

    private final ImmutableList<Column> columns;
    /** By mask, the position of its column. */
    private final int[] columnOfMask;
    /** By rule and part of its key, the position of its column. */
    private final int[][] columnOfPart;

    private final int valueCount;
    private final Standing standing;
    private final Map<Kind, ImmutableList<Granted>> granted = new ConcurrentHashMap<>();
    private final AtomicInteger newcomers = new AtomicInteger();

    /**
     * Merchants that pass a rule and have this in common are granted the same by it, an amount of their own aside.
     *
     * @param key of the facts that matter to the rule
     * @param before what had no room in the key
     */
    record Kind(int rule, boolean grantsNothing, long key, ImmutableList<Long> before) {}

    /** What holds for a day, however often it is found out anew who is told apart. */
    private static final class Standing {
        final AtomicInteger requests = new AtomicInteger();
        final AtomicInteger toSkip = new AtomicInteger();
        volatile boolean isProven;
        volatile boolean isContradicted;
    }

    /**
     * A fact, with the values that have a cell when it is looked up.
     *
     * @param values by what rules can see of them, in the order of cells
     * @param once others that came once
     * @param again others that came again, with the values
     */
    private record Column(
            FactCells cells,
            ImmutableMap<Object, Object> values,
            ImmutableMap<Object, Integer> cellOf,
            Set<Object> once,
            Map<Object, Object> again) {
        Column(FactCells cells, ImmutableMap<Object, Object> values) {
            this(cells, values, cellsOf(values), ConcurrentHashMap.newKeySet(), new ConcurrentHashMap<>());
        }

        /** Gives whether it came before, and there is room for it: most values that hardly anybody has never come again. */
        boolean meets(Object value) {
            Object visible = FactCells.visible(cells.fact(), value);
            if (again.containsKey(visible)) {
                return true;
            }
            if (values.size() + again.size() >= MOST_VALUES) {
                return false;
            }
            if (once.remove(visible)) {
                again.put(visible, value);
                return true;
            }
            if (once.size() >= MOST_VALUES) {
                once.clear();
            }
            once.add(visible);
            return false;
        }

        /** Whether all cells that a fact had before are told apart as they were. */
        boolean isCutAs(Column other) {
            return cells.fact().equals(other.cells.fact()) && cells.hasEdgesOf(other.cells);
        }

        private static ImmutableMap<Object, Integer> cellsOf(ImmutableMap<Object, Object> values) {
            ImmutableMap.Builder<Object, Integer> cellOf = ImmutableMap.builder();
            int cell = 0;
            for (Object visible : values.keySet()) {
                cellOf.put(visible, cell++);
            }
            return cellOf.buildOrThrow();
        }
    }

    /**
     * Of the day of a request, with the values that its merchants have.
     *
     * @param before of the same day: what it knows of values is kept, and of kinds that have the same keys now
     */
    Kinds(RuleBook book, AllocationRequest request, List<Object> context, @Nullable Kinds before) {
        Cohorts nobody = new Cohorts(Merchants.of(List.of()), request.settings(), Workers.of(1));
        Map<Fact, ImmutableMap<Object, Object>> values = new LinkedHashMap<>();
        this.screen = Screen.of(book, context, fact -> {
            ImmutableMap<Object, Object> known = values(fact, request.merchants(), before);
            values.put(fact, known);
            return new FactCells(fact, nobody, known.values().asList());
        });
        this.masks = screen.masks().stream()
                .sorted(Comparator.comparing(
                        mask -> !mask.cells().fact().attribute().isEmpty()))
                .collect(ImmutableList.toImmutableList());
        this.ruledOut = masks.stream()
                .map(mask -> Arrays.stream(mask.passing())
                        .mapToLong(
                                pass -> pass == null ? 0 : ~LongStream.of(pass).reduce(-1, (a, b) -> a & b))
                        .toArray())
                .toArray(long[][]::new);
        ImmutableList.Builder<Column> made = ImmutableList.builder();
        for (FactCells cut : screen.cells()) {
            made.add(new Column(cut, values.getOrDefault(cut.fact(), ImmutableMap.of())));
        }
        this.columns = made.build();
        List<FactCells> cells = ImmutableList.copyOf(screen.cells());
        this.columnOfMask =
                masks.stream().mapToInt(mask -> cells.indexOf(mask.cells())).toArray();
        this.columnOfPart = IntStream.range(0, book.rules().size())
                .mapToObj(rule -> screen.rule(rule).key().stream()
                        .mapToInt(part -> cells.indexOf(part.cells()))
                        .toArray())
                .toArray(int[][]::new);
        this.valueCount =
                columns.stream().mapToInt(column -> column.values.size()).sum();
        this.standing = before == null ? new Standing() : before.standing;
        if (before != null) {
            boolean[] isSame = new boolean[book.rules().size()];
            for (int rule = 0; rule < isSame.length; rule++) {
                isSame[rule] = hasKeysOf(before, rule);
            }
            before.granted.forEach((kind, grants) -> {
                if (isSame[kind.rule]) {
                    granted.put(kind, grants);
                }
            });
        }
    }

    /** Whether a rule tells merchants apart as before, as long as none has a value that had no cell. */
    private boolean hasKeysOf(Kinds before, int rule) {
        RuleScreen now = screen.rule(rule);
        RuleScreen then = before.screen.rule(rule);
        if (now.isOff() != then.isOff()
                || now.hasAmount() != then.hasAmount()
                || now.key().size() != then.key().size()
                || columns.size() != before.columns.size()) {
            return false;
        }
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            if (!isBeginning(
                    then.passes(column.cells.fact()),
                    now.passes(column.cells.fact()),
                    column.isCutAs(before.columns.get(index)))) {
                return false;
            }
        }
        for (int index = 0; index < now.key().size(); index++) {
            int at = columnOfPart[rule][index];
            boolean isSame = at == before.columnOfPart[rule][index]
                    && columns.get(at).isCutAs(before.columns.get(at))
                    && now.key().get(index).tellsApartAs(then.key().get(index));
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBeginning(boolean @Nullable [] then, boolean @Nullable [] now, boolean isSameColumn) {
        if (then == null || now == null) {
            return then == now;
        }
        return isSameColumn && now.length >= then.length && Arrays.equals(then, Arrays.copyOf(now, then.length));
    }

    private static ImmutableMap<Object, Object> values(Fact fact, Merchants merchants, @Nullable Kinds before) {
        Map<Object, Object> values = new LinkedHashMap<>();
        for (Column known : before == null ? ImmutableList.<Column>of() : before.columns) {
            if (known.cells.fact().equals(fact)) {
                values.putAll(known.values);
                values.putAll(known.again);
            }
        }
        Dictionary<?> column = FactCells.column(fact, merchants);
        int rows = column == null || fact.isNumber() || before != null ? 0 : merchants.count();
        for (int row = 0; column != null && row < rows && values.size() < MOST_VALUES; row++) {
            Object value = column.get(row);
            values.putIfAbsent(FactCells.visible(fact, value), value);
        }
        return ImmutableMap.copyOf(values);
    }

    Screen screen() {
        return screen;
    }

    ImmutableList<Screen.Mask> masks() {
        return masks;
    }

    /** The rules, of 64, that a mask can rule somebody out of. */
    long ruledOut(int mask, int word) {
        return ruledOut[mask][word];
    }

    /** Which of the {@link #rows} a mask is about. */
    int columnOfMask(int mask) {
        return columnOfMask[mask];
    }

    /** Which of the {@link #rows} a part of a rule's key is about. */
    int columnOfPart(int rule, int part) {
        return columnOfPart[rule][part];
    }

    /** Gives whether a value of one of the {@link #rows} that has no cell came before, and can be given one. */
    boolean meets(int column, Object value) {
        return columns.get(column).meets(value);
    }

    /** Where the merchants of a request of this day stand, by column. */
    RowCells[] rows(Cohorts cohorts) {
        RowCells[] rows = new RowCells[columns.size()];
        Arrays.setAll(rows, index -> new RowCells(columns.get(index).cells, columns.get(index).cellOf, cohorts));
        return rows;
    }

    /** What the engine granted to a kind; null when it was not shown any, or that is forgotten. */
    @Nullable ImmutableList<Granted> granted(Kind kind) {
        return granted.get(kind);
    }

    /** Keeps what the engine granted to a kind; gives what it granted to one before, or null. */
    @Nullable ImmutableList<Granted> learn(Kind kind, ImmutableList<Granted> grants) {
        if (granted.size() >= MOST_KINDS) {
            forget();
        }
        return granted.putIfAbsent(kind, grants);
    }

    /** The rule that has the most kinds is the one whose kinds come again least. */
    private void forget() {
        int[] count = new int[columnOfPart.length];
        granted.keySet().forEach(kind -> count[kind.rule]++);
        int most = Arrays.stream(count).max().orElse(0);
        granted.keySet().removeIf(kind -> count[kind.rule] == most);
    }

    /** The engine was shown somebody, and nothing failed. */
    void proved() {
        standing.isProven = true;
    }

    /** Whether it is known that rules do not fail at the day's facts, whoever is shown to the engine. */
    boolean isProven() {
        return standing.isProven;
    }

    /** Whether a request may be answered from here. */
    boolean isUsable() {
        return !standing.isContradicted && standing.toSkip.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
    }

    /** The engine said something else than was learned from it, which must never be: nothing is answered from here again. */
    void contradicted() {
        standing.isContradicted = true;
    }

    void failed() {
        standing.toSkip.set(REQUESTS_AFTER_A_FAILURE);
    }

    /** So many merchants had values that came before, and that there is room for, but no cell. */
    void met(int strangers) {
        newcomers.addAndGet(strangers);
    }

    boolean isOutgrown() {
        return !standing.isContradicted && (long) VALUES_FOR_A_NEWCOMER * newcomers.get() > valueCount;
    }

    /**
     * Counts a request, of which the engine is shown some merchants for the proof alone now and then, often at first,
     * and always until it is {@link #isProven}.
     *
     * @return where to begin, mostly another number for each of these requests; -1 for all others
     */
    int proof() {
        int number = standing.requests.incrementAndGet() & Integer.MAX_VALUE;
        return !standing.isProven || number % REQUESTS_FOR_A_PROOF == 0 || Integer.bitCount(number) == 1
                ? number / REQUESTS_FOR_A_PROOF + number % REQUESTS_FOR_A_PROOF
                : -1;
    }
}
