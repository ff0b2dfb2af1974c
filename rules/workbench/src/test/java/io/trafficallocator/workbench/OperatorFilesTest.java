package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators change without a look at any rule: amounts, days, cities, categories, festivals. */
class OperatorFilesTest {
    /**
     * A change of one file of the scenario, and what it is to change for whom in the plan of a day. Of a first week that day
     * is owed its part of the days left.
     */
    private record Change(String what, String file, String from, String to, String day, String before, String after) {
        @Override
        public String toString() {
            return what;
        }
    }

    @TempDir
    Path folder;

    static Stream<Change> changes() {
        return Stream.of(
                new Change(
                        "a larger first week",
                        "parameters.csv",
                        "launch,first_week,9000,,",
                        "launch,first_week,12000,,",
                        "2024-11-11",
                        "new,launch,guarantee,everything,2250",
                        "new,launch,guarantee,everything,3000"),
                new Change(
                        "a first week for those who join in Double 11's days only",
                        "parameters.csv",
                        "launch,first_week,9000,,",
                        "launch,first_week,20000,2024-11-09,2024-11-11",
                        "2024-11-11",
                        "new,launch,guarantee,everything,2250",
                        "new,launch,guarantee,everything,5000"),
                new Change(
                        "and the day after the last of these",
                        "parameters.csv",
                        "launch,first_week,9000,,",
                        "launch,first_week,20000,2024-11-09,2024-11-11",
                        "2024-11-12",
                        "new,launch,guarantee,everything,3000",
                        "new,launch,guarantee,everything,3334"),
                new Change(
                        "one more city",
                        "parameters.csv",
                        "origin,cities,Wuhan,,",
                        "origin,cities,Wuhan;Shenzhen,,",
                        "2024-11-11",
                        "",
                        "tailor,origin,boost,everything,1.3"),
                new Change(
                        "another category for a belt",
                        "parameters.csv",
                        "origin,cities,Wuhan,,",
                        "origin,categories,fur,,",
                        "2024-11-11",
                        "",
                        "furrier,origin,boost,everything,1.3"),
                new Change(
                        "a stricter gate",
                        "parameters.csv",
                        "launch,first_week,9000,,",
                        "launch,least_quality,0.9,,",
                        "2024-11-11",
                        "new,launch,guarantee,everything,2250",
                        ""),
                new Change(
                        "a festival two days longer",
                        "festivals.csv",
                        "2024-11-12,2024-11-13,2024-11-10",
                        "2024-11-12,2024-11-15,2024-11-10",
                        "2024-11-15",
                        "furrier,mink,boost,everything,1.2",
                        "furrier,mink,access,placement:stage,0"),
                new Change(
                        "a warm-up that begins earlier",
                        "festivals.csv",
                        "2024-11-12,2024-11-13,2024-11-10",
                        "2024-11-12,2024-11-13,2024-11-08",
                        "2024-11-08",
                        "",
                        "furrier,mink,boost,everything,1.2"),
                new Change(
                        "an encore of a week",
                        "festivals.csv",
                        "2024-11-10,\n",
                        "2024-11-10,2024-11-20\n",
                        "2024-11-20",
                        "",
                        "furrier,mink,boost,everything,1.043"),
                new Change(
                        "one more who takes part",
                        "enrolments.csv",
                        "furrier,mink\n",
                        "furrier,mink\nold,mink\n",
                        "2024-11-12",
                        "",
                        "old,mink,access,placement:stage,0"),
                new Change(
                        "longer stages of life",
                        "settings.csv",
                        "launch_days,28",
                        "launch_days,60",
                        "2024-11-11",
                        "",
                        "tailor,launch,guarantee,everything,200"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeOfAFileIsInThePlan(Change change) throws IOException {
        Path scenario = folder.resolve("scenario");
        write(scenario);
        List<String> before = entitlements(scenario, change.day);
        ScenarioFiles.replace(scenario, change.file, change.from, change.to);
        List<String> after = entitlements(scenario, change.day);
        if (!change.before.isEmpty()) {
            assertThat(before).anyMatch(line -> line.startsWith(change.before));
            assertThat(after).noneMatch(line -> line.startsWith(change.before + ","));
        }
        if (!change.after.isEmpty()) {
            assertThat(before).noneMatch(line -> line.startsWith(change.after + ","));
            assertThat(after).anyMatch(line -> line.startsWith(change.after));
        }
    }

    private List<String> entitlements(Path scenario, String day) throws IOException {
        Path out = folder.resolve("out");
        Traffic done = Traffic.run(
                "plan",
                scenario,
                "--pack",
                "launch",
                "--pack",
                "origin",
                "--pack",
                "festivals",
                "--as-of",
                day,
                "--out",
                out);
        assertThat(done.status()).as(done.err()).isZero();
        return Files.readAllLines(out.resolve("entitlements.csv"));
    }

    private static void write(Path scenario) {
        ScenarioFiles.write(scenario, "merchants.csv", """
                id,joined_on,categories,origin,quality
                new,2024-11-08,shoes,,0.8
                old,2020-01-01,fur,,0.8
                furrier,2020-01-01,fur,Hangzhou,0.8
                tailor,2024-10-01,women's wear,Shenzhen,0.8
                """);
        ScenarioFiles.write(scenario, "placements.csv", """
                id,field,impressions,festival
                home,mall,20000,
                stage,live,1000,mink
                """);
        ScenarioFiles.write(scenario, "demand.csv", "merchant,placement,weight\nold,home,1\n");
        ScenarioFiles.write(scenario, "programmes.csv", "id,tier\nlaunch,1\norigin,2\nmink,2\n");
        ScenarioFiles.write(
                scenario,
                "festivals.csv",
                "id,categories,starts,ends,warm_up,encore\nmink,fur,2024-11-12,2024-11-13,2024-11-10,\n");
        ScenarioFiles.write(scenario, "enrolments.csv", "merchant,programme_or_festival\nfurrier,mink\n");
        ScenarioFiles.write(
                scenario,
                "parameters.csv",
                "programme,name,value,starts,ends\nlaunch,first_week,9000,,\norigin,cities,Wuhan,,\n");
        ScenarioFiles.write(scenario, "settings.csv", "name,value\nlaunch_days,28\n");
    }
}
