package io.trafficallocator.workbench.scenario;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Reads days as the scenario format writes them. */
public final class TextDates {
    private TextDates() {}

    /** A day written as {@code 2024-11-11}, or null. */
    public static @Nullable LocalDate parse(String text) {
        return Numbers.date(text);
    }

    /** What may have been meant by a text that is no day, to follow the word "Maybe". */
    public static String advice(String text) {
        return Numbers.dateAdvice(text);
    }
}
