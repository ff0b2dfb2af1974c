package io.trafficallocator.serve;

import io.trafficallocator.serve.Accounts.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A ledger in a file: it outlives its processes, and the processes of one machine can share it. What a call changed is
 * on the disk before the call returns, so that a process that is killed, or a machine that loses power, forgets nothing
 * that was settled.
 *
 * <p>The file is a journal: a head with a version and a generation, then one checksummed record for each call that changed
 * something. A record that was cut off by the death of its writer is dropped, as that call never returned; anything else
 * that does not match its checksum is damage, and is refused. A file that has grown to many times what it says is written
 * anew beside the old one, and takes its place whole. Calls of all processes take turns by a lock on a file beside it,
 * named like it with {@code .lock} added.
 *
 * <p>Safe for use by several threads and processes, on a file system that knows locks (most network shares do not).
 */
public final class FileLedger implements QuotaLedger {
    /** Threads of one process cannot wait for one another by a file lock, so they take turns by these first. */
    private static final Map<Path, Object> TURNS = new ConcurrentHashMap<>();

    /** Bytes below which a file is not worth being written anew. */
    private static final long SMALL = 1 << 20;

    /** A file of so many times its size when it was last written anew, is. */
    private static final long GROWTH = 4;

    private final Path file;
    private final Path lockFile;
    private final Object turn;
    private Accounts accounts = new Accounts();
    private long generation = -1;
    private long end;
    private long written;

    private FileLedger(Path file) {
        this.file = file;
        this.lockFile = file.resolveSibling(file.getFileName() + ".lock");
        this.turn = TURNS.computeIfAbsent(file, any -> new Object());
    }

    /**
     * Opens a ledger, and begins it when there is no such file.
     *
     * @throws UncheckedIOException when the file cannot be read or written
     * @throws IllegalArgumentException when it is no ledger, of a newer version, or damaged
     */
    public static FileLedger open(Path file) {
        FileLedger ledger = new FileLedger(file.toAbsolutePath().normalize());
        ledger.settle("", Long.MIN_VALUE, List.of());
        return ledger;
    }

    @Override
    public List<Balance> settle(String instance, long round, List<Claim> claims) {
        synchronized (turn) {
            try (FileChannel locked = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Closing the channel gives the lock back.
                FileLock lock = locked.lock();
                if (!lock.isValid()) {
                    throw new IOException("no lock on " + lockFile);
                }
                return settleAlone(instance, round, claims);
            } catch (IOException e) {
                generation = -1;
                throw new UncheckedIOException(
                        "ledger " + file + " cannot be used: " + e + ". Maybe the folder is missing or full.", e);
            }
        }
    }

    private List<Balance> settleAlone(String instance, long round, List<Claim> claims) throws IOException {
        if (!Files.exists(file)) {
            rewrite(new Accounts());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            catchUp(channel);
            if (!claims.isEmpty()) {
                Change change = accounts.settle(instance, round, claims);
                if (!change.entries().isEmpty()) {
                    append(channel, change);
                }
            }
        }
        if (end > SMALL && end > GROWTH * written) {
            rewrite(accounts);
        }
        return claims.stream()
                .map(claim -> accounts.balance(instance, claim.account()))
                .toList();
    }

    /** Reads what other processes have written since. */
    private void catchUp(FileChannel channel) throws IOException {
        long found = LedgerFormat.generation(file, channel);
        if (found != generation) {
            accounts = new Accounts();
            end = LedgerFormat.HEAD_BYTES;
            written = channel.size();
        }
        end = LedgerFormat.read(file, channel, end, accounts::replay);
        generation = found;
        if (channel.size() > end) {
            channel.truncate(end);
        }
    }

    private void append(FileChannel channel, Change change) throws IOException {
        ByteBuffer record = LedgerFormat.record(change);
        for (long at = end; record.hasRemaining(); ) {
            at += channel.write(record, at);
        }
        channel.force(false);
        end += record.limit();
    }

    /** Writes the file anew, whole or not at all; whoever had read the old one sees another generation in this one. */
    private void rewrite(Accounts all) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".unfinished");
        long next = ThreadLocalRandom.current().nextLong() >>> 1;
        long size = LedgerFormat.HEAD_BYTES;
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, LedgerFormat.head(next));
            for (Change change : all.changes()) {
                ByteBuffer record = LedgerFormat.record(change);
                size += record.limit();
                write(channel, record);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
        accounts = all;
        generation = next;
        end = size;
        written = size;
    }

    /** A renamed file outlives a power cut only when its folder is on the disk too; not every system can be asked. */
    private void forceFolder() {
        Path folder = file.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
