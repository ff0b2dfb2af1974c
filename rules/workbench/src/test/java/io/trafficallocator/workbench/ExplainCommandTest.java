package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.trafficallocator.workbench.scenario.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @TempDir
    Path folder;

    private Path scenario = Path.of("");
    private Path rules = Path.of("");

    @BeforeEach
    void writeGoodInput() {
        scenario = ScenarioFiles.writeGood(folder.resolve("scenario"));
        rules = Rules.write(folder, "launch.drl", Rules.GUARANTEE);
    }

    @Test
    void a_merchant_is_explained_by_its_rules() {
        Traffic done = Traffic.run("explain", scenario, "--rules", rules, "--merchant", "m1");
        assertThat(done.err()).isEmpty();
        assertThat(done.status()).isZero();
        assertThat(done.out()).startsWith("merchant m1: ").contains("first week", "launch.drl:2");
    }

    @Test
    void a_placement_is_explained_too() {
        Traffic done = Traffic.run(
                "explain", scenario, "--rules", rules, "--merchant", "m1", "--placement", "live-1", "--threads", "1");
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).startsWith("merchant m1: ").contains("\nplacement live-1 (live): ");
    }

    @Test
    void explanations_come_as_json_too() throws IOException {
        Traffic one = Traffic.run("explain", scenario, "--rules", rules, "--merchant", "m1", "--json");
        assertThat(JSON.std.mapFrom(one.out())).containsEntry("merchant", "m1").containsKey("entitlements");
        Traffic both = Traffic.run(
                "explain", scenario, "--rules", rules, "--merchant", "m1", "--placement", "mall-1", "--json");
        assertThat(JSON.std.listFrom(both.out())).hasSize(2);
    }

    @Test
    void what_is_unknown_is_refused_with_the_nearest_name() {
        Traffic merchant = Traffic.run("explain", scenario, "--rules", rules, "--merchant", "m11");
        assertThat(merchant.status()).isEqualTo(2);
        assertThat(merchant.err())
                .isEqualToNormalizingNewlines(
                        scenario + ":1:1: --merchant is 'm11', but must be the id of a merchant of"
                                + " the scenario. Maybe 'm1' was meant.\n");
        Traffic placement = Traffic.run("explain", scenario, "--rules", rules, "--placement", "live1");
        assertThat(placement.err()).contains("Maybe 'live-1' was meant");
        Traffic neither = Traffic.run("explain", scenario, "--rules", rules);
        assertThat(neither.status()).isEqualTo(2);
        assertThat(neither.err()).contains("--merchant").contains("Maybe ");
    }

    @Test
    void a_rule_that_fails_ends_the_command_unless_told_to_go_on() throws IOException {
        Path failing = Rules.write(folder, "growth.drl", """
                package growth
                rule "by tier" when Merchant( $t : tier )
                then grant.boost("upward", $t); end
                """);
        Traffic ended = Traffic.run("explain", scenario, "--rules", failing, "--merchant", "m1");
        assertThat(ended.status()).isNotZero();
        assertThat(ended.err()).contains("boost is 0.0, but must be a factor");
        Traffic done = Traffic.run("explain", scenario, "--rules", failing, "--merchant", "m1", "--keep-going");
        assertThat(done.status()).isEqualTo(1);
        assertThat(done.out())
                .contains("rules that failed here and were left out:")
                .contains("rule \"by tier\" at ")
                .contains("boost is 0.0, but must be a factor");
        Traffic whyNot =
                Traffic.run("explain", scenario, "--rules", failing, "--merchant", "m1", "--why-not", "by tier");
        assertThat(whyNot.status()).isZero();
        assertThat(whyNot.out())
                .contains(" fails at merchant m1\n")
                .contains("  it is left out there: boost is 0.0, but must be a factor");
        Traffic json = Traffic.run(
                "explain", scenario, "--rules", failing, "--merchant", "m1", "--why-not", "by tier", "--json");
        assertThat(JSON.std.mapFrom(json.out()).get("rules")).asString().contains("failure=boost is 0.0");
    }
}
