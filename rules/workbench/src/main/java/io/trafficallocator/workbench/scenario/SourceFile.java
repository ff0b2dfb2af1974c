package io.trafficallocator.workbench.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One file of a scenario, plain or compressed. */
record SourceFile(Path path, boolean compressed) {
    private static final int BUFFER_BYTES = 1 << 16;

    /** The file of that name, plain or with {@code .gz}; null when there is neither. */
    static @Nullable SourceFile find(Path folder, String name) {
        Path plain = folder.resolve(name);
        Path zipped = folder.resolve(name + ".gz");
        boolean hasPlain = Files.exists(plain);
        boolean hasZipped = Files.exists(zipped);
        if (hasPlain && hasZipped) {
            throw new UnusableInputException(new Trouble(
                    zipped.toString(),
                    1,
                    1,
                    "file stands beside '" + name
                            + "', but only one of the two may be there. Maybe one of them is old: " + "delete it."));
        }
        if (hasPlain) {
            return new SourceFile(plain, false);
        }
        return hasZipped ? new SourceFile(zipped, true) : null;
    }

    InputStream open() throws IOException {
        InputStream bytes = Files.newInputStream(path);
        if (!compressed) {
            return bytes;
        }
        try {
            return new GZIPInputStream(bytes, BUFFER_BYTES);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    UnusableInputException trouble(long line, long column, String message) {
        return new UnusableInputException(new Trouble(path.toString(), line, column, message));
    }

    /** What to tell people about an exception of the file system. */
    String sentence(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "file does not exist, but must. Maybe it was moved.";
        }
        if (failure instanceof AccessDeniedException) {
            return "file may not be read by this user, but must be. Maybe change its permissions.";
        }
        if (Files.isDirectory(path)) {
            return "is a folder, but must be a file. Maybe it was unpacked twice.";
        }
        return "file cannot be read (" + failure.getMessage() + "), but must be. Maybe the disk has a fault.";
    }
}
