package io.trafficallocator.workbench.scenario;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;

/** The cells of the row that was read last, without an object for each; space around a cell is left out. */
final class Cells extends AbstractBaseCsvCallbackHandler<Cells> {
    private char[] chars = new char[256];
    private int[] start = new int[16];
    private int[] end = new int[16];
    private int count;
    private int used;
    private long line;

    int count() {
        return count;
    }

    /** The line that the row begins at. */
    long line() {
        return line;
    }

    char[] chars() {
        return chars;
    }

    int start(int cell) {
        return start[cell];
    }

    int end(int cell) {
        return end[cell];
    }

    String text(int cell) {
        return new String(chars, start[cell], end[cell] - start[cell]);
    }

    @Override
    protected void handleBegin(long startingLine) {
        line = startingLine;
        count = 0;
        used = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        int from = offset;
        int to = offset + length;
        while (from < to && buffer[from] <= ' ') {
            from++;
        }
        while (from < to && buffer[to - 1] <= ' ') {
            to--;
        }
        if (used + to - from > chars.length) {
            chars = Arrays.copyOf(chars, Math.max(used + to - from, 2 * chars.length));
        }
        if (count == start.length) {
            start = Arrays.copyOf(start, 2 * count);
            end = Arrays.copyOf(end, 2 * count);
        }
        System.arraycopy(buffer, from, chars, used, to - from);
        start[count] = used;
        used += to - from;
        end[count++] = used;
    }

    @Override
    protected Cells buildRecord() {
        return this;
    }
}
