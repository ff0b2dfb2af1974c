package io.trafficallocator.serve;

import io.trafficallocator.serve.QuotaLedger.Account;
import io.trafficallocator.serve.QuotaLedger.Balance;
import io.trafficallocator.serve.QuotaLedger.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What every instance holds of every account, and how claims are decided. Not safe for use by several threads. */
final class Accounts {
    private static final Entry NOTHING = new Entry(0, 0);

    /** How an account stands for one instance; never more delivered than leased. */
    record Entry(long delivered, long leased) {}

    /** What one call changed. */
    record Change(String instance, long round, Map<Account, Entry> entries) {}

    private static final class State {
        private final Map<String, Entry> byInstance = new HashMap<>(2);
        private long delivered;
        private long leased;
    }

    private final Map<Account, State> states = new HashMap<>();
    private final Map<String, Long> rounds = new TreeMap<>();
    private int size;

    /** Decides one claim after the other; a call of an earlier round than the last changes nothing. */
    Change settle(String instance, long round, List<Claim> claims) {
        Map<Account, Entry> changed = new HashMap<>();
        long last = rounds.getOrDefault(instance, Long.MIN_VALUE);
        for (int index = 0; round >= last && index < claims.size(); index++) {
            Claim claim = claims.get(index);
            Entry old = entry(instance, claim.account());
            Entry now = decide(claim, old, leased(claim.account()) - old.leased);
            if (!now.equals(old)) {
                put(instance, claim.account(), now);
                changed.put(claim.account(), now);
            }
        }
        rounds.put(instance, Math.max(round, last));
        return new Change(instance, Math.max(round, last), changed);
    }

    private static Entry decide(Claim claim, Entry old, long leasedToOthers) {
        long delivered = Math.max(old.delivered, claim.delivered());
        long held = Math.max(old.leased, delivered);
        long wish = Math.max(claim.leased(), delivered);
        long granted = Math.max(held, Math.min(wish, claim.limit() - leasedToOthers));
        return new Entry(delivered, wish <= held ? wish : granted);
    }

    /** Takes over what a call changed elsewhere. */
    void replay(Change change) {
        rounds.merge(change.instance, change.round, Math::max);
        change.entries.forEach((account, entry) -> put(change.instance, account, entry));
    }

    Balance balance(String instance, Account account) {
        State state = states.get(account);
        return new Balance(entry(instance, account).leased, state == null ? 0 : state.delivered);
    }

    /** Everything there is, as if each instance had made one call. */
    List<Change> changes() {
        Map<String, Map<Account, Entry>> byInstance = new TreeMap<>();
        states.forEach((account, state) -> state.byInstance.forEach((instance, entry) ->
                byInstance.computeIfAbsent(instance, name -> new HashMap<>()).put(account, entry)));
        List<Change> changes = new ArrayList<>();
        rounds.forEach((instance, round) ->
                changes.add(new Change(instance, round, byInstance.getOrDefault(instance, Map.of()))));
        return changes;
    }

    /** How many entries there are. */
    int size() {
        return size;
    }

    private void put(String instance, Account account, Entry now) {
        State state = states.computeIfAbsent(account, any -> new State());
        Entry old = state.byInstance.put(instance, now);
        if (old == null) {
            old = NOTHING;
            size++;
        }
        state.delivered += now.delivered - old.delivered;
        state.leased += now.leased - old.leased;
    }

    private long leased(Account account) {
        State state = states.get(account);
        return state == null ? 0 : state.leased;
    }

    private Entry entry(String instance, Account account) {
        State state = states.get(account);
        return state == null ? NOTHING : state.byInstance.getOrDefault(instance, NOTHING);
    }
}
