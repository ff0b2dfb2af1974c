package io.trafficallocator.serve;

import io.trafficallocator.serve.Accounts.Change;
import io.trafficallocator.serve.Accounts.Entry;
import io.trafficallocator.serve.QuotaLedger.Account;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link FileLedger}. Head: {@code TRAFLEDG}, version, generation. Record: length of its content, the
 * complement of that, CRC-32C of the content, then the instance, its round, and for each account merchant, scope, delivered and leased. Numbers stand with
 * their highest byte first, and strings as their length in bytes and UTF-8.
 */
final class LedgerFormat {
    private static final byte[] START = "TRAFLEDG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    static final int HEAD_BYTES = START.length + Integer.BYTES + Long.BYTES;
    private static final int RECORD_HEAD_BYTES = 3 * Integer.BYTES;

    private LedgerFormat() {}

    static ByteBuffer head(long generation) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .put(START)
                .putInt(VERSION)
                .putLong(generation)
                .flip();
    }

    /** The generation, once the head has been found to be one. */
    static long generation(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = read(channel, 0, HEAD_BYTES);
        byte[] start = new byte[Math.min(START.length, head.remaining())];
        head.get(start);
        if (head.remaining() < HEAD_BYTES - START.length || !Arrays.equals(start, START)) {
            throw new IllegalArgumentException(
                    "file " + file + " is no ledger: it does not start with TRAFLEDG. Maybe it is another file.");
        }
        int version = head.getInt();
        if (version != VERSION) {
            throw new IllegalArgumentException("ledger " + file + " has version " + Integer.toUnsignedString(version)
                    + ", but this library reads version " + VERSION
                    + ". Maybe a newer version of the library wrote it.");
        }
        return head.getLong();
    }

    static ByteBuffer record(Change change) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        writeString(out, change.instance());
        out.writeLong(change.round());
        out.writeInt(change.entries().size());
        for (Map.Entry<Account, Entry> each : change.entries().entrySet()) {
            writeString(out, each.getKey().merchant());
            writeString(out, each.getKey().scope());
            out.writeLong(each.getValue().delivered());
            out.writeLong(each.getValue().leased());
        }
        byte[] content = bytes.toByteArray();
        return ByteBuffer.allocate(RECORD_HEAD_BYTES + content.length)
                .putInt(content.length)
                .putInt(~content.length)
                .putInt(checksum(content))
                .put(content)
                .flip();
    }

    /**
     * Reads all whole records from a place on.
     *
     * @return where the last whole one ends: what comes after it was cut off
     * @throws IllegalArgumentException when a record is damaged that others follow
     */
    static long read(Path file, FileChannel channel, long from, Consumer<Change> reader) throws IOException {
        long at = from;
        long size = channel.size();
        while (size - at >= RECORD_HEAD_BYTES) {
            ByteBuffer head = read(channel, at, RECORD_HEAD_BYTES);
            int length = head.getInt();
            if (length < 0 || length != ~head.getInt()) {
                throw damaged(file, at);
            }
            int checksum = head.getInt();
            long next = at + RECORD_HEAD_BYTES + length;
            if (next > size) {
                return at;
            }
            byte[] content = read(channel, at + RECORD_HEAD_BYTES, length).array();
            if (checksum(content) != checksum) {
                if (next == size) {
                    return at;
                }
                throw damaged(file, at);
            }
            reader.accept(change(content));
            at = next;
        }
        return at;
    }

    private static IllegalArgumentException damaged(Path file, long at) {
        return new IllegalArgumentException("ledger " + file + " is damaged at byte " + at
                + ": the record does not match its checksum. Maybe restore a copy; what was settled after that was made"
                + " is lost then.");
    }

    private static Change change(byte[] content) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
        String instance = readString(in);
        long round = in.readLong();
        int count = in.readInt();
        Map<Account, Entry> entries = new HashMap<>();
        for (int index = 0; index < count; index++) {
            Account account = new Account(readString(in), readString(in));
            entries.put(account, new Entry(in.readLong(), in.readLong()));
        }
        return new Change(instance, round, entries);
    }

    private static void writeString(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readString(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return (int) checksum.getValue();
    }

    private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // A read may give less than was asked for.
        }
        return buffer.flip();
    }
}
