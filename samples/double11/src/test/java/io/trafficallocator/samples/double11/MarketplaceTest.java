package io.trafficallocator.samples.double11;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Merchants;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MarketplaceTest {
    private static final int TODAY = Math.toIntExact(Marketplace.DAY.toEpochDay());

    private final AllocationRequest market = Marketplace.draw(5_000, 7).request();

    @Test
    void theSameSeedGivesTheSameMarketplace() {
        AllocationRequest again = Marketplace.draw(5_000, 7).request();
        AllocationRequest other = Marketplace.draw(5_000, 8).request();

        assertThat(gmv(again)).containsExactly(gmv(market));
        assertThat(again.demand().entries()).isEqualTo(market.demand().entries());
        assertThat(gmv(other)).isNotEqualTo(gmv(market));
    }

    @Test
    void aboutEightPercentAreNewAndHalfOfTheseInTheirFirstWeek() {
        Merchants merchants = market.merchants();
        long newcomers = IntStream.range(0, merchants.count())
                .filter(row -> TODAY - merchants.joinedOn(row) < 28)
                .count();
        long firstWeek = IntStream.range(0, merchants.count())
                .filter(row -> TODAY - merchants.joinedOn(row) < 7)
                .count();

        assertThat(newcomers).isBetween(340L, 460L);
        assertThat(firstWeek).isBetween(newcomers * 2 / 5, newcomers * 3 / 5);
    }

    @Test
    void newcomersHaveHardlyAnyDemandAndOthersAboutThreeRowsEach() {
        long newRows = 0;
        long newcomers = 0;
        long otherRows = 0;
        for (int row = 0; row < market.merchants().count(); row++) {
            int rows = market.demand().start(row + 1) - market.demand().start(row);
            if (TODAY - market.merchants().joinedOn(row) < 7) {
                newcomers++;
                newRows += rows;
            } else {
                otherRows += rows;
            }
        }

        assertThat((double) newRows / newcomers).isLessThan(0.3);
        assertThat((double) otherRows / (market.merchants().count() - newcomers))
                .isBetween(2.5, 3.5);
    }

    @Test
    void salesFollowAPowerLaw() {
        double[] sorted = IntStream.range(0, market.merchants().count())
                .mapToDouble(market.merchants()::gmv)
                .sorted()
                .toArray();
        double top = 0;
        double all = 0;
        for (int row = 0; row < sorted.length; row++) {
            all += sorted[row];
            top += row >= sorted.length * 99 / 100 ? sorted[row] : 0;
        }

        assertThat(top / all).as("share of the top 1 %").isBetween(0.25, 0.8);
    }

    @Test
    void theTwoMerchantsOfTheStoryAreNew() {
        for (String id : new String[] {Shops.RICE, Shops.OUTLET}) {
            int row = market.merchants().row(id);

            assertThat(row).as(id).isNotNegative();
            assertThat(TODAY - market.merchants().joinedOn(row)).as(id).isLessThan(7);
        }
    }

    private static double[] gmv(AllocationRequest request) {
        return IntStream.range(0, request.merchants().count())
                .mapToDouble(request.merchants()::gmv)
                .toArray();
    }
}
