package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scenario on disk: a folder of CSV files, plain or compressed, in UTF-8 with a header line. Immutable; one thread at
 * a time may read it.
 */
public final class ScenarioFolder {
    private final Path folder;
    private final Progress progress;
    private final Consumer<Trouble> warnings;

    /**
     * Names a folder; nothing is read yet.
     *
     * @param progress told what the reader is at
     * @param warnings given what may be a mistake but can be read
     */
    public ScenarioFolder(Path folder, Progress progress, Consumer<Trouble> warnings) {
        this.folder = folder;
        this.progress = progress;
        this.warnings = warnings;
    }

    /**
     * Reads every file of the scenario.
     *
     * @param asOf the day to plan, or null for the one in the settings
     * @throws UnusableInputException with what is wrong in the first file that anything is wrong with
     */
    public AllocationRequest read(@Nullable LocalDate asOf) {
        if (!Files.isDirectory(folder)) {
            throw trouble((Files.exists(folder) ? "is a file" : "does not exist")
                    + ", but a scenario must be a folder of CSV files. Maybe the path has a typing error.");
        }
        refuseMisnamedFiles();
        SmallTables small = new SmallTables(progress, warnings);
        progress.report("reading " + folder);
        SourceFile settings = find(TableFormat.SETTINGS);
        Settings values = settings == null
                ? SettingsReader.absent(expected(TableFormat.SETTINGS), asOf)
                : SettingsReader.read(settings, asOf, progress, warnings);
        AllocationRequest.Builder request = AllocationRequest.builder().settings(values);
        SourceFile programmeFile = find(TableFormat.PROGRAMMES);
        Map<String, Programme> programmes = programmeFile == null ? Map.of() : small.programmes(programmeFile);
        SourceFile parameterFile = find(TableFormat.PARAMETERS);
        if (parameterFile != null) {
            programmes = small.parameters(parameterFile, programmes, values.asOf());
        }
        SourceFile festivalFile = find(TableFormat.FESTIVALS);
        Map<String, Festival> festivals = festivalFile == null ? Map.of() : small.festivals(festivalFile);
        Map<String, Placement> placements = small.placements(require(TableFormat.PLACEMENTS), festivals);
        SourceFile demand = require(TableFormat.DEMAND);
        MerchantTable merchants = MerchantTable.read(require(TableFormat.MERCHANTS), progress, warnings);

        SourceFile deliveredFile = find(TableFormat.DELIVERED);
        if (deliveredFile != null) {
            request.delivered(small.delivered(deliveredFile, merchants, programmes));
        }
        EnrolmentReader enrolments = enrolments(merchants, programmes, festivals);
        request.programmes(programmes.values()).festivals(festivals.values()).placements(placements.values());
        request.demand(DemandReader.read(demand, merchants, Placements.of(placements.values()), progress, warnings));
        request.merchants(merchants.build(enrolments.lists(), enrolments.codes()));
        try {
            return request.build();
        } catch (InvalidRequestException e) {
            throw trouble(String.valueOf(e.getMessage()));
        }
    }

    private EnrolmentReader enrolments(
            MerchantTable merchants, Map<String, Programme> programmes, Map<String, Festival> festivals) {
        SourceFile file = find(TableFormat.ENROLMENTS);
        if (file == null) {
            return EnrolmentReader.none(merchants.count());
        }
        // Without a list of programmes, every programme that a rule names is one.
        ImmutableSet<String> known = programmes.isEmpty()
                ? ImmutableSet.of()
                : ImmutableSet.<String>builder()
                        .addAll(programmes.keySet())
                        .addAll(festivals.keySet())
                        .build();
        return EnrolmentReader.read(file, merchants, known, progress, warnings);
    }

    private @Nullable SourceFile find(TableFormat format) {
        return SourceFile.find(folder, format.name());
    }

    private SourceFile expected(TableFormat format) {
        return new SourceFile(folder.resolve(format.name()), false);
    }

    private SourceFile require(TableFormat format) {
        SourceFile file = find(format);
        if (file == null) {
            throw expected(format)
                    .trouble(1, 1, "file is missing, but every scenario must have one. Maybe it has another name.");
        }
        return file;
    }

    /** A file that nobody reads because of its name would change the plan in silence. */
    private void refuseMisnamedFiles() {
        List<String> known = TableFormat.ALL.stream().map(TableFormat::name).toList();
        List<String> missing = TableFormat.ALL.stream()
                .filter(format -> find(format) == null)
                .map(TableFormat::name)
                .toList();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> {
                String name = String.valueOf(file.getFileName()).replaceFirst("\\.gz$", "");
                String near = name.endsWith(".csv") && !known.contains(name) ? Nearest.to(name, missing) : null;
                if (near != null) {
                    throw new UnusableInputException(new Trouble(
                            file.toString(),
                            1,
                            1,
                            "file is not part of a scenario, but its name is nearly one that is. Maybe '" + near
                                    + "' was meant."));
                }
            });
        } catch (IOException e) {
            throw trouble(
                    "folder cannot be read (" + e.getMessage() + "), but must be. Maybe its permissions forbid it.");
        }
    }

    private UnusableInputException trouble(String message) {
        return new UnusableInputException(new Trouble(folder.toString(), 1, 1, message));
    }
}
