package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.packs.Packs;
import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All packs through the command line: alone, together, in other files, and on other days. */
class PacksTogetherTest {
    private static final Path PACKS = Path.of("../packs/src/main/resources/io/trafficallocator/packs");
    private static final List<String> FESTIVALS = List.of("mink", "clothing-warmth", "luggage");

    @TempDir
    Path folder;

    private Path scenario = Path.of("");
    private int plans;

    @BeforeEach
    void write() {
        scenario = folder.resolve("scenario");
        StringBuilder merchants = new StringBuilder(
                "id,joined_on,categories,origin,size,tier,quality,gmv,growth,violations,deposit,first_live_on,hot_share,"
                        + "hot_since,cleared_on,held_until,risk,return_cost,prepared,full_reduction,promoted_on,"
                        + "managed_placement,managed_from,managed_days,managed_goal,managed_budget\n");
        StringBuilder demand = new StringBuilder("merchant,placement,weight\n");
        StringBuilder enrolments = new StringBuilder("merchant,programme_or_festival\n");
        for (int index = 0; index < 120; index++) {
            String id = "m" + (100 + index);
            boolean managed = index % 12 == 5;
            merchants.append(String.join(
                    ",",
                    id,
                    java.time.LocalDate.of(2024, 11, 11).minusDays(index).toString(),
                    index % 2 == 0 ? "fur;luggage" : "women's wear;coats",
                    index % 3 == 0 ? "Wuhan" : "",
                    index % 4 == 0 ? "large" : "small",
                    String.valueOf(index % 4),
                    index % 7 == 0 ? "" : String.valueOf(index % 10 / 10.0),
                    String.valueOf(2_000 * index),
                    index % 6 == 0 ? "" : String.valueOf(index % 5 / 2.0),
                    String.valueOf(index % 17 == 0 ? 3 : 0),
                    String.valueOf(index % 3 * 100),
                    "2024-11-01",
                    index % 9 == 0 ? "0.7" : "",
                    index % 9 == 0 ? (index % 2 == 0 ? "2024-11-10" : "2024-11-08") : "",
                    index % 13 == 0 ? "2024-11-05" : "",
                    index % 31 == 0 ? "2024-11-20" : "",
                    index % 37 == 0 ? "0.95" : "0.1",
                    "70.07",
                    index % 2 == 0 ? "yes" : "no",
                    "yes",
                    index % 8 == 0 ? "2024-11-05" : "",
                    managed ? "home" : "",
                    managed ? "2024-11-10" : "",
                    managed ? "5" : "",
                    managed ? "500" : "",
                    managed ? "7.5" : ""));
            merchants.append('\n');
            demand.append(id).append(",home,").append(1 + index % 7).append('\n');
            demand.append(id).append(",room,").append(1 + index % 5).append('\n');
            List<String> enrolled = index % 2 == 0
                    ? List.of("mink", "luggage", "new-star")
                    : List.of("clothing-warmth", "doujin", "domains");
            enrolled.forEach(
                    each -> enrolments.append(id).append(',').append(each).append('\n'));
        }
        ScenarioFiles.write(scenario, "merchants.csv", merchants.toString());
        ScenarioFiles.write(scenario, "demand.csv", demand.toString());
        ScenarioFiles.write(scenario, "enrolments.csv", enrolments.toString());
        ScenarioFiles.write(scenario, "placements.csv", """
                id,field,impressions,price_per_mille,festival,categories
                home,mall,400000,10,,
                room,live,90000,20,,
                stage,live,5000,40,mink,fur
                wardrobe,live,5000,40,clothing-warmth,coats
                """);
        ScenarioFiles.write(scenario, "festivals.csv", """
                id,categories,warm_up,starts,ends
                mink,fur,2024-11-08,2024-11-11,2024-11-14
                clothing-warmth,coats,2024-11-10,2024-11-12,2024-11-13
                luggage,luggage,2024-11-05,2024-11-09,2024-11-09
                """);
        StringBuilder programmes = new StringBuilder("id,tier,pool,pool_unit\n");
        for (String id : names()) {
            boolean money =
                    List.of("deposits", "red-envelopes", "managed", "upward").contains(id);
            programmes.append(id).append(money ? ",2,300.01,yuan\n" : ",1,20000,impressions\n");
        }
        ScenarioFiles.write(scenario, "programmes.csv", programmes.toString());
        ScenarioFiles.write(scenario, "settings.csv", "name,value\nas_of,2024-11-11\nconcentration_limit,0.5\n");
    }

    private static List<String> names() {
        return Stream.concat(Packs.NAMES.stream().filter(name -> !name.startsWith("festival")), FESTIVALS.stream())
                .toList();
    }

    private static Map<String, String> packs() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(PACKS)) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(".test")).toList()) {
                texts.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return texts;
    }

    /** Everything a plan holds except where its rules stood, and how long it took. */
    private String plan(Map<String, String> rules, String day) throws IOException {
        Path written = folder.resolve("rules" + plans++);
        rules.forEach((name, text) -> ScenarioFiles.write(written, name, text));
        Path out = folder.resolve("out");
        Traffic done = Traffic.run("plan", scenario, "--rules", written, "--out", out, "--as-of", day);
        assertThat(done.status()).as(done.err()).isZero();
        StringBuilder all = new StringBuilder();
        for (String file : List.of("plan.csv", "shortfalls.csv", "pools.csv", "multipliers.csv")) {
            all.append(Files.readString(out.resolve(file)));
        }
        Files.readString(out.resolve("entitlements.csv"))
                .lines()
                .map(line -> line.replaceAll(",[^,]*,[^,]*$", ""))
                .forEach(line -> all.append(line).append('\n'));
        return all.toString();
    }

    @Test
    void any_order_and_any_files_make_the_same_plan() throws IOException {
        Map<String, String> packs = packs();
        Map<String, String> renamed = new LinkedHashMap<>();
        Map<String, String> split = new LinkedHashMap<>();
        StringBuilder merged = new StringBuilder("package merged\n");
        int next = 500;
        for (Map.Entry<String, String> pack : packs.entrySet()) {
            String text = pack.getValue();
            if (pack.getKey().endsWith(".csv")) {
                renamed.put("a" + next-- + ".drl.csv", text);
                List<String> lines = text.lines().toList();
                for (String rule : lines.subList(3, lines.size())) {
                    split.put(
                            "s" + next-- + ".drl.csv",
                            String.join("\n", lines.get(0), lines.get(1), lines.get(2), rule) + "\n");
                }
                continue;
            }
            renamed.put("z" + next-- + ".drl", text);
            String body = text.replaceFirst("(?m)^package .*$", "");
            merged.append(body).append('\n');
            for (String rule : body.split("(?m)^(?=rule )", -1)) {
                if (rule.startsWith("rule ")) {
                    split.put("t" + next-- + ".drl", "package split\n" + rule);
                }
            }
        }
        Map<String, String> together = new LinkedHashMap<>();
        together.put("merged.drl", merged.toString());
        packs.forEach((name, text) -> {
            if (name.endsWith(".csv")) {
                together.put("sheet.drl.csv", text);
            }
        });
        String plan = plan(packs, "2024-11-11");
        assertThat(split).hasSizeGreaterThan(45);
        assertThat(names()).allSatisfy(programme -> assertThat(plan).contains("," + programme + ","));
        assertThat(plan(renamed, "2024-11-11")).isEqualTo(plan);
        assertThat(plan(split, "2024-11-11")).isEqualTo(plan);
        assertThat(plan(together, "2024-11-11")).isEqualTo(plan);
    }

    @Test
    void each_pack_can_be_switched_on_alone() throws IOException {
        Path out = folder.resolve("out");
        for (String pack : Packs.NAMES) {
            Traffic done = Traffic.run("plan", scenario, "--pack", pack, "--out", out);
            assertThat(done.status()).as(pack + ": " + done.err()).isZero();
            List<String> held = Files.readAllLines(out.resolve("entitlements.csv"));
            assertThat(held.subList(1, held.size())).as(pack).isNotEmpty();
            assertThat(held.stream()
                            .skip(1)
                            .map(line -> line.replaceFirst("^[^,]*,([^,]*),.*$", "$1"))
                            .distinct())
                    .as(pack)
                    .allMatch(programme ->
                            pack.startsWith("festival") ? FESTIVALS.contains(programme) : programme.equals(pack));
            assertThat(done.err())
                    .as("the others are listed, and do nothing")
                    .contains("no rule speaks of programme '" + (pack.equals("fraud") ? "gates" : "fraud") + "'");
        }
    }

    @Test
    void a_plan_as_of_a_day_takes_the_rules_and_the_parameters_in_force_then() throws IOException {
        ScenarioFiles.write(scenario, "programmes.csv", "id,tier\nnight,1\n");
        ScenarioFiles.delete(scenario, "enrolments.csv");
        ScenarioFiles.write(scenario, "parameters.csv", """
                programme,name,value,starts,ends
                night,floor,20,2024-11-10,2024-11-11
                night,floor,30,2024-11-12,
                """);
        Map<String, String> rules = Map.of("night.drl", """
                package night
                rule "Night: a floor" date-effective "2024-11-09" date-expires "2024-11-13"
                when
                    Programme( id == "night", $floor : number("floor", 10) )
                    Merchant( id == "m100" )
                then
                    grant.guarantee("night", $floor);
                end
                """, "late.drl.csv", """
                package,late
                name,fact,merchant,grant,starts,ends
                ,"Programme( id == ""$param"" )","id == ""$param"" ","grant.cap(""night"", $param);",,
                Late: a cap,night,m101,7,2024-11-12,2024-11-14
                """);
        assertThat(plan(rules, "2024-11-08"))
                .doesNotContain(",night,guarantee,")
                .doesNotContain(",night,cap,");
        assertThat(plan(rules, "2024-11-09")).contains("m100,night,guarantee,everything,10\n");
        assertThat(plan(rules, "2024-11-10")).contains("m100,night,guarantee,everything,20\n");
        assertThat(plan(rules, "2024-11-11"))
                .contains("m100,night,guarantee,everything,20\n")
                .doesNotContain(",night,cap,");
        assertThat(plan(rules, "2024-11-12"))
                .contains("m100,night,guarantee,everything,30\n")
                .contains("m101,night,cap,everything,7\n");
        assertThat(plan(rules, "2024-11-13"))
                .doesNotContain(",night,guarantee,")
                .contains("m101,night,cap,everything,7\n");
        assertThat(plan(rules, "2024-11-14")).doesNotContain(",night,cap,");
    }
}
