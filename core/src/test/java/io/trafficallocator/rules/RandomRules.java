package io.trafficallocator.rules;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Festival;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Rule books and requests drawn at random: rules with every kind of condition that is allowed, and merchants whose facts
 * lie on, just beside and between the values that the rules compare them with, or are unknown.
 */
final class RandomRules {
    private static final LocalDate DAY = LocalDate.of(2024, 11, 1);
    private static final String[] ORDER = {"<", "<=", "==", "!=", ">=", ">"};
    private static final String[] WHOLE = {"ageDays", "tier", "violations"};
    private static final String[] RATIO = {"quality", "growth", "gmv", "deposit", "growthPercentile", "gmvPercentile"};
    private static final String[] IDS = {"p1", "p2", "p3", "f1", "f2"};

    private final SplittableRandom random;
    private final StringBuilder context = new StringBuilder();
    private final List<String> names = new ArrayList<>();

    RandomRules(SplittableRandom random) {
        this.random = random;
    }

    /** One rule that throws at some merchants, or at all, or at none: wherever the engine evaluates something. */
    String failing() {
        List<String> patterns = new ArrayList<>();
        patterns.add("$p : Programme( id == \"" + one("p1", "p2", "none")
                + "\", $odd : number(\"odd\", 1), $first : tier )\n");
        int count = random.nextInt(3);
        for (int index = 0; index < count; index++) {
            patterns.add(mayThrow());
        }
        List<String> conditions =
                new ArrayList<>(List.of("$tier : tier", "$violations : violations", "$text : attribute(\"text\")"));
        names.clear();
        names.addAll(List.of("$first", "$odd"));
        if (chance(60)) {
            // Few get as far as what throws, so that the engine may be shown none of them for the proof alone.
            conditions.add(one("origin == \"o1\"", "size == \"small\"", "tier == 2"));
            conditions.add(one("attribute(\"num\") == \"1e2\"", "attribute(\"day\") == \"soon\"", "ageDays == 5"));
            conditions.add(
                    one("violations > 1", "violations == $first", "violations > 2 * $first", "enrolledIn($p.id)"));
        }
        int asked = 1 + random.nextInt(4);
        for (int index = 0; index < asked; index++) {
            conditions.add(
                    switch (random.nextInt(6)) {
                        case 0 -> thrown();
                        case 1 -> condition() + one(" && ", " || ") + thrown();
                        case 2 -> thrown() + one(" && ", " || ") + condition();
                        case 3 ->
                            one(WHOLE) + " " + one(ORDER) + " " + one("$first", "$p.tier", "$p.number(\"odd\", 2)");
                        default -> condition();
                    });
        }
        patterns.add("$m : Merchant( " + String.join(", ", conditions) + " )\n");
        if (chance(30)) {
            patterns.add(
                    chance(50)
                            ? mayThrow()
                            : "exists Placement( pricePerMille "
                                    + one(
                                            "> $tier / $violations",
                                            "< $m.number(\"num\")",
                                            "> $text.substring(1).length()")
                                    + " )\n");
        }
        String amount = one(
                "2",
                "2",
                "$odd",
                "1 + $tier / $violations",
                "1 + $m.number(\"num\")",
                "$m.getGrowth() * 2",
                "1 + $violations / $m.getDeposit()");
        return "package drawn\nrule \"rule\" when\n" + String.join("", patterns) + "then grant.boost(\"p2\", " + amount
                + "); end\n";
    }

    /** A pattern of the day's facts that throws now and then. */
    private String mayThrow() {
        String number = one("$odd", "$p.number(\"odd\", 1)", "$p.number(\"most\", 1)", "6 / ($first - 1)", "$first");
        return switch (random.nextInt(7)) {
            case 0 -> "Placement( pricePerMille " + one(ORDER) + " " + number + " )\n";
            case 1 -> "Placement( festival != null, festival > $p.id )\n";
            case 2 ->
                "Placement( " + one("field == \"live\" && ", "id == \"none\" && ", "")
                        + "festival.length() > $first )\n";
            case 3 ->
                "FestivalDay( " + one("phase == \"main\"", "id == \"none\"", "$p.id != id") + ", daysToStart < "
                        + number + " )\n";
            case 4 ->
                one("not", "exists") + " Placement( field == \"" + one("live", "none") + "\", pricePerMille "
                        + one(ORDER) + " " + number + " )\n";
            case 5 -> "( Placement( pricePerMille > " + number + " ) or FestivalDay( daysToStart > 3 ) )\n";
            default -> "Today( periodDays < " + number + " )\n";
        };
    }

    /** A condition on the merchant that throws now and then. */
    private String thrown() {
        return one(
                "tier / violations > 1",
                "Integer.parseInt(attribute(\"num\")) > 0",
                "attribute(\"text\").substring(1) == \"es\"",
                "growth * 2 > 1",
                "number(\"num\") + 1 > $first",
                "number(\"num\") > 0.5",
                "quality != 0.5",
                "LocalDate.parse(attribute(\"day\")) < joinedOn",
                "violations > $odd",
                "gmv > $p.number(\"odd\", 1)",
                "$odd < deposit",
                "tier > $violations / tier",
                "$text.substring(2).length() > 0");
    }

    String rules(int count) {
        StringBuilder text = new StringBuilder("package drawn\n");
        for (int index = 0; index < count; index++) {
            text.append(rule("rule " + index));
        }
        return text.toString();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String rule(String name) {
        context.setLength(0);
        names.clear();
        if (chance(60)) {
            context.append("Programme( ")
                    .append(one("id == \"p1\"", "id == \"p2\"", "tier >= 2", "id != \"p3\", tier < 4"))
                    .append(", $number : number(\"most\", 0.5), $whole : number(\"days\", 3),")
                    .append(" $list : list(\"cities\", \"o1;o2\"), $programme : id )\n");
            names.addAll(List.of("$number", "$whole", "$list", "$programme"));
        }
        if (chance(40)) {
            context.append("$festival : FestivalDay( ")
                    .append(one("phase == \"main\"", "phase != \"over\"", "day >= 0", "daysToStart < 40"))
                    .append(", $fid : id )\n");
            names.addAll(List.of("$festival", "$fid"));
        }
        if (chance(40)) {
            context.append("Today( $period : periodDays )\n");
            names.add("$period");
        }
        if (chance(15)) {
            context.append(one("exists", "not")).append(" Placement( field == \"live\" )\n");
        }
        List<String> conditions = new ArrayList<>();
        int count = random.nextInt(5);
        for (int index = 0; index < count; index++) {
            conditions.add(chance(20) ? either() : condition());
        }
        String amount = one("10", "25");
        if (chance(25)) {
            conditions.add("$tier : tier");
            amount = "10 + $tier";
        } else if (chance(20)) {
            conditions.add("$gmv : gmv");
            amount = one("Math.floor($gmv / 7)", "Math.ceil(Math.min(3 * $gmv, 50) * 2)", "Math.rint(90 - $gmv) + 200");
        } else if (chance(10)) {
            conditions.add("$num : number(\"num\")");
            conditions.add("number(\"num\") != null");
            amount = "Math.max(0, Math.floor(" + (names.contains("$number") ? "$number * $num" : "4 * $num") + "))";
        } else if (names.contains("$whole") && chance(40)) {
            amount = "Math.ceil($whole)";
        }
        String scope = "";
        String after = "";
        if (chance(20)) {
            conditions.add("$has : categories");
            after = "Placement( " + one("festival == null", "pricePerMille > 1") + ", fits($has), $place : id )\n";
            scope = ".inPlacement($place)";
        } else if (chance(20)) {
            scope = ".inField(\"live\")";
        }
        String window = one("", "", ".overFirstDays(7)", ".overDays(\"2024-10-30\", 5)", ".overFestival(\"f1\")");
        String grant = one(
                "guarantee(\"p1\", " + amount + ")" + scope + window,
                "boost(\"p2\", 1 + (" + amount + ") / 100.0)" + scope,
                "cap(\"p3\", " + amount + ")" + scope,
                "exclude(\"p1\", \"because\")" + scope,
                "subsidy(\"p4\", " + amount + ")",
                "accessToFestival(\"p2\", \"f1\")");
        if (chance(10)) {
            conditions.add("$code : attribute(\"code\")");
            conditions.add("attribute(\"code\") != \"\"");
            grant = "exclude(\"p1\", \"code \" + $code)" + scope;
        }
        String self = chance(15) ? "$m : " : "";
        if (!self.isEmpty()) {
            grant = "cap(\"p3\", 10 * " + one("$m.getViolations()", "$m.getTier()") + ")";
        }
        return "rule \"" + name + "\" when\n" + context + self + "Merchant( " + String.join(", ", conditions) + " )\n"
                + after + "then grant." + grant + "; end\n";
    }

    private String either() {
        return switch (random.nextInt(4)) {
            case 0 -> condition() + " || " + condition();
            case 1 -> condition() + " && " + condition();
            case 2 -> "(" + condition() + " && " + condition() + ") || " + condition();
            default -> "(" + condition() + " || " + condition() + ") && " + condition();
        };
    }

    private String fraction() {
        if (names.contains("$period") && chance(10)) {
            return "$period";
        }
        return names.contains("$number") && chance(30)
                ? "$number"
                : one("0", "0.0", "1", "0.25", "0.5", "0.75", "1.5", "100", "2.0");
    }

    private String whole() {
        if (names.contains("$whole") && chance(25)) {
            return "$whole";
        }
        return names.contains("$period") && chance(25) ? "$period" : "" + random.nextInt(6);
    }

    private String id() {
        if (names.contains("$fid") && chance(50)) {
            return "$fid";
        }
        return names.contains("$programme") && chance(30) ? "$programme" : "\"" + one(IDS) + "\"";
    }

    private String condition() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> one(WHOLE) + " " + one(ORDER) + " " + whole();
            case 3, 4, 5 -> one(RATIO) + " " + one(ORDER) + " " + fraction();
            case 6 -> one("quality", "growth", "growthPercentile") + one(" == null", " != null");
            case 7 -> one("quality", "growth") + " == null || " + one("quality", "growth") + " >= " + fraction();
            case 8 -> "size " + one("in", "not in") + " (\"small\", \"large\")";
            case 9 -> one("size", "origin", "mainCategory") + one(" == ", " != ") + one("\"small\"", "\"o1\"", "\"\"");
            case 10 ->
                one(
                        "origin matches \"o[12]\"",
                        "attribute(\"text\") == \"yes\"",
                        "attribute(\"text\") != \"\"",
                        "attribute(\"code\") matches \"c[1-4].\"");
            case 11 -> names.contains("$list") ? "$list contains " + one("origin", "mainCategory") : "tier in (1, 3)";
            case 12, 13 -> one("enrolments contains " + id(), "enrolledIn(" + id() + ")");
            case 14 -> one("enrolments.empty == false", "enrolments not contains " + id(), "violations == 0");
            case 15 -> names.contains("$festival") ? "$festival.fits(categories)" : "categories contains \"fur\"";
            case 16 ->
                chance(85)
                        ? "number(\"num\") != null && number(\"num\") " + one(ORDER) + " " + fraction()
                        : "number(\"num\") " + one(ORDER) + " " + fraction();
            case 17 ->
                chance(85)
                        ? "daysSince(\"day\") != null && daysSince(\"day\") " + one(ORDER) + " " + whole()
                        : "daysSince(\"day\") == null || daysSince(\"day\") " + one(ORDER) + " " + whole();
            case 18 -> one("qualityKnown", "growthKnown") + " == " + one("true", "false");
            default ->
                one(
                        "gmv > deposit",
                        "tier * 2 > violations + 3",
                        "origin.startsWith(\"o\")",
                        "joinedOn > LocalDate.of(2024, 10, 28)",
                        "originMerchants > 20",
                        "stage " + one("==", "!=") + " \"" + one("before", "launch", "growth", "mature") + "\"",
                        "stage in (\"launch\", \"growth\")",
                        "originCategoryMerchants " + one(ORDER) + " " + random.nextInt(1, 30),
                        "mainCategory.length() > 3",
                        "tier > violations",
                        "tier > 1.5",
                        "ageDays < 2.5",
                        "Math.max(tier, violations) > 2");
        };
    }

    /** Merchants are few beside the values that they differ by, and alike in many ways nevertheless. */
    AllocationRequest request(int merchants) {
        return builder(merchants)
                .placements(List.of(
                        Placement.of("home", "mall", 1_000).priced(2),
                        Placement.of("furs", "mall", 1_000).forCategories(List.of("fur")),
                        Placement.of("inlet", chance(50) ? "live" : "search", 100)
                                .reservedFor("f1"),
                        Placement.of("room", "live", 100)))
                .festivals(List.of(
                        Festival.of("f1", DAY.minusDays(random.nextInt(3)), DAY.plusDays(2)),
                        Festival.of("f2", DAY.plusDays(random.nextInt(-9, 9)), DAY.plusDays(10))))
                .programmes(List.of(
                        Programme.of("p1", 1)
                                .withParameters(Map.of(
                                        "most",
                                        one("0.25", "1", "100"),
                                        "days",
                                        one("2", "2.5", "5"),
                                        "odd",
                                        one("two", "0"))),
                        Programme.of("p2", 2).withParameters(Map.of("cities", "o2;fur")),
                        Programme.of("p3", 3),
                        Programme.of("p4", 4).poolOfYuan(1_000)))
                .build();
    }

    /** Other merchants on the same day. */
    AllocationRequest request(int merchants, AllocationRequest sameDay) {
        return builder(merchants)
                .placements(sameDay.placements().asList())
                .festivals(sameDay.festivals().values())
                .programmes(sameDay.programmes().values())
                .build();
    }

    private AllocationRequest.Builder builder(int merchants) {
        List<MerchantProfile> profiles = new ArrayList<>();
        for (int index = 0; index < merchants; index++) {
            MerchantProfile.Builder merchant = MerchantProfile.builder(
                            String.format("m%05d", index), DAY.minusDays(random.nextInt(-2, 12)))
                    .categories(categories())
                    .origin(one("", "o1", "o2", "o3"))
                    .size(one("", "small", "medium", "large"))
                    .tier(random.nextInt(5))
                    .violations(chance(60) ? 0 : random.nextInt(5))
                    .quality(chance(20) ? Double.NaN : ratio(1))
                    .growth(chance(20) ? Double.NaN : ratio(3))
                    .gmv(chance(30) ? 100 * random.nextInt(3) : ratio(200))
                    .deposit(chance(50) ? 0 : ratio(2))
                    .attribute("num", number())
                    .attribute("code", chance(60) ? "" : "c" + random.nextInt(40))
                    .attribute(
                            "day",
                            chance(30)
                                    ? one("", "soon", " 2024-11-01", "2024-2-30", "+999999999-01-01")
                                    : "" + DAY.minusDays(random.nextInt(-2, 8)))
                    .attribute("text", one("", "yes", "no"));
            for (String id : IDS) {
                if (chance(15)) {
                    merchant.enrolled(id);
                }
            }
            profiles.add(merchant.build());
        }
        return AllocationRequest.builder().asOf(DAY).merchants(profiles);
    }

    /** Few that come again and again, many that hardly do, and some that are numbers to others. */
    private String number() {
        return switch (random.nextInt(4)) {
            case 0 -> "" + random.nextInt(1_000) / 100.0;
            case 1 -> one(" 5", "8000d", "0x10", "1e3", "5.", "1,5", "-Infinity", "1e400", "-1e-400", "\u0663");
            default -> one("", "0", "0.5", "-0.0", "1", "1.5", "x", "1e2", "NaN", "0.750", "-3");
        };
    }

    private double ratio(double most) {
        return switch (random.nextInt(6)) {
            case 0 -> 0.25;
            case 1 -> 0.5;
            case 2 -> Math.nextUp(0.5);
            case 3 -> Math.nextDown(0.75);
            case 4 -> random.nextInt((int) most + 1);
            default -> random.nextDouble() * most;
        };
    }

    private List<String> categories() {
        return switch (random.nextInt(5)) {
            case 0 -> List.of();
            case 1 -> List.of("fur");
            case 2 -> List.of("fur", "bags");
            case 3 -> List.of("bags", "fur");
            default -> List.of("shoes");
        };
    }
}
