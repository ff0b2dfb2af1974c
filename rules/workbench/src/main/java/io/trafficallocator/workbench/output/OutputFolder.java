package io.trafficallocator.workbench.output;

import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is replaced as a whole: everything is written and forced to disk beside it first, then takes its place.
 * Whatever goes wrong, an earlier folder is left as it was. Not safe for use by several threads.
 */
final class OutputFolder {
    /** Writes the content of one file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Gives a file's stream something to go through, so that tests can have a full disk. */
    @FunctionalInterface
    interface Filter {
        OutputStream around(Path file, OutputStream out);
    }

    private final Path named;
    private final Path folder;
    private final Path parent;
    private final Set<String> ours;
    private final Filter filter;
    private final Object swap = new Object();

    /** Replaces {@code named}, which may hold the files {@code ours} and nothing else. */
    OutputFolder(Path named, Set<String> ours) {
        this(named, ours, (file, out) -> out);
    }

    OutputFolder(Path named, Set<String> ours, Filter filter) {
        this.named = named;
        this.ours = ours;
        this.filter = filter;
        try {
            this.folder = Files.exists(named)
                    ? named.toRealPath()
                    : named.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw trouble(sentence(e));
        }
        Path above = folder.getParent();
        if (above == null) {
            throw trouble("is the root of a disk, but must be a folder of its own. Maybe add a name.");
        }
        this.parent = above;
    }

    /**
     * Finds out early, before long work, what would make {@link #replace} fail.
     *
     * @throws UnusableInputException when something would
     */
    void check() {
        restore();
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isDirectory(folder)) {
                throw trouble("is a file, but must be a folder or a new name. Maybe name the folder that holds it.");
            }
            refuseStrangers();
        }
        Path existing = parent;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            throw trouble(
                    "cannot be made, because '" + existing + "' is not a folder. Maybe the path has a typing error.");
        }
        if (!Files.isWritable(existing)) {
            throw trouble("cannot be made, because this user may not write to '" + existing
                    + "'. Maybe change its permissions, or choose another folder.");
        }
    }

    /** Puts the earlier folder back where a program was killed between the two renames of {@link #putInPlace}. */
    private void restore() {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) || !Files.isDirectory(parent)) {
            return;
        }
        String prefix = "." + folder.getFileName() + ".old-";
        try (Stream<Path> beside = Files.list(parent)) {
            List<Path> left = beside.filter(path -> isLeft(String.valueOf(path.getFileName()), prefix))
                    .sorted()
                    .toList();
            if (left.size() == 1) {
                Files.move(left.get(0), folder, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | UncheckedIOException e) {
            // What stands in the way of this stands in the way of writing too, and is reported there.
        }
    }

    /** Whether a name is that of an earlier folder whose program has ended. */
    private static boolean isLeft(String name, String prefix) {
        if (!name.startsWith(prefix)) {
            return false;
        }
        String process = name.substring(prefix.length()).replaceFirst("-[0-9]+$", "");
        return process.matches("[0-9]{1,9}")
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }

    private void refuseStrangers() {
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted()
                    .filter(file -> !ours.contains(String.valueOf(file.getFileName()))
                            || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .findFirst()
                    .ifPresent(file -> {
                        throw trouble("holds '" + file.getFileName() + "', which is no file of a plan, but only an"
                                + " empty folder or an earlier plan is replaced. Maybe choose another folder.");
                    });
        } catch (IOException e) {
            throw trouble(sentence(e));
        } catch (UncheckedIOException e) {
            throw trouble(sentence(e.getCause() == null ? new IOException(e) : e.getCause()));
        }
    }

    /**
     * Writes all files, then puts them in place of the earlier folder.
     *
     * @throws UnusableInputException when that fails; then nothing has changed
     */
    void replace(Map<String, Content> contents) {
        check();
        try {
            Files.createDirectories(parent);
            Path fresh = createBeside("new");
            Thread cleaner = new Thread(() -> {
                synchronized (swap) {
                    delete(fresh);
                }
            });
            Runtime.getRuntime().addShutdownHook(cleaner);
            try {
                for (Map.Entry<String, Content> content : contents.entrySet()) {
                    write(fresh.resolve(content.getKey()), content.getValue());
                }
                force(fresh);
                putInPlace(fresh);
            } finally {
                delete(fresh);
                forget(cleaner);
            }
        } catch (IOException e) {
            throw trouble(sentence(e));
        } catch (UncheckedIOException e) {
            throw trouble(sentence(e.getCause() == null ? new IOException(e) : e.getCause()));
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being stopped, and the hook does what it is there for.
        }
    }

    private void write(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = filter.around(file, Channels.newOutputStream(channel));
            content.writeTo(new KeptOpen(out));
            channel.force(true);
        }
    }

    /** Lets the content close its stream, while the file stays open to be forced to disk. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** A name of its own beside the folder, on the same disk, so that a move is a rename. */
    private Path createBeside(String purpose) throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path beside = parent.resolve("." + folder.getFileName() + "." + purpose + "-"
                    + ProcessHandle.current().pid() + (attempt == 0 ? "" : "-" + attempt));
            try {
                return Files.createDirectory(beside);
            } catch (FileAlreadyExistsException e) {
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }

    private void putInPlace(Path fresh) throws IOException {
        synchronized (swap) {
            if (!Files.exists(folder)) {
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
                force(parent);
                return;
            }
            // Checked again: somebody may have put a file there while the plan was made.
            refuseStrangers();
            Path earlier = createBeside("old");
            boolean moved = false;
            try {
                Files.move(folder, earlier, StandardCopyOption.ATOMIC_MOVE);
                moved = true;
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (moved) {
                    Files.move(earlier, folder, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.delete(earlier);
                }
                throw e;
            }
            force(parent);
            delete(earlier);
        }
    }

    /** Makes renames last. Some systems cannot open a folder, and then need no such call. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The files themselves are safe; only the moment at which the name changes is not.
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // Litter under a hidden name does no harm, and the first failure is the one to report.
        }
    }

    private static String sentence(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "cannot be written by this user, but must be. Maybe change its permissions, or choose another"
                    + " folder.";
        }
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return "cannot be written (" + (reason == null ? failure.toString() : reason) + "), but must be. Maybe "
                + advice(reason);
    }

    private static String advice(@Nullable String reason) {
        return reason != null && (reason.contains("No space") || reason.contains("quota"))
                ? "the disk is full: free some space, or choose a folder on another disk."
                : "choose another folder.";
    }

    private UnusableInputException trouble(String message) {
        return new UnusableInputException(new Trouble(named.toString(), 1, 1, message));
    }
}
