package io.trafficallocator.benchmarks;

import com.google.common.collect.ImmutableSet;
import io.trafficallocator.benchmarks.peers.FestivalDay;
import io.trafficallocator.benchmarks.peers.RulePeers;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * The 49 rules of all packs as somebody would write them in Java who knows them and wants them fast: parameters read
 * once, attributes parsed once for each distinct text, percentiles by one sort of each category, merchants cut into
 * pieces that threads share. It knows nothing that the rules do not say, and takes every programme to be in force.
 */
final class HandWrittenRules {
    private static final int PIECE = 1 << 14;

    private final AllocationRequest request;
    private final Merchants merchants;
    private final Map<String, Integer> rule = new HashMap<>();
    private final List<Programme> programmes;
    private final Map<String, Integer> programme = new HashMap<>();
    private final int today;
    private final int days;
    private final double[] gmvPercentile;
    private final double[] growthPercentile;
    private final int[] sharing;
    /** By set of categories. */
    private final int[] mainCategory;

    private final int mainCategories;
    /** By origin and main category. */
    private final int[] sharingBoth;

    private final List<Placement> placements;
    private final Scopes scopes;

    private HandWrittenRules(AllocationRequest request, List<RuleReference> rules) {
        this.request = request;
        this.merchants = request.merchants();
        this.programmes = List.copyOf(request.programmes().values());
        for (Programme each : programmes) {
            programme.put(each.id(), programme.size());
        }
        for (RuleReference each : rules) {
            rule.put(each.rule(), rule.size());
        }
        this.today = Math.toIntExact(request.settings().asOf().toEpochDay());
        this.days = request.settings().periodDays();
        this.gmvPercentile = percentiles(merchants, merchants::gmv);
        this.growthPercentile = percentiles(merchants, merchants::growth);
        this.sharing = new int[merchants.originColumn().values().size()];
        for (int row = 0; row < merchants.count(); row++) {
            sharing[merchants.originColumn().code(row)]++;
        }
        Map<String, Integer> codes = new HashMap<>();
        this.mainCategory = mainCategories(merchants, codes);
        this.mainCategories = codes.size();
        this.sharingBoth = new int[Math.multiplyExact(sharing.length, mainCategories)];
        for (int row = 0; row < merchants.count(); row++) {
            sharingBoth[pair(row)]++;
        }
        this.placements = request.placements().asList();
        this.scopes = request.placements().scopes();
    }

    static Grants grants(AllocationRequest request, List<RuleReference> rules, Workers workers) {
        HandWrittenRules own = new HandWrittenRules(request, rules);
        int count = own.merchants.count();
        AtomicReferenceArray<Grants.Builder> pieces = new AtomicReferenceArray<>(Workers.pieces(count, PIECE));
        Pack pack = own.new Pack();
        workers.run(count, PIECE, (piece, from, to) -> {
            Grants.Builder granted = new Grants.Builder(own.programmes, rules);
            for (int row = from; row < to; row++) {
                pack.grant(row, granted);
            }
            pieces.set(piece, granted);
        });
        Grants.Builder all = new Grants.Builder(own.programmes, rules);
        for (int piece = 0; piece < pieces.length(); piece++) {
            all.addAll(pieces.get(piece));
        }
        return all.build();
    }

    private int pair(int row) {
        return merchants.originColumn().code(row) * mainCategories + mainCategory[merchants.categorySet(row)];
    }

    /** By set of categories, a number for its first one, which {@code codes} remembers. */
    private static int[] mainCategories(Merchants merchants, Map<String, Integer> codes) {
        List<ImmutableSet<String>> sets = merchants.categorySets();
        int[] codeOfSet = new int[sets.size()];
        for (int set = 0; set < codeOfSet.length; set++) {
            String main =
                    sets.get(set).isEmpty() ? "" : sets.get(set).iterator().next();
            codeOfSet[set] = codes.computeIfAbsent(main, unused -> codes.size());
        }
        return codeOfSet;
    }

    /** The mean rank within the main category, as rules see it. */
    static double[] percentiles(Merchants merchants, IntToDoubleFunction column) {
        int count = merchants.count();
        Map<String, Integer> codes = new HashMap<>();
        int[] codeOfSet = mainCategories(merchants, codes);
        double[][] sorted = new double[codes.size()][16];
        int[] size = new int[codes.size()];
        for (int row = 0; row < count; row++) {
            double value = column.applyAsDouble(row);
            if (!Double.isNaN(value)) {
                int code = codeOfSet[merchants.categorySet(row)];
                if (size[code] == sorted[code].length) {
                    sorted[code] = Arrays.copyOf(sorted[code], 2 * size[code]);
                }
                sorted[code][size[code]++] = value;
            }
        }
        for (int code = 0; code < sorted.length; code++) {
            Arrays.sort(sorted[code], 0, size[code]);
        }
        double[] percentile = new double[count];
        for (int row = 0; row < count; row++) {
            double value = column.applyAsDouble(row);
            int code = codeOfSet[merchants.categorySet(row)];
            int below = first(sorted[code], size[code], value);
            int above = first(sorted[code], size[code], Math.nextUp(value));
            percentile[row] = Double.isNaN(value) ? Double.NaN : (below + above) / (2.0 * size[code]);
        }
        return percentile;
    }

    private static int first(double[] sorted, int size, double value) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What merchants are beside each other. */
    static RulePeers.Cohorts cohorts(AllocationRequest request, List<RuleReference> rules) {
        HandWrittenRules own = new HandWrittenRules(request, rules);
        return new RulePeers.Cohorts() {
            @Override
            public double gmvPercentile(int row) {
                return own.gmvPercentile[row];
            }

            @Override
            public double growthPercentile(int row) {
                return own.growthPercentile[row];
            }

            @Override
            public int originMerchants(int row) {
                return own.sharing[own.merchants.originColumn().code(row)];
            }

            @Override
            public int originCategoryMerchants(int row) {
                return own.sharingBoth[own.pair(row)];
            }
        };
    }

    private double number(String id, String parameter, double otherwise) {
        return programmes.get(index(programme, id)).number(parameter, otherwise);
    }

    private static int index(Map<String, Integer> of, String name) {
        Integer index = of.get(name);
        if (index == null) {
            throw new IllegalArgumentException("'" + name + "' is not listed");
        }
        return index;
    }

    /** An attribute as numbers: looked up by code, NaN where it is none. */
    private final class Column {
        private final Dictionary<String> texts;
        private final double[] numbers;

        Column(String name, ToDoubleFunction<String> parse) {
            this.texts = merchants.attributeColumn(name);
            this.numbers = texts.values().stream().mapToDouble(parse).toArray();
        }

        double of(int row) {
            return numbers[texts.code(row)];
        }
    }

    private static double parse(String text) {
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    private double daysSince(String text) {
        return text.isEmpty() ? Double.NaN : today - LocalDate.parse(text).toEpochDay();
    }

    private double yes(String text) {
        return text.equals("yes") ? 1 : 0;
    }

    private Column number(String name) {
        return new Column(name, HandWrittenRules::parse);
    }

    private Column days(String name) {
        return new Column(name, this::daysSince);
    }

    private Column flag(String name) {
        return new Column(name, this::yes);
    }

    /** A grant that many receive. */
    private final class Ready {
        private final EntitlementKind kind;
        private final int programmeIndex;
        private final int scope;
        private final double amount;
        private final int ruleIndex;

        Ready(EntitlementKind kind, String programmeId, int scope, double amount, String ruleName) {
            this.kind = kind;
            this.programmeIndex = index(programme, programmeId);
            this.scope = scope;
            this.amount = amount;
            this.ruleIndex = index(rule, ruleName);
        }

        void to(int row, Grants.Builder granted) {
            to(row, amount, granted);
        }

        int to(int row, double own, Grants.Builder granted) {
            return granted.add(row, kind, programmeIndex, scope, own, ruleIndex);
        }
    }

    private Ready everywhere(EntitlementKind kind, String id, double amount, String ruleName) {
        return new Ready(kind, id, Scopes.EVERYTHING, amount, ruleName);
    }

    /** What enrolling in a festival brings today. */
    private record FestivalGrants(
            String id,
            Festival festival,
            boolean opens,
            List<Ready> ready,
            List<Ready> prepared,
            List<Ready> fullReduction) {}

    private final class Pack {
        private final Column returnCost = number("return_cost");
        private final Column risk = number("risk");
        private final Column hotShare = number("hot_share");
        private final Column hotSince = days("hot_since");
        private final Column firstLive = days("first_live_on");
        private final Column digital = flag("digital_human");
        private final Column prepared = flag("prepared");
        private final Column fullReduction = flag("full_reduction");
        private final Column promoted = days("promoted_on");
        private final Column relegated = days("relegated_on");
        private final Column cleared = days("cleared_on");
        private final Column held = days("held_until");
        private final Column goal = number("managed_goal");
        private final Column budget = number("managed_budget");
        private final Column managedDays = number("managed_days");
        private final Column managedFrom = days("managed_from");

        private final double zeroDays = number("deposits", "days", 60);
        private final Ready zeroYuan = everywhere(
                EntitlementKind.GUARANTEE,
                "deposits",
                number("deposits", "floor", 50) * days,
                "Deposits: zero-yuan store");
        private final double fullDeposit = number("deposits", "full_deposit", 1000);
        private final Ready reduced = everywhere(
                EntitlementKind.GUARANTEE,
                "deposits",
                number("deposits", "reduced_floor", 25) * days,
                "Deposits: reduced deposit");
        private final double returnBelow = number("deposits", "gmv_below", 50000);
        private final double returnWindow = number("deposits", "window_days", 28);
        private final double returnDays = Math.min(days, returnWindow);
        private final double returnPart = number("deposits", "part", 0.5);
        private final double returnMost = number("deposits", "most", 200);
        private final Ready returns = everywhere(EntitlementKind.SUBSIDY, "deposits", 0, "Deposits: return subsidy");
        private final List<Ready> domains = new ArrayList<>();
        private final double stage1 = number("doujin", "stage_1", 10000);
        private final double stage2 = number("doujin", "stage_2", 100000);
        private final Ready first = everywhere(
                EntitlementKind.GUARANTEE, "doujin", number("doujin", "reward_1", 200) * days, "Doujin: first stage");
        private final Ready second = everywhere(
                EntitlementKind.GUARANTEE, "doujin", number("doujin", "reward_2", 1000) * days, "Doujin: second stage");
        private final Ready last = everywhere(
                EntitlementKind.GUARANTEE, "doujin", number("doujin", "final", 3000) * days, "Doujin: final");
        private final double burstShare = number("explosion", "share", 0.5);
        private final double burstDays = number("explosion", "days", 3);
        private final double fadeDays = number("explosion", "fade_days", 2);
        private final double burstFactor = number("explosion", "boost", 2);
        private final Ready burst = everywhere(EntitlementKind.BOOST, "explosion", burstFactor, "Explosion: burst");
        private final Ready fading =
                everywhere(EntitlementKind.BOOST, "explosion", 1 + (burstFactor - 1) / 2, "Explosion: fading");
        private final List<FestivalGrants> festivals = new ArrayList<>();
        private final double mostRisk = number("fraud", "risk", 0.9);
        private final Ready heldBack =
                everywhere(EntitlementKind.EXCLUSION, "fraud", 0, "Fraud: held while the case is open");
        private final Ready tooRisky = everywhere(EntitlementKind.EXCLUSION, "fraud", 0, "Fraud: high risk");
        private final double mostViolations = number("gates", "violations", 3);
        private final Ready violating = everywhere(EntitlementKind.EXCLUSION, "gates", 0, "Gates: too many violations");
        private final double leastQuality = number("gates", "least_quality", 0.2);
        private final Ready lowQuality =
                everywhere(EntitlementKind.CAP, "gates", number("gates", "low_cap", 1000) * days, "Gates: low quality");
        private final double coolingDays = number("gates", "cooling_off", 14);
        private final Ready cooling = everywhere(
                EntitlementKind.CAP, "gates", number("gates", "cooling_cap", 5000) * days, "Gates: cooling off");
        private final Ready half = everywhere(
                EntitlementKind.BOOST,
                "growth",
                number("growth", "half", 1.05),
                "Growth: better than half of its category");
        private final Ready fifth = everywhere(
                EntitlementKind.BOOST,
                "growth",
                number("growth", "fifth", 1.15),
                "Growth: better than four fifths of its category");
        private final double milestone = number("growth", "milestone", 2);
        private final Ready bonus = everywhere(
                EntitlementKind.GUARANTEE, "growth", number("growth", "bonus", 500) * days, "Growth: milestone");
        private final double launchQuality = number("launch", "least_quality", 0.5);
        private final List<Ready> launch = List.of(
                everywhere(
                        EntitlementKind.GUARANTEE,
                        "launch",
                        number("launch", "first_week", 10000),
                        "Launch: first week"),
                everywhere(
                        EntitlementKind.GUARANTEE,
                        "launch",
                        number("launch", "second_week", 800) * days,
                        "Launch: second week"),
                everywhere(
                        EntitlementKind.GUARANTEE,
                        "launch",
                        number("launch", "third_week", 400) * days,
                        "Launch: third week"),
                everywhere(
                        EntitlementKind.GUARANTEE,
                        "launch",
                        number("launch", "fourth_week", 200) * days,
                        "Launch: fourth week"));
        private final double[] weekFrom = {
            Double.NEGATIVE_INFINITY,
            number("launch", "second_from", 7),
            number("launch", "third_from", 14),
            number("launch", "fourth_from", 21),
            Double.POSITIVE_INFINITY
        };
        private final int grown = request.settings().launchDays();
        private final int mature = grown + request.settings().growthDays();
        private final double bridgeFloor = number("lifecycle", "bridge", 150);
        private final Ready bridge =
                everywhere(EntitlementKind.GUARANTEE, "lifecycle", 0, "Life cycle: bridge from launch to growth");
        private final Ready stable = everywhere(
                EntitlementKind.GUARANTEE, "lifecycle", number("lifecycle", "floor", 10) * days, "Life cycle: stable");
        private final double tail = number("long-tail", "tail", 0.5);
        private final Ready tailFloor = everywhere(
                EntitlementKind.GUARANTEE, "long-tail", number("long-tail", "floor", 20) * days, "Long tail: a floor");
        private final List<Ready> topCaps = new ArrayList<>();
        private final Ready[] managed = new Ready
                [merchants.attributeColumn("managed_placement").values().size()];
        private final double[] managedPrice = new double[managed.length];
        private final double starDays = number("new-star", "days", 30);
        private final double starFloor = number("new-star", "floor", 300);
        private final Ready star = new Ready(
                EntitlementKind.GUARANTEE,
                "new-star",
                scopes.ofField("live"),
                starFloor * days,
                "New star: a floor in live rooms");
        private final Ready digitalStar = new Ready(
                EntitlementKind.GUARANTEE,
                "new-star",
                scopes.ofField("live"),
                Math.floor(starFloor * number("new-star", "digital", 0.5) * days + 0.000001),
                "New star: a lower floor with a digital human");
        private final boolean[] isBelt;
        private final boolean[] isBeltCategory;
        private final int beltCategories;
        private final Ready belt = everywhere(
                EntitlementKind.BOOST, "origin", number("origin", "boost", 1.3), "Origin: a boost for the belt");
        private final double share = number("origin", "share", 0.02);
        private final List<Ready> beltShares = new ArrayList<>();
        private final double[] beltSupply;
        private final boolean[][] fits;
        private final double upwardQuality = number("upward", "least_quality", 0.7);
        private final double coolingOff = number("upward", "cooling_off", 30);
        private final double welcomeDays = number("upward", "welcome", 14);
        private final Ready growing =
                everywhere(EntitlementKind.BOOST, "upward", number("upward", "growing", 1.1), "Upward: growing");
        private final Ready quarter = everywhere(
                EntitlementKind.BOOST,
                "upward",
                number("upward", "quarter", 1.25),
                "Upward: in the upper quarter of its category");
        private final Ready tenth = everywhere(
                EntitlementKind.BOOST,
                "upward",
                number("upward", "tenth", 1.5),
                "Upward: in the upper tenth of its category");
        private final Ready leap =
                everywhere(EntitlementKind.BOOST, "upward", number("upward", "leap", 2), "Upward: ready to leap");
        private final Ready welcome =
                everywhere(EntitlementKind.BOOST, "upward", number("upward", "promoted", 1.2), "Upward: promoted");

        Pack() {
            double[] factors = {1.05, 1.1, 1.2, 1.2};
            String[] fields = {"live", "short video", "search", "mall"};
            for (int index = 0; index < fields.length; index++) {
                int scope = scopes.ofField(fields[index]);
                double factor = number("domains", fields[index].replace(' ', '_'), factors[index]);
                if (scope >= 0) {
                    domains.add(
                            new Ready(EntitlementKind.BOOST, "domains", scope, factor, "Domains: " + fields[index]));
                }
            }
            request.festivals().values().forEach(this::festival);
            List<ImmutableSet<String>> sets = merchants.categorySets();
            fits = new boolean[placements.size()][sets.size()];
            List<Double> supplies = new ArrayList<>();
            String field = programmes.get(index(programme, "origin")).text("field", "mall");
            double topShare = number("long-tail", "top_share", 0.05);
            for (int index = 0; index < placements.size(); index++) {
                Placement placement = placements.get(index);
                for (int set = 0; set < sets.size(); set++) {
                    fits[index][set] = placement.fits(sets.get(set));
                }
                if (placement.festival() == null) {
                    topCaps.add(new Ready(
                            EntitlementKind.CAP,
                            "long-tail",
                            scopes.ofPlacement(index),
                            Math.ceil(placement.impressions() * topShare - 0.000001),
                            "Long tail: no merchant swallows a placement"));
                    if (placement.field().equals(field)) {
                        supplies.add((double) placement.impressions());
                        beltShares.add(new Ready(
                                EntitlementKind.GUARANTEE,
                                "origin",
                                scopes.ofPlacement(index),
                                0,
                                "Origin: a share of supply for the belt"));
                    }
                }
            }
            beltSupply = supplies.stream().mapToDouble(Double::doubleValue).toArray();
            List<String> places = merchants.attributeColumn("managed_placement").values();
            for (int code = 0; code < managed.length; code++) {
                int index = request.placements().index(places.get(code));
                if (index >= 0 && placements.get(index).pricePerMille() > 0) {
                    managedPrice[code] = placements.get(index).pricePerMille();
                    managed[code] = new Ready(
                            EntitlementKind.GUARANTEE,
                            "managed",
                            scopes.ofPlacement(index),
                            0,
                            "Managed: the goal, as far as the budget goes");
                }
            }
            Programme origin = programmes.get(index(programme, "origin"));
            ImmutableSet<String> cities = origin.list("cities", "Guangzhou;Shenzhen;Hangzhou;Zhengzhou;Wuhan");
            ImmutableSet<String> wear = origin.list("categories", "women's wear");
            List<String> origins = merchants.originColumn().values();
            isBelt = new boolean[origins.size()];
            for (int code = 0; code < isBelt.length; code++) {
                isBelt[code] = cities.contains(origins.get(code));
            }
            beltCategories = wear.size();
            isBeltCategory = new boolean[sets.size()];
            for (int set = 0; set < sets.size(); set++) {
                isBeltCategory[set] = !sets.get(set).isEmpty()
                        && wear.contains(sets.get(set).iterator().next());
            }
        }

        private void festival(Festival festival) {
            FestivalDay day = FestivalDay.of(festival, request.settings().asOf(), days);
            String id = festival.id();
            List<Ready> ready = new ArrayList<>();
            List<Ready> whenPrepared = new ArrayList<>();
            List<Ready> whenReducing = new ArrayList<>();
            if (day.warmUpDays() > 0) {
                double lift = day.warmUp(number(id, "warm_up", 1.2), days);
                ready.add(everywhere(EntitlementKind.BOOST, id, lift, "Festival: warm-up"));
            }
            if (day.mainDays() > 0) {
                inlets(id, day.mainDays(), ready);
            }
            if (day.encoreDays() > 0) {
                double fading = day.encore(number(id, "encore", 1.3), days);
                ready.add(everywhere(EntitlementKind.BOOST, id, fading, "Festival: encore"));
            }
            if (day.opening()) {
                double envelope = number("red-envelopes", "envelope", 8.88);
                ready.add(everywhere(
                        EntitlementKind.SUBSIDY,
                        "red-envelopes",
                        Math.rint(envelope * 100),
                        "Red envelope: enrolled in a festival that opens"));
                whenPrepared.add(everywhere(
                        EntitlementKind.SUBSIDY,
                        "red-envelopes",
                        Math.rint(number("red-envelopes", "cash", 100) * 100),
                        "Cash: prepared a full shelf for a festival that opens"));
            }
            if (day.closing()) {
                whenReducing.add(everywhere(
                        EntitlementKind.SUBSIDY, "red-envelopes", 0, "Full reduction: a part of festival sales"));
            }
            festivals.add(new FestivalGrants(id, festival, day.opening(), ready, whenPrepared, whenReducing));
        }

        private void inlets(String id, int open, List<Ready> ready) {
            for (int index = 0; index < placements.size(); index++) {
                Placement inlet = placements.get(index);
                if (id.equals(inlet.festival())) {
                    int scope = scopes.ofPlacement(index);
                    double most = Math.ceil(inlet.impressions() * number(id, "share", 0.5) - 0.000001);
                    ready.add(new Ready(EntitlementKind.ACCESS, id, scope, 0, "Festival: its inlets open"));
                    ready.add(new Ready(
                            EntitlementKind.GUARANTEE,
                            id,
                            scope,
                            number(id, "floor", 200) * open,
                            "Festival: a floor in each inlet"));
                    ready.add(
                            new Ready(EntitlementKind.CAP, id, scope, most, "Festival: no merchant swallows an inlet"));
                }
            }
        }

        void grant(int row, Grants.Builder granted) {
            double quality = merchants.quality(row);
            int violations = merchants.violations(row);
            double heldDays = held.of(row);
            if (heldDays < 0) {
                granted.setReason(heldBack.to(row, 0, granted), "held until the case is decided");
            }
            if (risk.of(row) >= mostRisk) {
                granted.setReason(tooRisky.to(row, 0, granted), "risk score too high");
            }
            if (violations >= 1 && violations >= mostViolations) {
                granted.setReason(violating.to(row, 0, granted), "too many open violations");
            }
            if (quality < leastQuality) {
                lowQuality.to(row, granted);
            }
            double clearedDays = cleared.of(row);
            if (clearedDays >= 0 && clearedDays < coolingDays) {
                cooling.to(row, granted);
            }
            double gmv = merchants.gmv(row);
            if (gmv > 0 && gmvPercentile[row] >= 0.99) {
                top(row, granted);
            }
            if (violations == 0) {
                inGoodStanding(row, gmv, quality, granted);
            }
        }

        private void top(int row, Grants.Builder granted) {
            int set = merchants.categorySet(row);
            for (int index = 0, cap = 0; index < placements.size(); index++) {
                if (placements.get(index).festival() == null) {
                    if (fits[index][set]) {
                        topCaps.get(cap).to(row, granted);
                    }
                    cap++;
                }
            }
        }

        private void inGoodStanding(int row, double gmv, double quality, Grants.Builder granted) {
            int age = today - merchants.joinedOn(row);
            String size = merchants.size(row);
            boolean isSmall = size.equals("small");
            boolean isSmallOrMedium = isSmall || size.equals("medium");
            double deposit = merchants.deposit(row);
            if (age >= 0 && deposit < fullDeposit && age < zeroDays) {
                (deposit > 0 ? reduced : zeroYuan).to(row, granted);
            }
            double cost = returnCost.of(row);
            if (isSmall && gmv < returnBelow && cost > 0) {
                double yuan =
                        Math.floor(100 * Math.min(returnMost, cost * returnPart) * returnDays / returnWindow + 0.000001)
                                / 100;
                if (Math.rint(yuan * 100) > 0) {
                    returns.to(row, Math.rint(yuan * 100), granted);
                }
            }
            if (age >= 0 && age < grown && !(quality < launchQuality)) {
                for (int week = 0; week < launch.size(); week++) {
                    if (age >= weekFrom[week] && age < weekFrom[week + 1]) {
                        int grant = launch.get(week).to(row, launch.get(week).amount, granted);
                        if (week == 0) {
                            granted.setWindow(
                                    grant, merchants.joinedOn(row), (int) Math.min(grown, Math.ceil(weekFrom[1])));
                        }
                    }
                }
            }
            if (age >= grown && age < mature) {
                bridge.to(row, Math.ceil(bridgeFloor * (3 - 3 * (age - grown) / (mature - grown)) / 3) * days, granted);
            }
            if (age >= mature && isSmallOrMedium) {
                stable.to(row, granted);
            }
            if (isSmallOrMedium && gmvPercentile[row] <= tail) {
                tailFloor.to(row, granted);
            }
            growth(row, quality, granted);
            double hot = hotSince.of(row);
            if (hot >= 0 && hot < burstDays + fadeDays && hotShare.of(row) >= burstShare && hotShare.of(row) <= 1) {
                (hot < burstDays ? burst : fading).to(row, granted);
            }
            int set = merchants.categorySet(row);
            int origin = merchants.originColumn().code(row);
            if (isBelt[origin] && isBeltCategory[set]) {
                belt.to(row, granted);
                for (int index = 0; index < beltSupply.length; index++) {
                    double part = Math.floor(
                            beltSupply[index] * share / (sharingBoth[pair(row)] * beltCategories) + 0.000001);
                    if (part > 0) {
                        beltShares.get(index).to(row, part, granted);
                    }
                }
            }
            managed(row, granted);
            List<Enrolment> enrolments = merchants.enrolments(row);
            if (!enrolments.isEmpty()) {
                enrolled(row, gmv, isSmall, enrolments, granted);
            }
        }

        private void growth(int row, double quality, Grants.Builder granted) {
            double growth = merchants.growth(row);
            if (growth > 1) {
                double percentile = growthPercentile[row];
                if (percentile >= 0.5) {
                    half.to(row, granted);
                }
                if (percentile >= 0.8) {
                    fifth.to(row, granted);
                }
                if (growth >= milestone) {
                    bonus.to(row, granted);
                }
                int tier = merchants.tier(row);
                if (tier >= 1 && growth >= 1.2 && quality >= upwardQuality) {
                    growing.to(row, granted);
                }
                if (percentile >= 0.75 && !isCooling(row)) {
                    if (tier >= 1 && quality >= upwardQuality) {
                        quarter.to(row, granted);
                    }
                    if (tier >= 2 && percentile >= 0.9 && quality >= upwardQuality) {
                        tenth.to(row, granted);
                    }
                    if (tier >= 3 && percentile >= 0.9 && growth >= 1.5 && quality >= 0.85) {
                        leap.to(row, granted);
                    }
                }
            }
            double since = promoted.of(row);
            if (since >= 0
                    && since < welcomeDays
                    && !isCooling(row)
                    && merchants.tier(row) >= 1
                    && quality >= upwardQuality) {
                welcome.to(row, granted);
            }
        }

        private boolean isCooling(int row) {
            double since = relegated.of(row);
            return since >= 0 && since < coolingOff;
        }

        private void managed(int row, Grants.Builder granted) {
            int place = merchants.attributeColumn("managed_placement").code(row);
            Ready ready = managed[place];
            double length = managedDays.of(row);
            double since = managedFrom.of(row);
            if (ready != null
                    && goal.of(row) >= 0
                    && budget.of(row) >= 0
                    && length >= 1
                    && length <= 366
                    && since >= 0
                    && since < length) {
                double amount = Math.min(
                        Math.floor(goal.of(row)), Math.floor(budget.of(row) * 1000 / managedPrice[place] + 0.000001));
                if (amount > 0) {
                    granted.setWindow(ready.to(row, amount, granted), today - (int) since, (int) Math.ceil(length));
                }
            }
        }

        private void enrolled(
                int row, double gmv, boolean isSmall, List<Enrolment> enrolments, Grants.Builder granted) {
            for (Enrolment enrolment : enrolments) {
                String to = enrolment.to();
                if (to.equals("domains")) {
                    domains.forEach(ready -> ready.to(row, granted));
                } else if (to.equals("doujin")) {
                    if (gmv >= stage1) {
                        first.to(row, granted);
                    }
                    if (gmv >= stage2) {
                        second.to(row, granted);
                        if (growthPercentile[row] >= 0.9) {
                            last.to(row, granted);
                        }
                    }
                } else if (to.equals("new-star")) {
                    double since = firstLive.of(row);
                    if (isSmall && since >= 0 && since < starDays) {
                        (digital.of(row) == 1 ? digitalStar : star).to(row, granted);
                    }
                } else {
                    festivals(row, to, gmv, granted);
                }
            }
        }

        private void festivals(int row, String id, double gmv, Grants.Builder granted) {
            for (FestivalGrants each : festivals) {
                if (each.id.equals(id)) {
                    if (fits(each.festival, merchants.categories(row))) {
                        opening(row, each, granted);
                        each.ready.forEach(ready -> ready.to(row, granted));
                        if (prepared.of(row) == 1) {
                            each.prepared.forEach(ready -> ready.to(row, granted));
                        }
                        if (fullReduction.of(row) == 1) {
                            reduction(row, gmv, each, granted);
                        }
                    }
                }
            }
        }

        private void reduction(int row, double gmv, FestivalGrants each, Grants.Builder granted) {
            double part = number("red-envelopes", "reduction", 0.05);
            double most = number("red-envelopes", "reduction_most", 500);
            double yuan = Math.floor(100 * Math.min(most, gmv * part) + 0.000001) / 100;
            if (Math.rint(yuan * 100) > 0) {
                each.fullReduction.forEach(ready -> ready.to(row, Math.rint(yuan * 100), granted));
            }
        }

        private void opening(int row, FestivalGrants each, Grants.Builder granted) {
            if (each.opens) {
                switch (each.id) {
                    case "mink" -> opening(row, "mink", 1.5, "Festival days: mink opening", granted);
                    case "clothing-warmth" ->
                        opening(row, each.id, 1.4, "Festival days: clothing warmth opening", granted);
                    case "luggage" -> opening(row, "luggage", 1.3, "Festival days: luggage opening", granted);
                    default -> {
                        return;
                    }
                }
            }
        }

        private void opening(int row, String id, double factor, String ruleName, Grants.Builder granted) {
            everywhere(EntitlementKind.BOOST, id, factor, ruleName).to(row, granted);
        }

        private static boolean fits(Festival festival, ImmutableSet<String> categories) {
            return festival.categories().isEmpty()
                    || festival.categories().stream().anyMatch(categories::contains);
        }
    }
}
