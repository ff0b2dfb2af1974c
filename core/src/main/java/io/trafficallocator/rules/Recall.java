package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.Kinds.Kind;
import io.trafficallocator.rules.RuleScreen.KeyPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Grants the merchants of a small request what the engine granted to others of their {@link Kinds}, in whatever request
 * of the same day it was shown one. It is shown those of a new kind, or that are a kind of their own, and now and then
 * some others: of all whom it is shown, what it says is granted, learned, and held against what was learned before.
 */
final class Recall {
    private static final int WITNESSES = 4;

    private final Kinds kinds;
    private final int rules;
    private final int rows;
    private final RowCells[] columns;
    private final Amount.@Nullable Value[] formulas;
    private final long[] live;
    /** By row, then each 64 rules: which it passes. */
    private final long[] passing;

    private final boolean[] isShown;
    private final boolean[] isNew;
    private final List<Match> matches = new ArrayList<>();

    /**
     * A merchant passes a rule.
     *
     * @param granted to others of its kind; null when that is not known
     * @param amount its own; NaN when it is that of its kind
     */
    private record Match(int row, Kind kind, @Nullable ImmutableList<Granted> granted, double amount) {
        ImmutableList<Granted> ownOf(ImmutableList<Granted> ofKind) {
            return Double.isNaN(amount)
                    ? ofKind
                    : ofKind.stream().map(each -> each.withAmount(amount)).collect(ImmutableList.toImmutableList());
        }
    }

    private Recall(Kinds kinds, Cohorts cohorts, int rules) {
        this.kinds = kinds;
        this.rules = rules;
        this.rows = cohorts.merchants().count();
        this.columns = kinds.rows(cohorts);
        this.formulas = new Amount.@Nullable Value[rules];
        this.live = new long[(rules + Long.SIZE - 1) / Long.SIZE];
        this.passing = new long[rows * live.length];
        this.isShown = new boolean[rows];
        this.isNew = new boolean[rows];
        for (int rule = 0; rule < rules; rule++) {
            if (!kinds.screen().rule(rule).isOff()) {
                live[rule / Long.SIZE] |= 1L << rule;
            }
            if (kinds.screen().rule(rule).hasAmount()) {
                formulas[rule] = kinds.screen().rule(rule).formula(this::numberOf);
            }
        }
    }

    private Amount.Value numberOf(Fact fact) {
        for (RowCells column : columns) {
            if (column.fact().equals(fact)) {
                return column::number;
            }
        }
        throw new NotUnderstood();
    }

    /**
     * The grants of all merchants; null when the engine says something else than it said before.
     *
     * @param engine gives what the engine grants to some rows, in ascending order
     */
    static @Nullable Grants run(
            Kinds kinds,
            Cohorts cohorts,
            ImmutableList<RuleReference> rules,
            ProgrammeIndex programmes,
            Function<int[], Grants.Builder> engine) {
        Recall recall = new Recall(kinds, cohorts, rules.size());
        recall.look();
        int[] shown = IntStream.range(0, recall.rows)
                .filter(row -> recall.isShown[row])
                .toArray();
        Grants.Builder granted = new Grants.Builder(ImmutableList.of(), ImmutableList.of());
        if (shown.length > 0 || !kinds.isProven()) {
            Grants.Builder said = engine.apply(shown);
            if (!recall.learn(shown, new Templates(said, rules.size()))) {
                kinds.contradicted();
                return null;
            }
            if (shown.length > 0) {
                kinds.proved();
            }
            for (int each = 0; each < said.count(); each++) {
                add(said.merchant(each), said.rule(each), said.entry(each), programmes, granted);
            }
        }
        for (Match match : recall.matches) {
            if (!recall.isShown[match.row] && match.granted != null) {
                for (Granted each : match.ownOf(match.granted)) {
                    add(match.row, match.kind.rule(), each, programmes, granted);
                }
            }
        }
        Grants.Builder all = new Grants.Builder(programmes.sorted(), rules);
        all.addAll(granted);
        all.moveProgrammes(programmes.positions());
        return all.build();
    }

    private static void add(int row, int rule, Granted each, ProgrammeIndex programmes, Grants.Builder to) {
        to.add(row, rule, programmes.index(each.programme()), each);
    }

    private void look() {
        int strangers = 0;
        for (int row = 0; row < rows; row++) {
            boolean isToRemember = false;
            for (int column = 0; column < columns.length; column++) {
                if (!columns[column].fact().isNumber() && columns[column].cell(row) == RowCells.NEW) {
                    isNew[row] = true;
                    isToRemember |= kinds.meets(column, columns[column].value(row));
                }
            }
            if (isNew[row]) {
                isShown[row] = true;
                strangers += isToRemember ? 1 : 0;
            } else {
                pass(row);
                match(row);
            }
        }
        if (strangers > 0) {
            kinds.met(strangers);
        }
        int proof = kinds.proof();
        for (int witness = 0; proof >= 0 && witness < Math.min(rows, WITNESSES); witness++) {
            isShown[(int) ((proof + (long) witness * rows / WITNESSES) % rows)] = true;
        }
    }

    private void pass(int row) {
        int at = row * live.length;
        System.arraycopy(live, 0, passing, at, live.length);
        for (int mask = 0; mask < kinds.masks().size(); mask++) {
            RowCells column = columns[kinds.columnOfMask(mask)];
            for (int word = 0; word < live.length; word++) {
                long[] pass = kinds.masks().get(mask).passing()[word];
                if (pass != null && (passing[at + word] & kinds.ruledOut(mask, word)) != 0) {
                    passing[at + word] &= pass[column.cell(row)];
                }
            }
        }
    }

    private void match(int row) {
        for (int word = 0; word < live.length; word++) {
            for (long bits = passing[row * live.length + word]; bits != 0; bits &= bits - 1) {
                int rule = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                RuleScreen own = kinds.screen().rule(rule);
                Amount.Value formula = formulas[rule];
                double amount = formula == null ? Double.NaN : own.amount(formula, row);
                if (formula == null ? !own.looksAtAnything() : !Double.isNaN(amount)) {
                    Kind kind = kind(rule, row, formula == null, amount);
                    ImmutableList<Granted> granted = kinds.granted(kind);
                    matches.add(new Match(row, kind, granted, amount));
                    isShown[row] |= granted == null;
                } else {
                    isShown[row] = true;
                }
            }
        }
    }

    private Kind kind(int rule, int row, boolean withFigures, double amount) {
        RuleScreen own = kinds.screen().rule(rule);
        ImmutableList.Builder<Long> full = null;
        long key = 0;
        int bits = 0;
        ImmutableList<KeyPart> parts = own.key();
        for (int index = 0; index < parts.size(); index++) {
            KeyPart part = parts.get(index);
            if (withFigures || !part.isFigure()) {
                if (bits + part.bits() > Long.SIZE) {
                    full = full == null ? ImmutableList.builder() : full;
                    full.add(key);
                    key = 0;
                    bits = 0;
                }
                RowCells column = columns[kinds.columnOfPart(rule, index)];
                int[] classes = part.classes();
                key = (key << part.bits()) | (classes == null ? column.exact(row) : classes[column.cell(row)]);
                bits += part.bits();
            }
        }
        return new Kind(rule, own.grantsNothing(amount), key, full == null ? ImmutableList.of() : full.build());
    }

    /** Gives whether all that the engine said is what it said of the same kinds before. */
    private boolean learn(int[] shown, Templates said) {
        for (int row : shown) {
            for (int rule = 0; rule < rules && !isNew[row]; rule++) {
                boolean passes = (passing[row * live.length + rule / Long.SIZE] >>> rule & 1) != 0;
                if (!passes && said.of(row, rule) != Templates.NOTHING) {
                    return false;
                }
            }
        }
        for (Match match : matches) {
            if (isShown[match.row]) {
                int template = said.of(match.row, match.kind.rule());
                ImmutableList<Granted> grants = IntStream.range(said.start(template), said.end(template))
                        .mapToObj(said.entries()::entry)
                        .collect(ImmutableList.toImmutableList());
                ImmutableList<Granted> before = kinds.learn(match.kind, grants);
                if (!match.ownOf(before == null ? grants : before).equals(grants)) {
                    return false;
                }
            }
        }
        return true;
    }
}
