package io.trafficallocator.model;

import com.google.common.hash.HashCode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Gathers values before they are hashed with SHA-256: hashing them one by one takes several times as long. Empty again
 * once the hash was taken.
 */
final class DigestBuffer {
    private static final int MOST_BYTES = 1 << 13;
    private static final int LEAST_BYTES = 1 << 7;
    private static final int BYTES_PER_ROW = 1 << 5;

    private final MessageDigest digest = sha256();
    private final ByteBuffer buffer;

    private DigestBuffer(int bytes) {
        this.buffer = ByteBuffer.allocate(bytes);
    }

    /** A buffer for so many rows, small where they are few. */
    static DigestBuffer of(int rows) {
        return new DigestBuffer((int) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, (long) BYTES_PER_ROW * rows)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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
        digest.update(bytes);
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
        return HashCode.fromBytes(digest.digest());
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
