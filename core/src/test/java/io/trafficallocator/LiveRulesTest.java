package io.trafficallocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.LiveRules.Health;
import io.trafficallocator.Reload.Outcome;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Demand;
import io.trafficallocator.model.MerchantProfile;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import io.trafficallocator.rules.RuleException;
import io.trafficallocator.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class LiveRulesTest {
    @TempDir
    Path folder;

    private final AllocationRequest request = AllocationRequest.builder()
            .asOf(RandomFacts.DAY)
            .merchants(List.of(
                    MerchantProfile.builder("new", RandomFacts.DAY).build(),
                    MerchantProfile.builder("old", RandomFacts.DAY.minusDays(90))
                            .growth(2.0)
                            .build()))
            .placements(List.of(Placement.of("p", "live", 1_000)))
            .demand(List.of(new Demand("old", "p", 1)))
            .build();

    @BeforeEach
    void writeFirstRules() throws IOException {
        write("launch.drl", guarantee(600));
    }

    private static String guarantee(int impressions) {
        return "package launch\nrule \"cold start\" when Merchant( ageDays < 7 ) then grant.guarantee(\"launch\", "
                + impressions + "); end\n";
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private long given(LiveRules rules) {
        return rules.allocate(request).impressions("new", "p");
    }

    @Test
    void new_rules_come_into_force_and_plans_name_theirs() throws IOException {
        try (LiveRules rules = LiveRules.of(folder).build()) {
            Plan before = rules.allocate(request);
            assertThat(before.impressions("new", "p")).isEqualTo(600);
            TrafficAllocator old = rules.current();
            write("launch.drl", guarantee(700));
            assertThat(given(rules)).as("nobody asked for a reload").isEqualTo(600);

            Reload reload = rules.reload();
            assertThat(reload.outcome()).isEqualTo(Outcome.REPLACED);
            Plan after = rules.allocate(request);
            assertThat(after.impressions("new", "p")).isEqualTo(700);
            assertThat(after.header().rulesDigest())
                    .isEqualTo(reload.rulesDigest())
                    .isNotEqualTo(before.header().rulesDigest());
            assertThat(old.allocate(request)).as("plans under the old rules").isEqualTo(before);
            assertThat(rules.reload().outcome()).isEqualTo(Outcome.UNCHANGED);
        }
    }

    @Test
    @ExtendWith(RefusedReloads.class)
    void a_bad_edit_leaves_the_last_good_rules_in_force_and_says_so() throws IOException {
        List<Reload> told = new ArrayList<>();
        try (LiveRules rules = LiveRules.of(folder).listener(told::add).build()) {
            String digest = rules.current().rulesDigest();
            write("launch.drl", guarantee(700).replace("ageDays", "ageDay"));
            Reload reload = rules.reload();
            assertThat(reload.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(reload.rulesDigest()).isEqualTo(digest);
            assertThat(reload.problems())
                    .singleElement()
                    .asString()
                    .startsWith("launch.drl:2:")
                    .contains("ageDays");
            assertThat(given(rules)).isEqualTo(600);
            assertThat(rules.health())
                    .isEqualTo(new Health(false, reload, 1, 1, rules.health().history()));
            Files.delete(folder.resolve("launch.drl"));
            assertThat(rules.reload().problems()).singleElement().asString().contains("holds no rules");
            write("launch.drl", guarantee(800));
            assertThat(rules.reload().outcome()).isEqualTo(Outcome.REPLACED);
            assertThat(rules.health().good()).isTrue();
            assertThat(told)
                    .extracting(Reload::outcome)
                    .containsExactly(Outcome.REFUSED, Outcome.REFUSED, Outcome.REPLACED);
        }
    }

    @Test
    @ExtendWith(RefusedReloads.class)
    void rules_that_fail_on_golden_facts_or_in_a_trial_are_refused() throws IOException {
        List<RuleSource> files = new ArrayList<>();
        try (LiveRules rules = LiveRules.of(folder)
                .golden(request)
                .trial((book, all) -> {
                    files.clear();
                    files.addAll(all);
                    return book.rules().get(0).rule().equals("wrong")
                            ? List.of("launch.test:1: it is wrong")
                            : List.of();
                })
                .build()) {
            write(
                    "launch.drl",
                    "package launch\nrule \"odd\" when $m : Merchant() then"
                            + " grant.boost(\"launch\", $m.getGrowth()); end");
            assertThat(rules.reload().problems())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "launch.drl:2:1: rule 'odd' for merchant 'new': growth is unknown (null), so the rule throws");
            write("launch.drl", guarantee(700).replace("cold start", "wrong"));
            write("launch.test", "a test");
            assertThat(rules.reload().problems()).containsExactly("launch.test:1: it is wrong");
            assertThat(files)
                    .containsExactly(
                            new RuleSource("launch.drl", guarantee(700).replace("cold start", "wrong")),
                            new RuleSource("launch.test", "a test"));
            assertThat(given(rules)).isEqualTo(600);
        }
        assertThatThrownBy(() -> LiveRules.of(folder)
                        .trial((book, all) -> List.of("never"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("\nnever");
    }

    @Test
    @ExtendWith(RefusedReloads.class)
    void a_trial_that_throws_is_a_refusal() throws IOException {
        boolean[] throwing = {false};
        try (LiveRules rules = LiveRules.of(folder)
                .trial((book, all) -> {
                    if (throwing[0]) {
                        throw new IllegalStateException("no disk");
                    }
                    return List.of();
                })
                .listener(reload -> {
                    throw new IllegalStateException("a listener's own trouble");
                })
                .build()) {
            throwing[0] = true;
            write("launch.drl", guarantee(700));
            assertThat(rules.reload().problems()).singleElement().asString().contains("no disk");
            throwing[0] = false;
            assertThat(rules.reload().outcome()).isEqualTo(Outcome.REPLACED);
        }
    }

    @Test
    void any_of_the_kept_rules_can_be_rolled_back_to() throws IOException {
        try (LiveRules rules = LiveRules.of(folder).keep(2).build()) {
            String first = rules.current().rulesDigest();
            List<String> digests = new ArrayList<>();
            for (int impressions : new int[] {700, 800, 900}) {
                write("launch.drl", guarantee(impressions));
                digests.add(0, rules.reload().rulesDigest());
            }
            assertThat(rules.health().history()).isEqualTo(digests);
            assertThat(rules.rollBack(digests.get(2)).outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(given(rules)).isEqualTo(700);
            rules.look();
            rules.look();
            assertThat(given(rules)).as("the folder did not change").isEqualTo(700);
            assertThatThrownBy(() -> rules.rollBack(first))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("rulesDigest is '" + first + "', but must be one of the 3 that are kept.");
            assertThat(rules.reload().outcome()).isEqualTo(Outcome.REPLACED);
            assertThat(given(rules)).isEqualTo(900);
        }
    }

    @Test
    @ExtendWith(RefusedReloads.class)
    void a_change_is_taken_when_it_stood_still_from_one_look_to_the_next() throws IOException {
        try (LiveRules rules = LiveRules.of(folder).build()) {
            write("launch.drl", guarantee(700));
            rules.look();
            assertThat(given(rules)).as("it may be half written").isEqualTo(600);
            write("launch.drl", guarantee(800));
            rules.look();
            assertThat(given(rules)).isEqualTo(600);
            rules.look();
            assertThat(given(rules)).isEqualTo(800);

            write("launch.drl", "package launch\nrule");
            rules.look();
            rules.look();
            rules.look();
            assertThat(rules.health().refused()).as("told once").isEqualTo(1);
            Files.delete(folder.resolve("launch.drl"));
            rules.look();
            rules.look();
            assertThat(rules.health().refused()).isEqualTo(2);
            assertThat(given(rules)).isEqualTo(800);
        }
    }

    @Test
    void a_folder_is_watched_until_closed() throws Exception {
        CountDownLatch replaced = new CountDownLatch(1);
        LiveRules rules = LiveRules.of(folder)
                .watchEvery(Duration.ofMillis(5))
                .listener(reload -> replaced.countDown())
                .build();
        write("launch.drl", guarantee(700));
        assertThat(replaced.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(given(rules)).isEqualTo(700);
        rules.close();
        assertThatThrownBy(rules::reload)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("are closed");
        write("launch.drl", guarantee(800));
        rules.look();
        rules.look();
        assertThat(given(rules)).as("plans can still be made").isEqualTo(700);
    }

    @Test
    void there_must_be_good_rules_to_begin_with() throws IOException {
        write("launch.drl", "package launch\nrule");
        assertThatThrownBy(() -> LiveRules.of(folder).build()).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> LiveRules.of(folder).keep(-1))
                .hasMessage("earlier is -1, but must be at least 0. Maybe leave it out: it is 5 then.");
    }
}
