package io.trafficallocator.samples.olist;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** Writes a week as a folder that the command line reads: {@code traffic plan FOLDER --rules … --out …}. */
final class ScenarioFolder {
    private final Path folder;
    private final Week week;

    private ScenarioFolder(Path folder, Week week) {
        this.folder = folder;
        this.week = week;
    }

    static void write(Path folder, Week week) throws IOException {
        Files.createDirectories(folder);
        ScenarioFolder files = new ScenarioFolder(folder, week);
        files.merchants();
        files.placements();
        files.demand();
        files.policies();
        files.delivered();
        files.settings();
    }

    private void merchants() throws IOException {
        Merchants merchants = week.request().merchants();
        file("merchants.csv", out -> {
            out.writeRecord("id", "joined_on", "categories", "origin", "size", "tier", "gmv", "growth");
            for (int row = 0; row < merchants.count(); row++) {
                out.writeRecord(
                        merchants.id(row),
                        LocalDate.ofEpochDay(merchants.joinedOn(row)).toString(),
                        String.join(";", merchants.categories(row)),
                        merchants.origin(row),
                        merchants.size(row),
                        Integer.toString(merchants.tier(row)),
                        number(merchants.gmv(row)),
                        Double.isNaN(merchants.growth(row)) ? "" : number(merchants.growth(row)));
            }
        });
        file("enrolments.csv", out -> {
            out.writeRecord("merchant", "programme_or_festival");
            for (int row = 0; row < merchants.count(); row++) {
                for (Enrolment enrolment : merchants.enrolments(row)) {
                    out.writeRecord(merchants.id(row), enrolment.to());
                }
            }
        });
    }

    private void placements() throws IOException {
        file("placements.csv", out -> {
            out.writeRecord("id", "field", "impressions", "price_per_mille", "festival", "categories");
            for (Placement placement : week.request().placements().asList()) {
                out.writeRecord(
                        placement.id(),
                        placement.field(),
                        Long.toString(placement.impressions()),
                        number(placement.pricePerMille()),
                        Objects.requireNonNullElse(placement.festival(), ""),
                        String.join(";", placement.categories()));
            }
        });
    }

    private void demand() throws IOException {
        AllocationRequest request = week.request();
        DemandTable demand = request.demand();
        file("demand.csv", out -> {
            out.writeRecord("merchant", "placement", "weight");
            for (int row = 0; row < demand.merchants(); row++) {
                for (int entry = demand.start(row); entry < demand.start(row + 1); entry++) {
                    out.writeRecord(
                            request.merchants().id(row),
                            request.placements().get(demand.placement(entry)).id(),
                            number(demand.weight(entry)));
                }
            }
        });
    }

    private void policies() throws IOException {
        file("programmes.csv", out -> {
            out.writeRecord("id", "tier", "name", "pool", "pool_unit", "admission");
            for (Programme programme : week.request().programmes().values()) {
                Double pool = programme.pool();
                out.writeRecord(
                        programme.id(),
                        Integer.toString(programme.tier()),
                        programme.name(),
                        pool == null ? "" : number(pool),
                        programme.poolUnit().name().toLowerCase(Locale.ROOT),
                        programme.admission().name().toLowerCase(Locale.ROOT));
            }
        });
        file("festivals.csv", out -> {
            out.writeRecord("id", "categories", "starts", "ends", "name", "warm_up", "encore");
            for (Festival festival : week.request().festivals().values()) {
                out.writeRecord(
                        festival.id(),
                        String.join(";", festival.categories()),
                        festival.starts().toString(),
                        festival.ends().toString(),
                        festival.name(),
                        festival.warmUp().toString(),
                        festival.encore().toString());
            }
        });
    }

    private void delivered() throws IOException {
        file("delivered.csv", out -> {
            out.writeRecord("merchant", "programme", "impressions");
            week.delivered()
                    .forEach(row -> out.writeRecord(row.merchant(), row.programme(), Long.toString(row.impressions())));
        });
    }

    private void settings() throws IOException {
        Settings settings = week.request().settings();
        file("settings.csv", out -> {
            out.writeRecord("name", "value");
            out.writeRecord("as_of", settings.asOf().toString());
            out.writeRecord("period_days", Integer.toString(settings.periodDays()));
            out.writeRecord("boost_limit", number(settings.boostLimit()));
            out.writeRecord("concentration_limit", number(settings.concentrationLimit()));
            out.writeRecord("prior_weight", number(settings.priorWeight()));
            out.writeRecord("launch_days", Integer.toString(settings.launchDays()));
            out.writeRecord("growth_days", Integer.toString(settings.growthDays()));
        });
    }

    private void file(String name, Consumer<CsvWriter> content) throws IOException {
        try (CsvWriter out = CsvWriter.builder().build(folder.resolve(name))) {
            content.accept(out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
