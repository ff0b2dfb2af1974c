package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows of serving is what is compiled and run here. */
class ReadmeServingTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "io", "trafficallocator", "serve", "ReadmeServingTest.java");

    @Test
    void itServes() {
        Plan plan = new HandMade(3, Placement.of("home", "live", 10_000).priced(5))
                .give(0, EntitlementKind.GUARANTEE, "everything", 100)
                .plan();
        Plan nextPlan = plan;
        // README: begin
        TrafficServer server = TrafficServer.builder(plan, placement -> 1_000) // requests expected in the period
                .goals(List.of(new Goal("order-1", "m001", "everything", 200, 2.5))) // a merchant's own, for 2.5 yuan
                .start();
        Chooser chooser = server.chooser(); // one for each thread
        List<Candidate> best =
                chooser.choose("home", List.of(new Candidate("m000", 0.9), new Candidate("m002", 0.7)), 1);
        server.advance(0.001); // a thousandth of the period is over
        server.replacePlan(server.prepare(nextPlan, placement -> 999)); // while requests are served
        ServeSnapshot stands = server.snapshot(5); // and the five guarantees that lag most
        // README: end
        assertThat(best).extracting(Candidate::merchant).containsExactly("m000");
        assertThat(stands.programmes()).singleElement().satisfies(programme -> {
            assertThat(programme.due()).isEqualTo(100);
            assertThat(programme.delivered()).isEqualTo(1);
        });
        assertThat(stands.pools())
                .singleElement()
                .satisfies(pool -> assertThat(pool.limit()).isEqualTo(2_500_000));
    }

    @Test
    void theReadmeShowsIt() throws IOException {
        String source = Files.readString(SOURCE);
        int begin = source.indexOf("        // README: begin");
        int end = source.indexOf("        // README: end");
        String region =
                source.substring(source.indexOf('\n', begin) + 1, end - 1).stripIndent() + "\n";
        assertThat(Files.readString(README)).contains("<!-- serving: code -->\n```java\n" + region + "```");
    }
}
