package io.trafficallocator.plan;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A plan on disk: a mark and a version, the content, a mark of the end, and the SHA-256 of all of it. Numbers stand with
 * their highest byte first. Safe for use by several threads.
 */
public final class PlanFile {
    private static final byte[] START = "TRAFPLAN".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "PLAN-END".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 2;
    private static final int HEAD_BYTES = START.length + Integer.BYTES;
    private static final int HASH_BYTES = 32;
    private static final int CHUNK = 1 << 16;

    private PlanFile() {}

    /**
     * Writes a plan whole or not at all: into a file beside the target, which takes its place only when every byte has
     * reached the disk. What stood at the target before stays untouched until then, and for good when this throws.
     *
     * @throws PlanFileException when the file cannot be written
     */
    public static void write(Plan plan, Path target) throws PlanFileException {
        @Nullable Path unfinished = null;
        try {
            Path folder = target.toAbsolutePath().getParent();
            unfinished = create(target);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
                    OutputStream stream = Channels.newOutputStream(channel)) {
                PlanOutput out = new PlanOutput(stream);
                out.putBytes(START);
                out.putInt(VERSION);
                PlanWriter writer = new PlanWriter(plan, out);
                writer.writeContent();
                writer.writeSeconds();
                out.putBytes(END);
                stream.write(out.finish());
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            unfinished = null;
            if (folder != null) {
                forceFolder(folder);
            }
        } catch (IOException e) {
            throw new PlanFileException(
                    target, "cannot be written: " + e + ". Maybe the folder is missing, full or protected.", e);
        } finally {
            deleteQuietly(unfinished);
        }
    }

    /**
     * Reads a plan that {@link #write} wrote: it equals the one that was written.
     *
     * @throws PlanFileException when the file cannot be read, is no plan file, was written by a newer version of the
     *     library, or is truncated or damaged
     */
    public static Plan read(Path file) throws PlanFileException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            checkHead(file, channel);
            checkEnd(file, channel);
            channel.position(HEAD_BYTES);
            long bytes = channel.size() - HEAD_BYTES - END.length - HASH_BYTES;
            PlanInput in = new PlanInput(Channels.newInputStream(channel), bytes);
            Plan plan = new PlanReader(in).read();
            if (in.left() != 0) {
                throw new IllegalArgumentException(in.left() + " bytes are left over");
            }
            return plan;
        } catch (PlanFileException e) {
            throw e;
        } catch (IOException e) {
            throw new PlanFileException(
                    file, "cannot be read: " + e + ". Maybe it has another name, or belongs to another user.", e);
        } catch (RuntimeException e) {
            throw new PlanFileException(
                    file, "holds no plan: " + e.getMessage() + ". Maybe another program wrote it.", e);
        }
    }

    /** SHA-256 of the content, in hexadecimal. */
    static String digest(Plan plan) {
        try {
            PlanOutput out = new PlanOutput(OutputStream.nullOutputStream());
            new PlanWriter(plan, out).writeContent();
            return HashCode.fromBytes(out.finish()).toString();
        } catch (IOException e) {
            throw new IllegalStateException("nothing was written, and yet it failed", e);
        }
    }

    private static void checkHead(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = read(channel, 0, HEAD_BYTES);
        byte[] start = new byte[Math.min(START.length, head.remaining())];
        head.get(start);
        if (!Arrays.equals(start, START)) {
            throw new PlanFileException(
                    file, "is no plan file: it does not start with TRAFPLAN. Maybe it is another file.", null);
        }
        if (head.remaining() < Integer.BYTES) {
            throw truncated(file);
        }
        int version = head.getInt();
        if (version != VERSION) {
            throw new PlanFileException(
                    file,
                    "has version " + Integer.toUnsignedString(version) + ", but this library reads version " + VERSION
                            + ". Maybe a newer version of the library wrote it.",
                    null);
        }
    }

    private static void checkEnd(Path file, FileChannel channel) throws IOException {
        long endAt = channel.size() - HASH_BYTES - END.length;
        if (endAt < HEAD_BYTES) {
            throw truncated(file);
        }
        ByteBuffer tail = read(channel, endAt, END.length + HASH_BYTES);
        byte[] end = new byte[END.length];
        tail.get(end);
        byte[] expected = new byte[HASH_BYTES];
        tail.get(expected);
        if (!Arrays.equals(end, END)) {
            throw truncated(file);
        }
        Hasher hasher = Hashing.sha256().newHasher();
        for (long at = 0; at < endAt + END.length; at += CHUNK) {
            hasher.putBytes(read(channel, at, (int) Math.min(CHUNK, endAt + END.length - at)));
        }
        if (!Arrays.equals(hasher.hash().asBytes(), expected)) {
            throw new PlanFileException(
                    file, "is damaged: its content does not match its checksum. Maybe copy or write it again.", null);
        }
    }

    private static PlanFileException truncated(Path file) {
        return new PlanFileException(
                file, "is truncated: its end is missing. Maybe it was copied while the disk was full.", null);
    }

    private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // A read may give less than was asked for.
        }
        return buffer.flip();
    }

    private static Path create(Path target) throws IOException {
        // Not the whole name, as it may be as long as names can be.
        String name = Hashing.sha256()
                .hashString(String.valueOf(target.getFileName()), StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16);
        for (int attempt = 0; ; attempt++) {
            try {
                return Files.createFile(target.resolveSibling(".plan-" + name + "." + attempt + ".unfinished"));
            } catch (FileAlreadyExistsException e) {
                if (attempt == 1000) {
                    throw e;
                }
            }
        }
    }

    /** A renamed file outlives a power cut only when its folder is on the disk too; not every system can be asked. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static void deleteQuietly(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return;
        }
    }
}
