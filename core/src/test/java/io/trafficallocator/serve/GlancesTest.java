package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.plan.Plan;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a glance is enough for: what is chosen, and learned, is the same as if every request looked at all. */
class GlancesTest {
    private static final int MERCHANTS = 300;
    private static final int REQUESTS = 60_000;
    private static final Placement HOME = Placement.of("home", "live", 10_000_000);
    private static final Placement MALL = Placement.of("mall", "shelf", 10_000_000);

    private enum Market {
        GUARANTEES,
        GUARANTEES_OF_EVERY_SCOPE,
        CAPS_THAT_ARE_REACHED,
        POOLS_THAT_RUN_DRY,
        URGENT_ONES,
        PROPORTIONAL,
        ODD_SCORES
    }

    @ParameterizedTest
    @EnumSource
    void theChoiceIsThatOfLookingAtAll(Market market) {
        Plan plan = plan(market);
        Policy policy = market == Market.PROPORTIONAL ? Policy.proportional(3) : Policy.ranked();
        TrafficServer[] servers = new TrafficServer[2];
        Arrays.setAll(
                servers,
                index -> TrafficServer.builder(plan, any -> 400_000)
                        .policy(policy)
                        .start());
        Chooser fast = servers[0].chooser();
        Chooser thorough = servers[1].chooser();
        SplittableRandom random = new SplittableRandom(7);
        for (int request = 0; request < REQUESTS; request++) {
            int count = 1 + random.nextInt(80);
            int placement = random.nextInt(2);
            int[] rows = random.ints(count, -1, MERCHANTS).toArray();
            double[] scores = random.doubles(count).toArray();
            if (market == Market.ODD_SCORES) {
                odd(scores, random);
            }
            int[] chosen = new int[10];
            int[] all = new int[10];
            servers[1].epoch().glances.lookAtAll();
            int size = fast.choose(plan, placement, rows, scores, count, 10, chosen);
            assertThat(size)
                    .as("request %d", request)
                    .isEqualTo(thorough.choose(plan, placement, rows, scores, count, 10, all));
            assertThat(chosen).as("request %d", request).isEqualTo(all);
            if (request == REQUESTS / 2) {
                // A forecast that turns out to be too high: whoever was calm may not be any more.
                Arrays.stream(servers).forEach(server -> server.advance(0.5));
            }
        }
        assertThat(servers[0].progress()).isEqualTo(servers[1].progress());
        assertThat(servers[0].lifts()).isEqualTo(servers[1].lifts());
        assertThat(servers[0].snapshot(5)).isEqualTo(servers[1].snapshot(5));
    }

    @Test
    void aGlanceIsEnoughForNearlyAllThatAreFarFromTheirEnd() {
        Plan plan = plan(Market.GUARANTEES);
        TrafficServer server = TrafficServer.of(plan, any -> 40_000_000);
        Chooser chooser = server.chooser();
        SplittableRandom random = new SplittableRandom(5);
        for (int request = 0; request < REQUESTS; request++) {
            int[] rows = random.ints(60, 0, MERCHANTS).toArray();
            double[] scores = random.doubles(60).toArray();
            chooser.choose(plan, request % 2, rows, scores, 60, 10, new int[10]);
        }
        Glances glances = server.epoch().glances;
        long looks = IntStream.range(0, MERCHANTS / 3)
                .filter(promise -> glances.of(promise) == Glances.LOOK)
                .count();
        assertThat(looks).isLessThan(MERCHANTS / 30);
    }

    private static void odd(double[] scores, SplittableRandom random) {
        for (int candidate = 0; candidate < scores.length; candidate++) {
            switch (random.nextInt(20)) {
                case 0 -> scores[candidate] = Double.NaN;
                case 1 -> scores[candidate] = random.nextInt(50) == 0 ? Double.POSITIVE_INFINITY : -1;
                case 2 -> scores[candidate] = Double.NEGATIVE_INFINITY;
                case 3 -> scores[candidate] = 0.75;
                default -> scores[candidate] = Math.rint(scores[candidate] * 64) / 64;
            }
        }
    }

    private static Plan plan(Market market) {
        HandMade made = new HandMade(MERCHANTS, HOME, MALL);
        if (market == Market.POOLS_THAT_RUN_DRY) {
            made.pool("paid", PoolUnit.IMPRESSIONS, 40_000);
        }
        for (int merchant = 0; merchant < MERCHANTS; merchant += 3) {
            // About 8 in 27 of the requests have a merchant, and show it once in 4.
            int amount = 25_000 + 40 * merchant;
            String programme = market == Market.POOLS_THAT_RUN_DRY ? "paid" : "programme";
            made.give(merchant, programme, EntitlementKind.GUARANTEE, "everything", amount);
            if (market == Market.GUARANTEES_OF_EVERY_SCOPE) {
                made.give(merchant, EntitlementKind.GUARANTEE, "field:shelf", 15_000)
                        .give(merchant, EntitlementKind.GUARANTEE, "placement:home", 12_000);
            }
            if (market == Market.CAPS_THAT_ARE_REACHED) {
                made.give(merchant + 1, EntitlementKind.CAP, "everything", 100 + 3 * merchant)
                        .give(merchant, EntitlementKind.CAP, "placement:home", 200 + 3 * merchant);
            }
            if (market == Market.URGENT_ONES && merchant % 60 == 0) {
                made.give(merchant, EntitlementKind.GUARANTEE, "placement:mall", 5_000_000);
            }
        }
        return made.plan();
    }
}
