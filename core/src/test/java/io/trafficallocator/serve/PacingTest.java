package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final Placement HOME = Placement.of("home", "live", 10_000);

    @Test
    void aClockCorrectsWhateverForecast() {
        for (TrafficCase traffic : TrafficCase.all(2)) {
            HardTraffic.Outcome outcome = HardTraffic.serve(traffic, 1, true);
            assertThat(outcome.over()).as(traffic.name).isZero();
            if (traffic.name.startsWith("forecast") || traffic.name.equals("steady")) {
                assertThat(outcome.lacking()).as(traffic.name).isZero();
                assertThat(outcome.kept()).as(traffic.name).isGreaterThan(0.994);
            } else if (!traffic.name.contains("first half")) {
                // A burst, or a placement that stops, may take the last request that a promise was waiting for.
                assertThat(outcome.lacking()).as(traffic.name).isLessThanOrEqualTo(5);
            }
        }
    }

    @Test
    void aForecastThatIsTooLowCostsRelevanceAndNoPromise() {
        for (TrafficCase traffic : TrafficCase.all(3)) {
            if (traffic.name.startsWith("forecast -")) {
                assertThat(HardTraffic.serve(traffic, 1, false).lacking())
                        .as(traffic.name)
                        .isZero();
            }
        }
    }

    @Test
    void timeIsAPartOfThePeriodAndNeverGoesBack() {
        TrafficServer server = TrafficServer.of(
                new HandMade(1, HOME)
                        .give(0, EntitlementKind.GUARANTEE, "everything", 10)
                        .plan(),
                any -> 100);
        assertThatThrownBy(() -> server.advance(1.5))
                .hasMessageContaining("1.5")
                .hasMessageContaining("Maybe");
        assertThatThrownBy(() -> server.advance(Double.NaN)).hasMessageContaining("NaN");
        server.advance(0.5);
        assertThat(server.progress().get(0).left())
                .as("none came in half of the time")
                .isLessThan(10);
        double left = server.progress().get(0).left();
        server.advance(0.25);
        assertThat(server.progress().get(0).left()).isEqualTo(left);
        server.advance(1);
        assertThat(server.progress().get(0).left()).isZero();
        server.replacePlan(server.plan(), any -> 100);
        server.advance(1);
        assertThat(server.progress().get(0).left()).isEqualTo(100);
    }

    @Test
    void learnedLiftsSurviveARestart() {
        TrafficCase traffic = TrafficCase.all(4).get(0);
        Plan plan = TrafficCase.plan();
        TrafficServer first = TrafficServer.of(plan, traffic::expected);
        Chooser chooser = first.chooser();
        traffic.requests
                .subList(0, 2000)
                .forEach(request -> chooser.choose(
                        plan,
                        request.placement(),
                        request.merchants(),
                        request.scores(),
                        request.scores().length,
                        TrafficCase.K,
                        new int[TrafficCase.K]));
        Lifts learned = first.lifts();
        assertThat(learned.lifts()).isNotEmpty();
        TrafficServer second = TrafficServer.builder(plan, traffic::expected)
                .startingFrom(learned)
                .start();
        assertThat(second.lifts()).isEqualTo(learned);
        assertThat(second.progress())
                .allSatisfy(progress -> assertThat(progress.delivered()).isZero());
    }

    @Test
    void drawsAreInProportionToScoresAndTheSameForASeed() {
        Plan plan = new HandMade(3, HOME).plan();
        int[] rows = {0, 1, 2};
        double[] scores = {1, 3, 0};
        int[] count = new int[3];
        int[][] runs = new int[2][4000];
        for (int run = 0; run < 2; run++) {
            Chooser chooser = TrafficServer.builder(plan, any -> 4000)
                    .policy(Policy.proportional(7))
                    .start()
                    .chooser();
            for (int request = 0; request < 4000; request++) {
                int[] chosen = new int[1];
                chooser.choose(plan, 0, rows, scores, 3, 1, chosen);
                runs[run][request] = chosen[0];
                count[chosen[0]] += 1 - run;
            }
        }
        assertThat(runs[0]).isEqualTo(runs[1]);
        // Four standard deviations of a binomial.
        assertThat(count[0]).isBetween(1000 - 110, 1000 + 110);
        assertThat(count[2]).as("a score of 0").isZero();
    }

    @Test
    void proportionalChoicesKeepPromisesToo() {
        HandMade made = new HandMade(10, HOME)
                .give(0, EntitlementKind.GUARANTEE, "everything", 600)
                .give(1, EntitlementKind.CAP, "everything", 50);
        TrafficServer server = TrafficServer.builder(made.plan(), any -> 2000)
                .policy(Policy.proportional(3))
                .start();
        Chooser chooser = server.chooser();
        int[] rows = IntStream.range(0, 10).toArray();
        double[] scores = new double[10];
        Arrays.fill(scores, 0.2);
        for (int request = 0; request < 2000; request++) {
            chooser.choose(server.plan(), 0, rows, scores, 10, 2, new int[2]);
        }
        assertThat(server.progress().get(0).delivered()).isBetween(600L, 660L);
        assertThat(server.progress().get(1).delivered()).isEqualTo(50);
    }
}
