package io.trafficallocator.plan;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A plan file that cannot be written or read: the message names the file, what is wrong, and what may help. */
public final class PlanFileException extends IOException {
    private static final long serialVersionUID = 1L;

    PlanFileException(Path file, String problem, @Nullable Throwable cause) {
        super("plan file '" + file + "' " + problem, cause);
    }
}
