package io.trafficallocator.serve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.serve.QuotaLedger;
import io.trafficallocator.serve.QuotaLedger.Account;
import io.trafficallocator.serve.QuotaLedger.Balance;
import io.trafficallocator.serve.QuotaLedger.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every implementation of {@link QuotaLedger} must pass these tests: extend this class, and say how to connect to a new,
 * empty ledger.
 */
public abstract class QuotaLedgerContract {
    private static final Account CAPPED = new Account("m1", "everything");
    private static final Account OTHER = new Account("m2", "field:live");
    private static final long NONE = Long.MAX_VALUE;

    /**
     * A connection to the one ledger of the running test, which is empty at the first call; each call may give another
     * connection to the same ledger.
     */
    protected abstract QuotaLedger connect() throws Exception;

    @Test
    void leasesWhatTheLimitAllowsAndNoMore() throws Exception {
        assertThat(settle("a", 1, new Claim(CAPPED, 0, 60, 100))).isEqualTo(new Balance(60, 0));
        assertThat(settle("b", 1, new Claim(CAPPED, 0, 60, 100))).isEqualTo(new Balance(40, 0));
        assertThat(settle("c", 1, new Claim(CAPPED, 0, 1, 100))).isEqualTo(new Balance(0, 0));
        assertThat(settle("a", 2, new Claim(CAPPED, 0, 61, 100))).isEqualTo(new Balance(60, 0));
        assertThat(settle("c", 2, new Claim(OTHER, 0, 1, 100)))
                .as("another account")
                .isEqualTo(new Balance(1, 0));
    }

    @Test
    void deliveriesOfAllAreTold() throws Exception {
        assertThat(settle("a", 1, new Claim(OTHER, 7, 7, NONE))).isEqualTo(new Balance(7, 7));
        assertThat(settle("b", 1, new Claim(OTHER, 5, 5, NONE))).isEqualTo(new Balance(5, 12));
        assertThat(settle("a", 2, new Claim(OTHER, 7, 7, NONE))).isEqualTo(new Balance(7, 12));
        assertThat(settle("a", 3, new Claim(OTHER, 6, 6, NONE)))
                .as("what was delivered cannot be undone")
                .isEqualTo(new Balance(7, 12));
    }

    @Test
    void whatIsGivenBackCanBeLeasedAgainButNotWhatWasDelivered() throws Exception {
        settle("a", 1, new Claim(CAPPED, 0, 100, 100));
        assertThat(settle("b", 1, new Claim(CAPPED, 0, 10, 100)).leased()).isZero();
        assertThat(settle("a", 2, new Claim(CAPPED, 30, 30, 100))).isEqualTo(new Balance(30, 30));
        assertThat(settle("b", 2, new Claim(CAPPED, 0, 100, 100))).isEqualTo(new Balance(70, 30));
    }

    @Test
    void theDeadKeepTheirLeases() throws Exception {
        settle("dead", 1, new Claim(CAPPED, 10, 40, 100));
        for (int round = 1; round < 20; round++) {
            assertThat(settle("b", round, new Claim(CAPPED, 0, 100, 100))).isEqualTo(new Balance(60, 10));
        }
    }

    @Test
    void repeatingACallChangesNothing() throws Exception {
        Claim claim = new Claim(CAPPED, 10, 40, 100);
        Balance first = settle("a", 1, claim);
        for (int time = 0; time < 5; time++) {
            assertThat(settle("a", 1, claim)).isEqualTo(first);
        }
        assertThat(settle("b", 1, new Claim(CAPPED, 0, 100, 100))).isEqualTo(new Balance(60, 10));
    }

    @Test
    void aCallThatWasUnderWayForTooLongChangesNothing() throws Exception {
        settle("a", 1, new Claim(CAPPED, 0, 10, 100));
        settle("a", 3, new Claim(CAPPED, 5, 90, 100));
        assertThat(settle("a", 2, new Claim(CAPPED, 2, 10, 100)))
                .as("it must not give back what was leased after it")
                .isEqualTo(new Balance(90, 5));
        assertThat(settle("b", 1, new Claim(CAPPED, 0, 100, 100)).leased()).isEqualTo(10);
    }

    @Test
    void aLowerLimitTakesNothingAwayAndGrantsNothing() throws Exception {
        settle("a", 1, new Claim(CAPPED, 0, 80, 100));
        assertThat(settle("a", 2, new Claim(CAPPED, 0, 90, 50)).leased()).isEqualTo(80);
        assertThat(settle("b", 1, new Claim(CAPPED, 0, 5, 50)).leased()).isZero();
        assertThat(settle("b", 2, new Claim(CAPPED, 0, 5, 0)).leased()).isZero();
    }

    @Test
    void aLimitCountsWhatWasDeliveredBeforeThereWasOne() throws Exception {
        settle("a", 1, new Claim(CAPPED, 70, 70, NONE));
        assertThat(settle("b", 1, new Claim(CAPPED, 0, 50, 100))).isEqualTo(new Balance(30, 70));
        assertThat(settle("c", 1, new Claim(CAPPED, 0, 50, 60))).isEqualTo(new Balance(0, 70));
    }

    @Test
    void balancesComeInTheOrderOfTheClaims() throws Exception {
        settle("b", 1, new Claim(OTHER, 3, 3, NONE));
        List<Balance> balances =
                connect().settle("a", 1, List.of(new Claim(OTHER, 1, 1, NONE), new Claim(CAPPED, 0, 9, 5)));
        assertThat(balances).containsExactly(new Balance(1, 4), new Balance(5, 0));
        assertThat(connect().settle("a", 2, List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomInstancesThatDieAndRetryNeverPassTheLimit(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        long limit = 1000;
        Map<String, long[]> instances = new HashMap<>();
        long shown = 0;
        for (int step = 0, births = 0; step < 400; step++) {
            String name = "i" + (births - random.nextInt(4));
            if (random.nextInt(20) == 0) {
                births++;
            }
            // What an instance knows: round, shown, leased.
            long[] own = instances.computeIfAbsent(name, any -> new long[3]);
            long more = random.nextLong(own[2] - own[1] + 1);
            own[1] += more;
            shown += more;
            own[0]++;
            long wish = own[1] + random.nextLong(30);
            Balance balance = settle(name, own[0], new Claim(CAPPED, own[1], wish, limit));
            if (random.nextInt(4) > 0) {
                own[2] = balance.leased();
            } else {
                // The answer is lost, so the lease that it knows of is at most what it asked to keep.
                own[2] = Math.min(own[2], wish);
            }
            long leased = instances.values().stream().mapToLong(each -> each[2]).sum();
            assertThat(leased).as("leased, seed %d, step %d", seed, step).isLessThanOrEqualTo(limit);
            assertThat(balance.leased()).isGreaterThanOrEqualTo(own[1]);
            assertThat(balance.delivered()).isLessThanOrEqualTo(shown);
        }
        assertThat(shown).as("seed %d", seed).isPositive().isLessThanOrEqualTo(limit);
    }

    @Test
    void threadsShareALimitToTheLastImpression() throws Exception {
        long limit = 500;
        AtomicLong shown = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            String name = "i" + index;
            QuotaLedger ledger = connect();
            Thread thread = new Thread(() -> shown.addAndGet(showAll(ledger, name, limit)));
            thread.setUncaughtExceptionHandler((dead, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(shown.get()).isEqualTo(limit);
        assertThat(settle("last", 1, new Claim(CAPPED, 0, 1, limit))).isEqualTo(new Balance(0, limit));
    }

    /** Leases a few impressions at a time and shows them, until there are no more; how many it showed. */
    public static long showAll(QuotaLedger ledger, String instance, long limit) {
        long shown = 0;
        for (long round = 1; ; round++) {
            long leased = ledger.settle(instance, round, List.of(new Claim(CAPPED, shown, shown + 7, limit)))
                    .get(0)
                    .leased();
            if (leased == shown) {
                return shown;
            }
            shown = leased;
        }
    }

    private Balance settle(String instance, long round, Claim claim) throws Exception {
        return connect().settle(instance, round, List.of(claim)).get(0);
    }
}
