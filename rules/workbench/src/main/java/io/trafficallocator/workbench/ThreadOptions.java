package io.trafficallocator.workbench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How many threads to plan on; the plan is the same on any number. */
final class ThreadOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Threads to plan on; as many as there are processors when left out.")
    private int count = Runtime.getRuntime().availableProcessors();

    /** Reads a whole number of at least 1. */
    static final class CountConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9]\\d{0,3}")) {
                throw new TypeConversionException("'" + text
                        + "' is no number of threads, but must be at least 1. Maybe leave it out to use every"
                        + " processor.");
            }
            return Integer.valueOf(text);
        }
    }

    int count() {
        return count;
    }
}
