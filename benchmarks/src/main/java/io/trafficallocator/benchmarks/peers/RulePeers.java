package io.trafficallocator.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Other ways to fire the same rules at the same merchants. Used by one thread at a time. */
public final class RulePeers implements AutoCloseable {
    private final DroolsPeer drools;
    private final @Nullable EvretePeer evrete;

    private RulePeers(DroolsPeer drools, @Nullable EvretePeer evrete) {
        this.drools = drools;
        this.evrete = evrete;
    }

    /** What merchants are beside each other, by row: peers get it for nothing. */
    public interface Cohorts {
        /** 0 to 1. */
        double gmvPercentile(int row);

        /** 0 to 1; NaN when unknown. */
        double growthPercentile(int row);

        /** Itself included. */
        int originMerchants(int row);

        /** Itself included. */
        int originCategoryMerchants(int row);
    }

    /** Drools alone. */
    public static RulePeers drools(
            AllocationRequest request, List<RuleSource> sources, ImmutableList<RuleReference> rules, Cohorts cohorts) {
        return new RulePeers(new DroolsPeer(sources, PeerFacts.of(request, rules, cohorts)), null);
    }

    /** Drools, and Evrete, which has been written out for the launch, upward and festivals packs only. */
    public static RulePeers droolsAndEvrete(
            AllocationRequest request, List<RuleSource> sources, ImmutableList<RuleReference> rules, Cohorts cohorts) {
        PeerFacts facts = PeerFacts.of(request, rules, cohorts);
        return new RulePeers(new DroolsPeer(sources, facts), new EvretePeer(facts));
    }

    /** Everybody in one session of Drools. */
    public Grants droolsOneSession() {
        return drools.oneSession();
    }

    /** A stateless session of Drools for each merchant. */
    public Grants droolsSessionForEach() {
        return drools.sessionForEach();
    }

    /** Everybody in one session of Evrete. */
    public Grants evreteOneSession() {
        return evrete().oneSession();
    }

    /** A stateless session of Evrete for each merchant. */
    public Grants evreteSessionForEach() {
        return evrete().sessionForEach();
    }

    private EvretePeer evrete() {
        if (evrete == null) {
            throw new IllegalStateException("Evrete was not asked for. Maybe call droolsAndEvrete.");
        }
        return evrete;
    }

    @Override
    public void close() {
        if (evrete != null) {
            evrete.close();
        }
    }
}
