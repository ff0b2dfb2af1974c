package io.trafficallocator.workbench;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.rules.RuleBook;
import io.trafficallocator.rules.RuleParameters;
import io.trafficallocator.workbench.scenario.ParameterCheck;
import io.trafficallocator.workbench.scenario.Progress;
import io.trafficallocator.workbench.scenario.ScenarioFolder;
import io.trafficallocator.workbench.scenario.TextDates;
import io.trafficallocator.workbench.scenario.Trouble;
import io.trafficallocator.workbench.scenario.UnusableInputException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which facts to plan from. */
final class ScenarioOptions {
    @Parameters(index = "0", paramLabel = "SCENARIO", description = "Folder of CSV files, plain or .gz.")
    Path scenario = Path.of("");

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            converter = DateConverter.class,
            description = "First day to plan, such as 2024-11-11, in place of as_of in settings.csv.")
    private @Nullable LocalDate asOf;

    private final List<Trouble> doubts = new ArrayList<>();

    /** Reads a day, and says what may have been meant when it is none. */
    static final class DateConverter implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            LocalDate date = TextDates.parse(text);
            if (date == null) {
                throw new TypeConversionException("'" + text + "' is no date. Maybe " + TextDates.advice(text));
            }
            return date;
        }
    }

    AllocationRequest read(Console console, Progress progress, RuleBook book, RuleFiles files) {
        AllocationRequest request = placed(() ->
                new ScenarioFolder(scenario, progress, warning -> console.complain(warning.toString())).read(asOf));
        RuleParameters parameters = RuleParameters.of(book);
        ParameterCheck.check(scenario, request, parameters, doubt -> doubts.add(doubt.asWarning()));
        files.whenRuleFails((file, line) -> ParameterCheck.cells(scenario, request, parameters, file, line));
        return request;
    }

    /** Says what does nothing, once nothing worse was found. */
    void tellDoubts(Console console) {
        doubts.forEach(doubt -> console.complain(doubt.toString()));
    }

    /** Another folder, for the same day. */
    ScenarioOptions of(Path folder) {
        ScenarioOptions other = new ScenarioOptions();
        other.scenario = folder;
        other.asOf = asOf;
        return other;
    }

    /** Gives what the facts make impossible the scenario's place. */
    <T> T placed(Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidRequestException e) {
            throw new UnusableInputException(new Trouble(scenario.toString(), 1, 1, String.valueOf(e.getMessage())));
        }
    }
}
