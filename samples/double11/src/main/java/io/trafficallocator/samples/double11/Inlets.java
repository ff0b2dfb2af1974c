package io.trafficallocator.samples.double11;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.Placement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Where this marketplace shows merchants, and the three festivals that some of it is reserved for. */
final class Inlets {
    static final String MINK_FESTIVAL = "quality-mink-coat-festival";
    static final String WARMTH_FESTIVAL = "clothing-warmth-festival";
    static final String LUGGAGE_DAY = "luggage-category-day";

    private static final String LIVE = "live";
    private static final String VIDEO = "short video";
    private static final String IMAGE = "image";
    private static final String SEARCH = "search";
    private static final String MALL = "mall";

    private final double impressions;
    private final List<Placement> placements = new ArrayList<>();

    private Inlets(double impressions) {
        this.impressions = impressions;
    }

    /** The placements of a day of so many impressions; prices are list prices in yuan per thousand. */
    static List<Placement> placements(double impressions) {
        Inlets inlets = new Inlets(impressions);
        inlets.open("live-home", LIVE, 0.135, 28);
        inlets.open("live-follow", LIVE, 0.065, 22);
        inlets.open("live-fashion", LIVE, 0.05, 34, "clothing", "fur", "luggage", "jewellery", "sports");
        inlets.open("live-farm", LIVE, 0.025, 18, "food");
        inlets.open("live-beauty", LIVE, 0.03, 42, "beauty", "baby");
        inlets.open("live-home-digital", LIVE, 0.03, 30, "home", "digital");
        inlets.reserved("live-mink-stage", LIVE, 0.000_05, 60, MINK_FESTIVAL, "fur");

        inlets.open("video-discover", VIDEO, 0.15, 16);
        inlets.open("video-follow", VIDEO, 0.055, 14);
        inlets.open("video-fashion", VIDEO, 0.045, 20, "clothing", "fur", "luggage", "jewellery", "sports");
        inlets.open("video-taste", VIDEO, 0.025, 12, "food");
        inlets.open("video-living", VIDEO, 0.03, 13, "home", "baby", "sports");
        inlets.reserved("video-warmth-stage", VIDEO, 0.000_4, 38, WARMTH_FESTIVAL, "clothing");

        inlets.open("image-notes", IMAGE, 0.035, 9);
        inlets.open("image-lookbook", IMAGE, 0.015, 12, "clothing", "fur", "luggage", "jewellery");
        inlets.open("image-kitchen", IMAGE, 0.008, 8, "food", "home");

        inlets.open("search-results", SEARCH, 0.07, 55);
        inlets.open("search-fashion", SEARCH, 0.03, 62, "clothing", "fur", "luggage", "jewellery", "sports");
        inlets.open("search-digital", SEARCH, 0.018, 70, "digital");
        inlets.open("search-everyday", SEARCH, 0.022, 48, "food", "home", "baby", "beauty");

        inlets.open("mall-home", MALL, 0.06, 35);
        inlets.open("mall-fashion", MALL, 0.03, 38, "clothing", "fur", "luggage", "jewellery", "sports");
        inlets.open("mall-beauty", MALL, 0.015, 46, "beauty", "baby");
        inlets.open("mall-grocery", MALL, 0.015, 24, "food");
        inlets.open("mall-home-digital", MALL, 0.02, 33, "home", "digital");
        inlets.open("mall-bargains", MALL, 0.018, 15);
        inlets.reserved("mall-luggage-day", MALL, 0.000_12, 45, LUGGAGE_DAY, "luggage");
        return List.copyOf(inlets.placements);
    }

    /** On the day itself one festival is in full swing, one warms up, and one lasts a single day. */
    static List<Festival> festivals(LocalDate day) {
        return List.of(
                new Festival(
                        MINK_FESTIVAL,
                        "Quality Mink Coat Festival",
                        ImmutableSet.of("fur"),
                        day.minusDays(6),
                        day.minusDays(2),
                        day.plusDays(2)),
                new Festival(
                        WARMTH_FESTIVAL,
                        "Clothing warmth festival",
                        ImmutableSet.of("clothing"),
                        day.minusDays(1),
                        day.plusDays(2),
                        day.plusDays(6)),
                new Festival(
                        LUGGAGE_DAY, "Luggage category day", ImmutableSet.of("luggage"), day.minusDays(2), day, day));
    }

    private void open(String id, String field, double share, double price, String... categories) {
        placements.add(Placement.of(id, field, Math.round(share * impressions))
                .priced(price)
                .forCategories(categories));
    }

    private void reserved(String id, String field, double share, double price, String festival, String... categories) {
        placements.add(Placement.of(id, field, Math.round(share * impressions))
                .priced(price)
                .reservedFor(festival)
                .forCategories(categories));
    }
}
