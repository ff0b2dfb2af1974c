package io.trafficallocator.samples.double11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Placements;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.plan.Entitlement;
import io.trafficallocator.plan.Multiplier;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.plan.PoolSpend;
import io.trafficallocator.plan.Shortfall;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Figures and page of a plan small enough to reckon by hand. */
final class PageTest {
    private static final List<Placement> PLACEMENTS =
            List.of(Placement.of("feed", "live", 100).priced(20), Placement.of("find", "search", 50));
    private static final Programme LAUNCH = Programme.of("launch", 1).poolOfImpressions(100);
    private static final AllocationRequest REQUEST = AllocationRequest.builder()
            .asOf(Marketplace.DAY)
            .merchants(List.of(
                    merchant("a-old", 400), merchant("b-old", 300), merchant("c-new", 3), merchant("d-new & <co>", 10)))
            .placements(PLACEMENTS)
            .programmes(List.of(LAUNCH))
            .build();

    private final Plan organic = plan(new long[] {60, 30, 40, 20, 0, 0, 0, 0}, List.of(), List.of());
    private final Plan planned = plan(
            new long[] {50, 25, 30, 20, 20, 0, 0, 5},
            List.of(guarantee("c-new", 20), guarantee("d-new & <co>", 10)),
            List.of(new Shortfall(
                    "d-new & <co>",
                    "launch",
                    "everything",
                    10,
                    5,
                    Shortfall.Reason.SUPPLY_EXHAUSTED,
                    ImmutableList.of("find"))));
    private final Figures figures = new Reckoning(
                    REQUEST, planned, organic, List.of(new Policy("Launch", List.of(LAUNCH))), List.of(organic))
            .figures(List.of("c-new has 20 impressions"));

    @Test
    void countsCoverageByDaySinceJoining() {
        assertThat(figures.coverage().get(3)).isEqualTo(new Figures.Coverage(3, 1, 0, 0));
        assertThat(figures.coverage().get(10)).isEqualTo(new Figures.Coverage(10, 0, 1, 0));
        assertThat(figures.newcomers()).isEqualTo(2);
        assertThat(figures.covered()).isEqualTo(0.5);
    }

    @Test
    void measuresWhatAProgrammeMovesAgainstThePlanWithoutIt() {
        Figures.Effect launch = figures.effects().get(0);

        assertThat(launch.moved()).isEqualTo(25);
        assertThat(launch.gainByField()).containsExactly(20, 5);
        assertThat(launch.changeBySegment()).containsExactly(20, 5, 0, 0, -25, 0);
        assertThat(launch.reached()).isEqualTo(2);
        assertThat(launch.met()).isEqualTo(1);
        assertThat(launch.due()).isEqualTo(30);
    }

    @Test
    void drawsTheLorenzCurveOfExactlyTheseImpressions() {
        // 0, 0, 60, 90 of 150: the mean difference over twice the mean.
        assertThat(figures.organic().gini()).isCloseTo(0.55, within(1e-12));
        assertThat(figures.organic().unseen()).isEqualTo(0.5);
        assertThat(figures.organic().curve()[75]).isCloseTo(0.4, within(1e-12));
        assertThat(figures.organic().curve()[100]).isEqualTo(1);
        // 5 and 20 among the new ones: half the difference over the sum.
        assertThat(figures.newPlan().gini()).isCloseTo(0.3, within(1e-12));
        assertThat(figures.newPlan().curve()[50]).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void sumsShortfallsByReason() {
        assertThat(figures.missing())
                .containsExactly(new Figures.Missing("launch", 0, "supply exhausted", 1, 10, 5, List.of("find")));
    }

    @Test
    void namesTheGroupsThatShareAllMerchantsOut() {
        assertThat(figures.segments().stream()
                        .mapToInt(Figures.Segment::merchants)
                        .sum())
                .isEqualTo(4);
        assertThat(figures.segments().get(4)).isEqualTo(new Figures.Segment("individual and small", 2, 150, 125));
    }

    @Test
    void thePageIsWellFormedAndNeedsNoNetwork() throws Exception {
        String page = Page.of(figures);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page)));

        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(8);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(page).doesNotContain("http:", "https:", "url(", "@import", "src=", "NaN", "Infinity");
    }

    @Test
    void theSummaryNamesProgrammesShortfallsAndTheNewcomer() {
        assertThat(String.join("\n", Summary.of(figures)))
                .contains("50.0 % of these get all of it")
                .contains("supply exhausted")
                .contains("c-new has 20 impressions");
    }

    private static MerchantProfile merchant(String id, int age) {
        return MerchantProfile.builder(id, Marketplace.DAY.minusDays(age))
                .size("small")
                .build();
    }

    private static Entitlement guarantee(String merchant, long amount) {
        return new Entitlement(
                merchant,
                "launch",
                EntitlementKind.GUARANTEE,
                "everything",
                amount,
                amount,
                new RuleReference("first week", "launch.drl", 3),
                "");
    }

    private static Plan plan(long[] impressions, List<Entitlement> entitlements, List<Shortfall> shortfalls) {
        return new Plan(
                new Plan.Header(Marketplace.DAY, 1, "", "", 0, ImmutableMap.of("solve", 0.25)),
                Placements.of(PLACEMENTS),
                new Plan.Cells(
                        new String[] {"a-old", "b-old", "c-new", "d-new & <co>"},
                        new int[] {0, 2, 4, 6, 8},
                        new int[] {0, 1, 0, 1, 0, 1, 0, 1},
                        impressions),
                new long[2],
                entitlements,
                shortfalls,
                List.of(new PoolSpend("launch", 100.0, 30, PoolUnit.IMPRESSIONS, 1)),
                List.of(new Multiplier("feed", "price", 0.8), new Multiplier("find", "price", 0.95)));
    }
}
