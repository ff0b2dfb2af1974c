package io.trafficallocator.model;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.util.List;

/** Gathers values before they are hashed with SHA-256: hashing them one by one takes several times as long. */
final class DigestBuffer {
    private static final int CAPACITY = 1 << 13;
    private static final int SMALL_CAPACITY = 1 << 7;

    private final Hasher hasher = Hashing.sha256().newHasher();
    private final ByteBuffer buffer;

    DigestBuffer() {
        this(CAPACITY);
    }

    /** A buffer for so many rows: a small one where they are few. */
    static DigestBuffer of(int rows) {
        return new DigestBuffer(rows < SMALL_CAPACITY ? SMALL_CAPACITY : CAPACITY);
    }

    private DigestBuffer(int capacity) {
        this.buffer = ByteBuffer.allocate(capacity);
    }

    void putInt(int value) {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    /** The two zeros are one value, and so is every NaN. */
    void putDouble(double value) {
        putLong(Double.doubleToLongBits(value + 0.0));
    }

    void putText(String text) {
        putInt(text.length());
        for (int index = 0; index < text.length(); index++) {
            room(Character.BYTES);
            buffer.putChar(text.charAt(index));
        }
    }

    void putTexts(List<String> texts) {
        putInt(texts.size());
        texts.forEach(this::putText);
    }

    void putBytes(byte[] bytes) {
        flush();
        hasher.putBytes(bytes);
    }

    byte[] bytes() {
        return hash().asBytes();
    }

    String hexadecimal() {
        return hash().toString();
    }

    long fingerprint() {
        return hash().asLong();
    }

    private HashCode hash() {
        flush();
        return hasher.hash();
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        hasher.putBytes(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
