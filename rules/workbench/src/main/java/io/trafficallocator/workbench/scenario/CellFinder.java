package io.trafficallocator.workbench.scenario;

import java.io.IOException;

/** Finds the place of a fault by reading the file again, so that reading it the first time need not keep track. */
final class CellFinder {
    private CellFinder() {}

    /** Line and column, each from 1. */
    record Place(long line, long column) {
        static final Place START = new Place(1, 1);
    }

    /** Quotes that do not pair up: where the first of them opens, and what is wrong. */
    record BadQuote(Place opened, Place closed, boolean neverClosed) {}

    /** Where the cell of that index (from 0) begins, in the record that begins at the line. */
    static Place cell(SourceFile file, long recordLine, int cell) {
        try (TextPositions text = new TextPositions(file)) {
            int point = text.next();
            while (point >= 0 && text.line() < recordLine) {
                point = text.next();
            }
            Place begin = new Place(text.line(), text.column());
            for (int index = 0; index < cell; index++) {
                boolean quoted = point == '"';
                if (quoted) {
                    point = afterQuoted(text);
                }
                while (point >= 0 && point != ',' && point != '\n') {
                    point = text.next();
                }
                if (point != ',') {
                    return new Place(text.line(), text.column());
                }
                point = text.next();
                begin = new Place(text.line(), text.column());
            }
            return begin;
        } catch (IOException e) {
            return new Place(recordLine, 1);
        }
    }

    /** Where the text ends, or breaks off, or is no longer UTF-8. */
    static Place end(SourceFile file) {
        try (TextPositions text = new TextPositions(file)) {
            while (text.next() >= 0) {
                // The position is all that is wanted.
            }
            return new Place(text.line(), text.column());
        } catch (IOException e) {
            return Place.START;
        }
    }

    /** The first quote that is never closed, or that is followed by text when it is; null when there is none. */
    static @org.jspecify.annotations.Nullable BadQuote badQuote(SourceFile file) {
        try (TextPositions text = new TextPositions(file)) {
            int point = text.next();
            while (point >= 0) {
                if (point == '"') {
                    Place opened = new Place(text.line(), text.column());
                    point = afterQuoted(text);
                    Place closed = new Place(text.line(), text.column());
                    if (point == END_IN_QUOTES) {
                        return new BadQuote(opened, closed, true);
                    }
                    if (point >= 0 && point != ',' && point != '\n') {
                        return new BadQuote(opened, closed, false);
                    }
                }
                while (point >= 0 && point != ',' && point != '\n') {
                    point = text.next();
                }
                if (point >= 0) {
                    point = text.next();
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static final int END_IN_QUOTES = -9;

    /** Called after an opening quote; returns what follows the closing one. */
    private static int afterQuoted(TextPositions text) throws IOException {
        while (true) {
            int point = text.next();
            if (point < 0) {
                return END_IN_QUOTES;
            }
            if (point == '"') {
                point = text.next();
                if (point != '"') {
                    return point;
                }
            }
        }
    }
}
