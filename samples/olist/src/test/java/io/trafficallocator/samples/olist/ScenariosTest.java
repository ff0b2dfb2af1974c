package io.trafficallocator.samples.olist;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of a data set of a few sales, written in Olist's own format. */
final class ScenariosTest {
    private static final LocalDate MONDAY = LocalDate.of(2017, 11, 27);

    @TempDir
    private Path folder;

    private Scenarios scenarios;

    @BeforeEach
    void writeFiles() throws IOException {
        gzip("product_category_name_translation.csv.gz", """
                product_category_name,product_category_name_english
                relogios_presentes,watches_gifts
                brinquedos,toys
                """);
        gzip("olist_products_dataset.csv.gz", """
                product_id,product_category_name
                watch,relogios_presentes
                toy,brinquedos
                thing,
                """);
        gzip("olist_sellers_dataset.csv.gz", """
                seller_id,seller_zip_code_prefix,seller_city,seller_state
                old,1,campinas,SP
                fresh,2,rio de janeiro,RJ
                asleep,3,recife,PE
                """);
        gzip("olist_order_items_dataset.csv.gz", """
                order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value
                1,1,watch,old,2017-10-10 10:00:00,100.0,1
                2,1,watch,old,2017-11-20 10:00:00,150.0,1
                3,1,toy,old,2017-11-26 23:59:59,50.0,1
                4,1,watch,old,2017-11-27 00:00:00,90.0,1
                5,1,watch,fresh,2017-11-29 10:00:00,110.0,1
                6,1,thing,asleep,2017-08-01 10:00:00,10.0,1
                """);
        scenarios = new Scenarios(OlistData.read(folder));
    }

    @Test
    void aMerchantIsASellerOfTheLastEightWeeksOrOneWhoOpensThisWeek() {
        Merchants merchants = scenarios.week(MONDAY, Map.of()).request().merchants();

        assertThat(List.of(merchants.id(0), merchants.id(1))).containsExactly("fresh", "old");
        assertThat(merchants.count()).isEqualTo(2);
        assertThat(LocalDate.ofEpochDay(merchants.joinedOn(0))).isEqualTo(MONDAY);
        assertThat(merchants.origin(0)).isEqualTo("RJ/rio de janeiro");
        assertThat(merchants.categories(1)).containsExactly("watches_gifts", "toys");
    }

    @Test
    void gmvAndGrowthLookBackOnly() {
        Merchants merchants = scenarios.week(MONDAY, Map.of()).request().merchants();

        assertThat(merchants.gmv(1)).isEqualTo(200);
        assertThat(merchants.growth(1)).isEqualTo(2);
        assertThat(merchants.gmv(0)).isZero();
        assertThat(merchants.growth(0)).isNaN();
    }

    @Test
    void supplyIsAHundredImpressionsForEachItemAndAFestivalTakesItsPart() {
        List<Placement> placements =
                scenarios.week(MONDAY, Map.of()).request().placements().asList();

        assertThat(placements).extracting(Placement::id).containsExactly("watches_gifts", "watches_gifts@festival");
        assertThat(placements).extracting(Placement::impressions).containsExactly(160L, 40L);
        assertThat(placements.get(1).festival()).isEqualTo("watches-black-friday");
    }

    @Test
    void demandIsWhatWasSoldBeforeSoNewcomersHaveNone() {
        var demand = scenarios.week(MONDAY, Map.of()).request().demand();

        assertThat(demand.start(1)).isZero();
        assertThat(demand.entries()).isEqualTo(1);
        assertThat(demand.weight(0)).isEqualTo(2);
    }

    @Test
    void whatWasDeliveredIsCarriedIntoTheWeek() {
        Week week = scenarios.week(MONDAY, Map.of("old", 77L));

        assertThat(week.request().delivered("old", Scenarios.LAUNCH)).isEqualTo(77);
        assertThat(week.delivered()).hasSize(1);
    }

    @Test
    void aWeekIsWrittenAsAScenarioFolder() throws IOException {
        Path written = folder.resolve("scenario");
        ScenarioFolder.write(written, scenarios.week(MONDAY, Map.of("old", 77L)));

        assertThat(Files.readAllLines(written.resolve("merchants.csv")))
                .containsExactly(
                        "id,joined_on,categories,origin,size,tier,gmv,growth",
                        "fresh,2017-11-27,watches_gifts,RJ/rio de janeiro,small,0,0,",
                        "old,2017-10-09,watches_gifts;toys,SP/campinas,small,0,200,2");
        assertThat(Files.readAllLines(written.resolve("delivered.csv")))
                .containsExactly("merchant,programme,impressions", "old,launch,77");
        assertThat(Files.readAllLines(written.resolve("settings.csv"))).contains("as_of,2017-11-27", "period_days,7");
        assertThat(Files.readAllLines(written.resolve("demand.csv"))).contains("old,watches_gifts,2");
    }

    private void gzip(String name, String text) throws IOException {
        try (Writer out = new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve(name))), StandardCharsets.UTF_8)) {
            out.write(text);
        }
    }
}
