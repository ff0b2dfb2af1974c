package io.trafficallocator.workbench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.DemandTable;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.workbench.scenario.BrokenScenarios.Broken;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioFolderTest {
    @TempDir
    Path folder;

    private final List<Trouble> warnings = new ArrayList<>();

    private AllocationRequest read() {
        return new ScenarioFolder(folder, doing -> {}, warnings::add).read(null);
    }

    static Stream<Broken> broken() {
        return BrokenScenarios.all().stream();
    }

    @ParameterizedTest
    @MethodSource
    void broken(Broken broken) {
        broken.damage().accept(ScenarioFiles.writeGood(folder));
        UnusableInputException thrown = catchThrowableOfType(UnusableInputException.class, this::read);
        assertThat(thrown).as(broken.name()).isNotNull();
        assertThat(thrown.trouble().toString())
                .startsWith(folder.resolve(broken.place()).toString())
                .contains("Maybe ")
                .contains(broken.words());
    }

    @Test
    void reads_every_column() {
        ScenarioFiles.writeGood(folder);
        AllocationRequest request = read();
        assertThat(warnings).isEmpty();
        Merchants merchants = request.merchants();
        assertThat(merchants.count()).isEqualTo(3);
        assertThat(merchants.id(0)).isEqualTo("m1");
        assertThat(LocalDate.ofEpochDay(merchants.joinedOn(0))).isEqualTo(LocalDate.of(2024, 11, 5));
        assertThat(merchants.categories(0)).containsExactly("apparel", "shoes");
        assertThat(merchants.origin(0)).isEqualTo("Guangzhou");
        assertThat(merchants.size(1)).isEqualTo("large");
        assertThat(merchants.tier(1)).isEqualTo(3);
        assertThat(merchants.quality(1)).isEqualTo(0.95);
        assertThat(merchants.quality(2)).isNaN();
        assertThat(merchants.growth(1)).isNaN();
        assertThat(merchants.gmv(0)).isEqualTo(1000.5);
        assertThat(merchants.violations(2)).isEqualTo(2);
        assertThat(merchants.deposit(1)).isEqualTo(5000);
        assertThat(merchants.attribute(1, "channel")).isEqualTo("agency");
        assertThat(merchants.attribute(2, "channel")).isEmpty();
        assertThat(merchants.enrolments(0))
                .containsExactly(new Enrolment("coat-day", null), new Enrolment("launch", LocalDate.of(2024, 11, 5)));
        assertThat(merchants.enrolments(1)).isEmpty();
        assertThat(request.placements().get(0).festival()).isEqualTo("coat-day");
        assertThat(request.placements().get(2).categories()).containsExactly("apparel", "luggage");
        assertThat(request.placements().get(1).pricePerMille()).isEqualTo(25.5);
        assertThat(request.programmes().values())
                .containsExactly(
                        new Programme(
                                "launch", "New Merchant Launch", 1, 5000.0, PoolUnit.IMPRESSIONS, Admission.JOINED),
                        new Programme("upward", "Upward Mobility", 2, null, PoolUnit.YUAN, Admission.QUALITY));
        assertThat(request.festivals().values())
                .containsExactly(new Festival(
                        "coat-day",
                        "Coat Day",
                        ImmutableSet.of("apparel"),
                        LocalDate.of(2024, 11, 8),
                        LocalDate.of(2024, 11, 10),
                        LocalDate.of(2024, 11, 12),
                        LocalDate.of(2024, 11, 14)));
        assertThat(request.delivered("m1", "launch")).isEqualTo(120);
        assertThat(request.settings().asOf()).isEqualTo(LocalDate.of(2024, 11, 11));
        assertThat(request.settings().concentrationLimit()).isEqualTo(0.5);
        assertThat(weight(request, "m2", "mall-1")).isEqualTo(3);
        assertThat(weight(request, "m3", "live-1")).isEqualTo(40.5);
        assertThat(request.demand().entries()).isEqualTo(3);
    }

    @Test
    void only_the_required_files_and_columns_are_needed() {
        ScenarioFiles.write(folder, "merchants.csv", "joined_on,id\n2024-01-02,b\n2024-01-01,a\n");
        ScenarioFiles.write(folder, "placements.csv", "impressions,id,field\n10,p,live\n");
        ScenarioFiles.write(folder, "demand.csv", "weight,merchant,placement\n");
        AllocationRequest request =
                new ScenarioFolder(folder, doing -> {}, warnings::add).read(LocalDate.of(2024, 2, 1));
        assertThat(request.merchants().id(0)).isEqualTo("a");
        assertThat(request.merchants().joinedOn(0))
                .isEqualTo((int) LocalDate.of(2024, 1, 1).toEpochDay());
        assertThat(request.merchants().quality(0)).isNaN();
        assertThat(request.merchants().categories(1)).isEmpty();
        assertThat(request.settings().boostLimit()).isInfinite();
        assertThat(request.settings().asOf()).isEqualTo(LocalDate.of(2024, 2, 1));
        assertThat(request.demand().entries()).isZero();
    }

    @Test
    void the_day_of_the_command_comes_before_the_day_of_the_settings() {
        ScenarioFiles.writeGood(folder);
        LocalDate day = LocalDate.of(2024, 11, 12);
        assertThat(new ScenarioFolder(folder, doing -> {}, warnings::add)
                        .read(day)
                        .settings()
                        .asOf())
                .isEqualTo(day);
    }

    @Test
    void reads_compressed_files_byte_order_marks_and_windows_line_ends() {
        ScenarioFiles.writeGood(folder);
        AllocationRequest plain = read();
        ScenarioFiles.compress(folder, "merchants.csv");
        ScenarioFiles.compress(folder, "demand.csv");
        ScenarioFiles.replace(folder, "placements.csv", "\n", "\r\n");
        ScenarioFiles.replace(folder, "placements.csv", "id,field", "\uFEFFid,field");
        ScenarioFiles.replace(folder, "placements.csv", "live-1,live", " live-1 , live");
        ScenarioFiles.append(folder, "placements.csv", "\r\n \r\n");
        AllocationRequest other = read();
        assertThat(other.placements().asList()).isEqualTo(plain.placements().asList());
        assertThat(weight(other, "m3", "live-1")).isEqualTo(40.5);
        assertThat(other.merchants().categories(0)).isEqualTo(ImmutableSet.of("apparel", "shoes"));
    }

    @Test
    void warns_of_columns_that_may_be_mistakes() {
        ScenarioFiles.writeGood(folder);
        ScenarioFiles.replace(folder, "merchants.csv", "quality", "qualty");
        ScenarioFiles.replace(folder, "placements.csv", "price_per_mille", "opened_by_whom");
        read();
        assertThat(warnings)
                .extracting(Trouble::toString)
                .containsExactly(
                        folder.resolve("placements.csv")
                                + ":1:22: warning: column 'opened_by_whom' is not known and was left out. Maybe the file"
                                + " is another one: its columns are [id, field, impressions, price_per_mille, festival,"
                                + " categories].",
                        folder.resolve("merchants.csv")
                                + ":1:42: warning: column 'qualty' became an attribute. Maybe 'quality' was meant.");
    }

    @Test
    void a_column_beside_the_one_it_is_like_is_told_with_it() {
        ScenarioFiles.writeGood(folder);
        for (String column : List.of("encore_days", "incore")) {
            warnings.clear();
            ScenarioFiles.write(
                    folder,
                    "festivals.csv",
                    "id,categories,starts,ends,encore," + column
                            + "\ncoat-day,fur,2024-11-11,2024-11-12,2024-11-14,2\n");
            read();
            assertThat(warnings)
                    .extracting(Trouble::toString)
                    .containsExactly(folder.resolve("festivals.csv") + ":1:34: warning: column '" + column
                            + "' is not known and was left out. Maybe 'encore' was meant, which is there, too.");
        }
    }

    @Test
    void rows_may_come_in_any_order() {
        long seed = 20241111;
        SplittableRandom random = new SplittableRandom(seed);
        int merchants = 3000;
        List<String> rows = new ArrayList<>();
        List<String> demand = new ArrayList<>();
        double[][] weights = new double[merchants][12];
        for (int merchant = 0; merchant < merchants; merchant++) {
            rows.add("m" + merchant + ",2024-01-01," + merchant % 7);
            for (int placement = 0; placement < 12; placement++) {
                if (random.nextInt(3) == 0) {
                    weights[merchant][placement] = random.nextDouble() * 1e6 + 1e-9;
                    demand.add("m" + merchant + ",p" + placement + "," + weights[merchant][placement]);
                }
            }
        }
        shuffle(rows, random);
        shuffle(demand, random);
        StringBuilder placements = new StringBuilder("id,field,impressions\n");
        for (int placement = 0; placement < 12; placement++) {
            placements.append("p").append(placement).append(",live,1\n");
        }
        ScenarioFiles.write(folder, "merchants.csv", "id,joined_on,tier\n" + String.join("\n", rows));
        ScenarioFiles.write(folder, "placements.csv", placements.toString());
        ScenarioFiles.write(folder, "demand.csv", "merchant,placement,weight\n" + String.join("\n", demand));
        ScenarioFiles.write(folder, "settings.csv", "name,value\nas_of,2024-11-11\n");
        AllocationRequest request = read();
        assertThat(request.demand().entries()).isEqualTo(demand.size());
        for (int merchant = 0; merchant < merchants; merchant++) {
            int row = request.merchants().row("m" + merchant);
            assertThat(request.merchants().tier(row)).as("seed %s", seed).isEqualTo(merchant % 7);
            for (int placement = 0; placement < 12; placement++) {
                assertThat(weight(request, "m" + merchant, "p" + placement))
                        .as("seed %s", seed)
                        .isEqualTo(weights[merchant][placement]);
            }
        }
    }

    private static void shuffle(List<String> rows, SplittableRandom random) {
        for (int index = rows.size() - 1; index > 0; index--) {
            rows.set(index, rows.set(random.nextInt(index + 1), rows.get(index)));
        }
    }

    private static double weight(AllocationRequest request, String merchant, String placement) {
        DemandTable demand = request.demand();
        int row = request.merchants().row(merchant);
        int index = request.placements().index(placement);
        for (int entry = demand.start(row); entry < demand.start(row + 1); entry++) {
            if (demand.placement(entry) == index) {
                return demand.weight(entry);
            }
        }
        return 0;
    }
}
