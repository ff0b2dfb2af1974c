package io.trafficallocator.benchmarks;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What a program of this package takes, by position: it says so when asked, and refuses anything else before it begins. */
final class Arguments {
    private static final int LINE = 140;

    private final CommandSpec spec;

    /**
     * @param purpose what it does, as it follows the program's name
     * @param options those of Java that it is usually run with
     */
    Arguments(Class<?> program, String purpose, String options, String example) {
        String command = "java " + options + " -cp benchmarks/target/benchmarks.jar " + program.getName();
        this.spec = CommandSpec.create()
                .name(command)
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Say this, and end.")
                        .build());
        spec.usageMessage()
                .width(LINE)
                .description(program.getSimpleName() + " " + purpose + ".")
                .footer("For example: " + command + " " + example);
    }

    /**
     * Takes a whole number as well.
     *
     * @param otherwise when it is left out; null when it must not be
     */
    Arguments whole(String name, String meaning, int least, int most, @Nullable Integer otherwise) {
        return with(
                name,
                meaning,
                "a whole number from " + least + " to " + most,
                otherwise,
                Integer.class,
                Ints::tryParse,
                value -> value >= least && value <= most);
    }

    /** Takes a number as well, in full or with decimals. */
    Arguments number(String name, String meaning, double least, double most, double otherwise) {
        return with(
                name,
                meaning,
                "a number from " + least + " to " + most,
                otherwise,
                Double.class,
                Doubles::tryParse,
                value -> value >= least && value <= most);
    }

    /** Takes one of some words as well. */
    Arguments word(String name, String meaning, List<String> allowed, String otherwise) {
        return with(
                name,
                meaning,
                "one of " + String.join(", ", allowed),
                otherwise,
                String.class,
                text -> text,
                allowed::contains);
    }

    private <T> Arguments with(
            String name,
            String meaning,
            String allowed,
            @Nullable T otherwise,
            Class<T> type,
            Function<String, @Nullable T> parse,
            Predicate<T> fits) {
        PositionalParamSpec.Builder argument = PositionalParamSpec.builder()
                .index(String.valueOf(spec.positionalParameters().size()))
                .paramLabel(name)
                .type(type)
                .required(otherwise == null)
                .arity(otherwise == null ? "1" : "0..1")
                .description(meaning + ": " + allowed + (otherwise == null ? "" : "; " + otherwise + " when left out"))
                .converters(text -> {
                    T value = parse.apply(text);
                    if (value == null || !fits.test(value)) {
                        throw new TypeConversionException("is '" + text + "', but must be " + allowed);
                    }
                    return value;
                });
        spec.addPositional(
                otherwise == null
                        ? argument.build()
                        : argument.defaultValue(otherwise.toString()).build());
        return this;
    }

    /** Reads them, or prints what they must be and ends the process. */
    Arguments readOrExit(String... given) {
        CommandLine line = commandLine();
        try {
            if (CommandLine.printHelpIfRequested(line.parseArgs(given))) {
                System.exit(CommandLine.ExitCode.OK);
            }
        } catch (ParameterException e) {
            System.err.println(e.getMessage());
            line.usage(System.err);
            System.exit(CommandLine.ExitCode.USAGE);
        }
        return this;
    }

    CommandLine commandLine() {
        // So that a negative number is told to be one.
        return new CommandLine(spec).setUnmatchedOptionsArePositionalParams(true);
    }

    int whole(String name) {
        return value(name, Integer.class);
    }

    double number(String name) {
        return value(name, Double.class);
    }

    String word(String name) {
        return value(name, String.class);
    }

    private <T> T value(String name, Class<T> type) {
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            if (argument.paramLabel().equals(name)) {
                return type.cast(argument.getValue());
            }
        }
        throw new IllegalStateException("no argument is called '" + name + "'");
    }
}
