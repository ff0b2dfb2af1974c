package io.trafficallocator.workbench.scenario;

import io.trafficallocator.workbench.scenario.CellFinder.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a whole text file in UTF-8. */
public final class TextFile {
    private TextFile() {}

    /**
     * The file's text without a byte order mark.
     *
     * @throws UnusableInputException when it cannot be read, or is not UTF-8
     */
    public static String read(Path path) {
        SourceFile file = new SourceFile(path, false);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            Place place = CellFinder.end(file);
            throw file.trouble(place.line(), place.column(), ReadFailure.NOT_UTF_8);
        } catch (IOException e) {
            throw file.trouble(1, 1, file.sentence(e));
        }
    }
}
