package io.trafficallocator.samples.double11;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.Placement;
import org.junit.jupiter.api.Test;

/** The whole story, for a smaller marketplace. */
final class Double11Test {
    private static final Marketplace MARKETPLACE = Marketplace.draw(3_000, 5);
    private static final Figures FIGURES = Double11.figures(MARKETPLACE);

    @Test
    void everyImpressionIsPlannedOrLeftOver() {
        long supply = MARKETPLACE.request().placements().asList().stream()
                .mapToLong(Placement::impressions)
                .sum();

        assertThat(FIGURES.planned() + FIGURES.unallocated()).isEqualTo(supply);
        assertThat(FIGURES.segments().stream()
                        .mapToLong(Figures.Segment::planned)
                        .sum())
                .isEqualTo(FIGURES.planned());
    }

    @Test
    void mostNewMerchantsReceiveAllThatIsDueAndTheRestAreListedAsShort() {
        int less = FIGURES.coverage().stream().mapToInt(Figures.Coverage::less).sum();

        assertThat(FIGURES.covered()).isBetween(0.8, 0.999);
        assertThat(FIGURES.missing().stream()
                        .filter(part -> part.effect() == 0)
                        .mapToInt(Figures.Missing::guarantees)
                        .sum())
                .isEqualTo(less)
                .isPositive();
    }

    @Test
    void anInletTooSmallForItsFestivalIsShortOfSupply() {
        assertThat(FIGURES.missing())
                .anySatisfy(part -> assertThat(part.reason()).isEqualTo("supply exhausted"));
    }

    @Test
    void eachPolicyMovesImpressionsTowardsThoseItIsFor() {
        assertThat(FIGURES.effects())
                .extracting(Figures.Effect::name)
                .containsExactly("New Merchant Launch Plan", "Category festivals", "Upward Mobility Plan");
        assertThat(FIGURES.effects().get(0).changeBySegment()[0]).isPositive();
        assertThat(FIGURES.effects().get(1).changeBySegment()[2]).isPositive();
        assertThat(FIGURES.effects().get(2).changeBySegment()[3]).isPositive();
    }

    @Test
    void noPoolIsOverspent() {
        assertThat(FIGURES.pools())
                .hasSize(5)
                .allSatisfy(pool -> assertThat(pool.committed()).isLessThanOrEqualTo(pool.limit()));
    }

    @Test
    void theNewMerchantOfTheStoryIsExplainedByTheRuleThatLiftsIt() {
        assertThat(String.join("\n", FIGURES.newcomer())).contains(Shops.RICE).contains("Launch: first week");
    }
}
