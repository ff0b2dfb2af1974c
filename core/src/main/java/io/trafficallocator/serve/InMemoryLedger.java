package io.trafficallocator.serve;

import java.util.List;

/** Accounts behind one lock. Safe for use by several threads. */
final class InMemoryLedger implements QuotaLedger {
    private final Accounts accounts = new Accounts();

    @Override
    public synchronized List<Balance> settle(String instance, long round, List<Claim> claims) {
        accounts.settle(instance, round, claims);
        return claims.stream()
                .map(claim -> accounts.balance(instance, claim.account()))
                .toList();
    }
}
