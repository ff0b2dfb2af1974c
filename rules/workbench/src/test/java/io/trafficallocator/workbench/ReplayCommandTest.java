package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void keepsFloorsAndDrawsThem() throws IOException {
        Path log = log();
        Path floors = write("floors.csv", "merchant,impressions\nm0,150\nm1,100\n");
        Path page = folder.resolve("page.html");
        Traffic replay = Traffic.run("replay", log, "--floors", floors, "-k", 2, "--html", page);
        assertThat(replay.err()).isEmpty();
        assertThat(replay.out()).contains("400 requests, 800 impressions", "shortfall: 0 impressions at 0 of 2 floors");
        assertThat(replay.status()).isZero();
        assertThat(Files.readString(page)).contains("<polyline", "0 impressions short");
        assertThat(Traffic.run("replay", log, "--floors", floors, "-k", 2, "--json")
                        .out())
                .contains("\"merchant\" : \"m0\"", "\"shortfall\" : 0");
    }

    @Test
    void saysNoWhenAFloorCannotBeMet() throws IOException {
        Path floors = write("floors.csv", "merchant,impressions\nm0,1000\n");
        Traffic replay = Traffic.run("replay", log(), "--floors", floors, "-k", 2);
        assertThat(replay.status()).isEqualTo(1);
        assertThat(replay.out()).contains("shortfall: 600 impressions at 1 of 1 floors");
    }

    /** Two new merchants are promised what their pool just lasts for. */
    @Test
    void servesThePlanThatThePlanCommandWrote() throws IOException {
        Path scenario = Files.createDirectories(folder.resolve("scenario"));
        Files.writeString(
                scenario.resolve("merchants.csv"), "id,joined_on\nm0,2024-11-10\nm1,2024-11-10\nm7,2010-01-01\n");
        Files.writeString(
                scenario.resolve("placements.csv"), "id,field,impressions,price_per_mille\nhome,live,800,12.5\n");
        Files.writeString(scenario.resolve("demand.csv"), "merchant,placement,weight\nm7,home,1\n");
        Files.writeString(scenario.resolve("programmes.csv"), "id,tier,pool,pool_unit\nlaunch,1,2,yuan\n");
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("launch.drl"), """
                package promises;
                rule "first week"
                when
                    $m : Merchant(ageDays < 7)
                then
                    grant.guarantee("launch", 80);
                end
                """);
        Path plan = folder.resolve("plan.bin");
        Traffic planned = Traffic.run(
                "plan",
                scenario,
                "--rules",
                rules,
                "--out",
                folder.resolve("out"),
                "--as-of",
                "2024-11-11",
                "--plan-file",
                plan);
        assertThat(planned.err()).isEmpty();
        Path page = folder.resolve("page.html");
        Traffic replay = Traffic.run("replay", log(), "--plan", plan, "-k", 2, "--html", page);
        assertThat(replay.out())
                .contains(
                        "shortfall: 0 impressions at 0 of 2 promises", "pool:launch: 2.000000 of 2.000000 yuan spent");
        assertThat(replay.status()).isZero();
        assertThat(Files.readString(page)).contains("<polyline", "<h2>Pools</h2>", "pool:launch");
        assertThat(Traffic.run("replay", log(), "--plan", plan, "-k", 2, "--json")
                        .out())
                .contains("\"scope\" : \"everything\"", "\"due\" : 80", "\"spent\" : 2.000000");
        Path elsewhere = write("elsewhere.csv", "request,placement,merchant,score\n1,mall,m0,0.5\n");
        Traffic refused = Traffic.run("replay", elsewhere, "--plan", plan);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith(elsewhere + ":1:1: placement is 'mall'")
                .contains("Maybe");
        assertThat(Traffic.run("replay", log(), "--plan", page).err()).contains("is no plan file");
        assertThat(Traffic.run("replay", log()).status()).isEqualTo(2);
    }

    @Test
    void namesThePlaceOfWhatIsWrong() throws IOException {
        Path floors = write("floors.csv", "merchant,impressions\nm0,10\n");
        Path unsorted =
                write("log.csv", "request,placement,merchant,score\n1,home,m0,0.5\n2,home,m0,0.5\n1,home,m1,0.5\n");
        Traffic replay = Traffic.run("replay", unsorted, "--floors", floors);
        assertThat(replay.status()).isEqualTo(2);
        assertThat(replay.err())
                .startsWith(unsorted + ":4:1: request is '1', but must")
                .contains("Maybe");
        assertThat(Traffic.run("replay", log(), "--floors", floors, "-k", 0).err())
                .contains("k is 0", "Maybe");
        assertThat(Traffic.run("replay", folder.resolve("none.csv"), "--floors", floors)
                        .status())
                .isEqualTo(2);
    }

    private Path log() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("request,placement,merchant,score\n");
        for (int request = 0; request < 400; request++) {
            for (int merchant = 0; merchant < 8; merchant++) {
                text.append(request + ",home,m" + merchant + "," + (random.nextDouble() + merchant / 8.0) + "\n");
            }
        }
        return write("log.csv", text.toString());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
