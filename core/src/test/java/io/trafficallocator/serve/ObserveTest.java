package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ObserveTest {
    private static final Placement HOME = Placement.of("home", "live", 10_000);

    @Test
    void theListenerHearsOfEverything() {
        List<String> heard = new ArrayList<>();
        long[] delivered = new long[11];
        ServeListener listener = new ServeListener() {
            @Override
            public void delivered(Plan plan, int placement, int row, double score) {
                assertThat(plan.placements().get(placement).id()).isEqualTo("home");
                assertThat(score).isBetween(0.0, 1.0);
                delivered[row + 1]++;
            }

            @Override
            public void guaranteeMet(String merchant, String scope, long impressions) {
                heard.add(merchant + " met " + scope + " at " + impressions);
            }

            @Override
            public void capReached(String merchant, String scope, long impressions) {
                heard.add(merchant + " full " + scope + " at " + impressions);
            }

            @Override
            public void planReplaced(Plan before, Plan now) {
                heard.add(before.merchants() + " then " + now.merchants());
            }
        };
        TrafficServer server =
                TrafficServer.builder(plan(10), any -> 500).listener(listener).start();
        serve(server, 500);
        server.replacePlan(plan(9), any -> 10);
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "m001 met everything at 200",
                        "m002 met field:live at 150",
                        "m003 full placement:home at 40",
                        "10 then 9");
        assertThat(delivered[4]).as("the capped merchant").isEqualTo(40);
        assertThat(delivered[0]).as("strangers").isPositive();
        long sum = 0;
        for (long each : delivered) {
            sum += each;
        }
        assertThat(sum).isEqualTo(3 * 500);
    }

    @Test
    void theSnapshotTellsWhatIsDueAndWhatItCosts() {
        TrafficServer server = TrafficServer.of(plan(10), any -> 500);
        ServeSnapshot start = server.snapshot(1);
        assertThat(start.programmes()).containsExactly(new ServeSnapshot.Programme("programme", 350, 0, 2, 0));
        assertThat(start.requests()).isZero();
        assertThat(start.lagging())
                .singleElement()
                .extracting(Progress::merchant)
                .isEqualTo("m001");
        assertThat(start.relevance().kept()).isEqualTo(1);
        serve(server, 400);
        ServeSnapshot late = server.snapshot(5);
        assertThat(late.requests()).isEqualTo(400);
        assertThat(late.lagging())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.lift()).isPositive());
        assertThat(late.relevance().requests()).isBetween(10L, 50L);
        assertThat(late.relevance().kept()).isBetween(0.8, 0.9999);
        serve(server, 100);
        assertThat(server.snapshot(5).lagging()).isEmpty();
        assertThat(server.snapshot(5).programmes())
                .containsExactly(new ServeSnapshot.Programme("programme", 350, 350, 2, 2));
    }

    private static Plan plan(int merchants) {
        return new HandMade(merchants, HOME)
                .give(1, EntitlementKind.GUARANTEE, "everything", 200)
                .give(2, EntitlementKind.GUARANTEE, "field:live", 150)
                .give(3, EntitlementKind.CAP, "placement:home", 40)
                .plan();
    }

    /** Three of eleven, a stranger among them; the first merchants have the lowest scores. */
    private static void serve(TrafficServer server, int requests) {
        SplittableRandom random = new SplittableRandom(requests);
        Chooser chooser = server.chooser();
        for (int request = 0; request < requests; request++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int merchant = 0; merchant < 10; merchant++) {
                double most = merchant == 3 ? 1 : (merchant + 5) / 15.0;
                candidates.add(new Candidate(HandMade.id(merchant), most * random.nextDouble()));
            }
            candidates.add(new Candidate("stranger", random.nextDouble()));
            assertThat(chooser.choose("home", candidates, 3)).hasSize(3);
        }
    }
}
