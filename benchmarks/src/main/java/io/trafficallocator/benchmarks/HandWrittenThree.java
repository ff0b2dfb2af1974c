package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.benchmarks.peers.FestivalDay;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Dictionary;
import io.trafficallocator.model.Enrolment;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The 14 rules of the launch, upward and festivals packs, written in Java as {@link HandWrittenRules} are. */
final class HandWrittenThree {
    private static final int PIECE = 1 << 14;
    private static final double[] LAUNCH = {10_000, 800, 400, 200};
    private static final String[] WEEKS = {"first", "second", "third", "fourth"};

    private final AllocationRequest request;
    private final Merchants merchants;
    private final List<Programme> programmes;
    private final Map<String, Integer> programme = new HashMap<>();
    private final Map<String, Integer> rule = new HashMap<>();
    private final int today;
    private final int days;
    private final double[] percentile;
    private final int launch;
    private final int upward;
    private final int[] week = new int[WEEKS.length];
    private final double[] weekAmount = new double[WEEKS.length];
    private final double launchQuality;
    private final double upwardQuality;
    private final double coolingOff;
    private final double welcome;
    private final String[] boosts = {
        "growing",
        "in the upper quarter of its category",
        "in the upper tenth of its category",
        "ready to leap",
        "promoted"
    };
    private final int[] boost = new int[boosts.length];
    private final double[] factor = new double[boosts.length];
    private final Dictionary<String> relegated;
    private final Dictionary<String> promoted;
    private final double[] sinceRelegated;
    private final double[] sincePromoted;

    private HandWrittenThree(AllocationRequest request, List<RuleReference> rules) {
        this.request = request;
        this.merchants = request.merchants();
        this.programmes = List.copyOf(request.programmes().values());
        programmes.forEach(each -> programme.put(each.id(), programme.size()));
        rules.forEach(each -> rule.put(each.rule(), rule.size()));
        this.today = Math.toIntExact(request.settings().asOf().toEpochDay());
        this.days = request.settings().periodDays();
        this.percentile = HandWrittenRules.percentiles(merchants, merchants::growth);
        this.launch = programme.getOrDefault("launch", -1);
        this.upward = programme.getOrDefault("upward", -1);
        for (int index = 0; index < WEEKS.length; index++) {
            week[index] = rule("Launch: " + WEEKS[index] + " week");
            weekAmount[index] = number(launch, WEEKS[index] + "_week", LAUNCH[index]) * (index == 0 ? 1 : days);
        }
        this.launchQuality = number(launch, "least_quality", 0.5);
        this.upwardQuality = number(upward, "least_quality", 0.7);
        this.coolingOff = number(upward, "cooling_off", 30);
        this.welcome = number(upward, "welcome", 14);
        String[] names = {"growing", "quarter", "tenth", "leap", "promoted"};
        double[] otherwise = {1.1, 1.25, 1.5, 2, 1.2};
        for (int index = 0; index < boosts.length; index++) {
            boost[index] = rule("Upward: " + boosts[index]);
            factor[index] = number(upward, names[index], otherwise[index]);
        }
        this.relegated = merchants.attributeColumn("relegated_on");
        this.promoted = merchants.attributeColumn("promoted_on");
        this.sinceRelegated = daysSince(relegated);
        this.sincePromoted = daysSince(promoted);
    }

    static Grants grants(AllocationRequest request, List<RuleReference> rules, Workers workers) {
        HandWrittenThree own = new HandWrittenThree(request, rules);
        int count = own.merchants.count();
        AtomicReferenceArray<Grants.Builder> pieces = new AtomicReferenceArray<>(Workers.pieces(count, PIECE));
        workers.run(count, PIECE, (piece, from, to) -> {
            Grants.Builder granted = new Grants.Builder(own.programmes, rules);
            for (int row = from; row < to; row++) {
                if (own.merchants.violations(row) == 0) {
                    own.grant(row, granted);
                }
            }
            pieces.set(piece, granted);
        });
        Grants.Builder all = new Grants.Builder(own.programmes, rules);
        for (int piece = 0; piece < pieces.length(); piece++) {
            all.addAll(pieces.get(piece));
        }
        return all.build();
    }

    private double number(int of, String parameter, double otherwise) {
        return of < 0 ? otherwise : programmes.get(of).number(parameter, otherwise);
    }

    private int rule(String name) {
        Integer index = rule.get(name);
        if (index == null) {
            throw new IllegalArgumentException("rule '" + name + "' is not listed");
        }
        return index;
    }

    private double[] daysSince(Dictionary<String> dates) {
        return dates.values().stream()
                .mapToDouble(text -> text.isEmpty()
                        ? Double.NaN
                        : today - LocalDate.parse(text).toEpochDay())
                .toArray();
    }

    private void grant(int row, Grants.Builder granted) {
        double quality = merchants.quality(row);
        int age = today - merchants.joinedOn(row);
        if (launch >= 0 && age >= 0 && age < 28 && !(quality < launchQuality)) {
            int index = age / 7;
            int added = granted.add(
                    row, EntitlementKind.GUARANTEE, launch, Scopes.EVERYTHING, weekAmount[index], week[index]);
            if (index == 0) {
                granted.setWindow(added, merchants.joinedOn(row), 7);
            }
        }
        int tier = merchants.tier(row);
        if (upward >= 0 && tier >= 1 && quality >= upwardQuality) {
            upward(row, tier, quality, granted);
        }
        List<Enrolment> enrolments = merchants.enrolments(row);
        for (int index = 0; index < enrolments.size(); index++) {
            Festival festival = request.festivals().get(enrolments.get(index).to());
            if (festival != null && programme.containsKey(festival.id())) {
                festival(row, festival, granted);
            }
        }
    }

    private void upward(int row, int tier, double quality, Grants.Builder granted) {
        double growth = merchants.growth(row);
        if (growth >= 1.2) {
            boost(row, 0, granted);
        }
        if (growth > 1 && percentile[row] >= 0.75 && !isCooling(row)) {
            boost(row, 1, granted);
            if (percentile[row] >= 0.9) {
                if (tier >= 2) {
                    boost(row, 2, granted);
                }
                if (tier >= 3 && growth >= 1.5 && quality >= 0.85) {
                    boost(row, 3, granted);
                }
            }
        }
        double since = sincePromoted[promoted.code(row)];
        if (since >= 0 && since < welcome && !isCooling(row)) {
            boost(row, 4, granted);
        }
    }

    private boolean isCooling(int row) {
        double since = sinceRelegated[relegated.code(row)];
        return since >= 0 && since < coolingOff;
    }

    private void boost(int row, int which, Grants.Builder granted) {
        granted.add(row, EntitlementKind.BOOST, upward, Scopes.EVERYTHING, factor[which], boost[which]);
    }

    private void festival(int row, Festival festival, Grants.Builder granted) {
        LocalDate date = request.settings().asOf();
        ImmutableSet<String> categories = merchants.categories(row);
        boolean fits = festival.categories().isEmpty()
                || festival.categories().stream().anyMatch(categories::contains);
        if (!fits) {
            return;
        }
        int own = programme.getOrDefault(festival.id(), -1);
        FestivalDay day = FestivalDay.of(festival, date, days);
        if (day.warmUpDays() > 0) {
            double lift = day.warmUp(number(own, "warm_up", 1.2), days);
            granted.add(row, EntitlementKind.BOOST, own, Scopes.EVERYTHING, lift, rule("Festival: warm-up"));
        }
        if (day.mainDays() > 0) {
            inlets(row, festival, own, day.mainDays(), categories, granted);
        }
        if (day.encoreDays() > 0) {
            double lift = day.encore(number(own, "encore", 1.3), days);
            granted.add(row, EntitlementKind.BOOST, own, Scopes.EVERYTHING, lift, rule("Festival: encore"));
        }
    }

    private void inlets(
            int row, Festival festival, int own, int open, ImmutableSet<String> categories, Grants.Builder granted) {
        List<Placement> placements = request.placements().asList();
        for (int index = 0; index < placements.size(); index++) {
            if (festival.id().equals(placements.get(index).festival())) {
                int scope = request.placements().scopes().ofPlacement(index);
                granted.add(row, EntitlementKind.ACCESS, own, scope, 0, rule("Festival: its inlets open"));
                if (placements.get(index).fits(categories)) {
                    double floor = number(own, "floor", 200) * open;
                    granted.add(
                            row, EntitlementKind.GUARANTEE, own, scope, floor, rule("Festival: a floor in each inlet"));
                    double most = Math.ceil(placements.get(index).impressions() * number(own, "share", 0.5) - 0.000001);
                    granted.add(
                            row,
                            EntitlementKind.CAP,
                            own,
                            scope,
                            most,
                            rule("Festival: no merchant swallows an inlet"));
                }
            }
        }
    }
}
