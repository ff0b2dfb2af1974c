package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.rules.RuleShape.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one rule asks of merchants in one request: which cells of each fact it lets through, and which facts tell those
 * that pass apart. Built in steps, for all rules side by side, because they share the cells; then only read.
 */
final class RuleScreen {
    private final Map<Fact, FactCells> cells;
    private final ContextValues values;
    private final List<Condition> conditions;
    private final List<@Nullable List<Map<String, @Nullable Object>>> combinations = new ArrayList<>();
    /** Which cells pass, by fact. */
    private final Map<Fact, boolean[]> passes = new LinkedHashMap<>();

    private final Map<Fact, int[]> classes = new LinkedHashMap<>();
    private final Set<Fact> exact;
    private final RuleShape.@Nullable Figures figures;
    private Set<Fact> figureFacts = Set.of();
    private Map<String, @Nullable Object> amountContext = Map.of();
    private Amount.@Nullable Value amount;
    private boolean isDecided = true;
    private boolean isOff;
    private ImmutableList<KeyPart> key = ImmutableList.of();
    private int keyBits;
    private boolean hasAmount;

    /**
     * Cuts the facts, which may be new to {@code cells}, where the rule compares them.
     *
     * @param uncut not kept, because it may know a request whose merchants others shall not keep alive
     */
    RuleScreen(RuleShape shape, List<Object> context, Map<Fact, FactCells> cells, Function<Fact, FactCells> uncut) {
        this.cells = cells;
        this.values = new ContextValues(shape, context);
        this.conditions = shape.conditions();
        this.exact = new HashSet<>(shape.exact());
        for (Condition condition : conditions) {
            combinations.add(prepare(condition, uncut));
        }
        this.figures = shape.figures();
        prepareFigures(uncut);
        exact.forEach(fact -> cellsOf(fact, uncut));
    }

    /** Where the formula is not known after all, the engine must see every value that it reads. */
    private void prepareFigures(Function<Fact, FactCells> uncut) {
        if (figures == null) {
            return;
        }
        Set<String> fixed = new HashSet<>(figures.amount().names());
        fixed.removeAll(figures.read().keySet());
        Set<Fact> read = new HashSet<>();
        figures.read().values().forEach(number -> read.add(factOf(number)));
        try {
            List<Map<String, @Nullable Object>> all = values.combinations(fixed);
            if (all.size() == 1) {
                amountContext = all.get(0);
                read.forEach(fact -> cellsOf(fact, uncut));
                amount = formula(this::numberOf);
                figureFacts = read;
                return;
            }
        } catch (NotUnderstood e) {
            // As without a formula.
        }
        exact.addAll(read);
    }

    private Fact factOf(Expression number) {
        Fact fact = RuleShape.number(number);
        return fact == null ? Fact.ANY : fact;
    }

    /**
     * The formula of the amount, ready for the merchants of a request.
     *
     * @param numbers gives a fact of a row
     * @throws NotUnderstood when there is none that is known
     */
    Amount.Value formula(Function<Fact, Amount.Value> numbers) {
        if (figures == null) {
            throw new NotUnderstood();
        }
        return figures.amount().compile(name -> variable(name, numbers));
    }

    private Amount.Value numberOf(Fact fact) {
        FactCells cut = cells.get(fact);
        if (cut == null) {
            throw new NotUnderstood();
        }
        return cut::number;
    }

    private Amount.Typed variable(String name, Function<Fact, Amount.Value> numbers) {
        Expression number = figures == null ? null : figures.read().get(name);
        if (number != null) {
            Fact fact = factOf(number);
            return new Amount.Typed(fact.kind().isWhole(), numbers.apply(fact));
        }
        if (amountContext.get(name) instanceof Number value && (value instanceof Integer || value instanceof Double)) {
            double fixed = value.doubleValue();
            return new Amount.Typed(value instanceof Integer, row -> fixed);
        }
        throw new NotUnderstood();
    }

    /** Whether the amount differs among merchants of the same {@linkplain #key}, figures aside. */
    boolean hasAmount() {
        return hasAmount;
    }

    /** The amount that a row is granted; NaN when only the engine can tell. */
    double amount(int row) {
        return amount == null ? Double.NaN : amount(amount, row);
    }

    /** The amount that a row of another request is granted by its {@link #formula}. */
    double amount(Amount.Value formula, int row) {
        return figures == null ? Double.NaN : figures.amount().kind().granted(formula.of(row));
    }

    boolean grantsNothing(double granted) {
        return figures != null && figures.amount().kind().grantsNothing(granted);
    }

    private void cellsOf(Fact fact, Function<Fact, FactCells> uncut) {
        if (!fact.equals(Fact.ANY)) {
            cells.computeIfAbsent(fact, uncut);
        }
    }

    /** Cuts the facts where the condition compares them; null when only the engine understands it. */
    private @Nullable List<Map<String, @Nullable Object>> prepare(
            Condition condition, Function<Fact, FactCells> uncut) {
        condition.facts().forEach(fact -> cellsOf(fact, uncut));
        if (condition.expression() == null) {
            exact.addAll(condition.facts());
            return null;
        }
        try {
            List<Map<String, @Nullable Object>> all = values.combinations(condition.variables());
            Map<Fact, Set<Double>> thresholds = new HashMap<>();
            for (Map<String, @Nullable Object> each : all) {
                Thresholds.collect(condition.expression(), each, thresholds);
            }
            thresholds.forEach((fact, found) -> found.forEach(value -> {
                FactCells cut = cells.get(fact);
                if (cut != null) {
                    cut.threshold(value);
                }
            }));
            return all;
        } catch (NotUnderstood e) {
            exact.addAll(condition.facts());
            return null;
        }
    }

    /** Passes, classes and key, once every fact has been cut. */
    void decide() {
        boolean isJoined = false;
        for (int index = 0; index < conditions.size(); index++) {
            Condition condition = conditions.get(index);
            if (!isJoined && !condition.variables().isEmpty()) {
                isJoined = true;
                if (values.isImpossible() && isDecided) {
                    break;
                }
                isDecided &= !values.mayThrow() && areSure(index);
            }
            List<Map<String, @Nullable Object>> all = combinations.get(index);
            if (condition.expression() == null || all == null) {
                isDecided = false;
            } else if (condition.facts().size() == 1) {
                single(condition.expression(), condition.facts().iterator().next(), all);
            } else {
                isDecided = false;
                condition.facts().forEach(this::byCell);
            }
        }
        // What comes after the merchant's conditions is not looked at when a fact before it is missing.
        isOff = values.isImpossible() && isDecided;
    }

    /**
     * Whether the engine can evaluate all conditions from {@code first} on at whoever passes those before: it evaluates
     * them in an order of its own, those that it has an index for first.
     */
    private boolean areSure(int first) {
        for (int index = first; index < conditions.size(); index++) {
            Condition condition = conditions.get(index);
            List<Map<String, @Nullable Object>> all = combinations.get(index);
            if (condition.expression() == null
                    || all == null
                    || condition.facts().size() != 1) {
                return false;
            }
            Fact fact = condition.facts().iterator().next();
            FactCells cut = cells.get(fact);
            boolean[] before = passes.get(fact);
            for (int cell = 0; cut != null && cell < cut.count(); cell++) {
                for (Map<String, @Nullable Object> each : all) {
                    if ((before == null || before[cell])
                            && new Evaluator(new InCell(cut, cell, each)).truth(condition.expression())
                                    == Truth.UNKNOWN) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private void byCell(Fact fact) {
        FactCells cut = cells.get(fact);
        if (cut == null || !fact.isNumber()) {
            exact.add(fact);
            return;
        }
        int[] each = new int[cut.count()];
        for (int cell = 0; cell < each.length; cell++) {
            each[cell] = cell;
        }
        refine(fact, each);
    }

    private void single(Expression condition, Fact fact, List<Map<String, @Nullable Object>> all) {
        FactCells cut = cells.get(fact);
        if (cut == null) {
            isDecided = false;
            exact.add(fact);
            return;
        }
        boolean[] before = passes.get(fact);
        boolean[] pass = new boolean[cut.count()];
        int[] classOf = new int[pass.length];
        Map<List<Truth>, Integer> seen = new HashMap<>();
        boolean anyUnknown = false;
        for (int cell = 0; cell < pass.length; cell++) {
            List<Truth> truths = new ArrayList<>();
            for (Map<String, @Nullable Object> each : all) {
                Truth truth = new Evaluator(new InCell(cut, cell, each)).truth(condition);
                pass[cell] |= truth != Truth.FAILS;
                truths.add(truth);
            }
            Integer known = seen.putIfAbsent(truths, seen.size());
            classOf[cell] = known == null ? seen.size() - 1 : known;
            if (truths.contains(Truth.UNKNOWN) && (before == null || before[cell])) {
                anyUnknown = true;
                boolean isNoValue = fact.isNumber() && cell == pass.length - 1;
                if (!isNoValue) {
                    exact.add(fact);
                }
            }
        }
        refine(fact, classOf);
        if (isDecided) {
            for (int cell = 0; before != null && cell < pass.length; cell++) {
                pass[cell] &= before[cell];
            }
            passes.put(fact, pass);
            // Where the engine may throw, whoever gets that far must be shown to it.
            isDecided = !anyUnknown;
        }
    }

    private void refine(Fact fact, int[] classOf) {
        int[] before = classes.get(fact);
        if (before == null) {
            classes.put(fact, classOf);
            return;
        }
        Map<Long, Integer> seen = new HashMap<>();
        int[] both = new int[classOf.length];
        for (int cell = 0; cell < both.length; cell++) {
            long pair = ((long) before[cell] << 32) | classOf[cell];
            Integer known = seen.putIfAbsent(pair, seen.size());
            both[cell] = known == null ? seen.size() - 1 : known;
        }
        classes.put(fact, both);
    }

    /** Leaves only what tells merchants apart that pass. */
    void settleKey() {
        ImmutableList.Builder<KeyPart> parts = ImmutableList.builder();
        int bits = exact.contains(Fact.ANY) ? Long.SIZE + 1 : 0;
        for (FactCells cut : cells.values()) {
            int[] classOf = classes.get(cut.fact());
            if (exact.contains(cut.fact())) {
                if (cut.fact().isNumber()) {
                    parts.add(new KeyPart(cut, null, cut.exactBits(), false));
                    bits += cut.exactBits();
                    continue;
                }
                classOf = cut.distinct();
            }
            if (figureFacts.contains(cut.fact()) && !exact.contains(cut.fact())) {
                parts.add(new KeyPart(cut, null, cut.exactBits(), true));
                bits += cut.exactBits();
            }
            if (classOf != null) {
                int[] compact = compact(classOf, passes.get(cut.fact()));
                int most = 0;
                for (int each : compact) {
                    most = Math.max(most, each);
                }
                if (most > 0) {
                    int width = Integer.SIZE - Integer.numberOfLeadingZeros(most);
                    parts.add(new KeyPart(cut, compact, width, false));
                    bits += width;
                }
            }
        }
        key = parts.build();
        keyBits = bits;
        int figureBits =
                key.stream().filter(KeyPart::isFigure).mapToInt(KeyPart::bits).sum();
        hasAmount = amount != null && bits - figureBits < Long.SIZE - 1;
    }

    private int[] compact(int[] classOf, boolean @Nullable [] pass) {
        Map<Integer, Integer> seen = new HashMap<>();
        int[] compact = new int[classOf.length];
        for (int cell = 0; cell < compact.length; cell++) {
            if (pass == null || pass[cell]) {
                Integer known = seen.putIfAbsent(classOf[cell], seen.size());
                compact[cell] = known == null ? seen.size() - 1 : known;
            }
        }
        return compact;
    }

    /** True when it can grant nothing to anybody. */
    boolean isOff() {
        return isOff;
    }

    /** What tells merchants that pass apart; empty when all are granted the same. */
    ImmutableList<KeyPart> key() {
        return key;
    }

    /** Whether it may tell any two merchants apart, whatever their keys are. */
    boolean looksAtAnything() {
        return exact.contains(Fact.ANY);
    }

    /** Whether a key fits into 63 bits; otherwise no two merchants count as alike. */
    boolean hasKey() {
        return keyBits < Long.SIZE;
    }

    /** Which cells of a fact pass; null when all do. */
    boolean @Nullable [] passes(Fact fact) {
        return passes.get(fact);
    }

    /** Follows a {@linkplain FactCells#merge merge} of cells; {@code before} are their old numbers. */
    void follow(FactCells cut, int[] before) {
        boolean[] pass = passes.get(cut.fact());
        if (pass != null) {
            boolean[] merged = new boolean[before.length];
            for (int cell = 0; cell < before.length; cell++) {
                merged[cell] = pass[before[cell]];
            }
            passes.put(cut.fact(), merged);
        }
        ImmutableList.Builder<KeyPart> parts = ImmutableList.builder();
        for (KeyPart part : key) {
            int[] old = part.classes;
            if (part.cells == cut && old != null) {
                int[] merged = new int[before.length];
                for (int cell = 0; cell < before.length; cell++) {
                    merged[cell] = old[before[cell]];
                }
                parts.add(new KeyPart(cut, merged, part.bits, part.isFigure));
            } else {
                parts.add(part);
            }
        }
        key = parts.build();
    }

    /**
     * How merchants that pass a rule differ by one fact.
     *
     * @param classes by cell; null when every value is a class of its own
     * @param bits how many bits a class takes
     * @param isFigure whether it changes nothing but the amount, by a formula that is known
     */
    record KeyPart(FactCells cells, int @Nullable [] classes, int bits, boolean isFigure) {
        /** Whether merchants that lie in cells which the other had too differ as they did there. */
        boolean tellsApartAs(KeyPart other) {
            int[] now = classes;
            int[] then = other.classes;
            if (bits != other.bits || isFigure != other.isFigure) {
                return false;
            }
            if (now == null || then == null) {
                return now == then;
            }
            return now.length >= then.length && Arrays.equals(then, Arrays.copyOf(now, then.length));
        }
    }

    private record InCell(FactCells cells, int cell, Map<String, @Nullable Object> context) implements Evaluator.Names {
        @Override
        public @Nullable Object value(String name) {
            return MerchantWords.FIELDS.contains(name) ? cells.field(name, cell) : context.get(name);
        }

        @Override
        public @Nullable Object call(String method, List<@Nullable Object> arguments) {
            return cells.call(method, arguments, cell);
        }
    }
}
