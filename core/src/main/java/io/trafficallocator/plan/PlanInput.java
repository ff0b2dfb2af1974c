package io.trafficallocator.plan;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads what {@link PlanOutput} wrote. A count is checked against the bytes that are left before anything is made of
 * that size. Not safe for use by several threads.
 */
final class PlanInput {
    private static final int CAPACITY = 1 << 16;

    private final DataInputStream in;
    private long left;

    PlanInput(InputStream in, long bytes) {
        this.in = new DataInputStream(new BufferedInputStream(in, CAPACITY));
        this.left = bytes;
    }

    long left() {
        return left;
    }

    int nextByte() throws IOException {
        take(1);
        return in.readByte();
    }

    int nextInt() throws IOException {
        take(Integer.BYTES);
        return in.readInt();
    }

    long nextLong() throws IOException {
        take(Long.BYTES);
        return in.readLong();
    }

    double nextDouble() throws IOException {
        return Double.longBitsToDouble(nextLong());
    }

    /** How many elements follow, each of at least so many bytes. */
    int nextCount(int bytesEach) throws IOException {
        int count = nextInt();
        if (count < 0 || (long) count * bytesEach > left) {
            throw new IllegalArgumentException("a count is " + count + ", but " + left + " bytes are left");
        }
        return count;
    }

    String nextText() throws IOException {
        int length = nextInt();
        int characters = Math.abs(length);
        if (characters < 0 || characters > left) {
            throw new IllegalArgumentException("a text has " + length + " characters, but " + left + " bytes are left");
        }
        char[] text = new char[characters];
        for (int index = 0; index < characters; index++) {
            take(length < 0 ? Character.BYTES : 1);
            text[index] = length < 0 ? in.readChar() : (char) in.readUnsignedByte();
        }
        return new String(text);
    }

    private void take(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw new IllegalArgumentException("a value runs over the end");
        }
    }
}
