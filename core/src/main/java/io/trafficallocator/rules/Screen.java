package io.trafficallocator.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a book ask of merchants in one request, made ready to be looked up: for each rule which cells of
 * each fact it lets through, and which facts tell those that pass apart. Two merchants that pass a rule and have the
 * same key are granted the same by it; one that does not pass is granted nothing.
 */
final class Screen {
    private final Map<Fact, FactCells> cells = new LinkedHashMap<>();
    private final List<RuleScreen> rules = new ArrayList<>();

    private Screen() {}

    /**
     * What a book asks on a day.
     *
     * @param uncut makes the cells of a fact
     */
    static Screen of(RuleBook book, List<Object> context, Function<Fact, FactCells> uncut) {
        Screen screen = new Screen();
        for (CompiledRule rule : book.compiled()) {
            screen.rules.add(new RuleScreen(rule.shape(), context, screen.cells, uncut));
        }
        screen.cells.values().forEach(FactCells::cut);
        screen.rules.forEach(RuleScreen::decide);
        screen.rules.forEach(RuleScreen::settleKey);
        screen.cells.values().forEach(screen::merge);
        return screen;
    }

    Collection<FactCells> cells() {
        return cells.values();
    }

    RuleScreen rule(int index) {
        return rules.get(index);
    }

    /**
     * One fact's say in which rules a merchant passes.
     *
     * @param passing for each 64 rules a bit for each, by cell; null when the fact rules nobody out of them
     */
    record Mask(FactCells cells, long[] @Nullable [] passing) {}

    /** Facts that rule nobody out are left out. */
    List<Mask> masks() {
        List<Mask> masks = new ArrayList<>();
        for (FactCells cut : cells.values()) {
            int words = (rules.size() + Long.SIZE - 1) / Long.SIZE;
            long[] @Nullable [] passing = new long[words][];
            boolean matters = false;
            for (int index = 0; index < rules.size(); index++) {
                boolean[] pass = rules.get(index).passes(cut.fact());
                if (pass == null || rules.get(index).isOff()) {
                    continue;
                }
                int word = index / Long.SIZE;
                long[] mask = passing[word];
                if (mask == null) {
                    mask = new long[cut.count()];
                    Arrays.fill(mask, -1);
                    passing[word] = mask;
                    matters = true;
                }
                for (int cell = 0; cell < mask.length; cell++) {
                    if (!pass[cell]) {
                        mask[cell] &= ~(1L << index);
                    }
                }
            }
            if (matters) {
                masks.add(new Mask(cut, passing));
            }
        }
        return masks;
    }

    /** Joins neighbouring cells that no rule tells apart. */
    private void merge(FactCells cut) {
        Fact fact = cut.fact();
        if (!fact.isNumber()) {
            return;
        }
        int[] before = cut.merge(cell -> {
            for (RuleScreen rule : rules) {
                boolean[] pass = rule.passes(fact);
                if (!rule.isOff() && pass != null && pass[cell] != pass[cell - 1]) {
                    return true;
                }
                for (RuleScreen.KeyPart part : rule.key()) {
                    if (part.cells() == cut
                            && part.classes() != null
                            && part.classes()[cell] != part.classes()[cell - 1]) {
                        return true;
                    }
                }
            }
            return false;
        });
        rules.forEach(rule -> rule.follow(cut, before));
    }
}
