package io.trafficallocator.workbench.testing;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.InvalidRequestException;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Settings;
import io.trafficallocator.workbench.scenario.Nearest;
import io.trafficallocator.workbench.scenario.TextDates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the facts of a test into a request. */
final class FactsRequest {
    private static final Placement ANYWHERE = Placement.of("anywhere", "anywhere", 1_000_000);

    private final Facts facts;
    private final LocalDate day;
    private final List<Demand> demand = new ArrayList<>();
    private final List<Delivered> delivered = new ArrayList<>();

    private FactsRequest(Facts facts, Word test) {
        this.facts = facts;
        Word asOf = facts.settings().get("as_of");
        if (asOf == null) {
            throw test.trouble("there is no day, but a test must have one. Maybe start the file with: day 2024-11-11");
        }
        LocalDate date = TextDates.parse(asOf.text());
        if (date == null) {
            throw asOf.wrong("day", "be a date", "2024-11-11 is an example");
        }
        this.day = date;
    }

    /** Mistakes that no single word shows are told at the test. */
    static AllocationRequest of(Facts facts, Word test) {
        try {
            return new FactsRequest(facts, test).build();
        } catch (InvalidRequestException e) {
            throw test.trouble(String.valueOf(e.getMessage()));
        }
    }

    private AllocationRequest build() {
        List<Placement> placements = new ArrayList<>();
        facts.all("placement").forEach((id, values) -> placements.add(placement(id, values)));
        List<Programme> programmes = new ArrayList<>();
        facts.all("programme").forEach((id, values) -> programmes.add(programme(id, values)));
        List<Festival> festivals = new ArrayList<>();
        facts.all("festival").forEach((id, values) -> festivals.add(festival(id, values)));
        List<MerchantProfile> merchants = new ArrayList<>();
        facts.all(Facts.MERCHANT).forEach((id, values) -> merchants.add(merchant(id, values)));
        return AllocationRequest.builder()
                .settings(settings(facts.settings()))
                .merchants(merchants)
                .placements(placements.isEmpty() ? List.of(ANYWHERE) : placements)
                .demand(demand)
                .programmes(programmes)
                .festivals(festivals)
                .delivered(delivered)
                .build();
    }

    private Settings settings(Map<String, Word> values) {
        Settings usual = Settings.of(day);
        return new Settings(
                day,
                (int) whole(values, "period_days", usual.periodDays()),
                number(values, "boost_limit", usual.boostLimit()),
                number(values, "concentration_limit", usual.concentrationLimit()),
                number(values, "prior_weight", usual.priorWeight()),
                (int) whole(values, "launch_days", usual.launchDays()),
                (int) whole(values, "growth_days", usual.growthDays()));
    }

    private MerchantProfile merchant(String id, Map<String, Word> values) {
        MerchantProfile.Builder merchant = MerchantProfile.builder(
                id,
                values.containsKey("age") ? day.minusDays(whole(values, "age", 0)) : date(values, "joined_on", day));
        values.forEach((name, word) -> {
            String part = name.substring(name.indexOf('.') + 1);
            if (name.startsWith("demand.")) {
                demand.add(new Demand(id, part, word.number(name)));
            } else if (name.startsWith("delivered.")) {
                delivered.add(new Delivered(id, part, word.whole(name)));
            } else if (name.startsWith("attribute.")) {
                merchant.attribute(part, word.text());
            }
        });
        merchant.categories(list(values, "categories"));
        for (String enrolled : list(values, "enrolled")) {
            merchant.enrolled(enrolled);
        }
        known(values, "origin", word -> merchant.origin(word.text()));
        known(values, "size", word -> merchant.size(word.text()));
        known(values, "tier", word -> merchant.tier((int) word.whole("tier")));
        known(values, "quality", word -> merchant.quality(word.number("quality")));
        known(values, "gmv", word -> merchant.gmv(word.number("gmv")));
        known(values, "growth", word -> merchant.growth(word.number("growth")));
        known(values, "violations", word -> merchant.violations((int) word.whole("violations")));
        known(values, "deposit", word -> merchant.deposit(word.number("deposit")));
        return merchant.build();
    }

    private static Programme programme(String id, Map<String, Word> values) {
        Map<String, String> parameters = new LinkedHashMap<>();
        values.forEach((name, word) -> {
            if (name.startsWith(Facts.PARAMETER)) {
                parameters.put(name.substring(Facts.PARAMETER.length()), word.text());
            }
        });
        Word pool = values.get("pool");
        return new Programme(
                        id,
                        id,
                        (int) whole(values, "tier", 1),
                        pool == null ? null : (Double) pool.number("pool"),
                        choice(values, "pool_unit", PoolUnit.IMPRESSIONS),
                        choice(values, "admission", Admission.PROPORTIONAL))
                .withParameters(parameters);
    }

    private Festival festival(String id, Map<String, Word> values) {
        LocalDate starts = date(values, "starts", day);
        LocalDate ends = date(values, "ends", starts);
        return new Festival(
                id,
                id,
                list(values, "categories"),
                date(values, "warm_up", starts),
                starts,
                ends,
                date(values, "encore", Festival.encoreAfter(ends)));
    }

    private static Placement placement(String id, Map<String, Word> values) {
        Word festival = values.get("festival");
        Word field = values.get("field");
        return new Placement(
                id,
                field == null ? "live" : field.text(),
                whole(values, "impressions", ANYWHERE.impressions()),
                number(values, "price_per_mille", 0),
                festival == null ? null : festival.text(),
                list(values, "categories"));
    }

    /** A value written {@code -} is not known, whatever was said before. */
    private static void known(Map<String, Word> values, String name, Consumer<Word> use) {
        Word word = values.get(name);
        if (word != null && !word.is("-")) {
            use.accept(word);
        }
    }

    private static long whole(Map<String, Word> values, String name, long otherwise) {
        Word word = values.get(name);
        return word == null ? otherwise : word.whole(name);
    }

    private static double number(Map<String, Word> values, String name, double otherwise) {
        Word word = values.get(name);
        return word == null ? otherwise : word.number(name);
    }

    private static ImmutableSet<String> list(Map<String, Word> values, String name) {
        Word word = values.get(name);
        return word == null || word.is("-")
                ? ImmutableSet.of()
                : ImmutableSet.copyOf(word.text().split(";", -1));
    }

    private static LocalDate date(Map<String, Word> values, String name, LocalDate otherwise) {
        Word word = values.get(name);
        if (word == null) {
            return otherwise;
        }
        @Nullable LocalDate date = TextDates.parse(word.text());
        if (date == null) {
            throw word.wrong(name, "be a date", TextDates.advice(word.text()));
        }
        return date;
    }

    private static <E extends Enum<E>> E choice(Map<String, Word> values, String name, E otherwise) {
        Word word = values.get(name);
        if (word == null) {
            return otherwise;
        }
        List<String> known = Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = known.indexOf(word.text());
        if (index < 0) {
            throw word.wrong(name, "be one of " + known, Nearest.advice(word.text(), known, "one of them was meant"));
        }
        return otherwise.getDeclaringClass().getEnumConstants()[index];
    }
}
