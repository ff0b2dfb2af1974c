package io.trafficallocator.workbench.scenario;

import de.siegmar.fastcsv.reader.CsvParseException;
import io.trafficallocator.workbench.scenario.CellFinder.BadQuote;
import io.trafficallocator.workbench.scenario.CellFinder.Place;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Turns what the readers of bytes, characters and quotes throw into a place and a sentence. */
final class ReadFailure {
    static final String NOT_UTF_8 =
            "text is not UTF-8 from here on, but must be. Maybe it was saved in another encoding, such as GB"
                    + " 18030 or UTF-16: save it as UTF-8.";

    private ReadFailure() {}

    static UnusableInputException of(SourceFile file, long lastLine, CsvParseException failure) {
        BadQuote quote = CellFinder.badQuote(file);
        if (quote == null) {
            return file.trouble(
                    lastLine,
                    1,
                    "row after this one cannot be read (" + failure.getMessage()
                            + "), but must be. Maybe a line break is missing.");
        }
        Place opened = quote.opened();
        if (quote.neverClosed()) {
            return file.trouble(
                    opened.line(),
                    opened.column(),
                    "quote is opened here, but is never closed. Maybe the closing quote is missing, or a quote inside"
                            + " the text must be doubled.");
        }
        return file.trouble(
                opened.line(),
                opened.column(),
                "quote that opens here is closed at line " + quote.closed().line() + " before column "
                        + quote.closed().column() + ", but a comma or the line's end must follow. Maybe a quote inside"
                        + " the text must be doubled.");
    }

    static UnusableInputException of(SourceFile file, @Nullable IOException failure) {
        if (failure instanceof CharacterCodingException) {
            Place place = CellFinder.end(file);
            return file.trouble(place.line(), place.column(), NOT_UTF_8);
        }
        if (failure instanceof EOFException && file.compressed()) {
            Place place = CellFinder.end(file);
            return file.trouble(
                    place.line(),
                    place.column(),
                    "compressed file breaks off here, but must be complete. Maybe the copy was cut short: copy it"
                            + " again.");
        }
        if (failure instanceof ZipException) {
            Place place = CellFinder.end(file);
            return file.trouble(
                    place.line(),
                    place.column(),
                    "file is damaged or not compressed (" + failure.getMessage() + "), but a name that ends in .gz"
                            + " promises gzip. Maybe the copy was disturbed, or the file was only renamed.");
        }
        return file.trouble(1, 1, file.sentence(failure == null ? new IOException("no reason given") : failure));
    }
}
