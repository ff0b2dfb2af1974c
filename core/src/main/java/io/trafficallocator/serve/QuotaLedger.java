package io.trafficallocator.serve;

import java.util.List;

/**
 * Where servers of one plan account for impressions, so that several of them share its limits, and a server that starts
 * again knows what was delivered. A ledger is kept for one period: a new period needs a new one.
 *
 * <p>Impressions are whole, and all numbers are totals since the beginning of the period, never differences: an instance
 * says how many impressions it has shown altogether, and how many it would like to be allowed to show altogether. So a
 * call that is repeated, because its answer was lost, changes nothing. One call does all three things that an account is
 * for:
 *
 * <ul>
 *   <li><b>commit</b>: {@code delivered} tells what the instance has shown;
 *   <li><b>lease</b>: {@code leased} above what it holds asks for the right to show more;
 *   <li><b>give back</b>: {@code leased} below what it holds gives up the right to the difference. An instance must
 *       have stopped showing more than that before it says so.
 * </ul>
 *
 * <p>An implementation keeps these promises, which {@code QuotaLedgerContract} among the tests of this library checks:
 *
 * <ol>
 *   <li>What all instances may show of an account never adds up to more than the limit that was asked with. (When limits
 *       differ, because instances have different plans, no lease is granted beyond the limit it was asked with; what was
 *       granted before stays.)
 *   <li>A lease lasts until its instance gives it back. An instance that dies takes what it had not shown of its leases
 *       out of the account, no more: others never show what it may have shown.
 *   <li>What was reported as delivered never shrinks, and counts in every later answer to everybody.
 *   <li>A call of an earlier round than the instance's last one changes nothing: it was under way for too long.
 *   <li>Calls of several threads and instances take effect one after the other, each whole or not at all.
 * </ol>
 */
public interface QuotaLedger {
    /**
     * What is accounted for: a merchant's impressions within a scope, or what was spent of a pool. Amounts of a pool in
     * yuan are millionths of a yuan wherever impressions are spoken of here.
     *
     * @param merchant empty for a pool
     * @param scope {@code everything}, {@code field:NAME} or {@code placement:ID}; of a pool its name
     */
    record Account(String merchant, String scope) {}

    /**
     * What one instance says of one account; all in impressions since the beginning of the period.
     *
     * @param delivered what the instance has shown, 0 or more
     * @param leased what it would like to be allowed to show, at least {@code delivered}
     * @param limit the most that all instances may show together; {@link Long#MAX_VALUE} for no limit
     */
    record Claim(Account account, long delivered, long leased, long limit) {
        public Claim {
            if (delivered < 0 || leased < delivered || limit < 0) {
                throw new IllegalArgumentException("claim of " + account + " is delivered " + delivered + ", leased "
                        + leased + ", limit " + limit + ", but must be 0 <= delivered <= leased and limit >= 0."
                        + " Maybe leased is meant as a difference; it is a total.");
            }
        }
    }

    /**
     * How an account stands for one instance after a call.
     *
     * @param leased what the instance may show altogether, including what it has shown
     * @param delivered what all instances together have reported
     */
    record Balance(long leased, long delivered) {}

    /**
     * Commits, leases and gives back, as the claims say. Safe for use by several threads.
     *
     * @param instance a name that no other run of a server has in this period
     * @param round rises with each call of an instance; the same again when a call is repeated
     * @return the balances, in the order of the claims
     * @throws java.io.UncheckedIOException when the ledger cannot be reached; the call may have taken effect or not, and
     *     should be repeated
     */
    List<Balance> settle(String instance, long round, List<Claim> claims);

    /** A ledger in memory, for servers of one process. It is lost with the process. */
    static QuotaLedger inMemory() {
        return new InMemoryLedger();
    }
}
