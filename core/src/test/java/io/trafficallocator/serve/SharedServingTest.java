package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Placement;
import io.trafficallocator.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several servers on one ledger, one after the other or at the same time. */
class SharedServingTest {
    private static final Placement HOME = Placement.of("home", "live", 100_000);
    private static final int MERCHANTS = 12;
    private static final long CAP = 400;
    private static final long FLOOR = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void capsHoldAndGuaranteesAreMetByAllTogether(long seed) {
        QuotaLedger ledger = QuotaLedger.inMemory();
        SplittableRandom random = new SplittableRandom(seed);
        List<TrafficServer> servers = new ArrayList<>();
        List<long[]> shown = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            servers.add(server(ledger, "i" + index));
            shown.add(new long[MERCHANTS]);
        }
        for (int request = 0; request < 3000; request++) {
            int at = random.nextInt(servers.size());
            serve(servers.get(at), random, shown.get(at));
            if (random.nextInt(10) == 0) {
                servers.get(random.nextInt(servers.size())).settle();
            }
        }
        servers.forEach(TrafficServer::settle);
        servers.forEach(TrafficServer::close);
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            int row = merchant;
            long sum = shown.stream().mapToLong(each -> each[row]).sum();
            if (merchant % 3 == 0) {
                assertThat(sum)
                        .as("cap of merchant %d, seed %d", merchant, seed)
                        .isLessThanOrEqualTo(CAP);
            }
            if (merchant % 3 == 1) {
                assertThat(sum)
                        .as("guarantee of merchant %d, seed %d", merchant, seed)
                        .isBetween(FLOOR, FLOOR + 60);
            }
        }
        TrafficServer later = server(ledger, "later");
        assertThat(later.progress()).allSatisfy(progress -> {
            int row = Integer.parseInt(progress.merchant().substring(1));
            assertThat(progress.delivered())
                    .as("what everybody showed of merchant %d, seed %d", row, seed)
                    .isEqualTo(shown.stream().mapToLong(each -> each[row]).sum());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoDiesTakesNoMoreThanItsLeases(long seed) {
        QuotaLedger ledger = QuotaLedger.inMemory();
        SplittableRandom random = new SplittableRandom(seed);
        long[] shown = new long[MERCHANTS];
        long[] settled = new long[MERCHANTS];
        for (int life = 0; life < 20; life++) {
            TrafficServer server = server(ledger, "life " + life);
            for (Progress progress : server.progress()) {
                int row = Integer.parseInt(progress.merchant().substring(1));
                assertThat(progress.delivered())
                        .as("merchant %d, life %d, seed %d", row, life, seed)
                        .isBetween(settled[row], shown[row]);
            }
            long[] before = shown.clone();
            long[] known = settled;
            int requests = random.nextInt(60);
            int last = random.nextInt(60);
            for (int request = 0; request < requests; request++) {
                serve(server, random, shown);
                if (request == last) {
                    server.settle();
                    settled = known.clone();
                    for (int row = 0; row < MERCHANTS; row++) {
                        settled[row] += shown[row] - before[row];
                    }
                }
            }
        }
        for (int row = 0; row < MERCHANTS; row += 3) {
            assertThat(shown[row]).as("merchant %d, seed %d", row, seed).isLessThanOrEqualTo(CAP);
        }
    }

    @Test
    void whatIsGivenBackIsShownByTheNext() {
        QuotaLedger ledger = QuotaLedger.inMemory();
        SplittableRandom random = new SplittableRandom(1);
        long[] shown = new long[MERCHANTS];
        for (int life = 0; life < 40; life++) {
            try (TrafficServer server = server(ledger, "life " + life)) {
                for (int request = 0; request < 60; request++) {
                    serve(server, random, shown);
                    if (request % 5 == 0) {
                        server.settle();
                    }
                }
            }
        }
        for (int row = 0; row < MERCHANTS; row += 3) {
            assertThat(shown[row]).as("merchant %d", row).isEqualTo(CAP);
        }
    }

    @Test
    void withoutTheLedgerLeasesRunOutAndNothingIsLost() {
        QuotaLedger inner = QuotaLedger.inMemory();
        boolean[] away = new boolean[1];
        boolean[] answersLost = new boolean[1];
        QuotaLedger ledger = (instance, round, claims) -> {
            if (away[0]) {
                throw new UncheckedIOException(new IOException("away"));
            }
            List<QuotaLedger.Balance> balances = inner.settle(instance, round, claims);
            if (answersLost[0]) {
                throw new UncheckedIOException(new IOException("no answer"));
            }
            return balances;
        };
        SplittableRandom random = new SplittableRandom(9);
        TrafficServer server = server(ledger, "one");
        long[] shown = new long[MERCHANTS];
        for (int request = 0; request < 300; request++) {
            away[0] = request % 100 < 50;
            answersLost[0] = request % 3 == 0;
            serve(server, random, shown);
            try {
                server.settle();
            } catch (UncheckedIOException e) {
                assertThat(away[0] || answersLost[0]).isTrue();
            }
        }
        away[0] = true;
        Plan before = server.plan();
        assertThatThrownBy(() -> server.replacePlan(plan(), any -> 10)).isInstanceOf(UncheckedIOException.class);
        assertThat(server.plan()).as("the earlier plan stays").isSameAs(before);
        away[0] = false;
        answersLost[0] = false;
        server.close();
        for (Progress progress : server(ledger, "two").progress()) {
            int row = Integer.parseInt(progress.merchant().substring(1));
            assertThat(progress.delivered()).as("merchant %d", row).isEqualTo(shown[row]);
            assertThat(progress.delivered()).isLessThanOrEqualTo(progress.limit());
        }
    }

    @Test
    void theSchedulerSettlesAndTellsWhatFails() throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(4);
        CountDownLatch told = new CountDownLatch(1);
        QuotaLedger inner = QuotaLedger.inMemory();
        QuotaLedger ledger = (instance, round, claims) -> {
            settled.countDown();
            if (settled.getCount() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return inner.settle(instance, round, claims);
        };
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (TrafficServer server = TrafficServer.builder(plan(), any -> 100)
                .ledger(ledger, "one")
                .settleEvery(Duration.ofMillis(1), scheduler)
                .listener(new ServeListener() {
                    @Override
                    public void ledgerFailed(RuntimeException failure) {
                        if ("on purpose".equals(failure.getMessage())) {
                            told.countDown();
                        }
                    }
                })
                .start()) {
            SplittableRandom random = new SplittableRandom(3);
            while (settled.getCount() > 0) {
                serve(server, random, new long[MERCHANTS]);
            }
            assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            scheduler.shutdown();
        }
        assertThatThrownBy(() -> TrafficServer.builder(plan(), any -> 1).settleEvery(Duration.ZERO, scheduler))
                .hasMessageContaining("above 0");
    }

    private static TrafficServer server(QuotaLedger ledger, String name) {
        return TrafficServer.builder(plan(), any -> 1000).ledger(ledger, name).start();
    }

    private static Plan plan() {
        HandMade made = new HandMade(MERCHANTS, HOME);
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            if (merchant % 3 == 0) {
                made.give(merchant, EntitlementKind.CAP, "everything", CAP);
            } else if (merchant % 3 == 1) {
                made.give(merchant, EntitlementKind.GUARANTEE, "everything", FLOOR);
            } else {
                made.give(merchant, EntitlementKind.CAP, "placement:home", 100_000);
            }
        }
        return made.plan();
    }

    /** Four of all merchants; those with a cap would be chosen most, those with a guarantee hardly ever. */
    private static void serve(TrafficServer server, SplittableRandom random, long[] shown) {
        List<Candidate> candidates = new ArrayList<>();
        for (int merchant = 0; merchant < MERCHANTS; merchant++) {
            candidates.add(new Candidate(
                    HandMade.id(merchant), random.nextDouble() + new double[] {0.5, -2, 0}[merchant % 3]));
        }
        for (Candidate candidate : server.chooser().choose("home", candidates, 4)) {
            shown[Integer.parseInt(candidate.merchant().substring(1))]++;
        }
    }
}
