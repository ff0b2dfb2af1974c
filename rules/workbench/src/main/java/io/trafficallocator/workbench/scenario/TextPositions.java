package io.trafficallocator.workbench.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Walks through a file character by character and knows line and column of each. Slow, and used only after something is
 * known to be wrong: while all goes well, no position costs anything.
 */
final class TextPositions implements AutoCloseable {
    /** Returned after the last character. */
    static final int END = -1;
    /** Returned for bytes that are no UTF-8. */
    static final int MALFORMED = -2;
    /** Returned where a compressed file breaks off or is damaged. */
    static final int BROKEN = -3;

    private final InputStream stream;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(1 << 16).limit(0);
    private int afterChars;
    private boolean first = true;
    private boolean afterReturn;
    private long line = 1;
    private long column;
    private boolean newLine;

    TextPositions(SourceFile file) throws IOException {
        this.stream = file.open();
    }

    /** Line of the character that {@link #next} returned last. */
    long line() {
        return line;
    }

    /** Column of the character that {@link #next} returned last. */
    long column() {
        return column;
    }

    /** The next character (a code point; every line break is a line feed), or one of the constants above. */
    int next() throws IOException {
        int point = point();
        if (point == '\n' && afterReturn) {
            afterReturn = false;
            point = point();
        }
        afterReturn = point == '\r';
        if (newLine) {
            line++;
            column = 0;
        }
        column++;
        newLine = point == '\n' || point == '\r';
        return newLine ? '\n' : point;
    }

    private int point() throws IOException {
        if (!chars.hasRemaining() && !fill()) {
            return afterChars;
        }
        char unit = chars.get();
        if (first) {
            first = false;
            if (unit == '\uFEFF') {
                return point();
            }
        }
        if (Character.isHighSurrogate(unit) && (chars.hasRemaining() || fill())) {
            return Character.toCodePoint(unit, chars.get());
        }
        return unit;
    }

    /** Whether there is another character; if not, {@link #afterChars} says why. */
    private boolean fill() throws IOException {
        if (afterChars != 0) {
            return false;
        }
        chars.clear();
        while (true) {
            boolean ended = false;
            if (!bytes.hasRemaining() || chars.position() == 0) {
                ended = !more();
            }
            CoderResult result = decoder.decode(bytes, chars, ended && afterChars != BROKEN);
            if (result.isError()) {
                afterChars = MALFORMED;
            } else if (ended && afterChars == 0) {
                afterChars = END;
            }
            if (chars.position() > 0 || afterChars != 0) {
                chars.flip();
                return chars.hasRemaining();
            }
        }
    }

    private boolean more() {
        bytes.compact();
        try {
            int count = stream.read(bytes.array(), bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(0, count));
            return count >= 0;
        } catch (IOException e) {
            afterChars = BROKEN;
            return false;
        } finally {
            bytes.flip();
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
