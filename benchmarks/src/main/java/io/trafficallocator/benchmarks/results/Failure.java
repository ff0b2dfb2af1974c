package io.trafficallocator.benchmarks.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, in one line: Java's own messages are often the path alone, or have several lines. */
final class Failure {
    /** Where Jackson says it was, within a message; the source itself is never named. */
    private static final Pattern LOCATION = Pattern.compile("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]");

    private Failure() {}

    /** The reason, after the name of the file if that is known. */
    static String line(IOException thrown) {
        @Nullable String file = thrown instanceof FileSystemException known ? known.getFile() : null;
        return (file == null ? "" : file + ": ") + reason(thrown);
    }

    /** Of an exception that may be one of files inside another. */
    static @Nullable IOException of(Exception thrown) {
        if (thrown instanceof UncheckedIOException unchecked) {
            return unchecked.getCause();
        }
        return thrown instanceof IOException io ? io : null;
    }

    /** Without the name of the file. */
    static String reason(IOException thrown) {
        if (thrown instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (thrown instanceof AccessDeniedException) {
            return "access is denied";
        } else if (thrown instanceof FileAlreadyExistsException) {
            return "there is a file already, where a folder is needed";
        } else if (thrown instanceof DirectoryNotEmptyException) {
            return "it is a folder, and not empty";
        } else if (thrown instanceof CharacterCodingException) {
            return "it holds bytes that are no text in UTF-8";
        } else if (thrown instanceof JsonProcessingException json) {
            String message = oneLine(json.getOriginalMessage(), thrown);
            return (json.getLocation() == null
                            ? ""
                            : "line " + json.getLocation().getLineNr() + ", column "
                                    + json.getLocation().getColumnNr() + ": ")
                    + LOCATION.matcher(message).replaceAll("line $1, column $2");
        } else if (thrown instanceof FileSystemException known) {
            return oneLine(known.getReason(), thrown);
        }
        return oneLine(thrown.getMessage(), thrown);
    }

    private static String oneLine(@Nullable String message, IOException thrown) {
        return message == null || message.isBlank()
                ? thrown.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
