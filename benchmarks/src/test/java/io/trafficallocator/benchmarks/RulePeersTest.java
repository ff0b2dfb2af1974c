package io.trafficallocator.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.parallel.Workers;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleEvaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers are rewritten by hand when a pack changes: this tells before anybody measures. */
class RulePeersTest {
    private static final int MERCHANTS = 300;

    @ParameterizedTest
    @ValueSource(strings = {"all", "three"})
    void drools_as_it_comes_and_java_by_hand_grant_what_the_packs_grant(String packs) {
        RulesBenchmark benchmark = new RulesBenchmark();
        benchmark.merchants = MERCHANTS;
        benchmark.packs = packs;
        benchmark.threads = 1;
        assertThat(benchmark.compare()).isNotZero();
        assertThat(benchmark.rules().count()).isGreaterThan(MERCHANTS / 10);
    }

    @Test
    void evrete_grants_what_three_packs_grant() {
        EvreteBenchmark benchmark = new EvreteBenchmark();
        benchmark.merchants = MERCHANTS;
        try {
            assertThat(benchmark.compare()).isNotZero();
        } finally {
            benchmark.close();
        }
    }

    @Test
    void a_way_that_grants_something_else_is_refused() {
        assertThatThrownBy(() -> RulesBenchmark.requireEqual(
                        "fewer merchants", RulesBenchmark.digest(grants(MERCHANTS)), grants(MERCHANTS - 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fewer merchants: grants something else");
    }

    private static Grants grants(int merchants) {
        return RuleEvaluation.evaluate(
                RuleMarketplace.book("three"), RuleMarketplace.request(merchants), Workers.of(1));
    }
}
