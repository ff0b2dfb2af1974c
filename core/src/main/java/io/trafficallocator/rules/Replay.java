package io.trafficallocator.rules;

import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.RuleScreen.KeyPart;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets the engine decide about one merchant of each kind, and grants the same to all that are alike: alike, that is, in
 * everything that a rule looks at, rule by rule. Which merchants pass a rule's plain conditions, and which facts tell
 * those that pass apart, says the {@link Screen}; what they are granted, the engine alone.
 *
 * <p>Every merchant that the engine is shown also proves the rest: what is replayed for it must be what the engine said.
 */
final class Replay {
    private static final int ROWS_PER_PIECE = 1 << 13;
    /** So many merchants are shown to the engine for the proof alone. */
    private static final int WITNESSES = 32;

    private final Screen screen;
    private final int rules;
    private final int rows;
    private final long[] live;
    private final long[] keyed;
    private final List<Screen.Mask> columns;
    private final long[][] passing;
    private final Piece[] pieces;
    private final int[] firstSlot;
    private final KeyIds[] keys;

    /** What a piece of the rows found out. */
    private static final class Piece {
        /** By rule: the first row that passes, or -1. */
        final int[] first;

        /** By rule that has keys: those of the piece, and the first row of each. */
        final @Nullable KeyIds[] keys;

        final int[][] firstOfKey;
        /** For each row, and each rule in it that passes and has keys: which. */
        int[] ids = new int[256];

        int count;

        /** By rule and its own number of a key: the slot. */
        int[][] slots = new int[0][];

        Piece(int rules) {
            this.first = new int[rules];
            this.keys = new @Nullable KeyIds[rules];
            this.firstOfKey = new int[rules][];
            Arrays.fill(first, -1);
        }

        void add(int rule, long key, int row) {
            KeyIds own = keys[rule];
            if (own == null) {
                own = new KeyIds();
                keys[rule] = own;
                firstOfKey[rule] = new int[8];
            }
            int known = own.count();
            int id = own.idOf(key);
            if (id == known) {
                if (id == firstOfKey[rule].length) {
                    firstOfKey[rule] = Arrays.copyOf(firstOfKey[rule], 2 * id);
                }
                firstOfKey[rule][id] = row;
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
        }
    }

    private Replay(Screen screen, int rules, int rows) {
        this.screen = screen;
        this.rules = rules;
        this.rows = rows;
        int words = (rules + Long.SIZE - 1) / Long.SIZE;
        this.live = new long[words];
        this.keyed = new long[words];
        this.passing = new long[words][rows];
        this.pieces = new Piece[Workers.pieces(rows, ROWS_PER_PIECE)];
        this.firstSlot = new int[rules + 1];
        this.keys = new KeyIds[rules];
        for (int rule = 0; rule < rules; rule++) {
            RuleScreen own = screen.rule(rule);
            keys[rule] = new KeyIds();
            if (!own.isOff()) {
                live[rule / Long.SIZE] |= 1L << rule;
                if (!own.hasKey() || !own.key().isEmpty()) {
                    keyed[rule / Long.SIZE] |= 1L << rule;
                }
            }
        }
        this.columns = screen.masks();
    }

    /**
     * The grants of all rows, or null when too few are alike, or the engine says something else than was replayed.
     *
     * @param mostShown how many rows the engine may be shown; with more it may as well see all
     * @param engine gives what the engine grants to some rows, in ascending order, programmes in their final places
     */
    static @Nullable Grants run(
            Screen screen,
            int rules,
            int rows,
            int mostShown,
            Function<int[], Grants.Builder> engine,
            Workers workers) {
        return new Replay(screen, rules, rows).run(mostShown, engine, workers);
    }

    private @Nullable Grants run(int mostShown, Function<int[], Grants.Builder> engine, Workers workers) {
        workers.run(rows, ROWS_PER_PIECE, this::screen);
        int[] first = join();
        int[] representative = representatives(first);
        int[] shown = shown(representative);
        if (shown.length > mostShown) {
            return null;
        }
        Templates templates = new Templates(engine.apply(shown), rules);
        int[] template = new int[representative.length];
        for (int rule = 0; rule < rules; rule++) {
            for (int slot = firstSlot[rule]; slot < firstSlot[rule + 1]; slot++) {
                template[slot] = templates.of(representative[slot], rule);
                if (representative[slot] != first[slot] && template[slot] != Templates.NOTHING) {
                    template[slot] = templates.withAmount(
                            template[slot], screen.rule(rule).amount(first[slot]));
                }
            }
        }
        for (int row : shown) {
            if (!isProven(row, templates, template)) {
                return null;
            }
        }
        return fill(templates, template, workers);
    }

    private void screen(int piece, int from, int to) {
        Piece own = new Piece(rules);
        pieces[piece] = own;
        int[] cells = new int[to - from];
        double[] values = new double[to - from];
        for (int word = 0; word < live.length; word++) {
            Arrays.fill(passing[word], from, to, live[word]);
        }
        for (Screen.Mask column : columns) {
            column.cells().cells(from, to, cells, values);
            for (int word = 0; word < live.length; word++) {
                long[] mask = column.passing()[word];
                if (mask != null) {
                    long[] pass = passing[word];
                    for (int row = from; row < to; row++) {
                        pass[row] &= mask[cells[row - from]];
                    }
                }
            }
        }
        for (int word = 0; word < live.length; word++) {
            long seen = 0;
            for (int row = from; row < to; row++) {
                long unseen = passing[word][row] & ~keyed[word] & ~seen;
                seen |= unseen;
                for (; unseen != 0; unseen &= unseen - 1) {
                    own.first[word * Long.SIZE + Long.numberOfTrailingZeros(unseen)] = row;
                }
            }
        }
        for (int row = from; row < to; row++) {
            for (int word = 0; word < live.length; word++) {
                for (long bits = passing[word][row] & keyed[word]; bits != 0; bits &= bits - 1) {
                    int rule = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                    own.add(rule, key(rule, row, true), row);
                }
            }
        }
    }

    private long key(int rule, int row, boolean withFigures) {
        RuleScreen own = screen.rule(rule);
        if (withFigures && !own.hasKey()) {
            return row;
        }
        long key = 0;
        List<KeyPart> parts = own.key();
        for (int index = 0; index < parts.size(); index++) {
            KeyPart part = parts.get(index);
            if (part.isFigure() && !withFigures) {
                continue;
            }
            int[] classes = part.classes();
            long value = classes == null
                    ? part.cells().exact(row)
                    : classes[part.cells().cell(row)];
            key = (key << part.bits()) | value;
        }
        return key;
    }

    /** Gives each rule and key a slot; returns the first row of each. */
    private int[] join() {
        int[][] first = new int[rules][];
        for (int rule = 0; rule < rules; rule++) {
            int[] rowsOfRule = new int[1];
            for (Piece piece : pieces) {
                if (piece.first[rule] >= 0 && keys[rule].count() == 0) {
                    keys[rule].idOf(0);
                    rowsOfRule[0] = piece.first[rule];
                }
                KeyIds own = piece.keys[rule];
                for (int id = 0; own != null && id < own.count(); id++) {
                    int known = keys[rule].count();
                    int slot = keys[rule].idOf(own.key(id));
                    if (slot == known) {
                        if (slot == rowsOfRule.length) {
                            rowsOfRule = Arrays.copyOf(rowsOfRule, 2 * slot);
                        }
                        rowsOfRule[slot] = piece.firstOfKey[rule][id];
                    }
                }
            }
            first[rule] = rowsOfRule;
            firstSlot[rule + 1] = firstSlot[rule] + keys[rule].count();
        }
        int[] representative = new int[firstSlot[rules]];
        for (int rule = 0; rule < rules; rule++) {
            System.arraycopy(first[rule], 0, representative, firstSlot[rule], firstSlot[rule + 1] - firstSlot[rule]);
        }
        return representative;
    }

    /** Of merchants that differ by the amount alone, one is enough for the engine. */
    private int[] representatives(int[] first) {
        int[] representative = first.clone();
        for (int rule = 0; rule < rules; rule++) {
            RuleScreen own = screen.rule(rule);
            KeyIds classes = new KeyIds();
            int[] firstOfClass = new int[own.hasAmount() ? firstSlot[rule + 1] - firstSlot[rule] : 0];
            for (int slot = firstSlot[rule]; own.hasAmount() && slot < firstSlot[rule + 1]; slot++) {
                double amount = own.amount(first[slot]);
                if (!Double.isNaN(amount)) {
                    long key = 2 * key(rule, first[slot], false) + (own.grantsNothing(amount) ? 1 : 0);
                    int known = classes.count();
                    int id = classes.idOf(key);
                    if (id == known) {
                        firstOfClass[id] = first[slot];
                    }
                    representative[slot] = firstOfClass[id];
                }
            }
        }
        return representative;
    }

    private int[] shown(int[] representative) {
        int witnesses = Math.min(WITNESSES, rows);
        int[] all = Arrays.copyOf(representative, representative.length + witnesses);
        for (int index = 0; index < witnesses; index++) {
            all[representative.length + index] = (int) ((long) index * rows / witnesses);
        }
        return Arrays.stream(all).sorted().distinct().toArray();
    }

    private boolean isProven(int row, Templates templates, int[] template) {
        for (int rule = 0; rule < rules; rule++) {
            int word = rule / Long.SIZE;
            int expected = Templates.NOTHING;
            if ((passing[word][row] >>> rule & 1) != 0) {
                boolean hasKey = (keyed[word] >>> rule & 1) != 0;
                expected = template[firstSlot[rule] + (hasKey ? keys[rule].idOf(key(rule, row, true)) : 0)];
            }
            if (!templates.same(expected, templates.of(row, rule))) {
                return false;
            }
        }
        return true;
    }

    private Grants fill(Templates templates, int[] template, Workers workers) {
        int[] start = new int[pieces.length + 1];
        workers.run(rows, ROWS_PER_PIECE, (piece, from, to) -> {
            slots(pieces[piece]);
            start[piece + 1] = each(piece, from, to, templates, template, 0, null, null);
        });
        for (int piece = 0; piece < pieces.length; piece++) {
            start[piece + 1] = Math.addExact(start[piece + 1], start[piece]);
        }
        int[] merchant = new int[start[pieces.length]];
        int[] entry = new int[merchant.length];
        workers.run(
                rows,
                ROWS_PER_PIECE,
                (piece, from, to) -> each(piece, from, to, templates, template, start[piece], merchant, entry));
        return templates.entries().build(merchant, entry);
    }

    /** Turns a piece's own numbers of keys into slots. */
    private void slots(Piece piece) {
        int[][] slots = new int[rules][];
        for (int rule = 0; rule < rules; rule++) {
            KeyIds own = piece.keys[rule];
            if (own != null) {
                slots[rule] = new int[own.count()];
                for (int id = 0; id < own.count(); id++) {
                    slots[rule][id] = firstSlot[rule] + keys[rule].idOf(own.key(id));
                }
            }
        }
        piece.slots = slots;
    }

    /** Counts the grants of a piece, and writes them down when there is something to write to. */
    private int each(
            int piece,
            int from,
            int to,
            Templates templates,
            int[] template,
            int first,
            int @Nullable [] merchant,
            int @Nullable [] entry) {
        Piece own = pieces[piece];
        int at = first;
        int next = 0;
        for (int row = from; row < to; row++) {
            for (int word = 0; word < live.length; word++) {
                for (long bits = passing[word][row]; bits != 0; bits &= bits - 1) {
                    long bit = bits & -bits;
                    int rule = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                    int slot = (keyed[word] & bit) == 0 ? firstSlot[rule] : own.slots[rule][own.ids[next++]];
                    int granted = template[slot];
                    int end = templates.end(granted);
                    for (int each = templates.start(granted); each < end; each++) {
                        if (merchant != null && entry != null) {
                            merchant[at] = row;
                            entry[at] = each;
                        }
                        at++;
                    }
                }
            }
        }
        return at - first;
    }
}
