package io.trafficallocator.rules;

import java.util.Arrays;

/** What the engine granted to the merchants that it was shown, by merchant and rule. Built once; then only read. */
final class Templates {
    /** The template that grants nothing. */
    static final int NOTHING = 0;

    private final Grants.Builder entries;
    private final int rules;
    /** What was granted to which merchant by which rule; templates are numbered as these are, from 1 on. */
    private final KeyIds places = new KeyIds();

    private int[] start = new int[16];
    private int[] ends = new int[16];
    private int next = 1;

    Templates(Grants.Builder granted, int rules) {
        this.rules = rules;
        this.entries = granted.sorted();
        for (int entry = 0; entry < entries.count(); entry++) {
            int template = 1 + places.idOf(place(entries.merchant(entry), entries.rule(entry)));
            if (template == next) {
                grow();
                start[next++] = entry;
            }
            ends[template] = entry + 1;
        }
    }

    private void grow() {
        if (next == start.length) {
            start = Arrays.copyOf(start, 2 * next);
            ends = Arrays.copyOf(ends, 2 * next);
        }
    }

    private long place(int row, int rule) {
        return (long) row * rules + rule;
    }

    /** What a row that was shown to the engine is granted by a rule. */
    int of(int row, int rule) {
        return 1 + places.find(place(row, rule));
    }

    /** A template that grants what another does, but for the amount. */
    int withAmount(int template, double amount) {
        int from = start(template);
        int to = end(template);
        grow();
        start[next] = entries.count();
        for (int entry = from; entry < to; entry++) {
            entries.repeat(entry, amount);
        }
        ends[next] = entries.count();
        return next++;
    }

    /** The first of a template's {@link #entries}. */
    int start(int template) {
        return start[template];
    }

    /** The entry after a template's last. */
    int end(int template) {
        return ends[template];
    }

    Grants.Builder entries() {
        return entries;
    }

    /** Whether two templates grant the same. */
    boolean same(int template, int other) {
        int length = end(template) - start(template);
        if (length != end(other) - start(other)) {
            return false;
        }
        for (int index = 0; index < length; index++) {
            if (!entries.isAlike(start(template) + index, start(other) + index)) {
                return false;
            }
        }
        return true;
    }
}
