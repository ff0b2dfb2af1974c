package io.trafficallocator.serve;

import io.trafficallocator.serve.conformance.QuotaLedgerContract;

class InMemoryLedgerTest extends QuotaLedgerContract {
    private final QuotaLedger ledger = QuotaLedger.inMemory();

    @Override
    protected QuotaLedger connect() {
        return ledger;
    }
}
