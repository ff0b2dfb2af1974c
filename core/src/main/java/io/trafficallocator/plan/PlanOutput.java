package io.trafficallocator.plan;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Bytes on their way to a file, hashed with SHA-256 as they pass. Not safe for use by several threads. */
final class PlanOutput {
    private static final int CAPACITY = 1 << 16;

    private final OutputStream out;
    private final Hasher hasher = Hashing.sha256().newHasher();
    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);

    PlanOutput(OutputStream out) {
        this.out = out;
    }

    void putByte(int value) throws IOException {
        room(1);
        buffer.put((byte) value);
    }

    void putInt(int value) throws IOException {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) throws IOException {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    void putDouble(double value) throws IOException {
        putLong(Double.doubleToLongBits(value));
    }

    /** One byte for each character where that is enough, and the negated length with two bytes each where it is not. */
    void putText(String text) throws IOException {
        boolean narrow = true;
        for (int index = 0; index < text.length() && narrow; index++) {
            narrow = text.charAt(index) < 256;
        }
        putInt(narrow ? text.length() : -text.length());
        for (int index = 0; index < text.length(); index++) {
            room(Character.BYTES);
            if (narrow) {
                buffer.put((byte) text.charAt(index));
            } else {
                buffer.putChar(text.charAt(index));
            }
        }
    }

    void putBytes(byte[] bytes) throws IOException {
        for (byte each : bytes) {
            putByte(each);
        }
    }

    /** SHA-256 of everything so far; nothing can be put after it. */
    byte[] finish() throws IOException {
        flush();
        return hasher.hash().asBytes();
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        hasher.putBytes(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
