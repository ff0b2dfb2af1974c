package io.trafficallocator.serve;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.Delivered;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.plan.Entitlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads off an epoch how far things have come. */
final class Snapshots {
    private Snapshots() {}

    static List<Progress> progress(Epoch epoch) {
        List<Progress> all = new ArrayList<>(epoch.promises.count());
        Arrivals.View come = epoch.arrivals.reader();
        for (int row = 0; row < epoch.plan.merchants(); row++) {
            for (int promise = epoch.first(row), end = epoch.end(row); promise < end; promise++) {
                all.add(new Progress(
                        epoch.plan.merchant(row),
                        epoch.scopes.name(epoch.promises.scope(promise)),
                        epoch.promises.floor(promise),
                        epoch.promises.cap(promise),
                        epoch.delivered(promise),
                        epoch.left(promise, come),
                        epoch.need(promise, epoch.delivered(promise), -1) > 0 ? epoch.lift(promise) : 0));
            }
        }
        return all;
    }

    static List<Delivered> delivered(Epoch epoch) {
        Map<String, Map<String, Long>> most = new TreeMap<>();
        forEachGuarantee(
                epoch,
                (entitlement, promise) -> most.computeIfAbsent(entitlement.merchant(), id -> new TreeMap<>())
                        .merge(entitlement.programme(), epoch.delivered(promise), Math::max));
        List<Delivered> rows = new ArrayList<>();
        most.forEach((merchant, byProgramme) -> byProgramme.forEach(
                (programme, impressions) -> rows.add(new Delivered(merchant, programme, impressions))));
        return rows;
    }

    static ServeSnapshot snapshot(Epoch epoch, Relevance relevance, int lagging) {
        Map<String, ServeSnapshot.Programme> programmes = new TreeMap<>();
        forEachGuarantee(epoch, (entitlement, promise) -> {
            long due = Math.min((long) entitlement.amount(), epoch.promises.floor(promise));
            long delivered = Math.min(due, epoch.delivered(promise));
            programmes.merge(
                    entitlement.programme(),
                    new ServeSnapshot.Programme(entitlement.programme(), due, delivered, 1, delivered < due ? 0 : 1),
                    (a, b) -> new ServeSnapshot.Programme(
                            a.programme(),
                            a.due() + b.due(),
                            a.delivered() + b.delivered(),
                            a.guarantees() + b.guarantees(),
                            a.met() + b.met()));
        });
        List<Progress> open = progress(epoch).stream()
                .filter(one -> one.delivered() < one.due())
                .sorted(Comparator.comparingDouble((Progress one) -> (one.delivered() - one.due()) / one.left())
                        .thenComparing(Progress::merchant)
                        .thenComparing(Progress::scope))
                .limit(lagging)
                .toList();
        return new ServeSnapshot(
                (long) epoch.arrivals.reader().at(Scopes.EVERYTHING),
                ImmutableList.copyOf(programmes.values()),
                ImmutableList.copyOf(open),
                pools(epoch),
                new ServeSnapshot.Paid(relevance.requests(), relevance.chosen(), relevance.highest()));
    }

    private static ImmutableList<ServeSnapshot.Pool> pools(Epoch epoch) {
        Pools pools = epoch.prepared.pools;
        ImmutableList.Builder<ServeSnapshot.Pool> all = ImmutableList.builder();
        for (int pool = 0; pool < pools.count(); pool++) {
            all.add(new ServeSnapshot.Pool(
                    pools.name(pool), pools.unit(pool), pools.limit(pool), epoch.counters.get(pools.slot(pool))));
        }
        return all.build();
    }

    private interface EachGuarantee {
        void take(Entitlement entitlement, int promise);
    }

    private static void forEachGuarantee(Epoch epoch, EachGuarantee each) {
        for (Entitlement entitlement : epoch.plan.entitlements()) {
            if (entitlement.kind() == EntitlementKind.GUARANTEE) {
                int row = epoch.plan.row(entitlement.merchant());
                for (int promise = epoch.first(row), end = epoch.end(row); promise < end; promise++) {
                    if (epoch.scopes.name(epoch.promises.scope(promise)).equals(entitlement.scope())) {
                        each.take(entitlement, promise);
                    }
                }
            }
        }
    }
}
