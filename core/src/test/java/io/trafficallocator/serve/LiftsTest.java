package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiftsTest {
    private static final Plan PLAN = new HandMade(3, Placement.of("home", "live", 10_000))
            .give(0, EntitlementKind.GUARANTEE, "everything", 500)
            .give(1, EntitlementKind.CAP, "everything", 500)
            .multiplier("home", Multiplier.PRICE, 2)
            .multiplier("m000", "everything", Math.E)
            .multiplier("m001", "everything", 0.5)
            .plan();

    @Test
    void aPlansMultipliersThatRaiseAMerchantAreLogarithmsOfScore() {
        Lifts lifts = Lifts.of(PLAN, 3);
        assertThat(lifts.lifts()).singleElement().satisfies(lift -> {
            assertThat(lift.merchant()).isEqualTo("m000");
            assertThat(lift.scope()).isEqualTo("everything");
            assertThat(lift.lift()).isCloseTo(3, within(1e-12));
        });
        assertThatThrownBy(() -> Lifts.of(PLAN, 0)).hasMessageContaining("Maybe");
        assertThatThrownBy(() -> Lifts.of(PLAN, Double.NaN)).hasMessageContaining("Maybe");
    }

    @Test
    void aServerThatStartsFromThemLiftsInItsFirstRequest() {
        List<Candidate> candidates = List.of(new Candidate("m002", 2), new Candidate("m000", 0));
        assertThat(first(TrafficServer.builder(PLAN, any -> 10_000).start(), candidates))
                .isEqualTo("m002");
        assertThat(first(
                        TrafficServer.builder(PLAN, any -> 10_000)
                                .startingFrom(Lifts.of(PLAN, 3))
                                .start(),
                        candidates))
                .isEqualTo("m000");
    }

    private static String first(TrafficServer server, List<Candidate> candidates) {
        return server.chooser().choose("home", candidates, 1).get(0).merchant();
    }
}
